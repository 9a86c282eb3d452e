"""Whether a line goes on with the paragraph above it: broken lines, and marks that are none."""

import re
from collections.abc import Iterator, Sequence

from .blocks import Block, Part
from .lines import Line, fold
from .marks import Mark, Shape, mark_line

_AGENCIES = {Part.LEAD, Part.COORDINATING, Part.IMPLEMENTING}
_SHORTEST_SENTENCE = 4  # words
_PREAMBLE_OPENINGS = tuple(
    fold(words) for words in ("thực hiện ", "căn cứ", "để ", "nhằm ", "tiếp tục ", "triển khai ", "xét ")
)
_OFFICES = tuple(
    fold(words) for words in ("phó ", "bí thư", "chủ tịch", "trưởng ", "chánh ", "quyền ", "ủy viên ")
)
_LONE_MARKER = re.compile(r"\d{1,2}[.)]|[IVX]+\.|[-–+•]")
_TAIL = 40  # letters in which a paragraph shows whether it is finished
_SENTENCE_END = re.compile(r"[.!?…][”\"'’)\]]*$")
_YEARS_TO_THE_END = re.compile(r"\b20\d\d\D{1,15}20\d\d\W*$")


def with_their_markers(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, a marker that stands alone (“2.”, “-”) joined to the text under it."""
    waiting: Line | None = None
    for line in lines:
        if waiting and _is_marked_by(waiting.text, line.text):
            yield Line(waiting.numbers + line.numbers, f"{waiting.text} {line.text}")
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = line if _LONE_MARKER.fullmatch(line.text) else None
        if not waiting:
            yield line
    if waiting:
        yield waiting


def _is_marked_by(marker: str, text: str) -> bool:
    shape = mark_line(text).shape
    if shape is Shape.SECTION:
        return mark_line(f"{marker} {text}").shape is Shape.SECTION
    return shape in {Shape.PLAIN, Shape.LABELLED}


def may_be_folded(mark: Mark, above: Line) -> bool:
    """In a folded text “- Thông tin và Thể thao xã” may be the second half of a name."""
    if mark.shape is Shape.BULLET:
        return above.text[-1] not in ".,;:"
    return mark.shape is Shape.PLAIN


def is_continued(block: Block, text: str) -> bool:
    """A paragraph that stops in the middle of a sentence goes on in the next plain line."""
    match block.part:
        case Part.TITLE:
            return _is_title_continued(block.text, text)
        case Part.RECIPIENT:
            return text[0] == "(" or (text[0].islower() and block.text[-1] not in ",;.")
        case Part.TIMING if _YEARS_TO_THE_END.search(block.text[-_TAIL:]):
            return False
        case Part.PREAMBLE if block.text.endswith(":"):
            return False
        case Part.CLOSING:
            return not _SENTENCE_END.search(block.text[-_TAIL:])
    is_closing = ends_all(text) and text[0].isupper()
    return not is_closing and not _SENTENCE_END.search(block.text[-_TAIL:])


def is_second_paragraph(block: Block, text: str) -> bool:
    """Until its agencies are named, a whole sentence under an item is the item's."""
    if block.part not in {Part.ITEM, Part.ITEM_POINT} or len(text.split()) < _SHORTEST_SENTENCE:
        return False
    return bool(_SENTENCE_END.search(text[-_TAIL:])) and not text[0].islower()


def is_half_a_name(block: Block) -> bool:
    """“… Hội đồng Thi đua”, when the next line is “- Khen thưởng Đảng bộ xã”."""
    return block.part in _AGENCIES and block.text[-1:].isalpha()


def is_broken_capitals(block: Block, line: Line, text: str) -> bool:
    """“PHÓ BÍ THƯ” with “THƯỜNG TRỰC” just under it; a name stands apart."""
    if block.part not in {Part.AUTHORITY, Part.OFFICE} or not block.is_just_above(line):
        return False
    return text.isupper() and not is_office(text)


def _is_title_continued(title: str, text: str) -> bool:
    """A title ends with its years; without them, where the preamble begins."""
    if _YEARS_TO_THE_END.search(title[-_TAIL:]):
        return False
    return text[0].islower() or not opens_preamble(text)


def opens_preamble(text: str) -> bool:
    key = fold(text)
    return key.startswith(_PREAMBLE_OPENINGS) or fold("ban hành kế hoạch") in key


def ends_all(text: str) -> bool:
    return text.endswith("./.")


def is_office(text: str) -> bool:
    return fold(text).startswith(_OFFICES)
