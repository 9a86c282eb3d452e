"""Tables as files for Excel: text that stays text, days and figures that can be counted on, A4 pages."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hoaxa_danvan.lib.dates import LOCAL

FAMILY = "Times New Roman"
FORMULA_SIGNS = ("=", "+", "-", "@")
MOST_LETTERS = 32_767  # that a cell of Excel holds
MOST_DIGITS = 15  # that a number of Excel keeps
DAY, MOMENT = "dd/mm/yyyy", "hh:mm dd/mm/yyyy"
NARROWEST, WIDEST = 6, 48
MEASURED_ROWS = 200

Value = str | int | float | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """`is_grouped`: 1.234; a year is not."""

    label: str
    is_grouped: bool = True


def put_text(cell: Cell, text: str) -> None:
    """Text and never a formula: neither when the file is read nor when the cell is edited."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def set_page(sheet: Any, *, head: tuple[int, int]) -> None:
    """A4 across, as wide as the table; the rows of its head stay in sight and on every page."""
    sheet.freeze_panes = f"A{head[1] + 1}"
    sheet.print_title_rows = f"{head[0]}:{head[1]}"
    sheet.page_setup.paperSize = "9"  # A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.HeaderFooter.oddFooter.center.text = "&P/&N"


def write_workbook(
    file: IO[bytes],
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    facts: Iterable[tuple[str, Value]] = (),
) -> int:
    """Write `rows` below their heads in row 1, `facts` about them on a second sheet. Returns how many rows.

    Rows are written as they come: memory does not grow with them.
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, ""
    written = _write_table(book.create_sheet("Danh sách"), title, columns, iter(rows))
    about = book.create_sheet("Về danh sách")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 80
    for label, value in [("Danh sách", title), *facts, ("Số mục", written)]:
        about.append([_cell(about, label, is_head=True), _cell(about, value)])
    book.save(file)
    return written


def _write_table(sheet: Any, title: str, columns: Sequence[Column], rows: Iterator[Sequence[Value]]) -> int:
    first = list(islice(rows, MEASURED_ROWS))
    # The widths and the page go before the rows in the file.
    for number, width in enumerate(_widths(columns, first), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    set_page(sheet, head=(1, 1))
    if title:  # an empty header is no header that spreadsheets can read
        sheet.HeaderFooter.oddHeader.center.text = title.replace("&", "&&")
    sheet.append([_cell(sheet, column.label, is_head=True) for column in columns])
    written = 0
    for row in chain(first, rows):
        written += 1
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written + 1}"
    return written


def _widths(columns: Sequence[Column], rows: list[Sequence[Value]]) -> Iterator[float]:
    for number, column in enumerate(columns):
        words = [len(word) for word in column.label.split()]
        lines = [len(line) for row in rows for line in in_words(row[number]).split("\n")]
        # The button of the filter takes the room of two letters.
        yield min(WIDEST, max([NARROWEST, *lines, *words]) + 3)


PLAIN, HEAD = Font(name=FAMILY, size=12), Font(name=FAMILY, size=12, bold=True)
TOP, CENTRE = Alignment(vertical="top", wrap_text=True), Alignment(vertical="center", wrap_text=True)


def _cell(sheet: Any, value: Value, column: Column | None = None, *, is_head: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.font, cell.alignment = (HEAD, CENTRE) if is_head else (PLAIN, TOP)
    kept, form = _as_excel_has_it(value, is_grouped=column is None or column.is_grouped)
    if isinstance(kept, str):
        put_text(cell, kept)
    elif kept is not None:
        cell.value, cell.number_format = kept, form
    return cell


def _as_excel_has_it(value: Value, *, is_grouped: bool) -> tuple[Any, str]:
    """The value and the form in which Excel shows it; what Excel cannot hold becomes text."""
    match value:
        case None | "":
            return None, ""
        case bool() | str():
            return clean(in_words(value))[:MOST_LETTERS], ""
        case datetime():
            return _local(value), MOMENT
        case date():
            return value, DAY
        case int() | float() | Decimal():
            return _figure(value, "#,##0" if is_grouped else "0")


def _figure(value: int | float | Decimal, form: str) -> tuple[Any, str]:
    exact = Decimal(str(value))
    if not exact.is_finite() or len(exact.as_tuple().digits) > MOST_DIGITS:
        return in_words(value), ""
    decimals = -int(exact.as_tuple().exponent)
    return value, f"{form}.{'0' * decimals}" if decimals > 0 else form


def _local(at: datetime) -> datetime:
    """Excel knows no time zones: the hour that the calendar in Hòa Xá shows."""
    return at.astimezone(LOCAL).replace(tzinfo=None) if at.tzinfo else at


def clean(text: str) -> str:
    """Without what no file of Excel may hold."""
    kept: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return kept


def write_csv(file: IO[bytes], *, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    """The same as text in UTF-8 with its mark, one row to a line. Returns how many rows.

    Fields are parted by “;”: with Vietnam's regional settings the comma is the decimal sign, and Excel
    then takes the semicolon for the sign between fields. Days are written 2026-02-27: Excel makes days
    of them under every setting, while 05/06/2026 is the 6th of May wherever it is set to English.
    """
    with closing(_Kept(file, encoding="utf-8-sig", newline="")) as text:
        writer = csv.writer(text, delimiter=";")
        writer.writerow([_harmless(column.label) for column in columns])
        written = 0
        for row in rows:
            written += 1
            writer.writerow([_in_csv(value) for value in row])
    return written


class _Kept(io.TextIOWrapper):
    """Leaves its file open when it is done."""

    def close(self) -> None:
        if not self.closed:
            self.detach()


def _in_csv(value: Value) -> str:
    match value:
        case datetime():
            return f"{_local(value):%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case bool() | str() | None:
            return _harmless(in_words(value))
        case _:
            return str(value).replace(".", ",")


def _harmless(text: str) -> str:
    """What looks like a formula gets the apostrophe by which Excel knows text."""
    kept = clean(text)
    return f"'{kept}" if kept.lstrip().startswith(FORMULA_SIGNS) else kept


def in_words(value: Value) -> str:
    """As a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case datetime():
            return f"{_local(value):%H:%M %d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)
