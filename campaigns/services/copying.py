"""Last year's plan carried over, as far as its unit chooses."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from campaigns.models import PlannedTask, UnitPlan
from campaigns.selectors.copying import PARTS, last_year_of, lines_to_add
from campaigns.services.plans import PlanContent, TaskContent, content_of, write_plan
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.models import IllegalMove


@transaction.atomic
def copy_last_year(
    plan: UnitPlan,
    *,
    version: int,
    parts: Collection[str],
    tasks: Mapping[int, date | None],
    by: Appointment,
    at: datetime,
) -> UnitPlan:
    """Add what was chosen to the plan and replace nothing of it; raises as `save_plan`.

    `parts` are names of `PARTS`; `tasks` are last year's tasks by their key, each with its new deadline.
    What somebody has typed and not yet saved stays kept beside it.
    """
    last_year = last_year_of(plan, at=at)
    if last_year is None:
        raise IllegalMove("Đơn vị không có kế hoạch năm trước trên cổng để chép.")
    allowed = {row.task.pk: row.task for row in last_year.copyable}
    if not allowed.keys() >= tasks.keys():
        raise IllegalMove("Có việc làm thuộc nội dung mà năm nay kế hoạch của xã không giao cho đơn vị.")
    if not tasks and not parts:
        raise IllegalMove("Chưa chọn phần nào, việc nào để chép.")
    content = _with_parts(content_of(plan), last_year.plan, parts)
    copied = tuple(_copied(allowed[pk], deadline) for pk, deadline in tasks.items())
    content = replace(content, tasks=(*content.tasks, *copied))
    fresh = write_plan(plan, version=version, content=content, by=by)
    details = {"from": last_year.plan.pk, "parts": sorted(parts), "tasks": sorted(tasks)}
    record("copy", target=fresh, by=by, at=at, note=_summary(parts, tasks), details=details)
    return fresh


def _with_parts(content: PlanContent, before: UnitPlan, parts: Collection[str]) -> PlanContent:
    added: dict[str, Any] = {}
    for name in PARTS:
        there, text = getattr(content, name), getattr(before, name)
        if name in parts and not (name == "signer" and there.strip()):
            added[name] = "\n".join([*there.splitlines(), *lines_to_add(there, text)])
    return replace(content, **added)


def _copied(task: PlannedTask, deadline: date | None) -> TaskContent:
    said = {name: getattr(task, name) for name in PlannedTask.CONTENT}
    return TaskContent(item_id=task.item_id, **{**said, "deadline": deadline})


def _summary(parts: Collection[str], tasks: Mapping[int, date | None]) -> str:
    return f"{len(parts)} phần, {len(tasks)} việc làm"
