"""How large words may be set so that they fit: on a certificate no name is ever cut off."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

PT_PER_MM = 72 / 25.4
SAFETY = 1.02  # hinting and rounding in the drawn line
STEP_PT = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """A size in points, and the narrowest column of as many lines: so centred lines are of like length."""

    size: float
    width_mm: float
    lines: int

    def height_mm(self, leading: float) -> float:
        return self.size * leading * self.lines / PT_PER_MM


def fitted(text: str, *, face: Path, width_mm: float, lines: int, largest: float) -> Fit:
    """The largest size, up to `largest`, at which the text needs no more lines than that."""
    letters = advances(face)
    paragraphs = tuple(
        tuple(_width(word, letters) for word in line.split()) or (0.0,) for line in text.splitlines() or [""]
    )
    space, room, size = letters.get(ord(" "), 0.25), width_mm * PT_PER_MM / SAFETY, largest
    lines = max(lines, len(paragraphs))  # line breaks made by hand stay
    while size > STEP_PT and _lines(paragraphs, space, room / size) > lines:
        size -= STEP_PT
    count = _lines(paragraphs, space, room / size)
    narrowest = width_mm
    while narrowest > 1 and _lines(paragraphs, space, room / size * (narrowest - 1) / width_mm) <= count:
        narrowest -= 1
    return Fit(size, narrowest, int(count))


def _lines(paragraphs: tuple[tuple[float, ...], ...], space: float, room: float) -> float:
    """How many lines of that many ems the words take; none will do for a word longer than a line."""
    count = 0
    for words in paragraphs:
        if max(words) > room:
            return float("inf")
        count, used = count + 1, words[0]
        for _, word in pairwise(words):
            used += space + word
            if used > room:
                count, used = count + 1, word
    return count


def _width(word: str, letters: dict[int, float]) -> float:
    return sum(letters.get(ord(letter), 1.0) for letter in word)


def advances(face: Path) -> dict[int, float]:
    """The width of every letter in ems, by its code."""
    return _widths(face, face.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _widths(face: Path, changed: int) -> dict[int, float]:
    """The advance of every letter in ems. `changed` makes a replaced file a new question."""
    with face.open("rb") as file, TTFont(file, lazy=True) as font:
        drawn, advances, em = font.getBestCmap() or {}, font["hmtx"], font["head"].unitsPerEm
        return {code: advances[name][0] / em for code, name in drawn.items()}
