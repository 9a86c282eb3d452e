"""Agencies: one line of a plan into the names of the alias table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .lines import fold

DEFAULT_ALIASES = Path(__file__).parent.parent / "defaults" / "agency_aliases.yaml"

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_SEPARATORS = {",", ";"}
_ENDS = {*_SEPARATORS, ".", "và"}


@dataclass(frozen=True, slots=True)
class Alias:
    """A phrase of the plan, the name it goes by, and its target: a kind's code or a unit's name."""

    phrase: str
    name: str
    kind: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    start: int
    end: int


def load_aliases(path: Path = DEFAULT_ALIASES) -> list[Alias]:
    """The alias table, one row per phrase. Raises ValueError for an entry without one target."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [alias for entry in table["agencies"] for alias in _rows(entry, table.get("commune"))]


def _rows(entry: dict[str, Any], commune: str | None) -> Iterable[Alias]:
    name, kind, unit = entry["name"], entry.get("kind"), entry.get("unit")
    if (kind is None) == (unit is None):
        raise ValueError(f"Bảng tên cơ quan: «{name}» phải có đúng một trong hai: kind, unit.")
    for phrase in _with_commune([name, *entry.get("phrases", [])], commune):
        yield Alias(phrase, name, kind, unit)


def _with_commune(phrases: list[str], commune: str | None) -> Iterable[str]:
    """“UBND xã” may be written “UBND xã Hòa Xá”; another commune's name is another agency."""
    for phrase in phrases:
        yield phrase
        if commune and phrase.endswith(" xã"):
            yield f"{phrase} {commune}"


@lru_cache(maxsize=1)
def default_aliases() -> tuple[Alias, ...]:
    return tuple(load_aliases())


def find_alias(name: str, aliases: Sequence[Alias] | None = None) -> Alias | None:
    """The row for an agency's name or for one of its phrases; None for one the table lacks."""
    wanted = _keys(name)
    table = default_aliases() if aliases is None else aliases
    return next((alias for alias in table if _keys(alias.phrase) == wanted), None)


def split_agencies(text: str, aliases: Sequence[Alias] | None = None) -> tuple[str, ...]:
    """The agencies of a line, each once, in its order.

    A phrase of the table becomes its name, the longest phrase first; it counts only where an
    agency may begin (at the start, after “,” or “;”, after “và” that follows another phrase of
    the table) and where one may end, so “Văn phòng HĐND và UBND xã” is not cut at “UBND xã”.
    What no phrase knows is cut at “,” and “;” alone and kept as it was written.
    """
    table = _by_length(default_aliases() if aliases is None else tuple(aliases))
    tokens = _tokens(text)
    names: list[str] = []
    position = 0
    while position < len(tokens):
        if tokens[position].key in _ENDS:
            position += 1
            continue
        name, position = _take_one(text, tokens, position, table)
        names.append(name)
    return tuple(dict.fromkeys(names))


def _take_one(
    text: str, tokens: list[_Token], start: int, table: list[tuple[list[str], str]]
) -> tuple[str, int]:
    """The agency that begins at a token, and where the next one may begin."""
    for keys, name in table:
        end = start + len(keys)
        if [token.key for token in tokens[start:end]] == keys and _ends_at(tokens, end):
            return name, end
    end = start
    while end < len(tokens) and tokens[end].key not in _SEPARATORS:
        end += 1
    return text[tokens[start].start : tokens[end - 1].end].rstrip("."), end


def _ends_at(tokens: list[_Token], position: int) -> bool:
    return position == len(tokens) or tokens[position].key in _ENDS


@lru_cache(maxsize=8)
def _by_length(aliases: tuple[Alias, ...]) -> list[tuple[list[str], str]]:
    rows = [(_keys(alias.phrase), alias.name) for alias in aliases]
    return sorted(rows, key=lambda row: -len(row[0]))


def _tokens(text: str) -> list[_Token]:
    return [_Token(fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _keys(text: str) -> list[str]:
    return [token.key for token in _tokens(text)]
