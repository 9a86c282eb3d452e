"""The walk down the page: each line to its place in the plan, broken paragraphs joined again."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto
from itertools import dropwhile

from .blocks import Block, Part
from .joining import (
    ends_all,
    is_broken_capitals,
    is_continued,
    is_half_a_name,
    is_office,
    is_second_paragraph,
    may_be_folded,
    opens_preamble,
    with_their_markers,
)
from .lines import Line, fold, folded_onto
from .marks import (
    Label,
    Mark,
    Section,
    Shape,
    mark_line,
    read_document_kind,
    read_letterhead,
    resembles_label,
    without_emphasis,
)


class Place(Enum):
    ABOVE_TITLE = auto()
    TITLE = auto()
    PREAMBLE = auto()
    PURPOSES = auto()
    ITEMS = auto()
    DUTIES = auto()
    UNKNOWN_SECTION = auto()
    CLOSING = auto()
    RECIPIENTS = auto()
    SIGNATURE = auto()


_SECTIONS = {
    Section.PURPOSES: (Place.PURPOSES, Part.PURPOSES),
    Section.ITEMS: (Place.ITEMS, Part.ITEMS),
    Section.DUTIES: (Place.DUTIES, Part.DUTIES),
}
_LABELS = {
    Label.LEAD: Part.LEAD,
    Label.COORDINATING: Part.COORDINATING,
    Label.IMPLEMENTING: Part.IMPLEMENTING,
    Label.TIMING: Part.TIMING,
}
# The paragraphs that another line may continue. Headings and the signature are one line each.
_PARAGRAPHS = {
    Part.TITLE,
    Part.PREAMBLE,
    Part.PURPOSE,
    Part.ITEM,
    Part.ITEM_POINT,
    *_LABELS.values(),
    Part.DUTY,
    Part.DUTY_POINT,
    Part.CLOSING,
    Part.RECIPIENT,
}
_LARGEST_GAP = 3  # numbers further ahead are figures that a broken line begins with
_PURPOSE_HEADINGS = {fold("mục đích"), fold("yêu cầu")}  # “1. Mục đích”, within the section
_SIGNED = {fold(words) for words in ("đã ký", "ký tên", "ký tên, đóng dấu", "đã ký, đóng dấu")}
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")


def arrange(lines: Sequence[Line]) -> list[Block]:
    """Every line in exactly one block, the blocks in the order of the text."""
    marked = [(line, mark_line(line.text)) for line in with_their_markers(lines)]
    walk = _Walk(has_dashes=_recipients_have_dashes([mark for _, mark in marked]))
    folded = folded_onto(lines)
    for line, mark in marked:
        above = folded.get(line.numbers[0])
        if above and walk.open and may_be_folded(mark, above):
            walk.open.go_on(line._replace(text=without_emphasis(line.text)))
        else:
            walk.take(line, mark)
    return walk.blocks


def _recipients_have_dashes(marks: Sequence[Mark]) -> bool:
    from_heading = dropwhile(lambda mark: mark.shape is not Shape.RECIPIENTS, marks)
    return any(mark.bulleted for mark in from_heading)


class _Walk:
    def __init__(self, *, has_dashes: bool) -> None:
        self.has_dashes = has_dashes  # before the recipients
        self.blocks: list[Block] = []
        self.counts: Counter[Part] = Counter()
        self.place = Place.ABOVE_TITLE
        self.open: Block | None = None  # the paragraph that a further line may continue
        self.orders: Counter[Place] = Counter()  # the number of the last item, of the last duty
        self.listing: Part | None = None  # agencies that stand one by one under their label

    def put(self, part: Part, line: Line, text: str, order: int = 0) -> None:
        block = Block(part, text, order, list(line.numbers))
        self.blocks.append(block)
        self.counts[part] += 1
        if part in _PARAGRAPHS:
            self.open = block
        elif part not in {Part.UNKNOWN, Part.DECORATION}:
            self.open = None

    @property
    def order(self) -> int:
        return self.orders[self.place]

    def put_next(self, part: Part, line: Line, text: str) -> None:
        self.put(part, line, text, order=self.counts[part] + 1)

    def unknown(self, line: Line) -> None:
        self.put(Part.UNKNOWN, line, line.text)

    def take(self, line: Line, mark: Mark) -> None:
        if mark.shape is Shape.DECORATION:
            self.put(Part.DECORATION, line, line.text)
        elif self.place is Place.ABOVE_TITLE:
            self.above_title(line)
        elif mark.shape is Shape.PLAIN and self.open and is_continued(self.open, mark.text):
            self.open.go_on(Line(line.numbers, mark.text))
        elif mark.shape is Shape.PLAIN and self.open and is_second_paragraph(self.open, mark.text):
            joiner = " " if self.open.is_just_above(line) else "\n"
            self.open.go_on(Line(line.numbers, mark.text), joiner)
        elif not self.turn(line, mark):
            self.stay(line, mark)

    def turn(self, line: Line, mark: Mark) -> bool:
        """The marks that mean the same wherever they stand and lead to another place."""
        if mark.shape is Shape.SECTION:
            self.section(line, mark)
        elif mark.shape is Shape.RECIPIENTS:
            self.place = Place.RECIPIENTS
            self.put(Part.RECIPIENTS, line, mark.value)
        elif mark.shape is Shape.AUTHORITY:
            self.place = Place.SIGNATURE
            self.put(Part.AUTHORITY, line, mark.text)
        elif mark.shape is Shape.CLOSING or (mark.shape is Shape.PLAIN and ends_all(mark.text)):
            self.place = Place.CLOSING
            self.put(Part.CLOSING, line, mark.text)
        else:
            return False
        return True

    def section(self, line: Line, mark: Mark) -> None:
        self.open = self.listing = None
        if mark.section is None:
            self.place = Place.UNKNOWN_SECTION
            self.unknown(line)
        else:
            self.place, part = _SECTIONS[mark.section]
            self.put(part, line, mark.text)

    def stay(self, line: Line, mark: Mark) -> None:
        match self.place:
            case Place.TITLE:
                self.title(line, mark)
            case Place.PREAMBLE:
                self.preamble(line, mark)
            case Place.PURPOSES:
                self.purposes(line, mark)
            case Place.ITEMS:
                self.items(line, mark)
            case Place.DUTIES:
                self.duties(line, mark)
            case Place.RECIPIENTS:
                self.recipients(line, mark)
            case Place.SIGNATURE:
                self.signature(line, mark)
            case _:
                self.unknown(line)

    def above_title(self, line: Line) -> None:
        title = read_document_kind(line.text)
        if title is None:
            is_known = read_letterhead(line.text) is not None
            self.put(Part.LETTERHEAD if is_known else Part.UNKNOWN, line, line.text)
        elif title:
            self.place = Place.PREAMBLE
            self.put(Part.TITLE, line, title)
        else:
            self.place = Place.TITLE
            self.put(Part.KIND, line, line.text)

    def title(self, line: Line, mark: Mark) -> None:
        if mark.shape is Shape.PLAIN:
            self.place = Place.PREAMBLE
            self.put(Part.TITLE, line, mark.text)
        else:
            self.unknown(line)

    def preamble(self, line: Line, mark: Mark) -> None:
        is_preamble = mark.shape in {Shape.PLAIN, Shape.BULLET} and opens_preamble(mark.text)
        self.put(Part.PREAMBLE if is_preamble else Part.UNKNOWN, line, mark.text)

    def purposes(self, line: Line, mark: Mark) -> None:
        if mark.shape is Shape.NUMBERED and fold(mark.text.rstrip(" .:")) in _PURPOSE_HEADINGS:
            self.put(Part.PURPOSES, line, mark.text)
        elif mark.bulleted or mark.shape is Shape.NUMBERED:
            self.put_next(Part.PURPOSE, line, mark.text)
        else:
            self.unknown(line)

    def items(self, line: Line, mark: Mark) -> None:
        if self.is_next(mark):
            self.orders[self.place], self.listing = mark.order, None
            self.put(Part.ITEM, line, mark.text, self.order)
        elif self.order and mark.label:
            part = _LABELS[mark.label]
            self.listing = None if mark.value else part
            self.put(part, line, mark.value, self.order)
        elif mark.bulleted and self.listing:
            self.put(self.listing, line, mark.text, self.order)
        elif mark.bulleted and self.open and is_half_a_name(self.open):
            self.open.go_on(Line(line.numbers, f"- {mark.text}"))
        elif mark.bulleted and self.takes_points and not resembles_label(mark.text):
            self.put(Part.ITEM_POINT, line, mark.text, self.order)
        else:
            self.unknown(line)

    @property
    def takes_points(self) -> bool:
        return self.open is not None and self.open.part in {Part.ITEM, Part.ITEM_POINT}

    def duties(self, line: Line, mark: Mark) -> None:
        if self.is_next(mark):
            self.orders[self.place] = mark.order
            self.put(Part.DUTY, line, mark.text, self.order)
        elif self.order and mark.bulleted:
            self.put(Part.DUTY_POINT, line, mark.text, self.order)
        else:
            self.unknown(line)

    def is_next(self, mark: Mark) -> bool:
        ahead = mark.order - self.order
        return mark.shape is Shape.NUMBERED and 0 < ahead <= _LARGEST_GAP

    def recipients(self, line: Line, mark: Mark) -> None:
        if mark.shape is Shape.PLAIN and mark.text.isupper() and is_office(mark.text):
            self.place = Place.SIGNATURE
            self.put(Part.OFFICE, line, mark.text)
        elif mark.bulleted or (mark.shape is Shape.PLAIN and not self.has_dashes):
            self.put_next(Part.RECIPIENT, line, mark.text)
        else:
            self.unknown(line)

    def signature(self, line: Line, mark: Mark) -> None:
        above = self.blocks[-1]
        if mark.bulleted and self.counts[Part.RECIPIENTS]:
            self.put_next(Part.RECIPIENT, line, mark.text)
        elif is_broken_capitals(above, line, mark.text):
            above.go_on(Line(line.numbers, mark.text))
        elif fold(mark.text.strip("(). ")) in _SIGNED:
            self.put(Part.SIGNED, line, mark.text)
        elif is_office(mark.text) and not self.counts[Part.OFFICE]:
            self.put(Part.OFFICE, line, mark.text)
        elif _is_name(mark.text) and not self.counts[Part.SIGNER]:
            self.put(Part.SIGNER, line, mark.text)
        else:
            self.unknown(line)


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and all(word[0].isupper() for word in text.split())
