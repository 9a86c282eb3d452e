"""A plan out of the bytes of its file: decode, mark, walk, and put together."""

import re
from collections.abc import Sequence
from typing import Literal

from .agencies import Alias, split_agencies
from .blocks import Block, Part
from .citations import find_citations
from .issuer import find_issuer
from .lines import Line, decode, fold, source_lines
from .marks import Letterhead, read_letterhead
from .values import (
    Citation,
    NotAPlan,
    PlanDuty,
    PlanItem,
    PlanText,
    SourceLine,
    Timing,
)
from .walk import arrange

_PERIOD = re.compile(r"\b(20\d\d)\s*(?:[-–—]|đến(?: năm)?)\s*(20\d\d)\b")
_YEAR = re.compile(r"(?P<until>đến (?:hết )?(?:năm )?)?\b(?P<year>20\d\d)\b", re.IGNORECASE)
_YEARLY = tuple(fold(words) for words in ("hằng năm", "hàng năm", "mỗi năm"))
_REGULAR = fold("thường xuyên")
# Where a document may be cited: what the plan says, not its letterhead or a line not understood.
_PROSE = {
    Part.PREAMBLE,
    Part.PURPOSE,
    Part.ITEM,
    Part.ITEM_POINT,
    Part.DUTY,
    Part.DUTY_POINT,
    Part.CLOSING,
}


def read_plan(data: bytes, *, aliases: Sequence[Alias] | None = None) -> PlanText:
    """The plan in a text file: UTF-8, or UTF-16 with its mark; any kind of line ends.

    `aliases` is the table of agencies, by default the commune's own. Raises NotAPlan, with a
    sentence for the person who sent the file, when it is no text or no plan.
    """
    lines = source_lines(decode(data))
    if not lines:
        raise NotAPlan("Tệp trống, không có chữ nào để đọc.")
    return _Builder(lines, arrange(lines), aliases).build()


def read_blocks(source: str) -> list[Block]:
    """The pieces of a plan's clean text, each with the words as they stand there."""
    return arrange(source_lines(source))


class _Builder:
    def __init__(self, lines: Sequence[Line], blocks: list[Block], aliases: Sequence[Alias] | None) -> None:
        self.lines = lines
        self.blocks = blocks
        self.aliases = aliases

    def build(self) -> PlanText:
        title, preamble = self.first(Part.TITLE), "\n".join(self.texts(Part.PREAMBLE))
        period = read_period(title) or read_period(preamble)
        items = tuple(self.item(block) for block in self.blocks if block.part is Part.ITEM)
        if period is None or not title or not _bind_anybody(items):
            raise NotAPlan(_what_is_missing(title, period, items))
        letterhead = self.letterhead()
        return PlanText(
            number=letterhead.number,
            date=letterhead.date,
            title=title,
            issuer=find_issuer(title, preamble, self.first(Part.AUTHORITY)),
            period=period,
            preamble=preamble,
            purposes=self.texts(Part.PURPOSE),
            items=items,
            duties=tuple(self.duty(block) for block in self.blocks if block.part is Part.DUTY),
            citations=self.citations(),
            closing="\n".join(self.texts(Part.CLOSING)),
            recipients=self.recipients(),
            authority=self.first(Part.AUTHORITY),
            office=self.first(Part.OFFICE),
            signer=self.first(Part.SIGNER),
            lines=self.source_lines(),
        )

    def texts(self, *parts: Part, order: int | None = None) -> tuple[str, ...]:
        return tuple(
            block.text
            for block in self.blocks
            if block.part in parts and block.text and order in {None, block.order}
        )

    def first(self, part: Part) -> str:
        return next(iter(self.texts(part)), "")

    def item(self, block: Block) -> PlanItem:
        points = [f"- {point}" for point in self.texts(Part.ITEM_POINT, order=block.order)]
        timing = " ".join(self.texts(Part.TIMING, order=block.order))
        return PlanItem(
            order=block.order,
            text="\n".join([block.text, *points]),
            lead=self.agencies(Part.LEAD, block.order),
            coordinating=self.agencies(Part.COORDINATING, block.order),
            implementing=self.agencies(Part.IMPLEMENTING, block.order),
            timing=read_timing(timing) if timing else None,
        )

    def agencies(self, part: Part, order: int) -> tuple[str, ...]:
        return split_agencies("; ".join(self.texts(part, order=order)), self.aliases)

    def duty(self, block: Block) -> PlanDuty:
        return PlanDuty(block.order, block.text, self.texts(Part.DUTY_POINT, order=block.order))

    def citations(self) -> tuple[Citation, ...]:
        return find_citations("\n".join(self.texts(*_PROSE)))

    def recipients(self) -> tuple[str, ...]:
        """Less the “,” “;” or “.” that parts them in the list."""
        listed = self.texts(Part.RECIPIENTS, Part.RECIPIENT)
        return tuple(text.rstrip(" ,;.") for text in listed)

    def letterhead(self) -> Letterhead:
        found = [read_letterhead(text) or Letterhead() for text in self.texts(Part.LETTERHEAD)]
        return Letterhead(
            number=next((head.number for head in found if head.number), None),
            date=next((head.date for head in found if head.date), None),
        )

    def source_lines(self) -> tuple[SourceLine, ...]:
        block_of = {number: block for block in self.blocks for number in block.lines}
        return tuple(
            SourceLine(
                number=number,
                text=line.text,
                meaning=block_of[number].meaning_of(number),
                understood=block_of[number].part is not Part.UNKNOWN,
            )
            for line in self.lines
            for number in line.numbers
        )


def read_period(text: str) -> tuple[int, int] | None:
    """The first “2025-2030” or “2025 đến năm 2030” that runs forward."""
    pairs = ((int(first), int(last)) for first, last in _PERIOD.findall(text))
    return next((pair for pair in pairs if pair[0] <= pair[1]), None)


def read_timing(text: str) -> Timing:
    years = [(int(found["year"]), bool(found["until"])) for found in _YEAR.finditer(text)]
    first = next((year for year, is_until in years if not is_until), None)
    last = years[-1][0] if years else None
    return Timing(text.rstrip(" ."), _timing_kind(text), first, last)


def _timing_kind(text: str) -> Literal["yearly", "regular"] | None:
    key = fold(text)
    if any(words in key for words in _YEARLY):
        return "yearly"
    return "regular" if _REGULAR in key else None


def _bind_anybody(items: Sequence[PlanItem]) -> bool:
    return any(item.lead or item.coordinating or item.implementing for item in items)


def _what_is_missing(title: str, period: tuple[int, int] | None, items: Sequence[PlanItem]) -> str:
    missing = []
    if not title:
        missing.append("dòng “KẾ HOẠCH” và tên kế hoạch")
    if period is None:
        missing.append("giai đoạn của kế hoạch (ví dụ 2025-2030)")
    if not items:
        missing.append("phần nội dung với các mục đánh số 1, 2, 3")
    elif not _bind_anybody(items):
        missing.append("cơ quan chủ trì, phối hợp hoặc thực hiện của các nội dung")
    return f"Văn bản này không phải kế hoạch phong trào thi đua: không thấy {'; '.join(missing)}."
