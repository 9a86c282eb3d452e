"""Everything that the paper and later comparisons need, as JSON: written once, when figures freeze."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from campaigns.fulfilment import Standing
from campaigns.models import Campaign, Window
from hoaxa_danvan.lib.dates import days_left, local_day
from models_registry.models import RegisteredModel, Sector, YearlyList
from reports.figures.indicators import indicators, previous_of
from reports.models import ReportPeriod, UnitReport
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
        "indicators": list(indicators(registers, period, at=at)),
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
