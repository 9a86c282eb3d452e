"""Tables of a .docx as grids, merged cells filled down; the rest of the paper is passed over."""

import io
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from hoaxa_danvan.lib.numbers import number

from .package import has_macros
from .texts import tidy
from .values import EMPTY, Cell, Grid, NotATable

MOST_LINES = 2_000
MOST_COLUMNS = 40
MOST_SECONDS = 10
MACROS = "Tệp có macro: cổng chỉ đọc chữ trong bảng, không chạy và không giữ macro."

_SIGNS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def grids_of(data: bytes, archive: ZipFile) -> Iterator[Grid]:
    """A grid per table of the paper, in its order."""
    try:
        body = Document(io.BytesIO(data)).element.body
    except Exception as error:  # a broken file makes the reader raise almost anything
        raise NotATable("Không đọc được tệp Word; mở bằng Word, lưu lại rồi tải lên.") from error
    until = monotonic() + MOST_SECONDS
    tables = [table for table in body.iter(qn("w:tbl")) if not _stands_in_another(table)]
    lines = sum(len(table.findall(qn("w:tr"))) for table in tables)
    if lines > MOST_LINES:
        raise NotATable(
            f"Các bảng trong tệp có {number(lines)} dòng; cổng đọc nhiều nhất {number(MOST_LINES)} dòng. "
            "Chỉ để bảng việc làm của đơn vị trong năm, rồi tải lại."
        )
    for place, table in enumerate(tables, start=1):
        grid = _grid(table, place, until)
        if has_macros(archive):
            grid.remarks.insert(0, MACROS)
        yield grid


def _stands_in_another(table: Any) -> bool:
    return next(table.iterancestors(qn("w:tbl")), None) is not None


def _grid(table: Any, place: int, until: float) -> Grid:
    grid, filled = Grid(f"Bảng {place}"), False
    above: dict[int, Cell] = {}
    for line in table.findall(qn("w:tr")):
        if monotonic() > until:
            raise NotATable("Tệp đọc quá lâu. Chép bảng việc làm sang một tệp mới rồi tải lại.")
        row: dict[int, Cell] = {}
        column = _number_at(line, "w:trPr/w:gridBefore")
        for cell in line.findall(qn("w:tc")):
            goes_on = _goes_on(cell)
            row[column] = replace(above.get(column, EMPTY), is_filled=True) if goes_on else Cell(_text(cell))
            filled = filled or (goes_on and bool(row[column].text))
            column += max(1, _number_at(cell, "w:tcPr/w:gridSpan"))
        width = min(column, MOST_COLUMNS)
        grid.rows.append([row.get(number, EMPTY) for number in range(width)])
        above = row
    if filled:
        grid.remarks.append(f"{grid.name}: ô gộp được điền xuống từng dòng.")
    return grid


def _number_at(element: Any, path: str) -> int:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    value = found.get(qn("w:val"), "") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) < 4 else 0


def _goes_on(cell: Any) -> bool:
    """The middle or the end of a cell that spans lines."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val"), "continue") == "continue"


def _text(cell: Any) -> str:
    """Its paragraphs, with what was inserted while changes were tracked and without what was struck out."""
    return tidy("\n".join(filter(None, (_line(paragraph) for paragraph in cell.iter(qn("w:p"))))))


def _line(paragraph: Any) -> str:
    text = "".join(
        _SIGNS.get(piece.tag) or piece.text or ""
        for piece in paragraph.iter(qn("w:t"), *_SIGNS)
        # The text of a drawing stands in the paragraph twice, for old and for new programs.
        if next(piece.iterancestors(qn("w:txbxContent")), None) is None
    ).strip()
    is_point = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    return f"- {text}" if is_point and text else text
