"""What became of the work: entries that stay, a standing that is derived, evidence that counts."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import CampaignYear, PlannedTask, TaskUpdate, UnitPlan
from campaigns.selectors.carrying_out import (
    Progress,
    pressing_tasks,
    progress_of,
    share_done,
    tasks_by_item,
    unfinished_tasks,
    with_progress,
)
from campaigns.services.carrying_out import TaskNews, report_task
from campaigns.services.plans import PlanContent, TaskContent, save_plan
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.todo import todos_for
from tests.factories import AppointmentFactory, PlannedTaskFactory, UnitFactory, UnitPlanFactory

Standing = TaskUpdate.Standing
MAY = datetime(2026, 5, 10, 9, 0, tzinfo=LOCAL)
JUNE = datetime(2026, 6, 10, 9, 0, tzinfo=LOCAL)
OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=LOCAL)


@pytest.fixture
def plan(officer) -> UnitPlan:
    return UnitPlanFactory(unit=officer.unit, accepted=True)


@pytest.fixture
def work(plan) -> PlannedTask:
    """Two self-governed roads until 30/09/2026."""
    return PlannedTaskFactory(plan=plan, what="Ra mắt 2 tuyến đường tự quản")


def photo_of(target, by):
    return Evidence.objects.create(
        target=target,
        original_name="ra-mat.jpg",
        content_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        by=by,
        at=MAY,
    )


def standing_of(work, at):
    row = with_progress(PlannedTask.objects.filter(pk=work.pk)).get()
    return progress_of(row, day=at.astimezone(LOCAL).date())


DONE = TaskNews(standing=Standing.DONE, done_on=date(2026, 5, 9), result=Decimal(2), text="Đã ra mắt.")


# The service


def test_an_entry_keeps_what_was_done_by_whom_and_is_in_the_audit(work, officer):
    update = report_task(work, news=DONE, by=officer, at=MAY)

    assert (update.task, update.done_on, update.result, update.by) == (
        work,
        date(2026, 5, 9),
        Decimal(2),
        officer,
    )
    entry = AuditEntry.objects.get(verb="report")
    assert entry.details == {"standing": "done", "reason": ""}


def test_pressed_twice_it_is_one_entry_and_news_is_another(work, officer):
    first = report_task(work, news=DONE, by=officer, at=MAY)

    assert report_task(work, news=DONE, by=officer, at=MAY) == first
    report_task(work, news=TaskNews(standing=Standing.DOING, text="Làm lại."), by=officer, at=JUNE)
    assert [update.standing for update in work.updates.all()] == ["doing", "done"]


@pytest.mark.parametrize(
    ("news", "sentence"),
    [
        (TaskNews(standing=Standing.DONE), "Vui lòng ghi ngày hoàn thành."),
        (
            TaskNews(standing=Standing.DONE, done_on=date(2026, 5, 11)),
            "Ngày hoàn thành không thể ở sau hôm nay.",
        ),
        (TaskNews(standing=Standing.LATE, expected_on=date(2026, 6, 1)), "Vui lòng ghi lý do chậm."),
        (
            TaskNews(standing=Standing.LATE, reason="Mưa lớn."),
            "Vui lòng ghi ngày dự kiến hoàn thành, từ hôm nay trở đi.",
        ),
        (
            TaskNews(standing=Standing.LATE, reason="Mưa lớn.", expected_on=date(2026, 5, 9)),
            "Vui lòng ghi ngày dự kiến hoàn thành, từ hôm nay trở đi.",
        ),
        (TaskNews(standing=Standing.DROPPED, reason="  "), "Vui lòng ghi lý do không thực hiện."),
        (TaskNews(standing=Standing.DOING), "Vui lòng ghi việc đã làm được."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(work, officer, news, sentence):
    with pytest.raises(IllegalMove) as refusal:
        report_task(work, news=news, by=officer, at=MAY)

    assert refusal.value.message == sentence
    assert not work.updates.exists()


def test_what_does_not_belong_to_the_standing_is_not_kept(work, officer):
    news = TaskNews(
        standing=Standing.DROPPED, reason="Trùng việc của thôn.", done_on=date(2026, 5, 1), result=Decimal(3)
    )

    update = report_task(work, news=news, by=officer, at=MAY)

    assert (update.done_on, update.result, update.reason) == (None, None, "Trùng việc của thôn.")


def test_nobody_else_reports_for_the_unit(work, outsider, reviewer, leader, administrator):
    for post in (outsider, reviewer, leader, administrator):
        with pytest.raises(PermissionDenied):
            report_task(work, news=DONE, by=post, at=MAY)


def test_a_partner_of_a_joint_plan_reports_and_of_a_plan_of_its_own_does_not(work, outsider):
    work.plan.joint_with.add(outsider.unit)
    with pytest.raises(PermissionDenied):
        report_task(work, news=DONE, by=outsider, at=MAY)
    UnitPlan.objects.update(form=UnitPlan.Form.JOINT)

    assert report_task(work, news=DONE, by=outsider, at=MAY).by == outsider


def test_before_the_sending_and_after_the_year_nothing_is_reported(work, officer):
    CampaignYear.objects.update(status=CampaignYear.Status.CLOSED)
    with pytest.raises(PermissionDenied):
        report_task(work, news=DONE, by=officer, at=MAY)
    CampaignYear.objects.update(status=CampaignYear.Status.OPEN)
    UnitPlan.objects.update(status="draft", sent_at=None)
    with pytest.raises(PermissionDenied):
        report_task(work, news=DONE, by=officer, at=MAY)


def test_a_task_with_entries_is_not_taken_out_of_the_plan(named, task, officer, sent):
    """It is dropped with a reason instead."""
    work = sent.tasks.get()
    CampaignYear.objects.update(status=CampaignYear.Status.OPEN)
    report_task(work, news=DONE, by=officer, at=MAY)
    UnitPlan.objects.update(status="returned")

    with pytest.raises(IllegalMove, match="nên không bỏ khỏi kế hoạch"):
        save_plan(sent, version=2, content=PlanContent(summary="Mới."), by=officer, at=MAY)
    kept = TaskContent(item_id=work.item_id, task_id=work.pk, what="Ra mắt tuyến đường")
    save_plan(sent, version=2, content=PlanContent(summary="Mới.", tasks=(kept,)), by=officer, at=MAY)
    assert work.updates.count() == 1


# What is derived


def test_done_counts_only_with_evidence(work, officer):
    assert standing_of(work, MAY) == Progress.NOT_BEGUN
    report_task(work, news=DONE, by=officer, at=MAY)
    assert standing_of(work, MAY) == Progress.UNPROVED
    photo = photo_of(work, officer)
    assert standing_of(work, MAY) == Progress.DONE

    photo.removed_at = MAY
    photo.save()
    assert standing_of(work, MAY) == Progress.UNPROVED


def test_a_task_is_late_after_its_day_or_after_the_later_one_that_was_given(work, officer):
    assert standing_of(work, OCTOBER) == Progress.OVERDUE
    later = TaskNews(standing=Standing.LATE, reason="Mưa lớn.", expected_on=date(2026, 10, 5))
    report_task(work, news=later, by=officer, at=OCTOBER)

    assert standing_of(work, OCTOBER) == Progress.DOING
    assert standing_of(work, datetime(2026, 10, 6, 0, 1, tzinfo=LOCAL)) == Progress.OVERDUE


def test_what_was_dropped_is_no_part_of_the_whole(plan, work, officer):
    other = PlannedTaskFactory(plan=plan, item=work.item)
    report_task(work, news=DONE, by=officer, at=MAY)
    photo_of(work, officer)
    assert share_done(tasks_by_item(plan, at=MAY)) == (1, 2)

    report_task(other, news=TaskNews(standing=Standing.DROPPED, reason="Trùng."), by=officer, at=MAY)

    assert share_done(tasks_by_item(plan, at=MAY)) == (1, 1)
    assert unfinished_tasks(plan, at=MAY) == []


def test_a_photo_of_another_thing_with_the_same_number_is_no_evidence(work, officer):
    """Tasks and plans have keys of their own that may be equal."""
    report_task(work, news=DONE, by=officer, at=MAY)
    photo = photo_of(work.plan, officer)
    Evidence.objects.filter(pk=photo.pk).update(target_id=work.pk)

    assert standing_of(work, MAY) == Progress.UNPROVED


def test_what_presses_waits_at_the_unit_and_nowhere_else(work, officer, outsider, reviewer):
    near = datetime(2026, 9, 20, 9, 0, tzinfo=LOCAL)
    assert pressing_tasks(officer.unit_id, at=MAY) == []
    assert [row.task for row in pressing_tasks(officer.unit_id, at=near)] == [work]

    mine = [todo.title for todo in todos_for(officer, at=near)]
    assert "1 việc trong kế hoạch năm 2026 đến hạn" in mine
    for post in (outsider, reviewer):
        assert not [todo for todo in todos_for(post, at=near) if "đến hạn" in todo.title]

    report_task(work, news=DONE, by=officer, at=near)
    assert pressing_tasks(officer.unit_id, at=near) == []


# Pages


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_tasks(
    count, plan, officer, sign_in, time_machine, django_assert_num_queries
):
    time_machine.move_to(MAY, tick=False)
    work = PlannedTaskFactory(plan=plan)
    PlannedTaskFactory.create_batch(count - 1, plan=plan, item=work.item)
    client = sign_in(officer)

    # session, person, posts; the plan and its joint units; the tasks; todos of the frame: none
    with django_assert_num_queries(6):
        page = client.get(reverse("campaigns:plan-progress", args=[plan.pk]))

    assertContains(page, "Chưa cập nhật", count=count)
    assertContains(page, "Thực hiện kế hoạch năm 2026")


def test_an_officer_reports_on_the_page_and_goes_on_to_the_photos(work, officer, sign_in, time_machine):
    time_machine.move_to(MAY, tick=False)
    client = sign_in(officer)
    page = reverse("campaigns:task-update", args=[work.pk])
    assertContains(client.get(page), "Chỉ tiêu trong kế hoạch: 2 tuyến đường.")

    answer = client.post(
        page, {"standing": "done", "done_on": "09/05/2026", "result": "2", "text": "", "next": "attach"}
    )

    assertRedirects(
        answer,
        f"/minh-chung/them/campaigns.plannedtask/{work.pk}/?next=%2Fke-hoach%2Fviec%2F{work.pk}%2F",
    )
    detail = client.get(work.get_absolute_url())
    assertContains(detail, "Báo hoàn thành, chưa có minh chứng")
    assertContains(detail, "Đã hoàn thành ngày 09/05/2026")


def test_what_is_wrong_is_said_and_what_was_typed_stays(work, officer, sign_in):
    client = sign_in(officer)

    answer = client.post(
        reverse("campaigns:task-update", args=[work.pk]),
        {"standing": "late", "text": "Đã vận động 40 hộ.", "expected_on": "31/02/2026", "result": "hai"},
    )

    assert answer.status_code == 422
    assertContains(answer, "Đã vận động 40 hộ.", status_code=422)
    assertContains(answer, 'value="31/02/2026"', status_code=422)
    assert not work.updates.exists()


def test_others_read_only_what_they_may(work, officer, outsider, reviewer, council_member, sign_in):
    partner = AppointmentFactory(unit=UnitFactory(name="Chi bộ Trường"))
    for post in (outsider, council_member, partner):
        client = sign_in(post)
        for name in ("task-detail", "task-update"):
            assert client.get(reverse(f"campaigns:{name}", args=[work.pk])).status_code == 404
    client = sign_in(reviewer)
    page = client.get(work.get_absolute_url())
    assertContains(page, work.what)
    assertNotContains(page, "Cập nhật tình hình")
    assert client.get(reverse("campaigns:task-update", args=[work.pk])).status_code == 403


def test_from_a_task_one_step_leads_up_to_its_item_and_its_plan(work, officer, sign_in):
    page = sign_in(officer).get(work.get_absolute_url())

    campaign = work.plan.campaign_year.campaign
    assertContains(page, f'href="{campaign.get_absolute_url()}#noi-dung-{work.item.order}"')
    assertContains(page, f'href="{work.plan.get_absolute_url()}"')
