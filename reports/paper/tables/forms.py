"""Which function makes a table or chart of which form."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hoaxa_danvan.documents.paper import Block
from reports.figures import Frozen
from reports.sentences import written

Form = Callable[[Frozen, Mapping[str, Any]], Block | None]
FORMS: dict[str, Form] = {}


def form(name: str) -> Callable[[Form], Form]:
    """Register how tables of the form `name` are made; None where there is nothing to show."""

    def register(make: Form) -> Form:
        FORMS[name] = make
        return make

    return register


def block(frozen: Frozen, spec: Mapping[str, Any]) -> Block | None:
    return FORMS[spec["form"]](frozen, spec)


def day_words(iso: str) -> str:
    return written(date.fromisoformat(iso)) if iso else "–"


def tally(rows: list[dict[str, Any]], name: str) -> list[tuple[str, int]]:
    """How many rows have each value of `name`, the most frequent first."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[name]] = counts.get(row[name], 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])
