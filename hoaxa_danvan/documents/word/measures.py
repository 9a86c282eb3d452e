"""The measures of a heading profile in Word's terms: all lengths are points until they are written."""

import re
from collections.abc import Mapping

MM = 72 / 25.4
A4_MM = (210, 297)
_UNITS = {"pt": 1.0, "mm": MM, "cm": 10 * MM, "in": 72.0, "px": 0.75}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(pt|mm|cm|in|px)")


class Look:
    """Reads the custom properties of paper.css."""

    def __init__(self, look: Mapping[str, str]) -> None:
        self.look = look

    def points(self, name: str) -> float:
        return points(self.look[name])

    def margins(self, name: str) -> tuple[float, float, float, float]:
        """Top, right, bottom and left, of one to four lengths as CSS has them."""
        given = [points(length) for length in self.look[name].split()]
        for opposite in (0, 0, 1)[len(given) - 1 :]:
            given.append(given[opposite])
        top, right, bottom, left = given
        return top, right, bottom, left

    def share(self, name: str) -> float:
        return float(self.look[name].removesuffix("%")) / 100

    def says(self, name: str, word: str) -> bool:
        """Whether a style, weight or decoration is this one."""
        return self.look[name].strip() == word

    def has_line(self, name: str) -> bool:
        """Of a border such as “0.75pt solid”."""
        return any(word not in {"0", "none"} for word in self.look[name].split())


def points(length: str) -> float:
    found = _LENGTH.fullmatch(length.strip())
    if not found:
        raise ValueError(f"not a length: {length!r}")
    return float(found[1]) * _UNITS[found[2]]


def twips(length: float) -> int:
    return round(length * 20)
