"""What waits for whom: the unit's own plan until it is sent, the reviewer's queue, the leader's."""

from datetime import timedelta

import pytest

from campaigns.fulfilment import standings
from campaigns.models import UnitPlan
from campaigns.services.plans import save_plan, withdraw_plan
from campaigns.todo import plan_todos
from hoaxa_danvan.workflow.services import pin_note, send_back
from tests.campaigns.conftest import AT, CLOSED
from tests.campaigns.test_plans import content_of
from tests.factories import AppointmentFactory, UnitFactory, UnitPlanFactory


def todos(who, at=AT):
    return [(todo.title, todo.button, todo.status_label, todo.is_main) for todo in plan_todos(who, at)]


def test_a_unit_is_told_to_begin_then_to_go_on_until_it_has_sent(
    officer, named, window, draft, written, sent, sign_in
):
    other = AppointmentFactory(unit=named(UnitFactory()))
    (begin,) = plan_todos(other, AT)
    assert (begin.button, begin.due_at) == ("Bắt đầu soạn", window.due_at)
    assert todos(other) == [("Kế hoạch năm 2026", "Bắt đầu soạn", "Chưa bắt đầu", False)]
    assert todos(officer) == []

    withdraw_plan(sent, by=officer, at=AT)

    assert todos(officer) == [("Kế hoạch năm 2026", "Soạn tiếp, gửi", "Đang soạn", False)]
    assert sign_in(other).get(begin.url).status_code == 200


def test_what_was_returned_comes_first_even_after_the_close(sent, officer, reviewer):
    pin_note(sent, field="summary", text="Cần rõ hơn", by=reviewer, at=AT)
    send_back(sent, version=2, by=reviewer, at=AT)

    wanted = [("Kế hoạch năm 2026", "Xem ý kiến, bổ sung", "Cần bổ sung", True)]
    assert todos(officer) == todos(officer, CLOSED) == wanted


@pytest.mark.parametrize("at", [AT - timedelta(days=60), CLOSED])
def test_outside_the_window_nothing_is_asked(draft, officer, named, at):
    other = AppointmentFactory(unit=named(UnitFactory()))

    assert todos(other, at) == []
    assert at < AT or todos(officer, at) == []


def test_a_unit_that_owes_no_plan_is_not_asked(outsider, window):
    assert todos(outsider) == []


def test_a_joint_plan_is_asked_of_one_and_counts_for_both(draft, officer, named, task, window):
    school = named(UnitFactory())
    officer.unit.linked.add(school)
    content = content_of(task(), form=UnitPlan.Form.JOINT, joint_with=(school,))
    save_plan(draft, version=1, content=content, by=officer, at=AT)

    assert todos(AppointmentFactory(unit=school)) == []
    found = standings(window)
    assert set(found) == {officer.unit_id, school.pk}
    assert found[school.pk].url == draft.get_absolute_url()


def test_reviewer_and_leader_each_have_their_queue(sent, reviewer, leader, clerk):
    UnitPlanFactory(unit=reviewer.unit, submitted=True)

    assert todos(reviewer) == [("1 kế hoạch năm chờ tiếp nhận", "Mở hàng chờ", "Chờ tiếp nhận", False)]
    assert todos(leader) == [("1 kế hoạch năm chờ tiếp nhận", "Mở hàng chờ", "Chờ tiếp nhận", False)]
    assert todos(clerk) == []


@pytest.mark.parametrize("count", [1, 3])
def test_todos_cost_the_same_however_many_wait(reviewer, count, django_assert_num_queries):
    UnitPlanFactory.create_batch(count, submitted=True)

    with django_assert_num_queries(4):  # waiting, joint units, own posts; how the office works
        assert len(todos(reviewer)) == 1


def test_a_units_todos_cost_five_queries(draft, officer, django_assert_num_queries):
    with django_assert_num_queries(5):  # to begin, windows, extensions, to go on with, to carry out
        assert len(todos(officer)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_where_units_stand_is_told_in_three_queries(window, count, django_assert_num_queries):
    plans = UnitPlanFactory.create_batch(count, campaign_year=window.campaign_year, accepted=True)
    late = UnitPlanFactory(campaign_year=window.campaign_year)

    with django_assert_num_queries(3):
        found = standings(window)

    assert set(found) == {plan.unit_id for plan in [*plans, late]}
    first, draft = found[plans[0].unit_id], found[late.unit_id]
    assert (first.label, first.tone, first.is_sent, first.is_accepted) == ("Đã tiếp nhận", "done", True, True)
    assert (draft.label, draft.tone, draft.is_sent, draft.is_accepted) == ("Đang soạn", "draft", False, False)
