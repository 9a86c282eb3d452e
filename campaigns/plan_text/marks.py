"""What a single line looks like, whatever stands around it."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum, auto

from .citations import NUMBER as CITED_NUMBER
from .citations import read_date
from .lines import fold


class Shape(Enum):
    DECORATION = auto()
    SECTION = auto()
    NUMBERED = auto()
    LABELLED = auto()
    BULLET = auto()
    CLOSING = auto()
    RECIPIENTS = auto()
    AUTHORITY = auto()
    PLAIN = auto()


class Section(Enum):
    PURPOSES = auto()
    ITEMS = auto()
    DUTIES = auto()


class Label(Enum):
    LEAD = auto()
    COORDINATING = auto()
    IMPLEMENTING = auto()
    TIMING = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """`text` has neither its marker (“1.”, “-”) nor emphasis; `value` is what follows a label."""

    shape: Shape
    text: str
    bulleted: bool = False
    order: int = 0
    section: Section | None = None
    label: Label | None = None
    value: str = ""


_ROMAN = re.compile(r"[IVX]+\s*[.\-–—/):]\s*(?P<text>\S.*)", re.IGNORECASE)
_ARABIC = re.compile(
    r"(?P<order>\d{1,2})\s*(?:[.)/:]\s+|[.)/:](?=[^\W\d]|[“\"(])|[-–—]\s*(?=[^\W\d]|[“\"(]))"
    r"(?P<text>\S.*)"
)
_BULLET = re.compile(r"(?:[-+‐‑–—−•·●▪◦\uf0b7]\s*|\*\s+|[a-zđ]\)\s+)(?P<text>[^\s\-–—*+].*)")
_DECORATION = re.compile(r"[\s*\-–—_=.~+•]+")
_EMPHASIS = re.compile(r"(?<=[^\s*(])\*{1,8}|\*{1,8}(?![\s*)])")
_AUTHORITY = re.compile(r"(?:T/M|TM\.|T/L|TL\.|K/T|KT\.)\s*[^\W\d]|(?-i:TM|TL|KT)\s+\w", re.IGNORECASE)

_SECTIONS = {
    Section.PURPOSES: ("mục đích", "yêu cầu"),
    Section.ITEMS: ("nội dung", "nhiệm vụ"),
    Section.DUTIES: ("tổ chức thực hiện",),
}
_BARE_SECTIONS = {
    fold(heading): section
    for section, headings in {
        Section.PURPOSES: ("mục đích yêu cầu", "mục đích, yêu cầu", "mục đích và yêu cầu"),
        Section.ITEMS: ("nội dung", "nội dung thực hiện", "nội dung và giải pháp"),
        Section.DUTIES: ("tổ chức thực hiện",),
    }.items()
    for heading in headings
}
_LABELS = {
    fold(f"{who}{role}"): label
    for label, role in (
        (Label.LEAD, "chủ trì"),
        (Label.COORDINATING, "phối hợp"),
        (Label.IMPLEMENTING, "thực hiện"),
    )
    for who in ("cơ quan ", "đơn vị ", "cơ quan, đơn vị ", "")
} | {
    fold(words): Label.TIMING
    for words in ("thời gian", "thời gian thực hiện", "thời gian hoàn thành", "thời hạn")
}
_LABEL_OPENINGS = tuple(
    key for key in _LABELS if key.startswith((fold("cơ quan"), fold("đơn vị"), fold("thời gian")))
)


def mark_line(text: str) -> Mark:
    if _DECORATION.fullmatch(text):
        return Mark(Shape.DECORATION, text)
    bare = without_emphasis(text)
    if section := _section_of(bare):
        return section
    if (numbered := _ARABIC.fullmatch(bare)) and not CITED_NUMBER.match(bare):
        return Mark(Shape.NUMBERED, numbered["text"], order=int(numbered["order"]))
    return _mark_paragraph(bare)


def _mark_paragraph(bare: str) -> Mark:
    bullet = _BULLET.fullmatch(bare)
    text, bulleted = (bullet["text"], True) if bullet else (bare, False)
    before, colon, after = (part.strip(" *") for part in text.partition(":"))
    if fold(before) == fold("nơi nhận"):
        return Mark(Shape.RECIPIENTS, text, value=after)
    if colon and (label := _LABELS.get(fold(before))):
        return Mark(Shape.LABELLED, text, bulleted=bulleted, label=label, value=after)
    if bulleted:
        return Mark(Shape.BULLET, text, bulleted=True)
    if _AUTHORITY.match(text):
        return Mark(Shape.AUTHORITY, text)
    if fold(text).startswith(fold("trên đây là")):
        return Mark(Shape.CLOSING, text)
    return Mark(Shape.PLAIN, text)


def _section_of(bare: str) -> Mark | None:
    """A heading: by its Roman number, or by words that are nothing but a heading's."""
    roman = _ROMAN.fullmatch(bare)
    if roman is None:
        section = _BARE_SECTIONS.get(fold(bare.rstrip(".:")))
        # A broken sentence may end with “tổ chức thực hiện.”: a heading begins with a capital.
        return Mark(Shape.SECTION, bare, section=section) if section and bare[0].isupper() else None
    text = roman["text"]
    for section, openings in _SECTIONS.items():
        if fold(text).startswith(tuple(map(fold, openings))):
            return Mark(Shape.SECTION, text, section=section)
    # A broken sentence may go on with “XI) về …”: a heading unknown to us is in capitals.
    return Mark(Shape.SECTION, text) if text.isupper() else None


def resembles_label(text: str) -> bool:
    """“Cơ quan thực hiện” without its colon is no label, and no point of an item either."""
    return fold(text).startswith(_LABEL_OPENINGS)


def without_emphasis(text: str) -> str:
    """The text less the asterisks of emphasis; “(*)” and a star between spaces are kept."""
    return _EMPHASIS.sub("", text).strip()


# ---- the lines above the title --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A line above the title. `number` and `date` stay None where the paper leaves a gap."""

    number: str | None = None
    date: dt.date | None = None


_LETTERHEAD = tuple(
    fold(words)
    for words in (
        "đảng cộng sản việt nam",
        "đảng bộ ",
        "đảng ủy ",
        "ban thường vụ",
        "thành ủy ",
        "cộng hòa xã hội chủ nghĩa",
        "độc lập - tự do",
    )
)
_OWN_NUMBER = re.compile(r"Số\s*:?\s*(?P<digits>\d*)[\s.…_]*(?P<symbol>[-–/]\s*[^\W\d_].*)", re.IGNORECASE)
_LONGEST_DATE_LINE = 80
_PLACE_AND_DATE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b|ngày\s+\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)


def read_letterhead(text: str) -> Letterhead | None:
    bare = without_emphasis(text)
    if _OWN_NUMBER.match(bare):
        number = CITED_NUMBER.search(bare)
        return Letterhead(number=number and number.group().replace(" ", ""), date=read_date(bare))
    if len(bare) <= _LONGEST_DATE_LINE and _PLACE_AND_DATE.search(bare):
        return Letterhead(date=read_date(bare))
    return Letterhead() if fold(bare).startswith(_LETTERHEAD) else None


def read_document_kind(text: str) -> str | None:
    """What follows “KẾ HOẠCH” on its line ("" as a rule); None if the line says no such thing."""
    bare = without_emphasis(text)
    if fold(bare) == fold("kế hoạch"):
        return ""
    return bare.removeprefix("KẾ HOẠCH ") if bare.startswith("KẾ HOẠCH ") else None
