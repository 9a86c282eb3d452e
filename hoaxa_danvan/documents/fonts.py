"""The faces that papers are set in: whole Times-metric files, found on this machine.

Subsets with unicode-range print wrong glyphs, and some packaged fonts lack half of the
Vietnamese letters: so each file is counted before it is used.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError

from hoaxa_danvan.jobs.services import NotReady

FAMILY = "VB Serif"  # private: a font of the same name on the host must not step in

KNOWN_DIRS = (
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/truetype/croscore",
    "/usr/share/fonts/liberation-serif",
    "/usr/share/fonts/liberation",
    "/usr/share/fonts/google-tinos",
)
FILE_NAMES = (
    tuple(f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")),
    tuple(f"Tinos-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")),
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
)


class FontsMissing(NotReady):
    """No complete set of faces; the message says so in Vietnamese."""


@dataclass(frozen=True, slots=True)
class FontSet:
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path

    def urls(self) -> tuple[str, ...]:
        return tuple(path.as_uri() for path in astuple(self))

    def face_css(self) -> str:
        """The @font-face rules under the private family name, by file URL."""
        faces = zip(
            self.urls(), ("normal", "bold") * 2, ("normal", "normal", "italic", "italic"), strict=True
        )
        return "".join(
            f'@font-face {{ font-family: "{FAMILY}"; src: url("{url}");'
            f" font-weight: {weight}; font-style: {style}; }}\n"
            for url, weight, style in faces
        )


def marked_letters() -> frozenset[str]:
    """The 134 letters of Vietnamese that plain ASCII lacks: 67 small ones and their capitals."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones}
    small = {letter for letter in vowels if not letter.isascii()} | {"đ"}
    return frozenset(small | {letter.upper() for letter in small})


def find_fonts() -> FontSet:
    """The first complete set: in `DOCUMENT_FONT_DIR` alone when set, else where systems keep them."""
    chosen = settings.DOCUMENT_FONT_DIR
    found = [
        fonts for directory in ([chosen] if chosen else KNOWN_DIRS) for fonts in _sets_in(Path(directory))
    ]
    for fonts in found:
        if not letters_missing(fonts):
            return fonts
    raise FontsMissing(_what_is_missing(found, chosen))


def _sets_in(directory: Path) -> Iterator[FontSet]:
    for names in FILE_NAMES:
        paths = [directory.resolve() / name for name in names]
        if all(path.is_file() for path in paths):
            yield FontSet(*paths)


def letters_missing(fonts: FontSet) -> int:
    """How many of the 134 marked letters the poorest of the four faces lacks."""
    return max(_lacks(path, path.stat().st_mtime_ns) for path in astuple(fonts))


@lru_cache(maxsize=64)
def _lacks(path: Path, changed: int) -> int:
    """`changed` makes a replaced file a new question."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            drawn = font.getBestCmap() or {}
    except TTLibError:
        drawn = {}
    return sum(ord(letter) not in drawn for letter in marked_letters())


def _what_is_missing(found: list[FontSet], chosen: str) -> str:
    wanted = "cần Liberation Serif từ bản 2.1.5 hoặc Tinos"
    if found:
        poor = found[0].regular.parent
        count = letters_missing(found[0])
        return f"Phông chữ ở {poor} thiếu {count} trong 134 chữ có dấu tiếng Việt; {wanted}."
    where = f"ở {chosen} " if chosen else ""
    return f"Máy chủ {where}chưa có phông chữ để in văn bản; {wanted}."
