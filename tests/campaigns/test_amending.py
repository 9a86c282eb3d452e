"""Điều chỉnh after acceptance: with a reason, on record, and what was taken in counts until the new text is."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.fulfilment import standings
from campaigns.models import CampaignYear, PlannedTask, TaskUpdate, UnitPlan
from campaigns.services import plans as services
from campaigns.services.plans import PlanContent
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.amendments import Amendment
from hoaxa_danvan.workflow.models import IllegalMove, Receipt, Revision
from hoaxa_danvan.workflow.services import pin_note
from reports.registers import Registers
from tests.campaigns.conftest import AT, CLOSED
from tests.factories import AppointmentFactory, UnitFactory

Status = UnitPlan.Status
WHY = "Thêm việc theo chỉ đạo mới."
OLD, NEW = "Ra mắt tuyến đường tự quản", "Ra mắt hai tuyến đường tự quản"


@pytest.fixture
def accepted(sent, reviewer) -> UnitPlan:
    services.accept_plan(sent, version=sent.version, by=reviewer, at=AT)
    return UnitPlan.objects.get(pk=sent.pk)


@pytest.fixture
def amending(accepted, officer) -> UnitPlan:
    """The accepted plan, being amended long after its window has closed."""
    return services.amend_plan(accepted, reason=WHY, by=officer, at=CLOSED)


@pytest.fixture
def changed(amending, officer, task) -> UnitPlan:
    """The same with its one task put otherwise, a second one and another summary."""
    return save(amending, officer, task(task_id=proposal(amending).pk, what=NEW), task(what="Việc mới"))


def proposal(plan):
    return plan.working_tasks().get()


def save(plan, officer, *tasks, **fields):
    content = PlanContent(summary="Mục đích mới.", organisation="Phân công.", tasks=tasks)
    return services.save_plan(
        plan, version=plan.version, content=replace(content, **fields), by=officer, at=CLOSED
    )


def send(plan, officer):
    services.submit_plan(plan, version=plan.version, by=officer, at=CLOSED)
    return fresh(plan)


def fresh(plan):
    return UnitPlan.objects.get(pk=plan.pk)


def words(plan):
    return list(plan.tasks.values_list("what", flat=True))


def counted(plan):
    return [task.what for task in Registers(plan.campaign_year).tasks]


def test_the_unit_amends_with_a_reason_and_the_trail_says_so(accepted, officer):
    plan = services.amend_plan(accepted, reason=WHY, by=officer, at=CLOSED)

    assert (plan.status, plan.version) == (Status.AMENDING, accepted.version + 1)
    amendment = Amendment.objects.get()
    assert (amendment.target, amendment.reason, amendment.by, amendment.state) == (plan, WHY, officer, "open")
    assert amendment.base == Revision.objects.latest_of(plan)
    entry = AuditEntry.objects.get(verb="amend")
    assert (entry.note, entry.from_status, entry.to_status) == (WHY, "accepted", "amending")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_amended(accepted, officer, reason):
    with pytest.raises(IllegalMove, match="Cần ghi rõ ý kiến, lý do"):
        services.amend_plan(accepted, reason=reason, by=officer, at=CLOSED)

    assert fresh(accepted).status == Status.ACCEPTED
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader", "administrator"])
def test_nobody_else_amends_it(accepted, post, request):
    with pytest.raises(PermissionDenied):
        services.amend_plan(accepted, reason=WHY, by=request.getfixturevalue(post), at=CLOSED)

    assert not Amendment.objects.exists()


def test_what_is_not_taken_in_is_not_amended(sent, officer):
    with pytest.raises(IllegalMove, match="đang ở trạng thái “Đã gửi”"):
        services.amend_plan(sent, reason=WHY, by=officer, at=AT)


def test_a_year_that_is_over_is_not_amended(accepted, officer):
    CampaignYear.objects.update(status=CampaignYear.Status.CLOSED)

    with pytest.raises(PermissionDenied):
        services.amend_plan(fresh(accepted), reason=WHY, by=officer, at=CLOSED)


def test_amending_twice_is_refused_and_leaves_one_amendment(amending, officer):
    with pytest.raises(IllegalMove):
        services.amend_plan(amending, reason=WHY, by=officer, at=CLOSED)

    assert Amendment.objects.count() == 1
    assert amending.working_tasks().count() == 1


def test_while_it_is_amended_what_was_taken_in_counts(changed, window):
    assert words(changed) == [OLD]
    assert counted(changed) == [OLD]
    standing = standings(window)[changed.unit_id]
    assert (standing.is_sent, standing.is_accepted, standing.label) == (True, True, "Điều chỉnh")
    assert fresh(changed).sent_at == AT


def test_sent_again_it_counts_as_before_until_it_is_taken_in(changed, officer, reviewer, window):
    plan = send(changed, officer)

    assert (words(plan), counted(plan)) == ([OLD], [OLD])
    standing = standings(window)[plan.unit_id]
    assert (standing.is_accepted, standing.label) == (True, "Điều chỉnh: đã gửi")

    services.accept_plan(plan, version=plan.version, by=reviewer, at=CLOSED)

    plan = fresh(plan)
    assert (plan.status, plan.amendment, plan.summary) == (Status.ACCEPTED, None, "Mục đích mới.")
    assert (words(plan), counted(plan)) == ([NEW, "Việc mới"], [NEW, "Việc mới"])
    assert not PlannedTask.with_proposed.filter(is_proposed=True).exists()
    ended = Amendment.objects.get()
    assert (ended.state, ended.closed_by, ended.closed_at) == ("accepted", reviewer, CLOSED)


def test_a_task_keeps_its_row_and_with_it_its_entries(changed, officer, reviewer):
    kept = changed.tasks.get()
    TaskUpdate.objects.create(task=kept, standing="doing", text="Đang làm.", by=officer, at=CLOSED)
    plan = send(changed, officer)

    services.accept_plan(plan, version=plan.version, by=reviewer, at=CLOSED)

    kept.refresh_from_db()
    assert (kept.what, kept.is_proposed) == (NEW, False)
    assert kept.updates.count() == 1


def test_a_task_that_has_begun_is_not_taken_out(amending, officer):
    TaskUpdate.objects.create(
        task=amending.tasks.get(), standing="doing", text="Đang làm.", by=officer, at=CLOSED
    )

    with pytest.raises(IllegalMove, match="không bỏ khỏi kế hoạch"):
        save(amending, officer)

    assert amending.working_tasks().count() == 1


def test_a_task_begun_after_it_was_taken_out_stops_the_taking_in(amending, officer, reviewer, task):
    plan = send(save(amending, officer, task(what="Việc khác")), officer)
    TaskUpdate.objects.create(
        task=plan.tasks.get(), standing="doing", text="Đang làm.", by=officer, at=CLOSED
    )

    with pytest.raises(IllegalMove, match="đưa việc này trở lại kế hoạch"):
        services.accept_plan(plan, version=plan.version, by=reviewer, at=CLOSED)

    plan = fresh(plan)
    assert (plan.status, words(plan)) == (Status.SUBMITTED, [OLD])


def test_it_is_a_sending_of_its_own_and_not_late(changed, officer):
    send(changed, officer)

    assert Receipt.objects.count() == 2
    assert not Receipt.objects.latest("pk").is_late
    assert Revision.objects.latest_of(changed).number == 2


def test_dropped_it_is_what_was_taken_in_and_the_proposal_stays_on_record(changed, officer):
    plan = services.drop_plan_amendment(changed, by=officer, at=CLOSED)

    assert (plan.status, plan.amendment, plan.summary) == (Status.ACCEPTED, None, "Vận động hội viên.")
    assert words(plan) == [OLD]
    assert not PlannedTask.with_proposed.filter(is_proposed=True).exists()
    ended = Amendment.objects.get()
    assert (ended.state, ended.closed_by) == ("dropped", officer)
    kept = {field["value"] for field in ended.content}
    assert {NEW, "Việc mới", "Mục đích mới."} <= kept


def test_dropped_after_a_return_the_newest_revision_is_what_is_in_force(changed, officer, reviewer):
    plan = send(changed, officer)
    pin_note(plan, field="summary", text="Chưa rõ.", by=reviewer, at=CLOSED)
    services.return_plan(plan, version=plan.version, by=reviewer, at=CLOSED)

    plan = services.drop_plan_amendment(fresh(plan), by=officer, at=CLOSED)

    newest = Revision.objects.latest_of(plan)
    assert newest.number == 3
    assert newest.fields["summary"]["value"] == "Vận động hội viên."


def test_taken_back_an_amendment_goes_on_and_the_plan_stays_sent(changed, officer):
    plan = send(changed, officer)

    plan = services.withdraw_plan(plan, by=officer, at=CLOSED)

    assert (plan.status, plan.sent_at) == (Status.AMENDING, AT)
    assert [task.what for task in plan.working_tasks()] == [NEW, "Việc mới"]


def test_a_plan_that_is_not_amended_is_not_taken_back_into_amending(sent, officer):
    with pytest.raises(PermissionDenied):
        sent.advance("retract", by=officer, at=AT)


def test_the_form_of_the_plan_stays(amending, officer, task):
    with pytest.raises(IllegalMove, match="không đổi hình thức"):
        save(
            amending,
            officer,
            task(task_id=proposal(amending).pk),
            form="embedded",
            embedded_in="Chương trình",
        )

    assert fresh(amending).form == "own"


def test_opinions_on_a_task_keep_their_field_over_the_amendment(changed, officer, reviewer):
    old = changed.tasks.get()
    plan = send(changed, officer)
    assert f"task-{old.pk}-what" in Revision.objects.latest_of(plan).fields

    services.accept_plan(plan, version=plan.version, by=reviewer, at=CLOSED)

    assert f"task-{old.pk}-what" in fresh(plan).snapshot()


def test_the_page_offers_it_to_its_unit_and_tells_the_others_what_is_in_force(
    changed, officer, leader, reviewer, sign_in
):
    page = changed.get_absolute_url()

    assertContains(sign_in(officer).get(page), "Bỏ điều chỉnh")
    for reader in (leader, reviewer):
        response = sign_in(reader).get(page)
        assertContains(response, "Bản đã tiếp nhận vẫn có hiệu lực")
        assertContains(response, OLD)
        assertNotContains(response, NEW)


def test_sent_the_reviewer_sees_the_difference_and_the_leader_still_what_is_in_force(
    changed, officer, leader, reviewer, sign_in
):
    plan = send(changed, officer)

    assertContains(sign_in(reviewer).get(plan.get_absolute_url()), "<ins>hai</ins>")
    assertNotContains(sign_in(leader).get(plan.get_absolute_url()), "Việc mới")


def test_the_page_lists_what_each_amendment_changed(changed, officer, reviewer, leader, sign_in):
    plan = send(changed, officer)
    services.accept_plan(plan, version=plan.version, by=reviewer, at=CLOSED)

    response = sign_in(leader).get(plan.get_absolute_url())

    assertContains(response, "Các lần điều chỉnh")
    assertContains(response, WHY)
    assertContains(response, "chỗ khác với bản trước đó")


def test_the_officer_amends_and_drops_by_the_pages(accepted, officer, sign_in):
    client = sign_in(officer)
    url = reverse("campaigns:plan-amend", args=[accepted.pk])

    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": WHY}).status_code == 302
    assertContains(client.get(reverse("campaigns:plan-edit", args=[accepted.pk])), OLD)

    client.post(reverse("campaigns:plan-drop-amendment", args=[accepted.pk]))
    assert fresh(accepted).status == Status.ACCEPTED


def test_a_stranger_gets_404(accepted, outsider, sign_in):
    for name in ("plan-amend", "plan-drop-amendment"):
        url = reverse(f"campaigns:{name}", args=[accepted.pk])
        assert sign_in(outsider).post(url, {"reason": WHY}).status_code == 404


def test_a_partner_of_a_joint_plan_reads_what_is_in_force(changed, sign_in):
    partner = AppointmentFactory(unit=UnitFactory(name="Trường Tiểu học"))
    changed.joint_with.add(partner.unit)
    UnitPlan.objects.filter(pk=changed.pk).update(form=UnitPlan.Form.JOINT)

    response = sign_in(partner).get(changed.get_absolute_url())

    assertContains(response, OLD)
    assertNotContains(response, NEW)
