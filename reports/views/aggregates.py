from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.documents.forms.writing import SectionsForm
from hoaxa_danvan.documents.views.writing import Desk, save_desk, show_desk
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import IllegalMove
from reports.figures import Frozen
from reports.forms.aggregates import IssueForm, PresentForm, ReworkForm, SendForm
from reports.models import BOARD, CITY, AggregateReport
from reports.selectors import aggregates as selectors
from reports.services import aggregates as services


def aggregate_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return show_report(request, find_aggregate(request, pk))


def show_report(
    request: MemberRequest, report: AggregateReport, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The report's page; `forms` are those that came back with errors."""
    issued = selectors.issued_document(report)
    at = timezone.now()
    context = {
        "report": report,
        "frozen": Frozen(report.period.figures or {}),
        "sections": report.sections.all(),
        "open_sections": selectors.open_sections(report),
        "documents": selectors.documents_of(report),
        "issued": issued,
        "readers": selectors.reading_list(issued, at=at) if issued else [],
        "steps": pages.history(report),
        "may": aggregate_rights(report, request.acting),
        "is_reader": request.acting.role == Role.LEADER,
        "has_errors": bool(forms),
        "present_form": PresentForm(initial={"version": report.version}),
        "rework_form": ReworkForm(),
        "issue_form": IssueForm(),
        "send_form": SendForm(),
        **forms,
    }
    return render(request, "reports/aggregate_detail.html", context, status=status)


def aggregate_edit(request: MemberRequest, pk: int) -> HttpResponse:
    report = find_aggregate(request, pk)
    if not request.acting.may("reports.change_aggregatereport", report):
        raise PermissionDenied
    if request.method != "POST":
        return show_desk(request, desk(request, report))
    return save_desk(request, desk(request, report)) or after_saving(request, report)


def desk(request: MemberRequest, report: AggregateReport) -> Desk:
    def form(data: QueryDict | None) -> SectionsForm:
        return SectionsForm(data, paper=report)

    def save(typed: SectionsForm) -> None:
        services.save_sections(
            report,
            version=typed.cleaned_data["version"],
            texts=typed.texts(),
            by=request.acting,
            at=timezone.now(),
        )

    return Desk(paper=report, form=form, save=save, template="reports/aggregate_form.html")


def after_saving(request: MemberRequest, report: AggregateReport) -> HttpResponse:
    messages.success(request, "Đã lưu nội dung báo cáo.")
    if request.POST.get("next") == "draft":
        return draft_now(request, report, copy=BOARD)
    return redirect("reports:aggregate-edit", report.pk)


@require_POST
def aggregate_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    report = find_aggregate(request, pk)
    if not request.acting.may("reports.change_aggregatereport", report):
        raise PermissionDenied
    return drafts.autosave(
        request, form=report.draft_key, target_id=report.pk, current_version=report.version
    )


@require_POST
def aggregate_draft(request: MemberRequest, pk: int) -> HttpResponse:
    return draft_now(request, find_aggregate(request, pk), copy=BOARD)


@require_POST
def aggregate_city_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """How the copy for Thành ủy would look now."""
    return draft_now(request, find_aggregate(request, pk), copy=CITY)


def draft_now(request: MemberRequest, report: AggregateReport, *, copy: str) -> HttpResponse:
    document = services.order_draft(report, copy=copy, by=request.acting, at=timezone.now())
    if document.made_at:
        messages.success(request, f"Nội dung chưa đổi: {document.title} vẫn là bản mới nhất.")
    else:
        messages.success(request, f"{document.title} đang được lập.")
    return redirect(report)


@require_POST
def aggregate_present(request: MemberRequest, pk: int) -> HttpResponse:
    report, form = find_aggregate(request, pk), PresentForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, status=422, present_form=form)
    try:
        services.present_report(report, **form.cleaned_data, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_report(request, report, status=422, present_form=form)
    messages.success(request, "Đã trình Ban Thường vụ.")
    return redirect(report)


@require_POST
def aggregate_rework(request: MemberRequest, pk: int) -> HttpResponse:
    report, form = find_aggregate(request, pk), ReworkForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, status=422, rework_form=form)
    try:
        services.rework_report(report, **form.cleaned_data, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã đề nghị hoàn thiện lại; Ban Xây dựng Đảng thấy nội dung này.")
    return redirect(report)


@require_POST
def aggregate_issue(request: MemberRequest, pk: int) -> HttpResponse:
    report, form = find_aggregate(request, pk), IssueForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, status=422, issue_form=form)
    try:
        services.issue_report(report, **form.cleaned_data, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_report(request, report, status=422, issue_form=form)
    messages.success(request, "Đã ban hành. Bản PDF đang được lập và sẽ gửi thư cho lãnh đạo.")
    return redirect(report)


@require_POST
def aggregate_send(request: MemberRequest, pk: int) -> HttpResponse:
    report, form = find_aggregate(request, pk), SendForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, status=422, send_form=form)
    try:
        services.send_report(report, **form.cleaned_data, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi: báo cáo đã gửi Thành ủy.")
    return redirect(report)


def find_aggregate(request: MemberRequest, pk: int) -> AggregateReport:
    reports = AggregateReport.objects.visible_to(request.acting)
    return get_object_or_404(reports.select_related("period__window__campaign_year__campaign"), pk=pk)


def aggregate_rights(report: AggregateReport, who: Appointment) -> dict[str, bool]:
    """What this post may do with it now: the buttons of the page."""
    moves = {move.verb for move in report.moves_for(who)}
    verbs = {verb: verb in moves for verb in ("present", "rework", "issue", "send")}
    return {"edit": who.may("reports.change_aggregatereport", report), **verbs}
