"""Reads the text of a movement's plan, as a commune's Party committee issues it.

    bytes → plain text (word.py, for a .docx) → lines (lines.py) → the mark of each line (marks.py)
    → blocks (walk.py, and joining.py for broken paragraphs) → PlanText (reading.py)

No line disappears: each ends in a block, at worst in one that is “Chưa nhận ra”, and
`PlanText.lines` tells which. What is read, and what is not:

- Sections go by their words (mục đích, nội dung, tổ chức thực hiện), with or without a number.
- A line that goes on in the middle of a sentence is joined to its paragraph. A new sentence on a
  line of its own is joined only to an item whose agencies are not yet named; elsewhere nothing
  tells whose it is. A text folded at a fixed width is unfolded first.
- The line under “KẾ HOẠCH” is the title; it may be broken, and ends with its years.
- A number begins an item or a duty when it is ahead of the last one by three at most.
- A bullet under an item, before its labels, belongs to the item's text, as a line “- …”.
- A section with an unknown heading is not understood, to its last line.

Nothing here knows Django: the import service decides what becomes of a PlanText.
"""

from .agencies import DEFAULT_ALIASES, Alias, find_alias, load_aliases, split_agencies
from .blocks import Block as PlanBlock
from .blocks import Part
from .reading import read_blocks, read_plan
from .values import (
    Citation,
    NotAPlan,
    PlanDuty,
    PlanItem,
    PlanText,
    SourceLine,
    Timing,
    as_json,
)
from .word import plain_text

__all__ = [
    "DEFAULT_ALIASES",
    "Alias",
    "Citation",
    "NotAPlan",
    "Part",
    "PlanBlock",
    "PlanDuty",
    "PlanItem",
    "PlanText",
    "SourceLine",
    "Timing",
    "as_json",
    "find_alias",
    "load_aliases",
    "plain_text",
    "read_blocks",
    "read_plan",
    "split_agencies",
]
