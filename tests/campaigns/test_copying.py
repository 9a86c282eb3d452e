"""Last year's plan is carried over as far as the unit chooses; nothing that stands is replaced."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from campaigns.models import ContentItem, TaskUpdate, UnitPlan
from campaigns.selectors.copying import a_year_later, last_year_of
from campaigns.services.copying import copy_last_year
from campaigns.services.plans import PlanContent, save_plan
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import Conflict, Draft, IllegalMove
from hoaxa_danvan.workflow.services import keep_draft
from tests.campaigns.conftest import AT
from tests.factories import (
    CampaignYearFactory,
    ContentItemFactory,
    PlannedTaskFactory,
    UnitPlanFactory,
)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def before(officer, items) -> UnitPlan:
    """The plan of 2025: texts, a signer, one task under item 1 and one under an item no longer the unit's."""
    plan = UnitPlanFactory(
        unit=officer.unit,
        campaign_year=CampaignYearFactory(year=2025, status="closed"),
        accepted=True,
        summary="Vận động hội viên phân loại rác.\nGiữ đường làng sạch.",
        organisation="Chủ tịch Hội phụ trách chung.",
        signer="Chủ tịch Hội",
    )
    PlannedTaskFactory(plan=plan, item=items[0], what="Ra mắt tuyến đường", deadline=date(2025, 9, 30))
    PlannedTaskFactory(
        plan=plan, item=ContentItemFactory(order=6), what="Phát thanh hằng tuần", deadline=None
    )
    return plan


def task_of(before, what) -> int:
    return before.tasks.get(what=what).pk


def report(task, officer, standing):
    TaskUpdate.objects.create(
        task=task,
        standing=standing,
        done_on=date(2025, 9, 1) if standing == "done" else None,
        reason="Hết kinh phí" if standing == "dropped" else "",
        by=officer,
        at=datetime(2025, 9, 2, tzinfo=LOCAL),
    )


def copy(draft, officer, **chosen):
    wanted = {"version": draft.version, "parts": [], "tasks": {}, **chosen}
    return copy_last_year(draft, **wanted, by=officer, at=AT)


# What is offered


def test_an_unfinished_task_is_proposed_a_year_later(before, draft):
    rows = {row.task.what: row for row in last_year_of(draft, at=AT).copyable}

    assert rows["Ra mắt tuyến đường"].is_proposed
    assert rows["Ra mắt tuyến đường"].deadline == date(2026, 9, 30)


@pytest.mark.parametrize("standing", ["dropped", "doing"])
def test_what_was_given_up_is_not_proposed_and_what_goes_on_is(standing, before, draft, officer):
    report(before.tasks.get(what="Ra mắt tuyến đường"), officer, standing)

    [row] = last_year_of(draft, at=AT).copyable

    assert row.is_proposed == (standing == "doing")


def test_a_task_under_an_item_that_is_the_units_no_more_says_why(before, draft):
    rows = [row for _, rows in last_year_of(draft, at=AT).items for row in rows]

    [refused] = [row for row in rows if row.reason]
    assert refused.task.what == "Phát thanh hằng tuần"
    assert refused.reason == "Năm 2026 kế hoạch của xã không giao nội dung 6 cho đơn vị."


def test_a_leap_day_becomes_the_last_of_february():
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_unit_without_a_plan_last_year_is_offered_nothing(draft):
    assert last_year_of(draft, at=AT) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_tasks(
    count, before, draft, officer, sign_in, django_assert_num_queries
):
    for place in range(count):
        PlannedTaskFactory(plan=before, item=ContentItem.objects.get(order=1), what=f"Việc {place}")
    client = sign_in(officer)

    with django_assert_num_queries(13):
        page = client.get(reverse("campaigns:plan-copy", args=[draft.pk]))

    assertContains(page, "Việc 0")


# What is carried over


def test_what_is_chosen_is_added_and_nothing_replaced(before, draft, officer, task):
    save_plan(draft, version=1, content=PlanContent(summary="Đã viết.", tasks=(task(),)), by=officer, at=AT)
    draft.refresh_from_db()

    saved = copy(
        draft,
        officer,
        parts=["summary", "signer"],
        tasks={task_of(before, "Ra mắt tuyến đường"): date(2026, 10, 15)},
    )

    assert saved.summary == "Đã viết.\nVận động hội viên phân loại rác.\nGiữ đường làng sạch."
    assert (saved.signer, saved.organisation, saved.version) == ("Chủ tịch Hội", "", 3)
    assert [(row.what, row.deadline) for row in saved.tasks.all()] == [
        ("Ra mắt tuyến đường tự quản", date(2026, 9, 30)),
        ("Ra mắt tuyến đường", date(2026, 10, 15)),
    ]
    entry = AuditEntry.objects.last()
    assert (entry.verb, entry.note) == ("copy", "2 phần, 1 việc làm")


def test_copied_twice_the_lines_stand_once(before, draft, officer):
    saved = copy(draft, officer, parts=["organisation"])
    again = copy(saved, officer, parts=["organisation"])

    assert again.organisation.count("Chủ tịch Hội phụ trách chung.") == 1


