from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.filters import InspectionFilter
from campaigns.forms.inspections import (
    STALE,
    FindingExtensionForm,
    FindingForm,
    FindingNoteForm,
    InspectionForm,
    ResultForm,
)
from campaigns.inspecting import targets_of
from campaigns.models import CampaignYear, Finding, Inspection
from campaigns.selectors.years import current_year
from campaigns.services import inspections as services
from campaigns.tables import InspectionTable
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import rehearse


def inspection_list(request: MemberRequest) -> HttpResponseBase:
    year = current_year(at=timezone.now())
    may_plan = year is not None and request.acting.may("campaigns.plan_inspection")
    return render_list(
        request,
        Inspection.objects.visible_to(request.acting).for_list(),
        template="campaigns/inspection_list.html",
        table_class=InspectionTable,
        filter_class=InspectionFilter,
        context={"year_to_plan": year if may_plan else None},
    )


def inspection_plan(request: MemberRequest, year: int) -> HttpResponse:
    if not request.acting.may("campaigns.plan_inspection"):
        raise PermissionDenied
    campaign_year, at = get_object_or_404(CampaignYear, year=year), timezone.now()
    form = InspectionForm(posted(request), day=local_day(at), unit=request.GET.get("unit", ""))
    if request.method == "POST" and form.is_valid():
        if (key := form.cleaned_data["key"]) is None:
            form.add_error(None, STALE)
        else:
            try:
                inspection = services.plan_inspection(
                    campaign_year=campaign_year, content=form.content(), key=key, by=request.acting, at=at
                )
            except IllegalMove as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, "Đã đưa vào lịch. Đơn vị chưa thấy cho đến khi được thông báo.")
                return redirect(inspection)
    context = {"form": form, "campaign_year": campaign_year}
    return render(request, "campaigns/inspection_form.html", context, status=422 if form.errors else 200)


def inspection_detail(request: MemberRequest, pk: int) -> HttpResponse:
    inspection = find_inspection(request, pk)
    return show(request, inspection)


def show(request: MemberRequest, inspection: Inspection, **context: Any) -> HttpResponse:
    who = request.acting
    rights = {verb: inspection.may_now(verb, who) for verb in ("announce", "hold", "close", "cancel")}
    may_find = who.may("campaigns.add_finding", inspection)
    page = {
        "inspection": inspection,
        "points": inspection.points.all(),
        "findings": inspection.findings.select_related("about_type").prefetch_related("about"),
        "may": {**rights, "change": who.may("campaigns.change_inspection", inspection), "find": may_find},
        "finding_form": FindingForm(targets=targets_of(inspection)) if may_find else None,
        "steps": pages.history(inspection),
        "today": local_day(timezone.now()),
        **context,
    }
    return render(request, "campaigns/inspection_detail.html", page, status=422 if context else 200)


