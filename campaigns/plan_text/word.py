"""The lines of a plan out of Word: automatic numbers are written out, tables go cell by cell.

A .docx of the plan and its text saved as .txt give the same lines.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from campaigns.task_tables import NotATable
from campaigns.task_tables.package import opened

from .values import NotAPlan

UNREADABLE = (
    "Không đọc được tệp Word này: tệp hỏng, có mật khẩu hoặc không phải văn bản Word (.docx). "
    "Mở bằng Word, lưu lại rồi chọn lại, hoặc lưu thành tệp văn bản thuần (.txt)."
)
_ZIP = b"PK\x03\x04"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def plain_text(data: bytes) -> bytes:
    """The plan's text as UTF-8; what is no Word file stays as it is. Raises NotAPlan."""
    if not data.startswith(_ZIP):
        return data
    try:
        archive, kind = opened(data)
    except NotATable as error:
        raise NotAPlan(UNREADABLE) from error
    with archive:
        if kind != "word":
            raise NotAPlan(UNREADABLE)
    try:
        document = Document(io.BytesIO(data))
        lines = list(_lines(document.element.body, _Numbers(document)))
    except Exception as error:  # a broken file makes the reader raise almost anything
        raise NotAPlan(UNREADABLE) from error
    return "\n".join(lines).encode()


def _lines(body: Any, numbers: "_Numbers") -> Iterator[str]:
    for paragraph in body.iter(qn("w:p")):
        # The text of a drawing stands there twice, for old and for new programs.
        if next(paragraph.iterancestors(qn("w:txbxContent")), None) is None:
            text = "".join(_BREAKS.get(piece.tag) or piece.text or "" for piece in _pieces(paragraph)).strip()
            yield f"{numbers.mark_of(paragraph)}{text}" if text else ""


def _pieces(paragraph: Any) -> Iterator[Any]:
    for piece in paragraph.iter(qn("w:t"), *_BREAKS):
        if next(piece.iterancestors(qn("w:txbxContent")), None) is None:
            yield piece


class _Numbers:
    """Counts the automatic lists of a paper as Word does."""

    def __init__(self, document: Any) -> None:
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * 9)
        self._levels = dict(_levels(document))

    def mark_of(self, paragraph: Any) -> str:
        """“1. ”, “a) ”, “- ”, or nothing for a paragraph without a number of its own."""
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            return ""
        listed, level = _value(properties, "w:numId"), int(_value(properties, "w:ilvl") or 0)
        if listed == "0" or not 0 <= level < 9:
            return ""
        form, pattern, start = self._levels.get((listed, level), ("bullet", "", 1))
        if form == "bullet":
            return "- "
        counts = self._counts[listed]
        counts[level] = max(counts[level] + 1, start)
        counts[level + 1 :] = [0] * (8 - level)
        for place in range(level + 1):
            below = self._levels.get((listed, place), (form, "", 1))[0]
            pattern = pattern.replace(f"%{place + 1}", _said(max(counts[place], 1), below))
        return f"{pattern} "


def _levels(document: Any) -> Iterator[tuple[tuple[str, int], tuple[str, str, int]]]:
    """`(list, level): (form, pattern, first number)` from the paper's own definitions."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    abstract = {row.get(qn("w:abstractNumId")): row for row in root.findall(qn("w:abstractNum"))}
    for row in root.findall(qn("w:num")):
        definition = abstract.get(_value(row, "w:abstractNumId"))
        for level in definition.findall(qn("w:lvl")) if definition is not None else ():
            key = (row.get(qn("w:numId")), int(level.get(qn("w:ilvl"), "0")))
            form, pattern = _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText")
            yield key, (form, pattern, int(_value(level, "w:start") or 1))


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _said(number: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        roman = "".join(sign * times for sign, times in _in_roman(number))
        return roman if form == "upperRoman" else roman.lower()
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    return str(number)


def _in_roman(number: int) -> Iterator[tuple[str, int]]:
    for value, sign in _ROMAN:
        yield sign, number // value
        number %= value
