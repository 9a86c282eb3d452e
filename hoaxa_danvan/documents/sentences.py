"""Sentences with figures, proposed from frozen facts for people to edit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from hoaxa_danvan.documents.outlines import Clause, Sentence

PLACE = re.compile(r"\{([\w.]+)\}")


class Words(Protocol):
    """What a name between braces stands for."""

    def get(self, name: str) -> str | None:
        """The text, or None where the figure is missing."""

    def value(self, name: str) -> Decimal | None:
        """The figure itself, where there is one."""

    def label(self, name: str) -> str:
        """How the officer knows the figure."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """The words of a `Flow`'s frozen facts."""

    facts: Mapping[str, Any]

    def get(self, name: str) -> str | None:
        found: str | None = self.facts["words"].get(name)
        return found

    def value(self, name: str) -> Decimal | None:
        value = self.facts.get("values", {}).get(name)
        return None if value is None else Decimal(value)

    def label(self, name: str) -> str:
        return str(self.facts.get("labels", {}).get(name, name))


def fill(text: str, words: Words) -> str:
    """The text with every name known; what is unknown stays open as “…”."""
    return PLACE.sub(lambda match: words.get(match[1]) or "…", text)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Sentences for one section, and what had to be left out of them."""

    text: str
    left_out: tuple[str, ...]


def propose(sentences: Iterable[Sentence], words: Words) -> Proposal:
    """One line per sentence. A clause with a missing figure is left out and told, never “0”."""
    lines, left_out = [], []
    for sentence in sentences:
        kept: list[str] = []
        stood = True
        for clause in sentence.clauses:
            if clause.after and not stood:
                continue
            missing = _missing(clause, words)
            stood = not missing and not _is_nothing(clause, words)
            if missing:
                left_out.append(_told(clause, missing))
            elif stood:
                kept.append(fill(clause.text, words))
        if kept:
            lines.append(_finished(sentence.lead, "".join(kept)))
    return Proposal("\n".join(lines), tuple(left_out))


def _told(clause: Clause, missing: list[str]) -> str:
    said = PLACE.sub("…", clause.text).strip(" ,;()")
    words = "So với kỳ trước" if said == "…" else f"“{said}”"
    return f"{words}: chưa có {', '.join(missing)}"


def _missing(clause: Clause, words: Words) -> list[str]:
    names = PLACE.findall(clause.text)
    return list(dict.fromkeys(words.label(name) for name in names if words.get(name) is None))


def _is_nothing(clause: Clause, words: Words) -> bool:
    return bool(clause.nonzero) and words.value(clause.nonzero) == 0


def _finished(lead: str, said: str) -> str:
    """A capital to begin with, a full stop to end with, whatever was left out; a căn cứ keeps its own sign."""
    whole = lead + said.lstrip(" ,;")
    stop = "" if whole.endswith((";", ",", ":")) else "."
    return f"{whole[:1].upper()}{whole[1:]}{stop}"
