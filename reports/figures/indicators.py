"""The figures of the catalogue as they freeze: counted in the registers, or summed from reports."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number
from reports.counters import COUNTERS
from reports.models import Indicator, ReportFigure, ReportPeriod, UnitReport
from reports.registers import Registers


def previous_of(period: ReportPeriod) -> dict[str, Any] | None:
    """Its name and values; None when it was never frozen here, and then no figure is compared."""
    earlier = ReportPeriod.objects.frozen().filter(
        kind=period.kind,
        window__campaign_year__campaign=period.campaign_year.campaign_id,
        window__campaign_year__year=period.year - 1,
    )
    frozen = earlier.select_related("window__campaign_year").first()
    if frozen is None:
        return None
    figures = frozen.figures or {}
    return {
        "name": str(frozen),
        "year": frozen.year,
        "values": {row["code"]: row["value"] for row in figures.get("indicators", ())},
    }


def indicators(registers: Registers, period: ReportPeriod, *, at: datetime) -> Iterator[dict[str, Any]]:
    said = _said_by_indicator(registers.accepted_reports)
    asked = _asked_by_indicator(period, registers)
    for indicator in Indicator.objects.for_period(period.kind):
        told = said.get(indicator.pk, [])
        counted = _counted(indicator, registers, told, at=at)
        yield {
            "code": indicator.code,
            "name": indicator.name,
            "group": indicator.group,
            "measure": indicator.unit_of_measure,
            "aggregation": indicator.aggregation,
            "of": indicator.denominator.code if indicator.denominator else "",
            "asked": asked.get(indicator.pk, 0),
            **(counted if indicator.counter else _supplied(told, period)),
        }


def _said_by_indicator(reports: Iterable[UnitReport]) -> dict[int, list[tuple[UnitReport, ReportFigure]]]:
    said: dict[int, list[tuple[UnitReport, ReportFigure]]] = {}
    for report in reports:
        for figure in report.report_figures.all():
            said.setdefault(figure.indicator_id, []).append((report, figure))
    return said


def _asked_by_indicator(period: ReportPeriod, registers: Registers) -> dict[int, int]:
    """Of how many units each figure is asked."""
    by_kind: dict[int, int] = {}
    for unit in registers.reporting:
        by_kind[unit.kind_id] = by_kind.get(unit.kind_id, 0) + 1
    reporting = {unit.pk: unit.kind_id for unit in registers.reporting}
    indicators = Indicator.objects.for_period(period.kind).prefetch_related(
        "supplier_kinds", "supplier_units"
    )
    asked = {}
    for indicator in indicators:
        kinds = {kind.pk for kind in indicator.supplier_kinds.all()}
        units = {unit.pk for unit in indicator.supplier_units.all()} & reporting.keys()
        named = sum(reporting[unit_id] not in kinds for unit_id in units)
        asked[indicator.pk] = named + sum(by_kind.get(kind_id, 0) for kind_id in kinds)
    return asked


def _counted(
    indicator: Indicator,
    registers: Registers,
    told: list[tuple[UnitReport, ReportFigure]],
    *,
    at: datetime,
) -> dict[str, Any]:
    """From the registers, with what units find different there and why."""
    counter = COUNTERS.get(indicator.counter)
    count = counter.count(registers) if counter else None
    return {
        "is_counted": True,
        "value": str(count.value) if count else None,
        "source": count.source if count else "",
        "until": local_day(at).isoformat(),
        "given": 0,
        "missing": [],
        "differing": [
            {
                "unit": report.unit.name,
                "register": number(figure.prefilled or 0),
                "said": "–" if figure.value is None else number(figure.value),
                "reason": figure.reason,
            }
            for report, figure in told
            if figure.is_corrected
        ],
    }


def _supplied(told: list[tuple[UnitReport, ReportFigure]], period: ReportPeriod) -> dict[str, Any]:
    """The sum of what the supplying units typed; nothing said is nothing known, never 0."""
    values = [figure.value for _, figure in told if figure.value is not None]
    return {
        "is_counted": False,
        "value": str(sum(values, Decimal(0))) if values else None,
        "source": "Báo cáo của đơn vị",
        "until": period.last_day.isoformat(),
        "given": len(values),
        "missing": [
            {"unit": report.unit.name, "reason": figure.reason}
            for report, figure in told
            if figure.value is None
        ],
        "differing": [],
    }
