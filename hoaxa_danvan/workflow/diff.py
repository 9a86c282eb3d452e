"""What changed between two sendings, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal


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


def compare(old: dict[str, Any] | None, new: dict[str, Any]) -> list[FieldChange]:
    """Field by field in the order of `new`, then the fields that are gone.

    Both are `Sendable.snapshot()`s; without an older one nothing counts as changed.
    """
    before = new if old is None else old
    changes = []
    for path, field in new.items():
        was = before.get(path, {"value": ""})["value"]
        pieces = tuple(words(was, field["value"]))
        changes.append(FieldChange(path, field["label"], field["value"], pieces, was != field["value"]))
    for path in [path for path in before if path not in new]:
        gone = before[path]
        pieces = (Piece("del", gone["value"]),)
        changes.append(FieldChange(path, gone["label"], "", pieces, True))
    return changes


def words(old: str, new: str) -> list[Piece]:
    a, b = old.split(), new.split()
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", " ".join(b[j1:j2])))
            continue
        if i2 > i1:
            pieces.append(Piece("del", " ".join(a[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("ins", " ".join(b[j1:j2])))
    return pieces
