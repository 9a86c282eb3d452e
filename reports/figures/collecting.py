"""Everything that the paper and later comparisons need, as JSON: written once, when figures freeze."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from campaigns.fulfilment import Standing
from campaigns.models import Campaign, Window
from hoaxa_danvan.lib.dates import days_left, local_day
from hoaxa_danvan.lib.numbers import number
from models_registry.models import RegisteredModel, Sector, YearlyList
from reports.counters import COUNTERS
from reports.models import Indicator, ReportFigure, ReportPeriod, UnitReport
from reports.registers import Registers

FORMAT = 1


def collect(period: ReportPeriod, *, at: datetime) -> dict[str, Any]:
    """The figures as they stand at `at`. Reports taken in count; what was sent is listed apart."""
    registers = Registers(period.campaign_year, period=period)
    return {
        "format": FORMAT,
        "kind": period.kind,
        "name": str(period),
        "year": period.year,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "frozen_at": at.isoformat(),
        "theme": period.campaign_year.theme,
        "previous": previous_of(period),
        "indicators": list(_indicators(registers, period, at=at)),
        "blocks": _blocks(registers),
        "sectors": _sectors(registers),
        "entries": [_entry(registers, entry) for entry in registers.entries],
        "not_active": [_not_active(row) for row in registers.not_active],
        "awards": [_award(award) for award in registers.awards],
        "reports": _reports(registers),
        "reviews": list(_reviews(registers.accepted_reports)),
        "sending": list(_sending(registers, at=at)),
        "papers": list(_papers(registers)),
        "decisions": sorted({str(row.decision) for row in registers.recognitions}),
        "list": _yearly_list(registers),
        "windows": [
            {"name": window.get_kind_display(), "due_on": local_day(window.due_at).isoformat()}
            for window in sorted(registers.windows.values(), key=lambda window: window.due_at)
        ],
    }


# The same period a year before


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


# Indicators


def _indicators(registers: Registers, period: ReportPeriod, *, at: datetime) -> Iterator[dict[str, Any]]:
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


# Tables


def block_names(registers: Registers) -> list[str]:
    """The blocks of the plan in the order of their kinds, each once."""
    kinds = {unit.kind for unit in registers.owing} | {entry.unit.kind for entry in registers.entries}
    return list(dict.fromkeys(kind.block for kind in sorted(kinds, key=lambda kind: (kind.order, kind.pk))))


def _blocks(registers: Registers) -> list[dict[str, Any]]:
    """Who has sent a plan, by block."""
    have = {entry.unit_id for entry in registers.entries}
    return [
        {
            "name": name,
            "owing": len(units),
            "sent": sum(registers.has_sent(unit) for unit in units),
            "on_time": sum(registers.has_sent(unit) and not registers.was_late(unit) for unit in units),
            "asked_back": sum(unit.pk in registers.asked_back for unit in units),
            "with_entry": sum(unit.pk in have for unit in units),
        }
        for name in block_names(registers)
        for units in [[unit for unit in registers.owing if unit.kind.block == name]]
    ]


def _sectors(registers: Registers) -> list[dict[str, Any]]:
    """Models by sector, and in each by block; empty cells are there, as 0."""
    blocks = block_names(registers)
    recognised = {row.entry_id: row for row in registers.recognitions}
    ended = {row.entry_id for row in registers.not_active}
    return [
        {
            "code": sector.code,
            "name": sector.name,
            "total": len(entries),
            "new": sum(registers.is_new(entry) for entry in entries),
            "kept": sum(not registers.is_new(entry) for entry in entries),
            "inherited": sum(entry.origin == RegisteredModel.Origin.INHERITED for entry in entries),
            "recognised": sum(row.entry.sector_id == sector.pk for row in recognised.values()),
            "outstanding": sum(
                row.is_outstanding and row.entry.sector_id == sector.pk for row in recognised.values()
            ),
            "not_active": sum(entry.pk in ended for entry in entries),
            "blocks": {block: sum(entry.unit.kind.block == block for entry in entries) for block in blocks},
        }
        for sector in Sector.objects.all()
        for entries in [[entry for entry in registers.entries if entry.sector_id == sector.pk]]
    ]


def _entry(registers: Registers, entry: RegisteredModel) -> dict[str, Any]:
    recognition = next((row for row in registers.recognitions if row.entry_id == entry.pk), None)
    awards = [str(award.title) for award in registers.awards if award.nomination.entry_id == entry.pk]
    return {
        "name": entry.name,
        "kind": entry.get_kind_display(),
        "subject": entry.get_subject_display(),
        "sector": entry.sector.code,
        "unit": entry.unit.name,
        "since": entry.start_date.year if entry.start_date else entry.campaign_year.year,
        "is_new": registers.is_new(entry),
        "origin": entry.get_origin_display(),
        "result": entry.result.strip(),
        "expected": entry.expected_result.strip(),
        "method": entry.method.strip() or entry.deeds.strip(),
        "recognised": f"{recognition.grade} ({recognition.decision.number})" if recognition else "",
        "is_outstanding": bool(recognition and recognition.is_outstanding),
        "awards": awards,
    }


def _not_active(row: Any) -> dict[str, str]:
    return {
        "name": row.entry.name,
        "unit": row.entry.unit.name,
        "standing": row.get_standing_display(),
        "reason": row.reason,
    }


def _award(award: Any) -> dict[str, Any]:
    return {
        "recipient": award.nomination.recipient,
        "subject": award.nomination.get_subject_display(),
        "unit": award.nomination.unit.name,
        "title": award.title.name,
        "track": award.title.track,
        "decision": award.decision.number,
        "decided_on": award.decision.issued_on.isoformat(),
        "money": award.money,
    }


# Who has sent what


def _reports(registers: Registers) -> dict[str, list[str]]:
    sent = {report.unit_id for report in registers.reports}
    waiting = [report for report in registers.reports if report.status != UnitReport.Status.ACCEPTED]
    return {
        "accepted": [report.unit.name for report in registers.accepted_reports],
        "sent": [f"{report.unit.name} ({report.get_status_display().lower()})" for report in waiting],
        "missing": [unit.name for unit in registers.reporting if unit.pk not in sent],
    }


def _reviews(reports: Iterable[UnitReport]) -> Iterator[dict[str, Any]]:
    for report in reports:
        yield {
            "unit": report.unit.name,
            "form": report.get_review_form_display() or UnitReport.Review.NONE.label,
            "held": report.review_form not in {"", UnitReport.Review.NONE},
            "on": report.review_on.isoformat() if report.review_on else "",
        }


SENT_KINDS = (Window.Kind.PLAN, Window.Kind.INTERIM_REPORT, Window.Kind.FINAL_REPORT)


def _sending(registers: Registers, *, at: datetime) -> Iterator[dict[str, Any]]:
    """Plan and reports of each unit: when it sent, how many days late; “” where it is not due yet."""
    windows = [registers.windows[kind] for kind in SENT_KINDS if kind in registers.windows]
    found = {window.kind: registers.standings_of(window.kind) for window in windows}
    for unit in registers.owing:
        cells = {
            window.kind: _sent_words(found[window.kind].get(unit.pk), window, at=at) for window in windows
        }
        yield {
            "unit": unit.name,
            "block": unit.kind.block,
            "plan_number": registers.plan_numbers.get(unit.pk, ""),
            **cells,
        }


def _sent_words(standing: Standing | None, window: Window, *, at: datetime) -> dict[str, Any]:
    if standing is None or not standing.is_sent or standing.sent_at is None:
        return {"sent_on": "", "late": 0, "is_due": at > window.opens_at}
    sent = local_day(standing.sent_at)
    late = max(0, -days_left(window.due_at, standing.sent_at))
    return {"sent_on": sent.isoformat(), "late": late, "is_due": True}


# Papers


def _papers(registers: Registers) -> Iterator[dict[str, str]]:
    """What the report rests on: the campaign's plan, what it cites, the year's own papers."""
    campaign: Campaign = registers.campaign_year.campaign
    yield _paper(campaign.number, campaign.issued_on, str(campaign))
    for citation in campaign.citations.all():
        yield _paper(citation.number, citation.issued_on, "Văn bản được Kế hoạch giai đoạn viện dẫn")
    fixed_by = dict.fromkeys(window.paper for window in registers.windows.values() if window.paper)
    for words in fixed_by:
        yield _paper(words, None, f"Quy định thời hạn năm {registers.campaign_year.year}")
    recognising = {row.decision for row in registers.recognitions}
    for paper in sorted(recognising, key=lambda row: (row.issued_on, row.pk)):
        yield _paper(paper.number, paper.issued_on, "Quyết định công nhận mô hình, điển hình")
    for decision in {award.decision.pk: award.decision for award in registers.awards}.values():
        yield _paper(decision.number, decision.issued_on, "Quyết định khen thưởng")


def _paper(number: str, day: date | None, about: str) -> dict[str, str]:
    return {"number": number, "on": day.isoformat() if day else "", "about": about}


def _yearly_list(registers: Registers) -> Mapping[str, Any] | None:
    row = YearlyList.objects.filter(
        campaign_year=registers.campaign_year, status=YearlyList.Status.CONFIRMED
    ).first()
    if row is None:
        return None
    return {"number": row.number, "on": row.announced_on.isoformat() if row.announced_on else ""}
