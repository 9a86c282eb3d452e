"""What changed since this person looked last: on the page, and as a count in the queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.models import UnitPlan
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.looking import look_of, news_of, record_look
from hoaxa_danvan.workflow.models import Look, ReturnNote, Revision
from hoaxa_danvan.workflow.services import answer_note, pin_note, send, send_back
from tests.factories import AppointmentFactory, PlannedTaskFactory, UnitPlanFactory
from tests.workflow.conftest import AT, DUE


def look(plan, who, at=AT):
    """Open the page: what it shows, and what is remembered."""
    found = pages.review(plan, who=who, look=look_of(plan, who))
    record_look(plan, revision=found.revision, by=who, at=at)
    return found


def changed(review):
    return [field.path for group in review.groups for field in group.fields if field.changed]


def send_again(plan, officer, reviewer, **fields):
    """Returned with one opinion, answered, changed, sent."""
    plan = UnitPlan.objects.get(pk=plan.pk)
    note = pin_note(plan, field="summary", text="Cần rõ hơn.", by=reviewer, at=AT)
    plan = send_back(plan, version=plan.version, by=reviewer, at=AT)
    note.refresh_from_db()
    answer_note(note, answer="Đã sửa.", by=officer, at=AT)
    UnitPlan.objects.filter(pk=plan.pk).update(**fields)
    send(plan, version=plan.version, due_at=DUE, by=officer, at=AT)
    return UnitPlan.objects.get(pk=plan.pk)


@pytest.fixture
def colleague(reviewer):
    """Another chuyên viên of the same Ban."""
    return AppointmentFactory(unit=reviewer.unit, role="reviewer")


def test_the_first_look_compares_with_nothing_and_is_remembered(sent, reviewer):
    found = look(sent, reviewer)

    assert (changed(found), found.base, found.since_look) == ([], None, False)
    assert [(one.person, one.revision.number, one.before) for one in Look.objects.all()] == [
        (reviewer.person, 1, None)
    ]


def test_what_changed_since_my_look_stays_marked_however_often_i_read_it(sent, officer, reviewer):
    look(sent, reviewer)
    resent = send_again(sent, officer, reviewer, summary="Vận động 120 hộ.")

    for _ in range(3):
        found = look(resent, reviewer)

    assert (changed(found), found.base.number, found.since_look) == (["summary"], 1, True)
    assert found.compared_with == "từ lần gửi 1 đã xem"
    assert Look.objects.count() == 1


def test_two_sendings_unread_are_one_difference_and_the_sending_before_is_a_choice(
    sent, officer, reviewer, colleague
):
    look(sent, reviewer)
    second = send_again(sent, officer, colleague, summary="Vận động 120 hộ.")
    third = send_again(second, officer, colleague, organisation="Phân công rõ.")

    since_look = pages.review(third, who=reviewer, look=look_of(third, reviewer))
    since_before = pages.review(
        third, who=reviewer, look=look_of(third, reviewer), since=pages.SENDING_BEFORE
    )

    assert (changed(since_look), since_look.base.number) == (["summary", "organisation"], 1)
    assert (changed(since_before), since_before.base.number) == (["organisation"], 2)
    assert since_before.compared_with == "từ lần gửi trước"


def test_each_person_has_looks_of_their_own(sent, officer, reviewer, colleague):
    look(sent, reviewer)
    resent = send_again(sent, officer, reviewer, summary="Vận động 120 hộ.")

    assert news_of([resent], who=reviewer)[resent.pk].words == "1 chỗ thay đổi"
    assert news_of([resent], who=colleague)[resent.pk].words == "Chưa xem"
    look(resent, colleague)
    assert news_of([resent], who=colleague)[resent.pk].words == "Không thay đổi"
    assert news_of([resent], who=reviewer)[resent.pk].words == "1 chỗ thay đổi"


def test_a_new_post_of_the_same_person_keeps_their_looks(sent, reviewer):
    look(sent, reviewer)
    promoted = AppointmentFactory(person=reviewer.person, unit=reviewer.unit, role="head_reviewer")

    assert news_of([sent], who=promoted)[sent.pk].changed == 0


def test_an_older_sending_never_replaces_a_newer_look(sent, officer, reviewer):
    first = Revision.objects.latest_of(sent)
    resent = send_again(sent, officer, reviewer, summary="Vận động 120 hộ.")
    look(resent, reviewer)

    record_look(resent, revision=first, by=reviewer, at=AT + timedelta(hours=1))

    assert Look.objects.get().revision.number == 2


@pytest.mark.parametrize("post", ["officer", "outsider", "clerk", "leader", "administrator"])
def test_nobody_but_who_judges_leaves_a_look(sent, post, request):
    record_look(sent, revision=Revision.objects.latest_of(sent), by=request.getfixturevalue(post), at=AT)

    assert not Look.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_tabs_at_once_leave_one_look(sent, reviewer):
    revision = Revision.objects.latest_of(sent)

    def open_tab(_):
        try:
            record_look(sent, revision=revision, by=reviewer, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(open_tab, range(10)))

    assert [(one.revision_id, one.before) for one in Look.objects.all()] == [(revision.pk, None)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_news_of_a_queue_cost_two_queries_however_long(
    officer, reviewer, count, django_assert_num_queries
):
    plans = [
        PlannedTaskFactory(plan=UnitPlanFactory(unit=officer.unit, campaign_year__year=2026 + place)).plan
        for place in range(count)
    ]
    for plan in plans:
        send(plan, version=plan.version, due_at=DUE, by=officer, at=AT)
        look(plan, reviewer)

    with django_assert_num_queries(2):  # looks with what was seen; the newest sendings
        found = news_of(plans, who=reviewer)

    assert [found[plan.pk].changed for plan in plans] == [0] * count


def test_the_page_shows_both_texts_side_by_side_and_offers_the_sending_before(
    sent, officer, reviewer, colleague, sign_in
):
    client = sign_in(reviewer)
    client.get(sent.get_absolute_url())
    second = send_again(sent, officer, colleague, summary="Vận động 120 hộ phân loại rác.")
    send_again(second, officer, colleague, organisation="Phân công rõ.")

    page = client.get(sent.get_absolute_url())

    assertContains(page, "2 chỗ thay đổi từ lần gửi 1 đã xem")
    assertContains(page, 'class="beside"')
    assertContains(page, "<ins>120 hộ</ins>")
    assertContains(page, "So với lần gửi trước")
    before = client.get(f"{sent.get_absolute_url()}?so=truoc")
    assertContains(before, "1 chỗ thay đổi từ lần gửi trước")
    assertContains(before, "So với lần tôi xem")


def test_the_queue_says_what_is_new_to_me(sent, officer, reviewer, sign_in):
    client = sign_in(reviewer)
    queue = reverse("campaigns:plan-queue")
    assertContains(client.get(queue), "Chưa xem")
    client.get(sent.get_absolute_url())
    assertContains(client.get(queue), "Không thay đổi")

    send_again(sent, officer, reviewer, summary="Vận động 120 hộ.")

    assertContains(client.get(queue), "1 chỗ thay đổi")


def test_the_unit_sees_no_comparison_with_what_the_reviewer_read(sent, officer, reviewer, sign_in):
    look(sent, reviewer)
    resent = send_again(sent, officer, reviewer, summary="Vận động 120 hộ.")

    page = sign_in(officer).get(resent.get_absolute_url())

    assertNotContains(page, "chỗ thay đổi")
    assertNotContains(page, "<ins>")
    assert not ReturnNote.objects.pending().exists()
