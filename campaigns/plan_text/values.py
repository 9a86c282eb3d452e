"""What is read out of a plan: frozen values, and their JSON."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal


class NotAPlan(ValueError):
    """The file cannot be read as a plan; `message` says why, for the person who sent it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Timing:
    """When an item is carried out; `kind` or a year is None where the text does not say it."""

    text: str
    kind: Literal["yearly", "regular"] | None
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One content item; its agencies by role, under the names of the alias table."""

    order: int
    text: str
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    implementing: tuple[str, ...]
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class PlanDuty:
    order: int
    text: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A document cited: its number, its date if the text gives one, and the words that name it."""

    number: str
    date: dt.date | None
    text: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the file (counted from 1) and what it was understood as."""

    number: int
    text: str
    meaning: str
    understood: bool


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan as its text tells it. What the text does not hold is "", () or None."""

    number: str | None
    date: dt.date | None
    title: str
    issuer: str
    period: tuple[int, int]
    preamble: str
    purposes: tuple[str, ...]
    items: tuple[PlanItem, ...]
    duties: tuple[PlanDuty, ...]
    citations: tuple[Citation, ...]
    closing: str
    recipients: tuple[str, ...]
    authority: str
    office: str
    signer: str
    lines: tuple[SourceLine, ...]

    @property
    def unrecognised(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines if not line.understood)


def as_json(plan: PlanText) -> dict[str, Any]:
    """The plan as plain values, ready for `json.dumps`.

    `period` is {"from": 2025, "to": 2030}; `timing` is {"kind": "yearly" | "regular" | null,
    "text": …, "from": 2026 | null, "to": 2030 | null}, or null where an item has none;
    `duties` are {"order", "text", "points"}; agencies are lists, [] when absent; dates are ISO
    or null. A text field that the plan lacks is "".
    """
    first_year, last_year = plan.period
    return {
        "title": plan.title,
        "issuer": plan.issuer,
        "period": {"from": first_year, "to": last_year},
        "preamble": plan.preamble,
        "purposes": list(plan.purposes),
        "items": [_item_as_json(item) for item in plan.items],
        "duties": [
            {"order": duty.order, "text": duty.text, "points": list(duty.points)} for duty in plan.duties
        ],
        "citations": [
            {"number": cited.number, "date": cited.date.isoformat() if cited.date else None}
            for cited in plan.citations
        ],
        "closing": plan.closing,
        "recipients": list(plan.recipients),
        "signer": plan.signer,
        "office": plan.office,
        "unrecognised": list(plan.unrecognised),
    }


def _item_as_json(item: PlanItem) -> dict[str, Any]:
    return {
        "order": item.order,
        "text": item.text,
        "lead": list(item.lead),
        "coordinating": list(item.coordinating),
        "implementing": list(item.implementing),
        "timing": item.timing and _timing_as_json(item.timing),
    }


def _timing_as_json(timing: Timing) -> dict[str, Any]:
    return {
        "kind": timing.kind,
        "text": timing.text,
        "from": timing.first_year,
        "to": timing.last_year,
    }
