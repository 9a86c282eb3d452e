"""The frozen figures as they are read: by sentences, tables, pages, never from the registers again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from hoaxa_danvan.lib.numbers import number, percent


class MixedMeasures(ValueError):
    """Figures in different measures (lượt, người, hộ) are never summed together."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the commune. `value` None: nobody said; `previous` None: no comparison."""

    code: str
    name: str
    group: str
    measure: str
    of: str
    value: Decimal | None
    previous: Decimal | None
    source: str
    until: date
    is_counted: bool
    asked: int
    given: int
    missing: tuple[Mapping[str, str], ...]
    differing: tuple[Mapping[str, Any], ...]

    @property
    def change(self) -> Decimal | None:
        if self.value is None or self.previous is None:
            return None
        return self.value - self.previous

    @property
    def words(self) -> str:
        return "–" if self.value is None else number(self.value)

    @property
    def previous_words(self) -> str:
        return "–" if self.previous is None else number(self.previous)

    @property
    def change_words(self) -> str:
        """“+9”, “-3”, “0”; “–” where there is nothing to compare with."""
        if self.change is None:
            return "–"
        return f"+{number(self.change)}" if self.change > 0 else number(self.change)

    @property
    def source_words(self) -> str:
        """Where it comes from and until when: “Sổ đăng ký…, đến 25/11/2026”."""
        origin = self.source
        if not self.is_counted:
            origin = f"{self.given}/{self.asked} đơn vị báo cáo" if self.asked else "chưa có đơn vị cung cấp"
        elif self.differing:
            origin = f"{self.source}; {len(self.differing)} đơn vị ghi khác"
        return f"{origin}, đến {self.until:%d/%m/%Y}"


class Frozen:
    """The figures of one period; `stored` is `ReportPeriod.figures`."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.stored = stored
        self.kind: str = stored["kind"]
        self.name: str = stored["name"]
        self.year: int = stored["year"]
        self.first_day = date.fromisoformat(stored["first_day"])
        self.last_day = date.fromisoformat(stored["last_day"])
        self.frozen_at = datetime.fromisoformat(stored["frozen_at"])

    @cached_property
    def figures(self) -> dict[str, Figure]:
        earlier = (self.stored["previous"] or {}).get("values", {})
        return {row["code"]: _figure(row, earlier.get(row["code"])) for row in self.stored["indicators"]}

    def figure(self, code: str) -> Figure | None:
        return self.figures.get(code)

    def value(self, code: str) -> Decimal | None:
        found = self.figures.get(code)
        return found.value if found else None

    def ratio(self, code: str) -> str | None:
        """“57/60 (95,0%)” of a figure with a denominator; None when one of the two is unknown."""
        part = self.figures.get(code)
        whole = self.value(part.of) if part and part.of else None
        if part is None or part.value is None or whole is None:
            return None
        share = f" ({percent_of(part.value, whole)})" if whole else ""
        return f"{number(part.value)}/{number(whole)}{share}"

    def total(self, codes: Iterable[str]) -> Decimal | None:
        """The sum of figures in one measure; None while one of them is unknown.

        Raises MixedMeasures: “lượt” and “người” are different things.
        """
        found = [self.figures[code] for code in codes if code in self.figures]
        measures = {figure.measure for figure in found}
        if len(measures) > 1:
            raise MixedMeasures(", ".join(sorted(measures)))
        values = [figure.value for figure in found if figure.value is not None]
        return sum(values, Decimal(0)) if found and len(values) == len(found) else None

    @property
    def blocks(self) -> list[str]:
        return [row["name"] for row in self.stored["blocks"]]


def percent_of(part: Decimal, whole: Decimal) -> str:
    """“95,0%” of decimals, half rounded up."""
    return percent(int(part * 100), int(whole * 100))


def _figure(row: Mapping[str, Any], earlier: str | None) -> Figure:
    return Figure(
        code=row["code"],
        name=row["name"],
        group=row["group"],
        measure=row["measure"],
        of=row["of"],
        value=_decimal(row["value"]),
        previous=_decimal(earlier),
        source=row["source"],
        until=date.fromisoformat(row["until"]),
        is_counted=row["is_counted"],
        asked=row["asked"],
        given=row["given"],
        missing=tuple(row["missing"]),
        differing=tuple(row["differing"]),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
