"""What an official paper says, apart from how it looks: frozen values that survive JSON unchanged.

All text is plain: the printed body escapes it. A newline asks for a line break.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, ClassVar, Literal

Align = Literal["left", "center", "right"]
Level = Literal[0, 1, 2, 3]
LEVELS: tuple[Level, ...] = (0, 1, 2, 3)

UPRIGHT_MM, LANDSCAPE_MM = 165, 257
LEAST_WIDTH_MM = 15  # what a column without a width is left with at least
MOST_FREE_COLUMNS = 10
ARTICLE = re.compile(r"Điều \d+\.(?= )")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its number included: 0 “Phần thứ nhất⏎name”, 1 “I.”, 2 “1.”, 3 “a)”."""

    type: ClassVar[str] = "section"

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`basis` is a căn cứ (the profile decides on its dash), `note` a small remark."""

    type: ClassVar[str] = "paragraph"

    text: str
    kind: Literal["normal", "basis", "note"] = "normal"

    def lead(self) -> str:
        """“Điều 1.” at the head of an article: bold, and what it says goes on beside it."""
        found = ARTICLE.match(self.text)
        return found[0] if found and self.kind == "normal" else ""

    def rest(self) -> str:
        return self.text[len(self.lead()) :]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines that begin with a dash."""

    type: ClassVar[str] = "bullets"

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Neighbours of the same `group` stand under one spanning heading.

    Widths share 165 mm on an upright page and 257 mm on a landscape one, and shrink together where
    that is not enough; columns without a width divide what is left.
    """

    type: ClassVar[str] = "column"

    label: str
    align: Align = "left"
    width_mm: float | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class HeadCell:
    """`half` says which half of a two-storey heading cell it is."""

    label: str
    columns: int = 1
    half: Literal["", "upper", "lower"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text as it is to be printed: “57/60 (95,0%)”, “–”."""

    type: ClassVar[str] = "table"

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    total: tuple[str, ...] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        rows = (*self.rows, self.total) if self.total else self.rows
        if uneven := [row for row in rows if len(row) != len(self.columns)]:
            raise ValueError(f"{len(self.columns)} columns, but a row is {uneven[0]!r}")

    def head(self) -> tuple[tuple[HeadCell, ...], ...]:
        """One row of heading cells, or two when columns are grouped.

        A label beside a group fills two halves instead of one cell that spans both rows: readers
        of the text layer would be given the wrong headings for the cells below a span.
        """
        if not any(column.group for column in self.columns):
            return (tuple(HeadCell(column.label) for column in self.columns),)
        upper: list[HeadCell] = []
        for group, members in groupby(self.columns, key=lambda column: column.group):
            count = len(list(members))
            upper += [HeadCell(group, count)] if group else [HeadCell("", half="upper")] * count
        lower = [HeadCell(column.label, half="" if column.group else "lower") for column in self.columns]
        return tuple(upper), tuple(lower)

    def is_measured(self) -> bool:
        """Set by widths, and not by its words: those of many columns would run off the page."""
        return len(self.columns) > MOST_FREE_COLUMNS or any(column.width_mm for column in self.columns)

    def widths(self, room_mm: float) -> tuple[str, ...]:
        """A CSS width for each column, empty for a free one; less than asked where room is short."""
        free = sum(not column.width_mm for column in self.columns) * LEAST_WIDTH_MM
        scale = min(1, room_mm / (free + sum(column.width_mm or 0 for column in self.columns)))
        return tuple(
            f"{100 * scale * column.width_mm / room_mm:.2f}%" if column.width_mm else ""
            for column in self.columns
        )

    def upright_widths(self) -> tuple[str, ...]:
        return self.widths(UPRIGHT_MM)

    def landscape_widths(self) -> tuple[str, ...]:
        return self.widths(LANDSCAPE_MM)

    def aligned_rows(self) -> tuple[tuple[tuple[Align, str], ...], ...]:
        return tuple(self._aligned(row) for row in self.rows)

    def aligned_total(self) -> tuple[tuple[Align, str], ...]:
        return self._aligned(self.total or ())

    def _aligned(self, row: tuple[str, ...]) -> tuple[tuple[Align, str], ...]:
        return tuple((column.align, cell) for column, cell in zip(self.columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class Bar:
    """`caption` is the value in words for people: “57/60 (95,0%)”."""

    type: ClassVar[str] = "bar"

    label: str
    value: float
    caption: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on one scale that begins at zero; `desc` says in a sentence what they show."""

    type: ClassVar[str] = "chart"

    title: str
    rows: tuple[Bar, ...]
    desc: str = ""

    def __post_init__(self) -> None:
        if any(bar.value < 0 for bar in self.rows):
            raise ValueError("a bar cannot show less than nothing")

    def shares(self) -> tuple[tuple[Bar, str], ...]:
        """Each bar with its length in per cent of the longest, written for CSS."""
        longest = max((bar.value for bar in self.rows), default=0) or 1
        return tuple((bar, f"{100 * bar.value / longest:.2f}%") for bar in self.rows)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""

    type: ClassVar[str] = "page_break"


Block = Section | Paragraph | Bullets | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Signature:
    """“T/M BAN THƯỜNG VỤ” (may be empty), “PHÓ BÍ THƯ”, and the name (empty until signed)."""

    type: ClassVar[str] = "signature"

    office: str
    name: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """`number` is Roman, and empty when the paper has one appendix only."""

    type: ClassVar[str] = "appendix"

    title: str
    body: tuple[Block, ...]
    number: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One official paper.

    While `number` or `date` is open, the paper prints the room for it: `symbol` (“-BC/ĐU”)
    stands after the open number, `year` in the open date. `draft` is the n of “Dự thảo lần n”
    and None once the paper is issued. `issuing_body` is the issuer as named inside a sentence
    (“Ban Thường vụ Đảng ủy xã Hòa Xá”); the appendices say whose paper they belong to.

    A công văn has no `kind`: its title stands small under its number. `urgency` is “KHẨN” and
    its like. `is_numbered` is False for what bears no number (biên bản kiểm phiếu, lý lịch mô hình).
    `co_signers` sign on the left, the first next to `signature`: minutes have a secretary there and
    no Nơi nhận beside them. `verify_url` is the public address of an issued paper, printed as a QR
    code in the bottom margin of its first page.
    """

    type: ClassVar[str] = "paper"

    profile: str
    issuer_line: str
    kind: str
    title: str
    body: tuple[Block, ...]
    signature: Signature
    parent_line: str = ""
    place: str = ""
    date: dt.date | None = None
    year: int | None = None
    number: str = ""
    symbol: str = ""
    issuing_body: str = ""
    addressees: tuple[str, ...] = ()
    addressee_label: str = "Kính gửi"
    recipients: tuple[str, ...] = ()
    draft: int | None = None
    appendices: tuple[Appendix, ...] = ()
    urgency: str = ""
    is_numbered: bool = True
    co_signers: tuple[Signature, ...] = ()
    verify_url: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Only JSON's own types, so that what was stored equals what is stored again."""
        stored: dict[str, Any] = _plain(self)
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Paper:
        paper: Paper = _thawed(stored)
        return paper


@dataclass(frozen=True, slots=True)
class Certificate:
    """One sheet: who is praised, for what, by which decision.

    `lines_below` stand small under the name (“Chi bộ thôn …”); `reason` is the achievement.
    """

    type: ClassVar[str] = "certificate"

    recipient: str
    reason: str
    lines_below: tuple[str, ...] = ()
    place_in_book: str = ""  # “Vào sổ số 12”


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """A batch of giấy khen or giấy chứng nhận by one decision: one landscape sheet each.

    `action` is what the body does (“TẶNG”, “CÔNG NHẬN”); `decision` the paper that says so.
    """

    type: ClassVar[str] = "certificates"

    profile: str
    issuer_line: str
    kind: str
    action: str
    decision: str
    sheets: tuple[Certificate, ...]
    signature: Signature
    place: str = ""
    date: dt.date | None = None
    year: int | None = None
    draft: int | None = None
    verify_url: str = ""
    number: str = ""

    def to_dict(self) -> dict[str, Any]:
        stored: dict[str, Any] = _plain(self)
        return stored


Printable = Paper | Certificates

TYPES = {
    part.type: part
    for part in (
        *(Section, Paragraph, Bullets, Column, Table, Bar, Chart, PageBreak),
        *(Signature, Appendix, Paper, Certificate, Certificates),
    )
}


def printable_from(stored: Mapping[str, Any]) -> Printable:
    """What `to_dict` stored, as it was."""
    found: Printable = _thawed(stored)
    return found


def _thawed(stored: Mapping[str, Any]) -> Any:
    return _frozen({**stored, "date": stored["date"] and dt.date.fromisoformat(stored["date"])})


def _plain(value: Any) -> Any:
    if type(value) in TYPES.values():
        return {
            "type": value.type,
            **{part.name: _plain(getattr(value, part.name)) for part in fields(value)},
        }
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        parts = {name: _frozen(part) for name, part in value.items() if name != "type"}
        return TYPES[value["type"]](**parts)
    if isinstance(value, tuple | list):
        return tuple(_frozen(item) for item in value)
    return value
