"""The tables of a paper as an Excel workbook: the same figures, as numbers that can be counted on."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from math import ceil
from textwrap import shorten, wrap

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from hoaxa_danvan.documents.paper import Align, Block, Column, Paper, Table
from hoaxa_danvan.documents.templatetags.printed import clean, in_one_line
from hoaxa_danvan.documents.zipped import repacked
from hoaxa_danvan.lib.numbers import parse_number
from hoaxa_danvan.lib.sheets import FAMILY, put_text, set_page

NOTHING = "Không phát sinh."
NO_TABLE = "Văn bản không có bảng số liệu."
NAME_LENGTH = 31
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
ORDINALS = {"tt", "stt", "số tt"}
# 7, -335, +433,5, 1.234,5; not 05 or 1.2 (numbers of papers and headings), nor more than Excel can hold.
FIGURE = re.compile(r"[+-]?(?:0|[1-9]\d{0,2}(?:\.\d{3}){1,4}|[1-9]\d{0,14})(?:,\d{1,6})?")
NARROWEST, WIDEST = 6, 48
MM_OF_LETTER = 2.1  # one unit of a column's width
LINE_HEIGHT = 16  # of 12 pt, in points
LETTER, BOLD_LETTER = 0.95, 1.05  # in units of a column's width
LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet to be: `label` names it, `title` stands over the table."""

    label: str
    title: str
    table: Table


def render_sheet(paper: Paper) -> bytes:
    """Every table of the body and of the appendices on a sheet of its own; the same bytes each time."""
    book = Workbook()
    book.remove(book.active)
    pages = list(_pages(paper))
    for page, name in zip(pages, _names(pages), strict=True):
        _fill(book.create_sheet(name), page, paper)
    if not pages:
        _put(book.create_sheet("Văn bản").cell(1, 1), NO_TABLE)
    file = io.BytesIO()
    book.save(file)
    return repacked(file.getvalue(), {"docProps/core.xml": tostring(_said_of(paper).to_tree())})


def _said_of(paper: Paper) -> DocumentProperties:
    """The paper's own date: the library would write the moment of saving."""
    day = paper.date or date(paper.year or 2000, 1, 1)
    at = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    author = in_one_line(paper.issuing_body or paper.issuer_line)
    return DocumentProperties(title=_heading(paper), creator=author, created=at, modified=at)


def _pages(paper: Paper) -> Iterator[Page]:
    yield from _tables(paper.body, "", "")
    for appendix in paper.appendices:
        number = f"Phụ lục {in_one_line(appendix.number)}".strip()
        yield from _tables(appendix.body, number, in_one_line(appendix.title))


def _tables(blocks: tuple[Block, ...], number: str, title: str) -> Iterator[Page]:
    for block in blocks:
        if isinstance(block, Table):
            caption = in_one_line(block.caption)
            label = " - ".join(part for part in (number, caption or title) if part)
            whole = "\n".join(part for part in (f"{number}. {title}" if number else "", caption) if part)
            yield Page(label, whole, block)


def _names(pages: list[Page]) -> list[str]:
    """Names that Excel takes, no two alike even to its eyes: small and capital letters are one."""
    names: list[str] = []
    for page in pages:
        taken = {name.casefold() for name in names} | {"", "history"}
        stem = FORBIDDEN_IN_NAME.sub(" ", page.label).strip(" '") or "Bảng"
        numbered = (_shortened(stem, "" if n == 1 else f" {n}") for n in count(1))
        names.append(next(name for name in numbered if name.casefold() not in taken))
    return names


def _shortened(stem: str, end: str) -> str:
    """Cut between words where that is possible."""
    room = NAME_LENGTH - len(end)
    return (shorten(stem, room, placeholder="") or stem[:room]).strip(" '") + end


def _heading(paper: Paper) -> str:
    return in_one_line(f"{paper.kind or 'Công văn'} {paper.title}")


def _fill(sheet: Worksheet, page: Page, paper: Paper) -> None:
    above = [in_one_line(paper.issuer_line), _heading(paper), *page.title.split("\n")]
    lines, widths = [text for text in above if text], _widths(page.table)
    for row, text in enumerate(lines, start=1):
        _put(sheet.cell(row, 1), text, bold=True)
        _spread(sheet, row, text, widths)
    top = len(lines) + 2
    first = _write_head(sheet, page.table, top, widths)
    last = _write_rows(sheet, page.table, first, widths)
    if page.table.note:
        _put(sheet.cell(last + 1, 1), clean(page.table.note), italic=True)
        _spread(sheet, last + 1, page.table.note, widths)
    for number, letters in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = letters
    area = f"A1:{get_column_letter(len(page.table.columns))}{sheet.max_row}"
    set_page(sheet, head=(top, first - 1))
    sheet.print_area = area


