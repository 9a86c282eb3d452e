"""The typed form of a plan and the text that a colleague has saved meanwhile, made one."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import QueryDict

from campaigns.forms.plans import PlanForm
from campaigns.models import PlannedTask, UnitPlan
from campaigns.selectors.plans import row_prefix
from hoaxa_danvan.lib.numbers import number

# Of a task's snapshot → of its row in the form.
ROW_FIELDS = {
    "what": ("what",),
    "product": ("product",),
    "target": ("target_value", "target_unit"),
    "deadline": ("deadline",),
    "in_charge": ("in_charge",),
    "partners": ("partners",),
}


def choosable(plan: UnitPlan, data: QueryDict) -> set[str]:
    """The paths of the snapshot that the typed form can take from the saved plan."""
    rows = _rows(plan, data)
    return {*PlanForm.OWN, "joint_with"} | {f"task-{path}-{name}" for path in rows for name in ROW_FIELDS}


def with_saved(plan: UnitPlan, data: QueryDict, paths: Collection[str]) -> QueryDict:
    """What was typed, but at these paths what the plan says."""
    merged = data.copy()
    for path in paths:
        if path in PlanForm.OWN:
            merged[path] = _typed(getattr(plan, path))
        elif path == "joint_with":
            merged.setlist(path, [str(unit.pk) for unit in plan.joint_with.all()])
    for path_id, (task, prefix) in _rows(plan, data).items():
        for name, fields in ROW_FIELDS.items():
            if f"task-{path_id}-{name}" in paths:
                for field in fields:
                    merged[f"{prefix}-{field}"] = _typed(getattr(task, field))
    return merged


def with_added_rows(plan: UnitPlan, data: QueryDict) -> tuple[QueryDict, int]:
    """What was typed, and the tasks of which its page knew nothing: who had left them out would have
    marked them. Also how many they are."""
    merged, known = data.copy(), {row_id for _, row_id in _row_ids(data)}
    added = [task for task in plan.working_tasks().select_related("item") if str(task.pk) not in known]
    for task in added:
        prefix = row_prefix(task.item)
        count = _count(merged, prefix)
        merged[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(count + 1)
        merged.setdefault(f"{prefix}-INITIAL_FORMS", "0")
        for name in ("pk", *PlannedTask.CONTENT):
            field = "id" if name == "pk" else name
            merged[f"{prefix}-{count}-{field}"] = _typed(getattr(task, name))
    return merged, len(added)


def _rows(plan: UnitPlan, data: QueryDict) -> dict[int, tuple[PlannedTask, str]]:
    """`{path id: (task, prefix of its row)}` of the tasks that stand in the form."""
    tasks = {str(task.pk): task for task in plan.working_tasks()}
    return {
        tasks[row_id].path_id: (tasks[row_id], prefix) for prefix, row_id in _row_ids(data) if row_id in tasks
    }


def _row_ids(data: QueryDict) -> list[tuple[str, str]]:
    names = (name for name in data if name.endswith("-id"))
    return [(name.removesuffix("-id"), str(data.get(name))) for name in names if data.get(name)]


def _count(data: QueryDict, prefix: str) -> int:
    count = data.get(f"{prefix}-{TOTAL_FORM_COUNT}", "")
    return int(count) if count.isdecimal() and len(count) < 6 else 0


def _typed(value: Any) -> str:
    """As a person would type it; keys are whole numbers without points."""
    match value:
        case None:
            return ""
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return number(value)
        case _:
            return str(value)
