from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.services.closing import Closed
from campaigns.views.extensions import lead_to_extension
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow.models import IllegalMove
from reports.figures import Frozen
from reports.filters import UnitReportFilter
from reports.forms.aggregates import DaysForm
from reports.models import ReportPeriod, UnitReport
from reports.selectors.periods import own_report, period_rights, turnout
from reports.selectors.unit_reports import periods_to_report, reports_to_judge
from reports.services import periods as services
from reports.services.unit_reports import start_report
from reports.tables import UnitReportTable


def period_list(request: MemberRequest) -> HttpResponseBase:
    """The periods, and the reports of units that this post may read."""
    require_member(request)
    at = timezone.now()
    is_unit = request.acting.role in UNIT_ROLES
    context = {
        "periods": ReportPeriod.objects.for_list(),
        "to_start": periods_to_report(request.acting.unit_id, at=at) if is_unit else [],
        "waiting": reports_to_judge(request.acting),
        "is_office": not is_unit,
        "now": at,
    }
    return render_list(
        request,
        UnitReport.objects.visible_to(request.acting).for_list(),
        template="reports/period_list.html",
        table_class=UnitReportTable,
        filter_class=UnitReportFilter,
        context=context,
    )


def period_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """For the office who has sent what; for a unit its own report."""
    require_member(request)
    period, at = find_period(pk), timezone.now()
    is_office = request.acting.role in OFFICE_ROLES
    context = {
        "period": period,
        "turnout": turnout(period) if is_office else None,
        "aggregate": getattr(period, "aggregate", None) if is_office else None,
        "frozen": Frozen(period.figures) if is_office and period.figures else None,
        "own": None if is_office else own_report(period, request.acting),
        "may": period_rights(period, request.acting, at=at),
        "now": at,
    }
    return render(request, "reports/period_detail.html", context)


@require_POST
def report_start(request: MemberRequest, pk: int) -> HttpResponse:
    period = find_period(pk)
    try:
        report = start_report(period, by=request.acting, at=timezone.now())
    except Closed as closed:
        return lead_to_extension(request, closed)
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(period)
    return redirect("reports:unit-report-edit", report.pk)


def period_days(request: MemberRequest, pk: int) -> HttpResponse:
    period = require_freezer(request, find_period(pk))
    form = DaysForm(request.POST or None, period=period)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_days(period, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu ngày tính số liệu.")
            return redirect(period)
    context = {"period": period, "form": form}
    return render(request, "reports/period_days.html", context, status=422 if form.errors else 200)


def period_freeze(request: MemberRequest, pk: int) -> HttpResponse:
    """What will happen, first; then it happens."""
    period = require_freezer(request, find_period(pk))
    if request.method == "POST":
        return freeze_now(request, period)
    context = {
        "period": period,
        "turnout": turnout(period),
        "may": period_rights(period, request.acting, at=timezone.now()),
        "now": timezone.now(),
    }
    return render(request, "reports/period_freeze.html", context)


def freeze_now(request: MemberRequest, period: ReportPeriod) -> HttpResponse:
    try:
        report = services.freeze_period(period, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(period)
    messages.success(request, "Đã chốt số liệu. Bản dự thảo lần 1 đang được lập.")
    return redirect(report)


def find_period(pk: int) -> ReportPeriod:
    periods = ReportPeriod.objects.select_related("window__campaign_year__campaign", "aggregate")
    return get_object_or_404(periods, pk=pk)


def require_freezer(request: MemberRequest, period: ReportPeriod) -> ReportPeriod:
    if not request.acting.may("reports.freeze_reportperiod", period):
        raise PermissionDenied
    return period


def require_member(request: MemberRequest) -> None:
    """Units and the office; panels, councils and administrators have no part in reports."""
    if request.acting.role not in UNIT_ROLES | OFFICE_ROLES:
        raise PermissionDenied
