"""Under which item of the commune's plan a task belongs, by the number or the words that its table gives."""

import re
from collections.abc import Mapping
from itertools import pairwise

from .texts import fold

_NUMBER = re.compile(r"(?:^|noi dung|nd|muc|khoan)[ .:]*(?:so )?(\d{1,2})(?=$|[ .:;,)\-])")
_WORD = re.compile(r"[a-z]{2,}")
# Syllables that every such text has.
_COMMON = frozenset(
    _WORD.findall(
        "cac cao chat cho chuc co cua dan day den don dua dung duoc hien hieu hoach ke kheo khi la luong "
        "manh mot nam nang nhung noi phong qua quan tai theo thi thuc tiep to trao trong tu tuc va van "
        "ve vi voi xa "
    )
)
LEAST_SHARED = 3


def guess_item(words: str, items: Mapping[int, str]) -> int | None:
    """The order of the item that is meant; `items` are `{order: its text}`. None when it is not clear."""
    said = fold(words)
    if not said:
        return None
    if (numbered := _NUMBER.search(said)) and int(numbered[1]) in items:
        return int(numbered[1])
    return guess_by_words(words, items)


def guess_by_words(words: str, items: Mapping[int, str]) -> int | None:
    """By the pairs of neighbouring words that both texts have: single syllables mean little."""
    pairs = _pairs(words)
    shared = sorted(((len(pairs & _pairs(text)), order) for order, text in items.items()), reverse=True)
    best, order = shared[0] if shared else (0, 0)
    second = shared[1][0] if len(shared) > 1 else 0
    return order if best >= LEAST_SHARED and best > second else None


def _pairs(text: str) -> set[tuple[str, str]]:
    words = _WORD.findall(fold(text))
    return {pair for pair in pairwise(words) if not _COMMON.issuperset(pair)}
