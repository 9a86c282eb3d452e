"""The form of a unit's report: shown, autosaved, saved, and what happens when two people save."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft, rehearse
from reports.forms.unit_reports import UnitReportForm
from reports.models import UnitReport
from reports.selectors import unit_reports as selectors
from reports.services import unit_reports as services
from reports.views.unit_reports import own_report


def unit_report_edit(request: MemberRequest, pk: int) -> HttpResponse:
    report = own_report(request, pk)
    if request.method == "POST":
        return save(request, report)
    if not request.acting.may("reports.change_unitreport", report):
        messages.error(request, f"Không sửa được: đang ở trạng thái “{report.get_status_display()}”.")
        return redirect(report)
    draft = find_draft(by=request.acting, form=report.draft_key, target_id=report.pk)
    if draft is None:
        return show_form(request, report, report_form(report))
    typed = report_form(report, drafts.as_post(draft))
    drafts.quiet(typed)
    is_stale = draft.base_version != report.version
    return show_form(request, report, typed, extra={"draft": draft, "is_stale": is_stale})


def save(request: MemberRequest, report: UnitReport) -> HttpResponse:
    typed = report_form(report, request.POST)
    if not typed.is_valid():
        return show_form(request, report, typed, status=422)
    version = typed.cleaned_data["version"]
    try:
        saved = services.save_report(
            report, version=version, content=typed.content(), by=request.acting, at=timezone.now()
        )
    except Conflict as conflict:
        return show_conflict(request, report, typed, conflict)
    except IllegalMove as error:
        typed.add_error(None, error.message)
        return show_form(request, report, typed, status=422)
    messages.success(request, "Đã lưu báo cáo.")
    return redirect(next_page(request, saved))


def next_page(request: MemberRequest, report: UnitReport) -> str:
    """Where the button that saved leads."""
    edit = reverse("reports:unit-report-edit", args=[report.pk])
    if request.POST.get("next") == "attach":
        query = QueryDict(mutable=True)
        query.update({"purpose": "signed_copy", "next": edit})
        upload = reverse("attachments:evidence-add", args=[report._meta.label_lower, report.pk])
        return f"{upload}?{query.urlencode()}"
    if request.POST.get("next") == "check":
        return reverse("reports:unit-report-check", args=[report.pk])
    return edit


def show_conflict(
    request: MemberRequest, report: UnitReport, typed: UnitReportForm, conflict: Conflict
) -> HttpResponse:
    """Both texts, nothing lost: the form keeps what was typed, now upon the fresh version."""
    fresh = conflict.fresh
    try:
        content = rehearse(
            fresh,
            lambda: services.save_report(
                report, version=fresh.version, content=typed.content(), by=request.acting, at=timezone.now()
            ),
        )
    except Conflict as newer:
        return show_conflict(request, report, typed, newer)
    except IllegalMove as error:
        typed.add_error(None, error.message)
        return show_form(request, report, typed, status=422)
    again = report_form(report, drafts.with_version(request.POST, fresh.version))
    drafts.quiet(again)
    extra = {"differences": pages.differences(conflict, content), "has_errors": True}
    return show_form(request, report, again, status=409, extra=extra)


@require_POST
def unit_report_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    report = own_report(request, pk)
    return drafts.autosave(
        request, form=report.draft_key, target_id=report.pk, current_version=report.version
    )


def report_form(report: UnitReport, data: QueryDict | None = None) -> UnitReportForm:
    indicators = [figure.indicator for figure in report.all_figures()]
    counts = selectors.counted_now(report.unit, period=report.period, indicators=indicators)
    return UnitReportForm(data, report=report, counts=counts)


def show_form(
    request: MemberRequest,
    report: UnitReport,
    typed: UnitReportForm,
    *,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "report": report,
        "own_window": own_window(report.period.window, report.unit_id),
        "form": typed,
        "has_errors": status == 422,
        "copies": report.signed_copies(),
        "now": timezone.now(),
        **(extra or {}),
    }
    return render(request, "reports/unit_report_form.html", context, status=status)
