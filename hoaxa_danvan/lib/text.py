"""Vietnamese text: one normal form, keys to search by and keys to sort by."""

import re
import unicodedata

SORT_KEY_LENGTH = 500

_MARK = "\u0300-\u036f"
_CLUSTER = re.compile(rf"[0-9]+|[^{_MARK}][{_MARK}]*")
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "đ": "d"})

_PUNCTUATION = " _-–—,;:!?.…'‘’\"“”()[]{}§@*/\\&#%°+×<=>|~$₫"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# The signs of lists, as typed and as Word's own fonts draw them.
_LINE_START = re.compile(r"^[•·▪▫◦●○■□➢➤✓✔❖♦*–—]\s+")
_SPACES: dict[int, str] = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076), "•")
_SPACES |= dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2007\u202f"), " ")
_SPACES |= dict.fromkeys(map(ord, "\r\v\f\u2028\u2029"), "\n")
# 00 ends a level; then, as in ICU: punctuation, other signs, numbers, letters, other scripts.
_WEIGHTS = {sign: f"{weight:02}" for weight, sign in enumerate(_PUNCTUATION, start=1)}
_OTHER_SIGN = "58"
_NUMBER = "59"
_WEIGHTS |= {letter: f"{weight:02}" for weight, letter in enumerate(_ALPHABET, start=60)}
_OTHER_LETTER = "98"

_HATS = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê"}
_HATS |= {("o", "\u0302"): "ô", ("o", "\u031b"): "ơ", ("u", "\u031b"): "ư"}
# Huyền, hỏi, ngã, sắc, nặng, as dictionaries have them; “ngang” is the absence of a mark.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_OTHER_MARK = "7"


def nfc(text: str) -> str:
    """The one form in which text is stored and compared."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Without spaces around it, and with single ones inside."""
    return " ".join(text.split())


def tidy(text: str) -> str:
    """What was pasted from Word, as if it had been typed: composed, without what nobody sees.

    Tabs and hard spaces become spaces, signs of bullets a dash; lines and quotation marks stay.
    """
    visible = "".join(c for c in nfc(text).replace("\r\n", "\n").translate(_SPACES) if not _is_unseen(c))
    lines = (_LINE_START.sub("- ", squeeze(line)) for line in visible.split("\n"))
    return "\n".join(lines).strip()


def _is_unseen(sign: str) -> bool:
    """Soft hyphens, joiners, marks of direction, controls; not the line's end."""
    return sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"}


def fold(text: str) -> str:
    """What a search compares: no accents, no capitals, đ as d, plain quotes and single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return squeeze(bare.lower().translate(_TYPOGRAPHIC))


def search_text(*parts: str) -> str:
    """For a stored `search` column: a folded line, then one with accents for the exact matches."""
    whole = " ".join(part for part in parts if part)
    return f"{fold(whole)}\n{squeeze(nfc(whole).lower())}"


def sort_key(text: str) -> str:
    """A key that sorts as a Vietnamese dictionary does, like ICU's `vi-u-kn-true`.

    Letters decide first (Đ after D, Thôn 2 before Thôn 10), then tones, then capitals. The key
    is made of decimal digits only, so SQLite and every collation of PostgreSQL agree on it.
    """
    return _key(text)[:SORT_KEY_LENGTH]


def person_sort_key(full_name: str) -> str:
    """As `sort_key`, by the given name (the last word) and only then by the rest."""
    rest, _, given = squeeze(full_name).rpartition(" ")
    return (_key(given) + _key(rest))[:SORT_KEY_LENGTH]


def _key(text: str) -> str:
    """Three levels, each ended by a zero, so that two keys set end to end still compare rightly."""
    letters, tones, capitals = "", "", ""
    for cluster in _CLUSTER.findall(unicodedata.normalize("NFD", squeeze(text))):
        weight, marks = _weigh(cluster)
        if weight:
            letters += weight
            tones += "1" + "".join(sorted(_TONES.get(mark, _OTHER_MARK) for mark in marks))
            capitals += "2" if cluster[0].isupper() else "1"
    return f"{letters}00{tones.rstrip('1')}0{capitals.rstrip('1')}0"


def _weigh(cluster: str) -> tuple[str, str]:
    """The weight of a number, or of a letter with the marks that belong to it; and other marks."""
    if cluster[0] in "0123456789":
        digits = cluster.lstrip("0")
        return f"{_NUMBER}{min(len(digits), 99):02}{digits}", ""
    letter, marks = cluster[0].lower(), cluster[1:]
    for mark in marks:
        if hat := _HATS.get((letter, mark)):
            letter, marks = hat, marks.replace(mark, "", 1)
            break
    return _WEIGHTS.get(letter) or _weigh_stranger(letter), marks


def _weigh_stranger(letter: str) -> str:
    category = unicodedata.category(letter)
    if category.startswith("C"):
        return ""  # invisible: control and format characters
    group = _OTHER_SIGN if category[0] in "PSZ" else _OTHER_LETTER
    return f"{group}{ord(letter[0]):07}"
