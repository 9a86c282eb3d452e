"""How long words are when printed, from the advance widths in the font files."""

from hoaxa_danvan.documents.fitting import advances
from hoaxa_danvan.documents.fonts import find_fonts

UNKNOWN = 0.5  # ems of a letter that the font lacks


class Scale:
    """Widths in points at the sizes asked for. Made once per paper: it looks for the fonts."""

    def __init__(self) -> None:
        fonts = find_fonts()
        self._regular, self._bold = advances(fonts.regular), advances(fonts.bold)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Of the longest line."""
        letters = self._bold if bold else self._regular
        return size * max(
            sum(letters.get(ord(letter), UNKNOWN) for letter in line) for line in text.split("\n")
        )
