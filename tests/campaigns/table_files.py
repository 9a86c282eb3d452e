"""Files as units send them, made by the tests: tables of tasks in Excel and Word, good and bad."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

HEAD = (
    "TT",
    "Nội dung số",
    "Nhiệm vụ, việc làm cụ thể",
    "Sản phẩm",
    "Chỉ tiêu",
    "Thời gian hoàn thành",
    "Người phụ trách",
    "Phối hợp",
)
ROW = (
    1,
    1,
    "Ra mắt tuyến đường tự quản",
    "Biên bản ra mắt",
    "2 tuyến đường",
    "quý II",
    "Phó Chủ tịch Hội",
    "Đoàn xã",
)


def workbook(rows: Iterable[Sequence[Any]], *, merged: Iterable[str] = (), title: str = "Kế hoạch") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def paper(*tables: Sequence[Sequence[str]], merged: Iterable[tuple[int, int, int]] = ()) -> bytes:
    """A Word file with these tables; `merged`: (column, first line, last line) of the first of them."""
    document = Document()
    document.add_paragraph("KẾ HOẠCH thực hiện phong trào thi đua “Dân vận khéo”")
    for lines in tables:
        table = document.add_table(len(lines), len(lines[0]))
        for line, texts in zip(table.rows, lines, strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
    for column, first, last in merged:
        table = document.tables[0]
        table.cell(first, column).merge(table.cell(last, column))
    return saved_paper(document)


def saved_paper(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_tracked_words(text: str) -> bytes:
    """A Word table in whose task some words were inserted while changes were tracked."""
    document = Document()
    table = document.add_table(2, 2)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["Việc làm", "Sản phẩm", "Ra mắt", "Ảnh"], strict=True
    ):
        cell.text = words
    inserted, run, said = (OxmlElement(name) for name in ("w:ins", "w:r", "w:t"))
    said.text = text
    said.set(qn("xml:space"), "preserve")
    run.append(said)
    inserted.append(run)
    table.cell(1, 0).paragraphs[0]._p.append(inserted)
    return saved_paper(document)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with one more part, or another one in its place."""
    old, new = ZipFile(io.BytesIO(data)), io.BytesIO()
    with ZipFile(new, "w", ZIP_DEFLATED) as archive:
        for part in old.namelist():
            if part != name:
                archive.writestr(part, old.read(part))
        archive.writestr(name, content)
    return new.getvalue()


def part(data: bytes, name: str) -> bytes:
    return ZipFile(io.BytesIO(data)).read(name)
