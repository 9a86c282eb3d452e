"""Many plans taken in at one press: chosen in the queue, previewed line by line, undone until the mails leave."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow.amending import amend
from hoaxa_danvan.workflow.models import Acceptance, AcceptanceBatch, ReviewSetting
from hoaxa_danvan.workflow.services import pin_note, send, take_back
from tests.campaigns.conftest import AT
from tests.factories import AppointmentFactory, PlannedTaskFactory, UnitFactory, UnitPlanFactory

Status = UnitPlan.Status
QUEUE, PREVIEW = "campaigns:plan-queue", "campaigns:plan-accept-preview"
PRESS = "campaigns:plan-accept-many"


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT + timedelta(hours=1), tick=False)


@pytest.fixture
def three(db) -> list[UnitPlan]:
    """Sent plans of three units, each with an officer who has an address."""
    return [sent_by(AppointmentFactory(unit=UnitFactory(name=f"Chi bộ Thôn Mẫu {n}"))) for n in (1, 2, 3)]


def sent_by(officer) -> UnitPlan:
    plan = PlannedTaskFactory(plan__unit=officer.unit).plan
    send(plan, version=plan.version, due_at=AT, by=officer, at=AT)
    return UnitPlan.objects.get(pk=plan.pk)


def officer_of(plan):
    return plan.unit.appointments.get()


def ticked(*plans):
    return {"chon": [f"{plan.pk}:{plan.version}" for plan in plans]}


def press(client, *plans, key=None):
    return client.post(reverse(PRESS), {**ticked(*plans), "key": str(key or uuid4())}, follow=True)


def states(*plans):
    return [UnitPlan.objects.get(pk=plan.pk).status for plan in plans]


def test_the_queue_has_a_box_per_plan_with_the_version_that_stands_there(three, reviewer, sign_in):
    page = sign_in(reviewer).get(reverse(QUEUE))

    for plan in three:
        assertContains(page, f'name="chon" value="{plan.pk}:1"')
    assertNotContains(page, " checked> <a")
    assertContains(sign_in(reviewer).get(f"{reverse(QUEUE)}?danh_dau=tat-ca"), " checked> <a", count=3)


def test_the_preview_lists_exactly_what_will_happen_and_changes_nothing(three, reviewer, sign_in):
    page = sign_in(reviewer).get(reverse(PREVIEW), ticked(*three[:2]))

    assertContains(page, "2 kế hoạch sẽ được tiếp nhận")
    for plan in three[:2]:
        assertContains(page, str(plan))
        assertContains(page, officer_of(plan).person.email)
    assertNotContains(page, str(three[2]))
    assertContains(page, "gửi sau 10 phút")
    assert states(*three) == [Status.SUBMITTED] * 3
    assert not AcceptanceBatch.objects.exists()


def test_pressed_each_is_taken_in_by_itself_with_its_entry_and_mail(three, reviewer, sign_in):
    page = press(sign_in(reviewer), *three)

    assert states(*three) == [Status.ACCEPTED] * 3
    assert AuditEntry.objects.filter(verb="accept", by=reviewer).count() == 3
    assert {mail.to for mail in Mail.objects.all()} == {officer_of(plan).person.email for plan in three}
    assertContains(page, "3 văn bản đã tiếp nhận")
    assertContains(page, "Hoàn tác tất cả")
    assertContains(page, "chờ gửi", count=3)


def test_what_cannot_be_taken_in_is_left_out_with_its_reason(three, reviewer, sign_in):
    noted, taken_back, changed = three
    pin_note(noted, field="summary", text="Cần rõ hơn.", by=reviewer, at=AT)
    take_back(taken_back, by=officer_of(taken_back), at=AT)
    UnitPlan.objects.filter(pk=changed.pk).update(version=2)
    own = sent_by(AppointmentFactory(unit=reviewer.unit))

    page = sign_in(reviewer).get(reverse(PREVIEW), ticked(*three, own))

    assertContains(page, "Không có kế hoạch nào tiếp nhận được.")
    assertContains(page, "Đang có ý kiến soạn dở")
    assertContains(page, "Đơn vị đã gửi bản mới sau khi mở hàng chờ")
    assertContains(page, "Không thuộc thẩm quyền tiếp nhận")
    assertNotContains(page, str(taken_back))  # it is its unit's alone again
    assertNotContains(page, "Tiếp nhận 0")


def test_an_amendment_is_left_to_its_own_page(three, reviewer, sign_in):
    client, plan = sign_in(reviewer), three[0]
    press(client, plan)
    row = amend(plan, reason="Thêm việc.", by=officer_of(plan), at=AT + timedelta(hours=2))
    send(row, version=row.version, due_at=AT, by=officer_of(plan), at=AT + timedelta(hours=2))
    row.refresh_from_db()

    assertContains(client.get(reverse(PREVIEW), ticked(row)), "Là bản điều chỉnh")
    press(client, row)
    assert states(plan) == [Status.SUBMITTED]


def test_what_changed_between_preview_and_press_is_left_out_and_told(three, reviewer, sign_in):
    client = sign_in(reviewer)
    data = ticked(*three)
    pin_note(three[0], field="summary", text="Cần rõ hơn.", by=reviewer, at=AT)
    UnitPlan.objects.filter(pk=three[1].pk).update(version=2)

    page = client.post(reverse(PRESS), {**data, "key": str(uuid4())}, follow=True)

    assert states(*three) == [Status.SUBMITTED, Status.SUBMITTED, Status.ACCEPTED]
    assertContains(page, "2 văn bản không tiếp nhận")
    assertContains(page, "ý kiến soạn dở")
    assertContains(page, "gửi bản mới")


def test_pressed_twice_it_is_one_batch(three, reviewer, sign_in):
    client, key = sign_in(reviewer), uuid4()
    press(client, *three, key=key)

    page = press(client, *three, key=key)

    assert (AcceptanceBatch.objects.count(), Acceptance.objects.count(), Mail.objects.count()) == (1, 3, 3)
    assertContains(page, "3 văn bản đã tiếp nhận")
    assertNotContains(page, "không tiếp nhận")


def test_another_persons_key_opens_nothing(three, reviewer, sign_in):
    key = uuid4()
    press(sign_in(reviewer), three[0], key=key)
    other = AppointmentFactory(unit=reviewer.unit, role=Role.REVIEWER)

    assert press(sign_in(other), three[1], key=key).status_code == 403
    assert states(three[1]) == [Status.SUBMITTED]


def test_undone_one_by_one_or_all_until_the_mails_leave(three, reviewer, sign_in, time_machine):
    client = sign_in(reviewer)
    press(client, *three)
    batch, first = AcceptanceBatch.objects.get(), Acceptance.objects.earliest("pk")
    here = reverse("notifications:batch-detail", args=[batch.pk])
    client.post(reverse("notifications:acceptance-undo", args=[first.pk]), {"next": here})
    assert states(*three) == [Status.SUBMITTED, Status.ACCEPTED, Status.ACCEPTED]

    page = client.post(reverse("notifications:batch-undo", args=[batch.pk]), follow=True)

    assertContains(page, "Đã hoàn tác 2 lần tiếp nhận")
    assert states(*three) == [Status.SUBMITTED] * 3
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.CANCELLED}
    assert [plan.status_at for plan in UnitPlan.objects.order_by("pk")] == [AT] * 3


def test_after_ten_minutes_the_page_offers_no_undoing(three, reviewer, sign_in, time_machine):
    client = sign_in(reviewer)
    press(client, *three)
    batch = AcceptanceBatch.objects.get()
    time_machine.move_to(batch.at + timedelta(minutes=11), tick=False)

    page = client.get(reverse("notifications:batch-detail", args=[batch.pk]))
    assertNotContains(page, "Hoàn tác tất cả")
    assertContains(page, "Đã hết thời gian", count=3)
    client.post(reverse("notifications:batch-undo", args=[batch.pk]))
    assert states(*three) == [Status.ACCEPTED] * 3


def test_in_two_steps_the_reviewer_has_no_boxes_and_the_press_takes_nothing_in(three, reviewer, sign_in):
    head = AppointmentFactory(unit=reviewer.unit, role=Role.HEAD_REVIEWER)
    ReviewSetting.objects.create(pk=1, two_steps=True)
    client = sign_in(reviewer)
    assertNotContains(client.get(reverse(QUEUE)), 'name="chon"')

    assertContains(press(client, *three), "Không thuộc thẩm quyền tiếp nhận", count=3)
    assert states(*three) == [Status.SUBMITTED] * 3
    press(sign_in(head), *three)
    assert states(*three) == [Status.ACCEPTED] * 3


@pytest.mark.parametrize("post", ["officer", "outsider", "clerk", "administrator", "council_member"])
def test_nobody_else_previews_or_presses(three, post, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(reverse(PREVIEW), ticked(*three)).status_code == 403
    assert press(client, *three).status_code == 403
    assert states(*three) == [Status.SUBMITTED] * 3


@pytest.mark.parametrize("post", ["officer", "leader", "head_reviewer"])
def test_another_persons_batch_is_not_there(three, reviewer, post, sign_in, request):
    press(sign_in(reviewer), *three)
    batch = AcceptanceBatch.objects.get()
    client = sign_in(request.getfixturevalue(post))

    assert client.get(reverse("notifications:batch-detail", args=[batch.pk])).status_code == 404
    assert client.post(reverse("notifications:batch-undo", args=[batch.pk])).status_code == 404
    assert states(*three) == [Status.ACCEPTED] * 3


@pytest.mark.parametrize("chosen", [[], ["x"], ["1:2:3"], ["9999999999:1"], ["-1:1"], ["²:1"]])
def test_nothing_or_nonsense_chosen_is_told_kindly(chosen, reviewer, three, sign_in):
    client = sign_in(reviewer)

    assertRedirects(client.get(reverse(PREVIEW), {"chon": chosen}), reverse(QUEUE))
    assertRedirects(client.post(reverse(PRESS), {"chon": chosen, "key": str(uuid4())}), reverse(QUEUE))
    assertRedirects(client.post(reverse(PRESS), {**ticked(*three), "key": "x"}), reverse(QUEUE))
    assert client.get(reverse(PRESS)).status_code == 405
    assert states(*three) == [Status.SUBMITTED] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_however_many(reviewer, sign_in, count, django_assert_num_queries):
    plans = UnitPlanFactory.create_batch(count, submitted=True)
    client = sign_in(reviewer)
    client.get(reverse(QUEUE))  # fills what Django remembers of content types

    # session, person, posts; plans, joint units, opinions, own posts, how the office works; addresses, minutes
    with django_assert_num_queries(10):
        page = client.get(reverse(PREVIEW), ticked(*plans))

    assertContains(page, f"Tiếp nhận {count} kế hoạch")


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_costs_the_same_however_many(reviewer, sign_in, count, django_assert_num_queries):
    plans = [sent_by(AppointmentFactory(unit=UnitFactory())) for _ in range(count)]
    client = sign_in(reviewer)
    press(client, *plans)
    batch = AcceptanceBatch.objects.get()

    with django_assert_num_queries(7):  # session, person, posts; batch, acceptances, plans, mails
        page = client.get(reverse("notifications:batch-detail", args=[batch.pk]))

    assertContains(page, f"{count} văn bản đã tiếp nhận")
