"""How a figure is counted: by its rows, from one reading of the registers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from reports.registers import Registers

REGISTER = "Sổ đăng ký mô hình, điển hình"
REPORTS = "Báo cáo của các đơn vị"
PLANS = "Sổ kế hoạch năm của các đơn vị"
RECOGNITIONS = "Sổ công nhận, theo quyết định"
AWARDS = "Sổ khen thưởng, theo quyết định đã công bố"
DOSSIERS = "Sổ hồ sơ đề nghị khen thưởng"
INSPECTIONS = "Sổ kiểm tra, khảo sát"

Rows = Callable[[Registers], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Count:
    """A figure from the registers: how much, from where, and the address of its rows."""

    value: Decimal
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Counter:
    """`measure` is for what is summed over the rows instead of counted; `of_period`: of the
    reports of a period, not of the whole year.
    """

    slug: str
    title: str
    source: str
    model: type[models.Model]
    rows: Rows
    measure: Callable[[Any], int] | None = None
    of_period: bool = False

    def count(self, registers: Registers) -> Count:
        rows = self.rows(registers)
        value = sum(self.measure(row) for row in rows) if self.measure else len(rows)
        return Count(Decimal(value), self.source, self.url(registers))

    def url(self, registers: Registers, **narrowed: object) -> str:
        """The page with exactly those rows; `narrowed` are names and values of its filters."""
        unit = {"unit": registers.unit.pk} if registers.unit else {}
        query = urlencode({**unit, **narrowed})
        if self.of_period and registers.period:
            page = reverse("reports:period-rows", args=[registers.period.pk, self.slug])
        else:
            page = reverse("reports:rows", args=[registers.campaign_year.year, self.slug])
        return f"{page}?{query}" if query else page


COUNTERS: dict[str, Counter] = {}


def counts(
    slug: str, title: str, *, source: str, model: type[models.Model], measure: Any = None
) -> Callable[[Rows], Rows]:
    """Register the decorated function as the counter called `slug`."""

    def register(rows: Rows) -> Rows:
        COUNTERS[slug] = Counter(slug, title, source, model, rows, measure, of_period=source == REPORTS)
        return rows

    return register


def count_all(registers: Registers, slugs: Iterable[str]) -> dict[str, Count]:
    """The counts called so; each register is read once. Unknown names raise KeyError."""
    return {slug: COUNTERS[slug].count(registers) for slug in sorted(set(slugs))}
