"""What changed between two sendings, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

_TOKEN = re.compile(r"\n|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Literal["same", "ins", "del"]
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of the newer sending with its pieces; `changed` is False when all are the same."""

    path: str
    label: str
    value: str
    pieces: tuple[Piece, ...]
    changed: bool
    group: str = ""
    was: str = ""


def compare(old: dict[str, Any] | None, new: dict[str, Any]) -> list[FieldChange]:
    """Field by field in the order of `new`, then the fields that are gone.

    Both are `Versioned.snapshot()`s; without an older one nothing counts as changed.
    """
    before = new if old is None else old
    changes = [_change(path, field, before.get(path)) for path, field in new.items()]
    gone = [(path, field) for path, field in before.items() if path not in new]
    return changes + [_change(path, {**field, "value": ""}, field) for path, field in gone]


def _change(path: str, field: dict[str, Any], before: dict[str, Any] | None) -> FieldChange:
    was, value = before["value"] if before else "", field["value"]
    return FieldChange(
        path=path,
        label=field["label"],
        value=value,
        pieces=tuple(words(was, value)),
        changed=was != value,
        group=field.get("group", ""),
        was=was,
    )


def words(old: str, new: str) -> list[Piece]:
    """The newer text with what came and what went; line breaks stay where they were."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", _joined(b[j1:j2])))
            continue
        if i2 > i1:
            pieces.append(Piece("del", _joined(a[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("ins", _joined(b[j1:j2])))
    return pieces


def _joined(tokens: Iterable[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(tokens))