def _spread(sheet: Worksheet, row: int, text: str, widths: list[float]) -> None:
    """A line over the whole width."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=True)
    _raise(sheet, row, _lines(text, sum(widths), bold=True))


def _raise(sheet: Worksheet, row: int, lines: int) -> None:
    """As high as its words need: not every program measures them, and none does in merged cells."""
    if lines > 1:
        sheet.row_dimensions[row].height = LINE_HEIGHT * lines + 2


def _lines(text: str, width: float, *, bold: bool = False) -> int:
    letters = max(1, int(width / (BOLD_LETTER if bold else LETTER)))
    return sum(max(1, len(wrap(line, letters))) for line in clean(text).split("\n"))


def _write_head(sheet: Worksheet, table: Table, top: int, widths: list[float]) -> int:
    """The first row below the head."""
    rows = table.head()
    for row, cells in enumerate(rows, start=top):
        column = 1
        for cell in cells:
            _put(sheet.cell(row, column), clean(cell.label), bold=True, align="center", boxed=True)
            for more in range(1, cell.columns):
                sheet.cell(row, column + more).border = BOX
            if cell.columns > 1:
                sheet.merge_cells(
                    start_row=row, end_row=row, start_column=column, end_column=column + cell.columns - 1
                )
            column += cell.columns
    _join_halves(sheet, table, top)
    tallest = max(map(partial(_lines, bold=True), (column.label for column in table.columns), widths))
    for row in range(top, top + len(rows)):
        _raise(sheet, row, ceil(tallest / len(rows)))
    return top + len(rows)


def _join_halves(sheet: Worksheet, table: Table, top: int) -> None:
    for number, column in enumerate(table.columns, start=1):
        if not column.group and len(table.head()) > 1:
            _put(sheet.cell(top, number), clean(column.label), bold=True, align="center", boxed=True)
            sheet.cell(top + 1, number).value = None
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=number, end_column=number)


def _write_rows(sheet: Worksheet, table: Table, first: int, widths: list[float]) -> int:
    """The last row."""
    row = first
    for row, cells in enumerate(table.rows, start=first):
        _write_row(sheet, row, table.columns, cells)
        _raise(sheet, row, max(map(_lines, cells, widths)))
    if not table.rows:
        _put(sheet.cell(first, 1), NOTHING)
    if table.total:
        row += 1
        _write_row(sheet, row, table.columns, table.total, bold=True)
    return row


def _write_row(
    sheet: Worksheet, row: int, columns: tuple[Column, ...], cells: tuple[str, ...], *, bold: bool = False
) -> None:
    for number, (column, text) in enumerate(zip(columns, cells, strict=True), start=1):
        cell = sheet.cell(row, number)
        _put(cell, clean(text), bold=bold, align=column.align, boxed=True)
        if _holds_figures(column) and FIGURE.fullmatch(clean(text)):
            _make_figure(cell, clean(text))


def _holds_figures(column: Column) -> bool:
    """Words and codes stand on the left, ordinals under TT: neither is anything to add up."""
    return column.align != "left" and in_one_line(column.label).lower() not in ORDINALS


def _make_figure(cell: Cell, text: str) -> None:
    """A number that looks as it was printed: 2026 stays 2026, and 7.420 keeps its full stop."""
    value = parse_number(text.removeprefix("+"))
    shown = "#,##0" if "." in text else "0"
    decimals = f".{'0' * len(text.partition(',')[2])}" if "," in text else ""
    form = shown + decimals
    cell.value = int(value) if value == value.to_integral_value() and not decimals else float(Decimal(value))
    cell.quotePrefix = False
    cell.number_format = f"+{form};-{form};{form}" if text.startswith("+") else form


def _put(
    cell: Cell,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = "left",
    boxed: bool = False,
) -> None:
    put_text(cell, text)
    cell.font = Font(name=FAMILY, size=12, bold=bold, italic=italic)
    if boxed:
        cell.border = BOX
        cell.alignment = Alignment(horizontal=align, vertical="center" if bold else "top", wrap_text=True)


def _widths(table: Table) -> list[float]:
    """In Excel's letters: as printed where the paper says so, else by the words."""
    found = []
    for number, column in enumerate(table.columns):
        if column.width_mm:
            found.append(max(NARROWEST, column.width_mm / MM_OF_LETTER))
            continue
        longest = max((len(line) for row in table.rows for line in clean(row[number]).split("\n")), default=0)
        words = max((len(word) for word in column.label.split()), default=0)
        found.append(min(WIDEST, max(NARROWEST, longest + 2, words + 2)))
    return found
