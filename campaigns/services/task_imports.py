"""Tasks out of a unit's own table: kept as a preview, written into the plan once it is confirmed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from campaigns.models import PlannedTask, UnitPlan
from campaigns.services.plans import TaskContent, content_of, write_plan
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.text import tidy
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import drop_draft


def preview_key(plan: UnitPlan) -> str:
    """For `Draft.form`: the preview is kept as what is typed anywhere else."""
    return f"{plan.draft_key}-import"


@transaction.atomic
def import_tasks(
    plan: UnitPlan,
    *,
    version: int,
    rows: Sequence[TaskContent],
    dropped: Collection[int],
    by: Appointment,
    at: datetime,
) -> UnitPlan:
    """Add the new rows, change the tasks that rows name, take out those `dropped`; raises as `save_plan`.

    `task_id` and `dropped` are keys of `plan.working_tasks()`. What a row does not change of its task
    stays to the letter. What somebody has typed into the plan's form and not yet saved stays kept.
    """
    changes = {row.task_id: row for row in rows if row.task_id}
    added = [row for row in rows if not row.task_id]
    if not (changes or added or dropped):
        raise IllegalMove("Chưa chọn dòng nào để nhập.")
    content = content_of(plan)
    kept = [
        _changed(task, changes[task.task_id]) if task.task_id in changes else task
        for task in content.tasks
        if task.task_id not in dropped
    ]
    content = replace(content, tasks=(*kept, *added))
    fresh = write_plan(plan, version=version, content=content, by=by)
    note = f"thêm {len(added)}, sửa {len(changes)}, bỏ {len(dropped)} việc làm"
    record("import", target=fresh, by=by, at=at, note=note)
    drop_draft(by=by, form=preview_key(plan), target_id=plan.pk)
    return fresh


def _changed(task: TaskContent, row: TaskContent) -> TaskContent:
    changed: dict[str, Any] = {
        name: getattr(row, name)
        for name in PlannedTask.CONTENT
        if not _same(getattr(task, name), getattr(row, name))
    }
    return replace(task, item_id=row.item_id, **changed)


def _same(old: Any, new: Any) -> bool:
    """A table squeezes spaces and lines: that alone is no change."""
    if isinstance(old, str) and isinstance(new, str):
        return " ".join(tidy(old).split()) == " ".join(tidy(new).split())
    return bool(old == new)
