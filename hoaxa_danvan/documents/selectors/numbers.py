"""The registers of numbers: which run a paper counts in, its last number, what is still free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import NumberSeries, PaperNumber, Term
from hoaxa_danvan.documents.models.numbers import UNIT_REGISTER
from hoaxa_danvan.documents.selectors.stationery import all_letterheads
from hoaxa_danvan.lib.defaults import load_defaults

MOST_GAPS = 12  # ranges named on the page; a register that the portal sees little of has many


@dataclass(frozen=True, slots=True)
class Period:
    """A nhiệm kỳ as entered (`version` from 1), or as it ships (0)."""

    name: str
    since: date
    until: date | None = None
    version: int = 0

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "Period") -> bool:
        first, second = sorted((self, other), key=lambda period: period.since)
        return first.until is None or second.since <= first.until


def all_terms() -> list[Period]:
    """The newest first; one that ships holds until people enter one of its name."""
    entered = [Period(row.name, row.since, row.until, row.version) for row in Term.objects.all()]
    names = {term.name for term in entered}
    shipped = [Period(**row) for row in load_defaults("documents/terms.yaml") if row["name"] not in names]
    return sorted([*entered, *shipped], key=lambda term: term.since, reverse=True)


def find_term(name: str) -> Period | None:
    return next((term for term in all_terms() if term.name == name), None)


def term_at(day: date) -> str | None:
    """The name of the nhiệm kỳ that the day falls into."""
    return next((term.name for term in all_terms() if term.holds(day)), None)


def period_of(profile: HeadingProfile, day: date) -> str | None:
    """How long a number counts: the Party's through the term, the state's through the year."""
    return term_at(day) if profile.scheme == "party" else str(day.year)


def last_number(*, letterhead: Letterhead, profile: HeadingProfile, sign: str, on: date) -> str:
    """“12-KH/ĐU”: the highest number that the portal knows in the run of such a paper; empty for none."""
    numbers = PaperNumber.objects.filter(
        series__issuer=letterhead.issuer,
        series__kind=sign if letterhead.numbered_by_kind else "",
        series__period=period_of(profile, on) or "",
    )
    newest = numbers.order_by("-value", "-suffix").first()
    return newest.text if newest else ""


# The register's page


@dataclass(frozen=True, slots=True)
class Run:
    """One run of numbers at a glance."""

    issuer: str
    kind: str
    period: str
    last: str
    used: int
    cancelled: int
    gaps: str


def runs(numbers: Iterable[PaperNumber]) -> list[Run]:
    """The runs of the register, the newest period first."""
    names = issuer_names()
    ordered = sorted(numbers, key=lambda n: (n.series.issuer, n.series.kind, n.series_id, n.value, n.suffix))
    found = [_run(list(group), names) for _, group in groupby(ordered, key=lambda number: number.series_id)]
    return sorted(found, key=lambda run: run.period, reverse=True)


def _run(numbers: list[PaperNumber], names: dict[str, str]) -> Run:
    series, cancelled = numbers[0].series, PaperNumber.State.CANCELLED
    gone = sum(number.state == cancelled for number in numbers)
    return Run(
        issuer=names.get(series.issuer, series.issuer),
        kind=series.kind,
        period=series.period,
        last=numbers[-1].text,
        used=len(numbers) - gone,
        cancelled=gone,
        gaps=gaps_of([number.value for number in numbers]),
    )


def gaps_of(values: Iterable[int]) -> str:
    """“07, 09-11”: what lies free between the numbers known; before the first the portal knows nothing."""
    there = sorted(set(values))
    free = [(low + 1, high - 1) for low, high in pairwise(there) if high > low + 1]
    named = [f"{low:02}" if low == high else f"{low:02}-{high:02}" for low, high in free]
    return ", ".join(named[:MOST_GAPS] + ["…"] * (len(named) > MOST_GAPS))


def issuer_names() -> dict[str, str]:
    """“ĐU – Ban Thường vụ Đảng ủy, Đảng ủy xã”, by the register's issuer."""
    bodies: dict[str, list[str]] = {}
    for body in all_letterheads().values():
        bodies.setdefault(body.issuer, []).append(body.name)
    return {issuer: f"{issuer} – {', '.join(names)}" for issuer, names in bodies.items()}


def series_choices(name: str) -> list[tuple[str, str]]:
    """The values of one column of the commune's runs, for the page's filters."""
    series = NumberSeries.objects.exclude(issuer__startswith=UNIT_REGISTER).exclude(**{name: ""})
    values = series.order_by(name).values_list(name, flat=True).distinct()
    names = issuer_names() if name == "issuer" else {}
    return [(value, names.get(value, value)) for value in values]
