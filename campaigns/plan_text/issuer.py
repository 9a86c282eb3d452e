"""Who issues a plan: its letterhead may be cut off, the preamble still says it."""

import re

from .lines import fold

_ORDERING = re.compile(r" (?:ban hành|xây dựng) kế hoạch", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[,;:.“”]")
_MOST_WORDS = 12
_PLACES = ("xã", "phường", "đặc khu", "thị trấn")
_BODIES = {
    fold("ban thường vụ"): "Ban Thường vụ Đảng ủy xã",
    fold("ban chấp hành"): "Ban Chấp hành Đảng bộ xã",
    fold("đảng ủy"): "Đảng ủy xã",
}


def find_issuer(title: str, preamble: str, authority: str) -> str:
    """“Ban Thường vụ Đảng ủy xã Hòa Xá”, or "" when the text does not tell.

    The body stands before “ban hành Kế hoạch” in the preamble, else behind the “T/M” of the
    signature. When it stops at “xã”, the commune's own name is taken from the first “xã …”
    with a proper name in the preamble, else in the title.
    """
    body = _from_preamble(preamble) or _from_authority(authority)
    place = next((word for word in _PLACES if body.casefold().endswith(f" {word}")), None)
    if place is None:
        return body
    name = _proper_name(place, preamble) or _proper_name(place, title)
    return f"{body} {name}".strip()


def _from_preamble(preamble: str) -> str:
    ordering = _ORDERING.search(preamble)
    if ordering is None:
        return ""
    body = _CLAUSE_ENDS.split(preamble[: ordering.start()])[-1].strip()
    return body if body[:1].isupper() and len(body.split()) <= _MOST_WORDS else ""


def _from_authority(authority: str) -> str:
    words = fold(authority).partition(" ")[2]
    return next((name for body, name in _BODIES.items() if words.startswith(body)), "")


def _proper_name(place: str, text: str) -> str:
    """The capitalised words after the first “xã” that has any; a title in capitals too."""
    for found in re.finditer(rf"\b{place} ((?:[^\W\d_]+ ?)+)", text, re.IGNORECASE):
        name: list[str] = []
        for word in found[1].split():
            if not word[0].isupper():
                break
            name.append(word)
        if name:
            return " ".join(name).title() if text.isupper() else " ".join(name)
    return ""
