"""The tasks of a plan as a file, and a file of tasks beside the plan."""

import hashlib
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.models import ContentItem, PlannedTask, UnitPlan
from campaigns.selectors.plans import items_of_form, items_to_plan
from campaigns.task_tables import (
    TableRow,
    TaskTable,
    WrittenRow,
    guess_item,
    in_one_line,
    of_the_work,
    write_tasks,
)
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.lib.sheets import clean
from hoaxa_danvan.lib.text import tidy

_KEY = re.compile(r"(?P<plan>\d{1,18})-(?P<task>\d{1,18})-(?P<digest>[0-9a-f]{12})")
_MARK = re.compile(r"(?P<plan>\d{1,18}):(?P<tasks>[\d ]*)$")

TO_CHANGE = (
    "Sửa, thêm dòng ở đây rồi nhập lại vào kế hoạch trên cổng: dòng sửa thành việc được sửa, dòng thêm thành việc "
    "mới; dòng xóa chỉ bỏ sau khi đơn vị xác nhận. Không sửa cột ẩn ở cuối."
)
TO_FILL_IN = (
    "Mỗi dòng một việc làm. “Nội dung số” chọn theo trang “Nội dung”. Chỉ tiêu ghi số, đơn vị tính ghi ở cột bên. "
    "Ngày ghi dạng 30/06/2026. Điền xong, nhập tệp này vào kế hoạch trên cổng."
)


def task_file(plan: UnitPlan, tasks: Iterable[PlannedTask]) -> bytes:
    """The tasks as an Excel file that can be changed and read back without loss."""
    rows = list(tasks)
    return _written(
        title=f"Việc làm của {plan.unit} – {plan.campaign_year}",
        hint=TO_CHANGE,
        items=items_of_form(plan),
        rows=[WrittenRow({"item": row.item.order, **_content(row)}, key_of(plan, row)) for row in rows],
        mark=f"{plan.pk}:{' '.join(str(row.path_id) for row in rows)}",
    )


def blank_file(unit: Unit, *, campaign_year: object, items: Sequence[ContentItem]) -> bytes:
    """An empty table to fill in, with the items that are the unit's."""
    title = f"Việc làm của {unit} – {campaign_year}"
    return _written(title=title, hint=TO_FILL_IN, items=items, spare=40)


def _written(*, items: Iterable[ContentItem], **table: Any) -> bytes:
    file = io.BytesIO()
    write_tasks(file, items=[(item.order, item.heading) for item in items], **table)
    return file.getvalue()


def _content(task: PlannedTask) -> dict[str, Any]:
    return {name: getattr(task, name) for name in PlannedTask.CONTENT}


def as_read(task: PlannedTask) -> dict[str, str]:
    """What the reader makes of the task's row when nobody has changed it."""
    texts = {name: in_one_line(tidy(clean(str(value or "")))) for name, value in _content(task).items()}
    return {
        **texts,
        "item": str(task.item.order),
        "what": of_the_work(tidy(clean(task.what))),
        "target_value": "" if task.target_value is None else number(task.target_value),
        "deadline": f"{task.deadline:%d/%m/%Y}" if task.deadline else "",
    }


def digest(said: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


def key_of(plan: UnitPlan, task: PlannedTask) -> str:
    """Which task a row is, and what it said when the file was made."""
    return f"{plan.pk}-{task.path_id}-{digest(as_read(task))}"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that is not yet in the plan. `task` is the task that it changes; `is_sure` says that
    it may be chosen beforehand."""

    row: TableRow
    task: PlannedTask | None
    item: int | None
    is_sure: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A file beside the plan: `gone` are tasks that were in the file when it was made and are not now."""

    rows: list[FoundRow]
    unchanged: int
    gone: list[PlannedTask]
    remarks: tuple[str, ...]


def compared(plan: UnitPlan, table: TaskTable) -> Found:
    """What the file says that the plan does not. Three queries however many rows."""
    tasks = {task.path_id: task for task in plan.working_tasks().select_related("item", "amends")}
    items = items_to_plan(plan.unit, *plan.joint_with.all(), campaign_year=plan.campaign_year)
    orders = {item.order: item.text for item in items}
    rows, unchanged, seen = [], 0, set()
    for row in table.rows:
        key = _KEY.fullmatch(row.key)
        task = tasks.get(int(key["task"])) if key and int(key["plan"]) == plan.pk else None
        if key is None or task is None or task.path_id in seen:
            rows.append(_new_row(row, orders, known=key is not None))
            continue
        seen.add(task.path_id)
        if found := _changed_row(row, task, orders, was=key["digest"]):
            rows.append(found)
        else:
            unchanged += 1
    mark = _MARK.search(table.mark)
    exported = set(map(int, mark["tasks"].split())) if mark and int(mark["plan"]) == plan.pk else set()
    gone = [task for path, task in tasks.items() if path in exported - seen]
    return Found(rows, unchanged, gone, table.remarks)


def _new_row(row: TableRow, orders: dict[int, str], *, known: bool) -> FoundRow:
    item = guess_item(row.fields["item"], orders)
    remarks = list(row.remarks)
    if item is None and (item := guess_item(row.fields["what"], orders)) is not None:
        remarks.append(f"Nội dung {item} do cổng đoán theo chữ của việc làm; vui lòng xem lại.")
    elif item is not None and not row.fields["item"].strip().isdecimal():
        remarks.append(f"Tệp ghi “{row.fields['item'][:120]}”: hiểu là nội dung {item}.")
    elif item is None and row.fields["item"]:
        remarks.append(
            f"Tệp ghi nội dung “{row.fields['item'][:120]}”, không thấy trong các nội dung giao cho đơn vị."
        )
    if item is None and len(orders) == 1:
        item = next(iter(orders))
    if known:
        remarks.append("Dòng này mang khóa của một việc không còn hoặc đã có ở dòng khác: coi là việc mới.")
    return FoundRow(row, None, item, is_sure=True, remarks=tuple(remarks))


def _changed_row(row: TableRow, task: PlannedTask, orders: dict[int, str], *, was: str) -> FoundRow | None:
    """None when nobody changed the row in the file, or when the plan says the same already."""
    now, said = as_read(task), dict(row.fields)
    if digest(said) == was or said == now:
        return None
    is_sure = digest(now) == was
    remarks = list(row.remarks)
    if not is_sure:
        remarks.append("Từ lúc xuất tệp, việc này đã được sửa trên cổng: đối chiếu trước khi chọn.")
    item = guess_item(said["item"], orders)
    return FoundRow(row, task, item, is_sure, tuple(remarks))
