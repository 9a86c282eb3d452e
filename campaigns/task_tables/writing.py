"""The portal's own table of tasks for Excel: to fill in, or to change and read back without loss."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hoaxa_danvan.lib.sheets import DAY, FAMILY, clean, put_text, set_page

from .columns import COLUMNS, KEY, ORDINAL

Value = str | int | Decimal | date | None

HEAD_LINE = 4
WIDTHS = {
    "tt": 6,
    "item": 10,
    "what": 48,
    "product": 28,
    "target_value": 12,
    "target_unit": 16,
    "deadline": 16,
    "in_charge": 24,
    "partners": 24,
}
LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """`values` by the names of `COLUMNS`; `key` is read back with the row and seen by nobody."""

    values: Mapping[str, Value]
    key: str


def write_tasks(
    file: IO[bytes],
    *,
    title: str,
    hint: str,
    items: Iterable[tuple[int, str]],
    rows: Sequence[WrittenRow] = (),
    mark: str = "",
    spare: int = 20,
) -> None:
    """Write the rows and `spare` empty ones, with the items of the commune's plan on a second sheet.

    `mark` stands in the head of the column of keys after its name.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Việc làm"
    book.properties.title, book.properties.creator = clean(title), ""
    _write_top(sheet, title, hint)
    _write_head(sheet, mark)
    for line, row in enumerate(rows, start=HEAD_LINE + 1):
        _write_row(sheet, line, row)
    last = HEAD_LINE + len(rows) + spare
    for line in range(HEAD_LINE + len(rows) + 1, last + 1):
        _write_row(sheet, line, None)
    _offer_items(sheet, _write_items(book.create_sheet("Nội dung"), items), last)
    set_page(sheet, head=(HEAD_LINE, HEAD_LINE))
    book.save(file)


def _write_top(sheet: Any, title: str, hint: str) -> None:
    for line, (text, is_bold) in enumerate(((title, True), (hint, False)), start=1):
        cell = sheet.cell(line, 1)
        put_text(cell, clean(text))
        cell.font = Font(name=FAMILY, size=12, bold=is_bold, italic=not is_bold)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(COLUMNS) + 1)
    sheet.row_dimensions[2].height = 54


def _write_head(sheet: Any, mark: str) -> None:
    for number, column in enumerate((ORDINAL, *COLUMNS), start=1):
        _put(sheet.cell(HEAD_LINE, number), column.label, is_head=True)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.name]
    put_text(sheet.cell(HEAD_LINE, _key_column()), f"{KEY.label} {mark}".strip())
    sheet.column_dimensions[get_column_letter(_key_column())].hidden = True


def _key_column() -> int:
    return len(COLUMNS) + 2


def _write_row(sheet: Any, line: int, row: WrittenRow | None) -> None:
    _put(sheet.cell(line, 1), line - HEAD_LINE)
    for number, column in enumerate(COLUMNS, start=2):
        cell = sheet.cell(line, number)
        _put(cell, row.values[column.name] if row else None)
        if row is None and column.name == "deadline":
            cell.number_format = DAY
    if row:
        put_text(sheet.cell(line, _key_column()), row.key)


def _put(cell: Cell, value: Value, *, is_head: bool = False) -> None:
    cell.font = Font(name=FAMILY, size=12, bold=is_head)
    cell.border = BOX
    cell.alignment = Alignment(
        vertical="center" if is_head else "top", horizontal="center" if is_head else None, wrap_text=True
    )
    match value:
        case None | "":
            cell.value = None
        case str():
            put_text(cell, clean(value))
        case date():
            cell.value, cell.number_format = value, DAY
        case int() | Decimal():
            cell.value, cell.number_format = value, "#,##0.##" if value % 1 else "#,##0"


def _write_items(sheet: Any, items: Iterable[tuple[int, str]]) -> int:
    """Which number is which item; the last line."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 12, 110
    _put(sheet.cell(1, 1), "Số", is_head=True)
    _put(sheet.cell(1, 2), "Nội dung của kế hoạch xã giao cho đơn vị", is_head=True)
    line = 1
    for line, (order, text) in enumerate(items, start=2):
        _put(sheet.cell(line, 1), order)
        _put(sheet.cell(line, 2), text)
    set_page(sheet, head=(1, 1))
    return line


def _offer_items(sheet: Any, last_item: int, last: int) -> None:
    """A list to choose the item's number from, and only from it."""
    if last_item < 2:
        return
    offered = DataValidation("list", formula1=f"'Nội dung'!$A$2:$A${last_item}", allow_blank=True)
    offered.errorTitle, offered.error = "Nội dung số", "Chọn một số có ở trang “Nội dung”."
    sheet.add_data_validation(offered)
    offered.add(f"B{HEAD_LINE + 1}:B{last}")
