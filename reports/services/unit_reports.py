"""A unit's report of a period: begun with what the registers know, saved, sent, judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from campaigns.deadlines import own_window
from campaigns.models import CampaignYear, Obligation
from campaigns.services.closing import KEPT, Closed, refuse_taking_back, refuse_when_closed
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.models import IllegalMove, Receipt
from hoaxa_danvan.workflow.services import (
    drop_draft,
    may_edit_now,
    save_version,
    send,
    send_back,
    send_remarks,
    take_back,
    take_in,
)
from reports.models import ReportFigure, ReportPeriod, UnitReport
from reports.selectors.unit_reports import Gap, counted_now, gaps_in, indicators_asked, moved_since


@dataclass(frozen=True, slots=True)
class FigureContent:
    """What the unit says of one figure; None is “chưa có số liệu”, and needs the reason."""

    value: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """Everything that a unit types into its report, as one save writes it."""

    figures: Mapping[str, FigureContent] = field(default_factory=dict)
    highlights: str = ""
    difficulties: str = ""
    next_steps: str = ""
    review_form: str = ""
    review_on: date | None = None

    def own_fields(self) -> dict[str, object]:
        names = (*UnitReport.TEXTS, "review_form", "review_on")
        return {name: getattr(self, name) for name in names}


class ReportIncomplete(IllegalMove):
    """The report lacks something; `gaps` says where."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(f"Báo cáo còn {len(gaps)} chỗ chưa đủ.")
        self.gaps = gaps


@transaction.atomic
def start_report(period: ReportPeriod, *, by: Appointment, at: datetime) -> UnitReport:
    """Begin the unit's report, its figures filled in from the registers. Begun again, it is the same."""
    if not by.may("reports.start_unitreport"):
        raise PermissionDenied
    unit = Unit.objects.select_for_update(no_key=True).get(pk=by.unit_id)
    if there := UnitReport.objects.filter(unit=unit, period=period).first():
        return there
    if not Obligation.objects.filter(unit=unit, window=period.window_id).exists():
        raise IllegalMove("Đơn vị không phải gửi báo cáo kỳ này.")
    if period.campaign_year.status != CampaignYear.Status.OPEN:
        raise IllegalMove(f"Năm {period.year} không còn hoặc chưa được mở.")
    refuse_closed_period(period, unit_id=unit.pk, at=at)
    report = UnitReport.objects.create(unit=unit, period=period)
    _fill_in(report)
    record("start", target=report, by=by, at=at)
    return report


def _fill_in(report: UnitReport) -> None:
    """The figures asked of the unit as the registers have them; the others stay open."""
    asked = indicators_asked(report.unit, period=report.period)
    counts = counted_now(report.unit, period=report.period, indicators=asked)
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=report,
            indicator=indicator,
            prefilled=count.value if count else None,
            value=count.value if count else None,
            source=count.source if count else "",
        )
        for indicator in asked
        for count in [counts.get(indicator.code)]
    )


@transaction.atomic
def save_report(
    report: UnitReport, *, version: int, content: ReportContent, by: Appointment, at: datetime
) -> UnitReport:
    """Write what was typed, or raise `Conflict` when somebody saved since `version`.

    What the registers say is read anew: that is what the unit confirms or corrects.
    """
    fresh = save_version(report, version=version, fields=content.own_fields())
    may_edit_now(fresh, by=by)
    _write_figures(fresh, content.figures)
    record("save", target=fresh, by=by, at=at, details={"version": fresh.version})
    drop_draft(by=by, form=fresh.draft_key, target_id=fresh.pk)
    return fresh


def _write_figures(report: UnitReport, figures: Mapping[str, FigureContent]) -> None:
    rows = report.all_figures()
    counts = counted_now(report.unit, period=report.period, indicators=[row.indicator for row in rows])
    for row in rows:
        if count := counts.get(row.indicator.code):
            row.prefilled, row.source = count.value, count.source
        if typed := figures.get(row.indicator.code):
            row.value, row.reason = typed.value, typed.reason.strip()
    ReportFigure.objects.bulk_update(rows, ["prefilled", "source", "value", "reason"])


def refuse_closed_period(period: ReportPeriod, *, unit_id: int, at: datetime) -> None:
    """Say in words that reports of this period are not taken now.

    Figures that are frozen stop everybody but a unit whose own end is still to come: its report comes
    late, and changes the frozen figures no more.
    """
    window, name = own_window(period.window, unit_id), str(period).lower()
    if period.frozen_at and window.closes_at <= period.window.closes_at:
        frozen = timezone.localtime(period.frozen_at)
        raise Closed(f"Số liệu {name} đã chốt lúc {frozen:%H:%M ngày %d/%m/%Y}. {KEPT}", window)
    refuse_when_closed(window, what=f"báo cáo {name}", at=at)


@transaction.atomic
def submit_report(report: UnitReport, *, version: int, by: Appointment, at: datetime) -> Receipt:
    """Send the report. Sent again at the same version, it is the same receipt.

    After `closes_at`, or once the figures are frozen, only what came before and was asked to be
    completed is still taken; it no longer changes the frozen figures.
    """
    period = hold_period(report)

    def check(row: UnitReport) -> None:
        if row.sent_at is None:
            refuse_closed_period(period, unit_id=row.unit_id, at=at)
        if moved := moved_since(row):
            raise IllegalMove(
                f"Sổ đã thay đổi từ lúc lưu báo cáo ({'; '.join(moved)}). Vui lòng xem lại rồi lưu."
            )
        if gaps := gaps_in(row):
            raise ReportIncomplete(gaps)

    due_at = own_window(period.window, report.unit_id).due_at
    return send(report, version=version, due_at=due_at, by=by, at=at, check=check)


def hold_period(report: UnitReport) -> ReportPeriod:
    """Lock the period: while its figures are being frozen no report comes, goes or is taken in."""
    locked = ReportPeriod.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("window__campaign_year").get(pk=report.period_id)


@transaction.atomic
def withdraw_report(report: UnitReport, *, by: Appointment, at: datetime) -> UnitReport:
    """Take the report back while nobody has judged it, as long as it could be sent again."""
    period = hold_period(report)
    refuse_taking_back(own_window(period.window, report.unit_id), what="báo cáo", at=at)
    if period.frozen_at:
        raise IllegalMove("Số liệu đã chốt; nếu rút lại sẽ không gửi lại được nên không rút.")
    return take_back(report, by=by, at=at)


@transaction.atomic
def accept_report(report: UnitReport, *, version: int, by: Appointment, at: datetime) -> UnitReport:
    """Tiếp nhận what was read at `version`; from then on it counts in the commune's figures."""
    hold_period(report)
    return take_in(report, version=version, by=by, at=at)


@transaction.atomic
def return_report(report: UnitReport, *, version: int, by: Appointment, at: datetime) -> UnitReport:
    """Đề nghị bổ sung, with the opinions that are pinned to the report."""
    hold_period(report)
    return send_back(report, version=version, by=by, at=at)


def send_report_remarks(report: UnitReport, *, version: int, by: Appointment, at: datetime) -> int:
    """Ý kiến trao đổi to a peer body, without any move."""
    return send_remarks(report, version=version, by=by, at=at)
