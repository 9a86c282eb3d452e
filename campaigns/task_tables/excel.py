"""Sheets of an .xlsx as grids: values and not formulas, merged cells filled down."""

import io
import posixpath
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from time import monotonic
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from hoaxa_danvan.lib.numbers import number

from .package import has_macros, part_of
from .texts import tidy
from .values import EMPTY, Cell, Grid, NotATable

MOST_CELLS = 150_000
MOST_LINES = 2_000  # of one sheet that hold anything
LAST_LINE = 10_000
MOST_COLUMNS = 40
MOST_SECONDS = 10
MOST_FILLED = 300  # lines of one merged cell

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_LINE = re.compile(rb"<(?:\w+:)?row(?=[ >])")
_NUMBERED = re.compile(rb'^[^>]*?\br="([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z0-9:]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_FORMULA_AT = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]+[0-9]+)"[^>]*><(?:\w+:)?f[ >/]')
MACROS = "Tệp có macro: cổng chỉ đọc chữ và số trong ô, không chạy và không giữ macro."


def grids_of(data: bytes, archive: ZipFile) -> Iterator[Grid]:
    """A grid per sheet in sight. Raises NotATable for what is too large or cannot be read."""
    parts = sheet_parts(archive)
    for name, part in parts.items():
        refuse_too_much(name, part_of(archive, part))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the sheet has beside its cells
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            yield from _grids(book, archive, parts)
    except NotATable:
        raise
    except Exception as error:  # a broken file makes the reader raise almost anything
        raise NotATable("Không đọc được tệp Excel; mở bằng Excel, lưu lại rồi tải lên.") from error


def _grids(book: Any, archive: ZipFile, parts: dict[str, str]) -> Iterator[Grid]:
    until, macros = monotonic() + MOST_SECONDS, has_macros(archive)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and sheet.title in parts:
            grid = _grid(sheet, part_of(archive, parts[sheet.title]), until)
            if macros:
                grid.remarks.insert(0, MACROS)
            yield grid


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """`{name of the sheet: part of the file}`."""
    try:
        book = Xml.fromstring(part_of(archive, "xl/workbook.xml"))  # noqa: S314 - declarations are refused
        links = Xml.fromstring(part_of(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - the same
    except Xml.ParseError as error:
        raise NotATable("Tệp Excel hỏng; mở bằng Excel, lưu lại rồi tải lên.") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_REL}id"), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in archive.namelist() and "worksheet" in part:
            found[sheet.get("name", "")] = part
    return found


def refuse_too_much(name: str, content: bytes) -> None:
    """Counted in the text of the sheet, before anything of it is kept in memory."""
    filled = [line for line in _LINE.split(content)[1:] if _VALUE.search(line)]
    lines, last = len(filled), _NUMBERED.search(filled[-1]) if filled else None
    if last and int(last[1]) > LAST_LINE:
        raise NotATable(
            f"Trang “{tidy(name)}” có chữ ở tận dòng {number(int(last[1]))}. "
            "Chép bảng việc làm sang một tệp mới rồi tải lại."
        )
    if lines > MOST_LINES:
        raise NotATable(
            f"Trang “{tidy(name)}” có {number(lines)} dòng; cổng đọc nhiều nhất {number(MOST_LINES)} dòng. "
            "Chỉ để bảng việc làm của đơn vị trong năm, rồi tải lại."
        )
    if len(_CELL.findall(content)) > MOST_CELLS:
        raise NotATable(
            f"Trang “{tidy(name)}” có quá nhiều ô (trên {number(MOST_CELLS)}). "
            "Chép bảng việc làm sang một tệp mới rồi tải lại."
        )


def _grid(sheet: Any, content: bytes, until: float) -> Grid:
    grid = Grid(f"Trang “{tidy(sheet.title)}”")
    formulas = set(_FORMULA_AT.findall(content))
    sheet.reset_dimensions()  # what a file states of its size need not be so
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, max_row=LAST_LINE):
        if monotonic() > until:
            raise NotATable("Tệp đọc quá lâu. Chép bảng việc làm sang một tệp mới rồi tải lại.")
        grid.rows.append([_cell(cell, formulas) for cell in row])
    if _fill_down(grid, content):
        grid.remarks.append(f"{grid.name}: ô gộp được điền xuống từng dòng.")
    if _FORMULA.search(content):
        grid.remarks.append(
            f"{grid.name}: ô có công thức được đọc theo kết quả đang hiện, không giữ công thức."
        )
    return grid


def _cell(cell: Any, formulas: set[bytes]) -> Cell:
    value = cell.value
    if value is None:
        is_formula = bool(formulas) and getattr(cell, "coordinate", "").encode() in formulas
        return Cell(is_formula=True) if is_formula else EMPTY
    match value:
        case bool():
            return Cell("Có" if value else "Không")
        case datetime():
            return Cell(f"{value:%d/%m/%Y}", day=value.date())
        case date():
            return Cell(f"{value:%d/%m/%Y}", day=value)
        case int() | float():
            return _figure(value, cell.number_format or "")
        case _:
            return Cell(tidy(str(value)))


def _figure(value: int | float, form: str) -> Cell:
    try:
        exact = Decimal(repr(value))
    except InvalidOperation:  # not a number, or without end
        return Cell(str(value))
    if "%" in form:
        exact *= 100
        return Cell(f"{number(exact)}%", figure=exact, is_share=True)
    return Cell(number(exact), figure=exact)


def _fill_down(grid: Grid, content: bytes) -> bool:
    """What a merged cell says stands for each of its lines; across, for its first column alone."""
    filled = False
    for found in _MERGED.findall(content):
        column, top, _, bottom = range_boundaries(found.decode())
        if bottom - top >= MOST_FILLED or top > len(grid.rows) or column > MOST_COLUMNS:
            continue
        first = grid.rows[top - 1][column - 1] if column <= len(grid.rows[top - 1]) else EMPTY
        for row in grid.rows[top:bottom]:
            if first.text and column <= len(row) and not row[column - 1].text:
                row[column - 1] = Cell(first.text, first.day, first.figure, first.is_share, is_filled=True)
                filled = True
    return filled
