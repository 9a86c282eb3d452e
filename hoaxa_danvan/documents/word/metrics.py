"""How long words are when printed, from the advance widths in the font files."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from hoaxa_danvan.documents.fonts import find_fonts


class Scale:
    """Widths in points at the sizes asked for. Opened once per paper: it looks for the fonts."""

    def __init__(self) -> None:
        fonts = find_fonts()
        self._regular, self._bold = (
            _advances(path, path.stat().st_mtime_ns) for path in (fonts.regular, fonts.bold)
        )

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Of the longest line."""
        advances = self._bold if bold else self._regular
        return max(sum(advances.get(letter, 0.5) for letter in line) for line in text.split("\n")) * size


@lru_cache(maxsize=16)
def _advances(path: Path, changed: int) -> Mapping[str, float]:
    """In ems by letter; `changed` makes a replaced file a new question."""
    with path.open("rb") as file, TTFont(file, lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}
