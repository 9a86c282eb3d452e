"""Đề cương: headings, order, sentences and tables of a paper, from plain data.

A file in an app's defaults holds its outlines under `outlines`, each with `version`, `title`, `paper`
(what stands around the body), `sections`, `tables` and `appendices`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hoaxa_danvan.lib.defaults import load_defaults


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence, left out when one of its figures is missing.

    `after`: it can only follow the clause before it. `nonzero`: left out without a word when
    that figure is 0.
    """

    text: str
    after: bool = False
    nonzero: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses on one line; `lead` stands before whichever of them comes first."""

    clauses: tuple[Clause, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOutline:
    """One heading of a paper; a key of the file each. `only`: the copy that alone has it."""

    code: str
    level: int | None = None
    heading: str = ""
    sentences: tuple[Sentence, ...] = ()
    models: str = ""
    carry: bool = False
    required: bool = False
    facts: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    only: str = ""
    is_written: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The outline of one kind of paper. `stored` is what a paper keeps of it."""

    kind: str
    sections: tuple[SectionOutline, ...]
    stored: Mapping[str, Any]


PLAIN = ("code", "level", "heading", "models", "carry", "required", "only")
KEPT = ("name", "title", "paper", "copies", "tables", "appendices")


@cache
def outline_of(file: str, kind: str) -> Outline:
    """The outline by which papers of that kind are begun now; `file` as in `load_defaults`."""
    data = load_defaults(file)
    outline = data["outlines"][kind]
    kept = {name: outline[name] for name in KEPT if name in outline}
    rows = outline["sections"]
    required = [row["code"] for row in rows if row.get("required")]
    only = {row["code"]: row["only"] for row in rows if "only" in row}
    return Outline(
        kind=kind,
        sections=tuple(_section(row, below=rows[place + 1 :]) for place, row in enumerate(rows)),
        stored={"kind": kind, "version": data["version"], "required": required, "only": only, **kept},
    )


def _section(row: Mapping[str, Any], *, below: list[Mapping[str, Any]]) -> SectionOutline:
    plain = {name: row[name] for name in PLAIN if name in row}
    return SectionOutline(
        **plain,
        sentences=tuple(_sentence(sentence) for sentence in row.get("sentences", ())),
        facts=tuple(row.get("facts", ())),
        blocks=tuple(row.get("blocks", ())),
        is_written=not _only_heads(row, below),
    )


def _only_heads(row: Mapping[str, Any], below: list[Mapping[str, Any]]) -> bool:
    """A heading directly followed by a lower one, with nothing of its own to say."""
    said = any(name in row for name in ("sentences", "models", "blocks", "required", "facts"))
    if said or "level" not in row or not below:
        return False
    following = below[0].get("level")
    return following is not None and following > row["level"]


def _sentence(said: list[Any] | Mapping[str, Any]) -> Sentence:
    """A list of clauses, or `{lead, clauses}`."""
    if isinstance(said, list):
        return Sentence(tuple(_clause(part) for part in said))
    return Sentence(tuple(_clause(part) for part in said["clauses"]), said["lead"])


def _clause(part: str | Mapping[str, Any]) -> Clause:
    return Clause(part) if isinstance(part, str) else Clause(**part)