def inspection_change(request: MemberRequest, pk: int) -> HttpResponse:
    inspection, at = find_inspection(request, pk), timezone.now()
    if not request.acting.may("campaigns.change_inspection", inspection):
        raise PermissionDenied
    form = InspectionForm(posted(request), day=local_day(at), inspection=inspection)
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_inspection(
                inspection, version=version, content=form.content(), by=request.acting, at=at
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        except Conflict as conflict:
            form, extra = both_texts(request, inspection, form, conflict)
            context = {"form": form, "inspection": inspection, **extra}
            return render(request, "campaigns/inspection_form.html", context, status=409)
        else:
            messages.success(request, "Đã lưu lịch.")
            return redirect(inspection)
    context = {"form": form, "inspection": inspection, "campaign_year": inspection.campaign_year}
    return render(request, "campaigns/inspection_form.html", context, status=422 if form.errors else 200)


def both_texts(
    request: MemberRequest, inspection: Inspection, typed: InspectionForm, conflict: Conflict
) -> tuple[InspectionForm, dict[str, Any]]:
    """What was typed, upon the fresh version, with what differs from what stands saved."""
    at, version = timezone.now(), conflict.fresh.version
    content = rehearse(
        conflict.fresh,
        lambda: services.change_inspection(
            inspection, version=version, content=typed.content(), by=request.acting, at=at
        ),
    )
    again = InspectionForm(
        drafts.with_version(request.POST, version), day=local_day(at), inspection=inspection
    )
    drafts.quiet(again)
    return again, {"differences": pages.differences(conflict, content)}


@require_POST
def inspection_announce(request: MemberRequest, pk: int) -> HttpResponse:
    return decide(
        request, pk, services.announce_inspection, "Đã thông báo: đơn vị thấy lịch ở “Việc của tôi”."
    )


@require_POST
def inspection_close(request: MemberRequest, pk: int) -> HttpResponse:
    return decide(request, pk, services.close_inspection, "Đã kết thúc.")


def decide(request: MemberRequest, pk: int, service: Any, done: str) -> HttpResponse:
    inspection = find_inspection(request, pk)
    try:
        service(inspection, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect(inspection)


def inspection_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    inspection = find_inspection(request, pk)
    if not request.acting.may("campaigns.cancel_inspection", inspection):
        raise PermissionDenied
    form = FindingNoteForm(posted(request), label="Lý do không tổ chức")
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_inspection(
                inspection, note=form.cleaned_data["note"], by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi: không tổ chức.")
            return redirect(inspection)
    context = {"form": form, "target": inspection, "title": "Không tổ chức", "button": "Ghi không tổ chức"}
    return render(request, "campaigns/inspection_note.html", context, status=422 if form.errors else 200)


def inspection_hold(request: MemberRequest, pk: int) -> HttpResponse:
    """The form for the results, point by point."""
    inspection = find_inspection(request, pk)
    if not request.acting.may("campaigns.hold_inspection", inspection):
        raise PermissionDenied
    form = ResultForm(posted(request), inspection=inspection)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold_inspection(inspection, result=form.result(), by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi kết quả. Ghi tiếp từng nội dung cần khắc phục, nếu có.")
            return redirect(inspection)
    context = {"form": form, "inspection": inspection}
    return render(request, "campaigns/inspection_result.html", context, status=422 if form.errors else 200)


@require_POST
def finding_add(request: MemberRequest, pk: int) -> HttpResponse:
    inspection = find_inspection(request, pk)
    form = FindingForm(request.POST, targets=targets_of(inspection))
    if form.is_valid():
        try:
            services.add_finding(inspection, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi nội dung cần khắc phục; đơn vị thấy ở “Việc của tôi”.")
            return redirect(inspection)
    if not request.acting.may("campaigns.add_finding", inspection):
        raise PermissionDenied
    return show(request, inspection, finding_form=form)


# What is to be put right


def finding_detail(request: MemberRequest, pk: int) -> HttpResponse:
    finding = find_finding(request, pk)
    may = {
        "report": finding.may_now("report", request.acting),
        "reopen": finding.may_now("reopen", request.acting),
        "confirm": finding.may_now("confirm", request.acting),
        "extend": request.acting.may("campaigns.extend_finding", finding),
    }
    context = {
        "finding": finding,
        "is_overdue": finding.is_overdue(local_day(timezone.now())),
        "may": may,
        "report_form": FindingNoteForm(label="Đã khắc phục như thế nào") if may["report"] else None,
        "steps": pages.history(finding),
    }
    return render(request, "campaigns/finding_detail.html", context)


def finding_report(request: MemberRequest, pk: int) -> HttpResponse:
    return noted(
        request,
        pk,
        "report",
        services.report_finding,
        label="Đã khắc phục như thế nào",
        title="Báo đã khắc phục",
    )


def finding_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    return noted(request, pk, "reopen", services.reopen_finding, label="Chưa đạt ở chỗ nào", title="Chưa đạt")


def noted(
    request: MemberRequest, pk: int, verb: str, service: Any, *, label: str, title: str
) -> HttpResponse:
    """A move that says something, on a page of its own."""
    finding = find_finding(request, pk)
    if not request.acting.may(finding.perm(verb), finding):
        raise PermissionDenied
    form = FindingNoteForm(posted(request), label=label)
    if request.method == "POST" and form.is_valid():
        try:
            service(finding, note=form.cleaned_data["note"], by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi: {title.lower()}.")
            return redirect(finding)
    context = {"form": form, "target": finding, "title": title, "button": title}
    return render(request, "campaigns/inspection_note.html", context, status=422 if form.errors else 200)


@require_POST
def finding_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    finding = find_finding(request, pk)
    try:
        services.confirm_finding(finding, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã xác nhận khắc phục xong.")
    return redirect(finding.inspection)


def finding_extend(request: MemberRequest, pk: int) -> HttpResponse:
    finding = find_finding(request, pk)
    if not request.acting.may("campaigns.extend_finding", finding):
        raise PermissionDenied
    form = FindingExtensionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.extend_finding(finding, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lùi thời hạn.")
            return redirect(finding)
    context = {"form": form, "target": finding, "title": "Lùi thời hạn khắc phục", "button": "Lùi thời hạn"}
    return render(request, "campaigns/inspection_note.html", context, status=422 if form.errors else 200)


def posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def find_inspection(request: MemberRequest, pk: int) -> Inspection:
    rows = Inspection.objects.visible_to(request.acting).select_related("unit__kind", "campaign_year")
    return get_object_or_404(rows, pk=pk)


def find_finding(request: MemberRequest, pk: int) -> Finding:
    rows = Finding.objects.visible_to(request.acting).select_related(
        "inspection__unit", "inspection__campaign_year", "by__unit"
    )
    return get_object_or_404(rows, pk=pk)
