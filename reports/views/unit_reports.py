from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from campaigns.services.closing import Closed
from campaigns.views.extensions import lead_to_extension
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.forms import VersionForm
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft
from reports.filters import QueueFilter
from reports.models import UnitReport
from reports.selectors import unit_reports as selectors
from reports.services import unit_reports as services
from reports.tables import ReportQueue


def unit_report_queue(request: MemberRequest) -> HttpResponseBase:
    waiting = selectors.reports_to_judge(request.acting)
    return render_list(
        request,
        UnitReport.objects.for_list().waiting().filter(pk__in=[report.pk for report in waiting]),
        template="reports/unit_report_queue.html",
        table_class=ReportQueue.told_to(request.acting, waiting),
        filter_class=QueueFilter,
        context={"waiting": waiting},
    )


def unit_report_detail(request: MemberRequest, pk: int) -> HttpResponse:
    report = find_report(request, pk)
    is_own = request.acting.acts_for(report.unit)
    context = {
        "report": report,
        "own_window": own_window(report.period.window, report.unit_id),
        "is_own": is_own,
        "review": pages.own_view(report, who=request.acting) if is_own else pages.read(report, request),
        "sources": selectors.sources_of(report),
        "steps": pages.history(report, who=request.acting),
        "receipt": selectors.last_receipt(report) if is_own else None,
        "place": pages.place_in(selectors.reports_to_judge(request.acting), report),
        "may": report_rights(request, report),
    }
    return render(request, "reports/unit_report_detail.html", context)


def unit_report_check(request: MemberRequest, pk: int) -> HttpResponse:
    report = own_report(request, pk)
    context = {
        "report": report,
        "review": pages.own_view(report, who=request.acting),
        "gaps": selectors.gaps_in(report),
        "moved": selectors.moved_since(report),
        "draft": find_draft(by=request.acting, form=report.draft_key, target_id=report.pk),
        "may": report_rights(request, report),
        "now": timezone.now(),
    }
    return render(request, "reports/unit_report_check.html", context)


@require_POST
def unit_report_submit(request: MemberRequest, pk: int) -> HttpResponse:
    report = find_report(request, pk)
    try:
        receipt = services.submit_report(
            report, version=read_version(request), by=request.acting, at=timezone.now()
        )
    except Closed as closed:
        return lead_to_extension(request, closed)
    except (Conflict, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:unit-report-check", report.pk)
    return redirect(receipt)


@require_POST
def unit_report_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    report = find_report(request, pk)
    try:
        services.withdraw_report(report, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã rút lại. Báo cáo trở về trạng thái đang soạn, chưa gửi cho ai.")
    return redirect(report)


@require_POST
def unit_report_accept(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.accept_report, "Đã tiếp nhận")


@require_POST
def unit_report_return(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.return_report, "Đã gửi đề nghị bổ sung")


@require_POST
def unit_report_remark(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.send_report_remarks, "Đã gửi ý kiến trao đổi")


def judge(request: MemberRequest, pk: int, decide: Any, done: str) -> HttpResponse:
    """One decision on one report; then on to the next of the queue."""
    report = find_report(request, pk)
    place = pages.place_in(selectors.reports_to_judge(request.acting), report)
    try:
        decide(report, version=read_version(request), by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(report)
    messages.success(request, f"{done}: {report}.")
    if place.next_id:
        return redirect("reports:unit-report-detail", place.next_id)
    return redirect("reports:unit-report-queue")


def find_report(request: MemberRequest, pk: int) -> UnitReport:
    reports = UnitReport.objects.visible_to(request.acting).select_related(
        "unit__kind", "period__window__campaign_year"
    )
    return get_object_or_404(reports.defer("period__figures"), pk=pk)


def own_report(request: MemberRequest, pk: int) -> UnitReport:
    """A report that this post drafts and sends; 403 for others that it may only read."""
    report = find_report(request, pk)
    if not request.acting.may("reports.submit_unitreport", report):
        raise PermissionDenied
    return report


def report_rights(request: MemberRequest, report: UnitReport) -> dict[str, bool]:
    """What this post may do with it now: the buttons of the page."""
    who = request.acting
    return {
        "edit": who.may("reports.change_unitreport", report),
        "withdraw": report.may_now("withdraw", who),
    }


def read_version(request: MemberRequest) -> int:
    """What the person has read; nothing stands at version 0, so a mangled form is refused kindly."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0