def test_a_signer_who_is_named_stays(before, draft, officer):
    save_plan(draft, version=1, content=PlanContent(signer="Phó Chủ tịch Hội"), by=officer, at=AT)
    draft.refresh_from_db()

    assert copy(draft, officer, parts=["signer"]).signer == "Phó Chủ tịch Hội"


def test_what_was_typed_and_not_saved_is_still_kept(before, draft, officer):
    keep_draft(by=officer, form=draft.draft_key, target_id=draft.pk, payload={"summary": ["Đang gõ"]}, at=AT)

    copy(draft, officer, parts=["organisation"])

    assert Draft.objects.get().payload == {"summary": ["Đang gõ"]}


# Refusals


def test_a_task_that_cannot_be_copied_is_refused_whoever_asks(before, draft, officer):
    with pytest.raises(IllegalMove, match="không giao cho đơn vị"):
        copy(draft, officer, tasks={task_of(before, "Phát thanh hằng tuần"): None})

    assert not draft.tasks.exists()


def test_tasks_of_another_units_plan_are_refused(before, draft, officer, outsider, items):
    foreign = UnitPlanFactory(unit=outsider.unit, campaign_year=before.campaign_year, accepted=True)
    stranger = PlannedTaskFactory(plan=foreign, item=items[0])

    with pytest.raises(IllegalMove):
        copy(draft, officer, tasks={stranger.pk: None})


def test_nothing_chosen_is_said(before, draft, officer):
    with pytest.raises(IllegalMove, match="Chưa chọn"):
        copy(draft, officer)


def test_an_old_page_does_not_write_over_a_new_version(before, draft, officer):
    save_plan(draft, version=1, content=PlanContent(summary="Mới"), by=officer, at=AT)

    with pytest.raises(Conflict):
        copy(draft, officer, parts=["organisation"])


def test_another_unit_may_not_copy(before, draft, outsider):
    with pytest.raises(PermissionDenied):
        copy(draft, outsider, parts=["organisation"])


# The page


def url(plan):
    return reverse("campaigns:plan-copy", args=[plan.pk])


def test_the_page_ticks_what_is_unfinished_and_copies_what_is_ticked(before, draft, officer, sign_in):
    client, key = sign_in(officer), task_of(before, "Ra mắt tuyến đường")

    page = client.get(url(draft))
    answer = client.post(
        url(draft),
        {"version": "1", f"take-{key}": "on", f"deadline-{key}": "15/10/2026", "part-summary": "on"},
    )

    assertContains(page, f'name="take-{key}"')
    assertContains(page, "checked", count=1)
    assertContains(page, "Không chép được: Năm 2026 kế hoạch của xã không giao nội dung 6 cho đơn vị.")
    assertRedirects(answer, reverse("campaigns:plan-edit", args=[draft.pk]))
    assert draft.tasks.get().deadline == date(2026, 10, 15)


def test_a_day_that_is_none_is_said_beside_its_row(before, draft, officer, sign_in):
    key = task_of(before, "Ra mắt tuyến đường")

    page = sign_in(officer).post(
        url(draft), {"version": "1", f"take-{key}": "on", f"deadline-{key}": "31/02/2026"}
    )

    assertContains(page, "ví dụ 05/06/2026", status_code=422)
    assertContains(page, "31/02/2026", status_code=422)
    assert not draft.tasks.exists()


def test_a_day_beside_a_row_that_is_not_taken_disturbs_nobody(before, draft, officer, sign_in):
    key = task_of(before, "Ra mắt tuyến đường")

    answer = sign_in(officer).post(
        url(draft), {"version": "1", f"deadline-{key}": "31/02/2026", "part-organisation": "on"}
    )

    assert answer.status_code == 302


def test_the_second_of_two_keeps_what_was_chosen(before, draft, officer, sign_in):
    save_plan(draft, version=1, content=PlanContent(summary="Mới"), by=officer, at=AT)
    client, chosen = sign_in(officer), {"version": "1", "part-organisation": "on"}

    page = client.post(url(draft), chosen)
    again = client.post(url(draft), {**chosen, "version": "2"})

    assertContains(page, "Người khác vừa lưu", status_code=409)
    assertContains(page, 'name="version" value="2"', status_code=409)
    assert again.status_code == 302


def test_the_start_page_leads_to_copying(before, named, officer, window, sign_in):
    named(officer.unit)
    start = reverse("campaigns:plan-start", args=[2026])
    client = sign_in(officer)

    assertContains(client.get(start), "Bắt đầu, chọn từ kế hoạch năm 2025")
    answer = client.post(start, {"next": "copy"})

    assertRedirects(answer, url(UnitPlan.objects.get(campaign_year__year=2026)))


def test_who_may_not_edit_is_turned_away(before, sent, officer, outsider, reviewer, sign_in):
    assert sign_in(officer).get(url(sent)).status_code == 302
    assert sign_in(outsider).get(url(sent)).status_code == 404
    assert sign_in(reviewer).get(url(sent)).status_code == 403
