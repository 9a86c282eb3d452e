"""Where the work of a plan stands: derived from its dated entries and its evidence, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from campaigns.models import CampaignYear, ContentItem, PlannedTask, TaskUpdate, UnitPlan
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number

# Deadlines nearer than this are on the page “Việc của tôi”.
NEAR = timedelta(days=14)


class Progress(models.TextChoices):
    """Where one task stands on a day. Only the first counts as done in any figure."""

    DONE = "done", "Hoàn thành, có minh chứng"
    UNPROVED = "unproved", "Báo hoàn thành, chưa có minh chứng"
    DOING = "doing", "Đang thực hiện"
    NOT_BEGUN = "not_begun", "Chưa cập nhật"
    OVERDUE = "overdue", "Quá hạn"
    DROPPED = "dropped", "Không thực hiện"


TONES = {
    Progress.DONE: "done",
    Progress.UNPROVED: "wait",
    Progress.DOING: "draft",
    Progress.OVERDUE: "back",
}
UNFINISHED = frozenset({Progress.UNPROVED, Progress.DOING, Progress.NOT_BEGUN, Progress.OVERDUE})


def with_progress(tasks: "QuerySet[PlannedTask]") -> "QuerySet[PlannedTask]":
    """The same tasks with what `progress_of` reads, in the same query."""
    last = TaskUpdate.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk")
    kept = Evidence.objects.kept().filter(
        target_type=ContentType.objects.get_for_model(PlannedTask), target_id=OuterRef("pk")
    )
    return tasks.annotate(
        last_standing=Subquery(last.values("standing")[:1]),
        last_result=Subquery(last.values("result")[:1]),
        last_expected_on=Subquery(last.values("expected_on")[:1]),
        done_on=Subquery(last.values("done_on")[:1]),
        has_evidence=Exists(kept),
    )


def progress_of(row: Any, *, day: date) -> Progress:
    """Where a task stands on that day; `row` is a PlannedTask of `with_progress`."""
    if row.last_standing == TaskUpdate.Standing.DONE:
        return Progress.DONE if row.has_evidence else Progress.UNPROVED
    if row.last_standing == TaskUpdate.Standing.DROPPED:
        return Progress.DROPPED
    due = row.last_expected_on or row.deadline
    if due is not None and due < day:
        return Progress.OVERDUE
    return Progress.DOING if row.last_standing else Progress.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the page of carrying out shows it."""

    task: PlannedTask
    progress: Progress
    tone: str
    result: str
    done_on: date | None
    due_on: date | None

    @property
    def is_late(self) -> bool:
        return self.progress == Progress.OVERDUE


def row_of(row: Any, *, day: date) -> TaskRow:
    """`row` is a PlannedTask of `with_progress`."""
    progress = progress_of(row, day=day)
    result = "" if row.last_result is None else f"{number(row.last_result)} {row.target_unit}".strip()
    return TaskRow(
        row,
        progress,
        TONES.get(progress, ""),
        result,
        row.done_on if row.last_standing == TaskUpdate.Standing.DONE else None,
        row.last_expected_on or row.deadline,
    )


@dataclass(frozen=True, slots=True)
class ItemTasks:
    item: ContentItem
    rows: list[TaskRow]

    @property
    def done(self) -> int:
        return sum(row.progress == Progress.DONE for row in self.rows)


def tasks_by_item(plan: UnitPlan, *, at: datetime) -> list[ItemTasks]:
    """The plan's tasks under their items; one query however many."""
    tasks = with_progress(plan.tasks.select_related("item")).order_by("item__order", "order", "pk")
    rows = [row_of(task, day=local_day(at)) for task in tasks]
    return [ItemTasks(item, list(group)) for item, group in groupby(rows, key=lambda row: row.task.item)]


def share_done(items: Iterable[ItemTasks]) -> tuple[int, int]:
    """(tasks done with evidence, all tasks but those dropped)."""
    rows = [row for item in items for row in item.rows]
    kept = [row for row in rows if row.progress != Progress.DROPPED]
    return sum(row.progress == Progress.DONE for row in kept), len(kept)


def unfinished_tasks(plan: UnitPlan, *, at: datetime) -> list[PlannedTask]:
    """What is neither done nor dropped: proposed when the next year's plan is begun."""
    return [
        row.task for group in tasks_by_item(plan, at=at) for row in group.rows if row.progress in UNFINISHED
    ]


def pressing_tasks(unit_id: int, *, at: datetime) -> list[TaskRow]:
    """Tasks of the unit's own accepted plans that are late, or due within a fortnight."""
    day = local_day(at)
    plans = UnitPlan.objects.in_force().filter(
        unit=unit_id,
        campaign_year__status=CampaignYear.Status.OPEN,
    )
    tasks = with_progress(PlannedTask.objects.filter(plan__in=plans, deadline__lte=day + NEAR))
    open_tasks = tasks.filter(Q(last_standing=None) | Q(last_standing__in=["doing", "late"]))
    rows = [
        row_of(task, day=day)
        for task in open_tasks.select_related("plan__campaign_year", "item").order_by("deadline", "pk")
    ]
    return [row for row in rows if row.due_on is not None and row.due_on <= day + NEAR]
