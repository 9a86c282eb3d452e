"""From the bytes of a file to its clean, numbered lines."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .values import NotAPlan

MAX_BYTES = 200_000  # the commune's plan has 12,000
# The longest line of a text that a mail program or an editor has folded. Unfolded, each
# paragraph is one line, and some paragraph is always longer.
FOLDED_WIDTH = 120

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SIGNATURES = {
    b"%PDF": "tệp PDF",
    b"PK\x03\x04": "tệp Word, Excel hoặc tệp nén",
    b"\xd0\xcf\x11\xe0": "tệp Word, Excel đời cũ",
    b"{\\rtf": "tệp RTF",
    b"\x89PNG": "tệp ảnh",
    b"\xff\xd8\xff": "tệp ảnh",
}
_SAVE_AS_TEXT = "Hãy lưu kế hoạch thành tệp văn bản thuần (.txt), bảng mã UTF-8, rồi nhập lại."

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LETTERS = re.compile(r"[^\W\d_]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class Line(NamedTuple):
    """A line, or a few joined into one; its numbers in the file, counted from 1."""

    numbers: tuple[int, ...]
    text: str


def decode(data: bytes) -> str:
    """The file's text. Raises NotAPlan when it is empty, too large, binary or not in Unicode."""
    if not data:
        raise NotAPlan("Tệp trống, không có chữ nào để đọc.")
    if len(data) > MAX_BYTES:
        raise NotAPlan("Tệp quá lớn (trên 200 KB) so với văn bản của một kế hoạch.")
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise NotAPlan(f"Đây là {name}, không phải văn bản thuần. {_SAVE_AS_TEXT}")
    text = _decode_unicode(data)
    if "\0" in text:
        raise NotAPlan(f"Tệp không phải văn bản thuần. {_SAVE_AS_TEXT}")
    return text


def _decode_unicode(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(_UTF16_BOMS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise NotAPlan(f"Tệp không phải văn bản thuần. {_SAVE_AS_TEXT}") from error
        raise NotAPlan(
            f"Không đọc được chữ trong tệp vì tệp không dùng bảng mã UTF-8. {_SAVE_AS_TEXT}"
        ) from error


def source_lines(text: str) -> list[Line]:
    """The lines that hold anything, cleaned; each keeps its number in the file."""
    cleaned = (Line((number,), clean(raw)) for number, raw in enumerate(text.splitlines(), start=1))
    return [line for line in cleaned if line.text]


def clean(text: str) -> str:
    """NFC, one ordinary space between words, and nothing invisible."""
    visible = (char for char in text if char.isspace() or not _is_invisible(char))
    return " ".join(unicodedata.normalize("NFC", "".join(visible)).split())


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf"}


def fold(text: str) -> str:
    """A key for comparing words: no case, no kinds of dash, “uỷ” the same as “ủy”.

    The tone goes to the end of its syllable, so both schools of placing it meet there.
    """
    plain = unicodedata.normalize("NFC", text.translate(_DASHES).casefold())
    return _LETTERS.sub(lambda word: _tone_last(word.group()), plain)


def _tone_last(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(_TONES.findall(parts))
    return unicodedata.normalize("NFC", _TONES.sub("", parts) + tone)


def folded_onto(lines: Sequence[Line]) -> dict[int, Line]:
    """For each line that only continues the one above it in a folded text: that line above.

    A line was folded there if its first word had no room on the line above.
    """
    width = max((len(line.text) for line in lines), default=0)
    if width > FOLDED_WIDTH:
        return {}
    return {
        below.numbers[0]: above
        for above, below in pairwise(lines)
        if below.numbers[0] == above.numbers[-1] + 1
        and len(above.text) + 1 + len(below.text.split(maxsplit=1)[0]) > width
    }
