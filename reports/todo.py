"""What waits for a post: its unit's report, the reports of others, the commune's own."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from campaigns.deadlines import own_windows
from campaigns.models import Window
from hoaxa_danvan.accounts.models import UNIT_ROLES, Appointment, Role
from hoaxa_danvan.workflow.office import left_to
from hoaxa_danvan.workflow.todo import Todo, provides_todos
from reports.models import AggregateReport, ReportPeriod, UnitReport
from reports.selectors.aggregates import issued_unread_by
from reports.selectors.unit_reports import periods_to_report, reports_to_judge


@provides_todos
def unit_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    if who.role not in UNIT_ROLES:
        return
    for period in periods_to_report(who.unit_id, at=at):
        yield Todo(
            title=f"Báo cáo {str(period).lower()}",
            url=period.get_absolute_url(),
            button="Bắt đầu soạn",
            text="Số liệu mà sổ đã biết được điền sẵn",
            due_at=period.window.due_at,
            status_label="Chưa bắt đầu",
        )
    # What a unit merged into this one had sent is completed here; its drafts are left.
    inherited = Q(unit__successor=who.unit_id, sent_at__isnull=False)
    begun = UnitReport.objects.filter(Q(unit=who.unit_id) | inherited).for_list()
    open_reports = list(begun.filter(status__in=[UnitReport.Status.DRAFT, UnitReport.Status.RETURNED]))
    own = own_windows([report.period.window for report in open_reports], who.unit_id)
    windows = {window.pk: window for window in own}
    for report in open_reports:
        if report.status == UnitReport.Status.RETURNED:
            yield _to_complete(report)
        elif (window := windows[report.period.window_id]).closes_at >= at and not is_shut(report, window):
            yield _to_send(report, due_at=window.due_at)


def is_shut(report: UnitReport, window: Window) -> bool:
    """The figures are frozen, and the unit has no end of its own beyond everybody's."""
    period = report.period
    return period.frozen_at is not None and window.closes_at <= period.window.closes_at


def _to_complete(report: UnitReport) -> Todo:
    return Todo(
        title=f"Báo cáo {str(report.period).lower()}",
        url=report.get_absolute_url(),
        button="Xem ý kiến, bổ sung",
        text="Có ý kiến chờ tiếp thu, giải trình",
        status_label=report.get_status_display(),
        tone="back",
        is_main=True,
    )


def _to_send(report: UnitReport, *, due_at: datetime) -> Todo:
    return Todo(
        title=f"Báo cáo {str(report.period).lower()}",
        url=reverse("reports:unit-report-edit", args=[report.pk]),
        button="Soạn tiếp, gửi",
        due_at=due_at,
        status_label=report.get_status_display(),
        tone="draft",
    )


@provides_todos
def judging_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    if waiting := left_to(who, reports_to_judge(who)):
        yield Todo(
            title=f"{len(waiting)} báo cáo của đơn vị chờ tiếp nhận",
            url=reverse("reports:unit-report-queue"),
            button="Mở hàng chờ",
            text=f"Chờ lâu nhất: {waiting[0].unit}",
            status_label="Chờ tiếp nhận",
            tone="wait",
        )


@provides_todos
def compiling_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    """The reviewing unit freezes what is due, and brings the draft to the leaders."""
    if not who.may("reports.freeze_reportperiod"):
        return
    due = ReportPeriod.objects.filter(frozen_at__isnull=True, window__due_at__lt=at)
    for period in due.select_related("window__campaign_year").defer("figures"):
        yield Todo(
            title=f"Chốt số liệu {str(period).lower()}",
            url=reverse("reports:period-freeze", args=[period.pk]),
            button="Xem trước khi chốt",
            text="Cổng tự chốt khi ngừng nhận; có thể chốt trước",
            due_at=period.window.closes_at,
        )
    for report in AggregateReport.objects.for_list().filter(status=AggregateReport.Status.DRAFT):
        yield Todo(
            title=str(report),
            url=report.get_absolute_url(),
            button="Soạn, trình",
            text=f"Dự thảo lần {report.draft_number}",
            status_label=report.get_status_display(),
            tone="draft",
        )


@provides_todos
def deciding_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    """Leaders read what is presented and what is issued; the clerk numbers and sends."""
    if who.role not in {Role.LEADER, Role.CLERK}:
        return
    is_leader = who.role == Role.LEADER
    waiting = [AggregateReport.Status.PRESENTED] + ([] if is_leader else [AggregateReport.Status.ISSUED])
    for report in AggregateReport.objects.for_list().filter(status__in=waiting):
        yield Todo(
            title=str(report),
            url=report.get_absolute_url(),
            button=_button(report, is_leader=is_leader),
            status_label=report.get_status_display(),
            tone="wait",
        )
    for document in issued_unread_by(who):
        yield Todo(
            title=document.title,
            url=reverse("documents:document-detail", args=[document.pk]),
            button="Mở đọc",
            text="Báo cáo đã ban hành",
            status_label="Chưa đọc",
            tone="wait",
        )


def _button(report: AggregateReport, *, is_leader: bool) -> str:
    if is_leader:
        return "Xem, cho ý kiến"
    if report.status == AggregateReport.Status.ISSUED:
        return "Ghi đã gửi Thành ủy"
    return "Lấy số, ban hành"
