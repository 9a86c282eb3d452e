"""The appraisal: the unit's dossier and own points; the reviewer's points and verdict."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.scoring.forms import ScoreSheetForm
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from models_registry.filters import AssessmentFilter
from models_registry.forms.appraisal import VerdictForm, marks_of
from models_registry.models import Assessment
from models_registry.selectors import appraisal as selectors
from models_registry.services import appraisal as services
from models_registry.tables import AssessmentTable
from models_registry.views.entries import find_entry, read_version


def assessment_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        Assessment.objects.visible_to(request.acting).for_list(),
        template="models_registry/assessment_list.html",
        table_class=AssessmentTable,
        filter_class=AssessmentFilter,
        context={"waiting": selectors.assessments_to_judge(request.acting)},
    )


@require_POST
def assessment_start(request: MemberRequest, pk: int, year: int) -> HttpResponse:
    entry = find_entry(request, pk)
    campaign_year = get_object_or_404(CampaignYear, year=year)
    try:
        assessment = services.start_assessment(
            entry, campaign_year=campaign_year, by=request.acting, at=timezone.now()
        )
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(entry)
    return redirect("models_registry:assessment-edit", assessment.pk)


def assessment_detail(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    is_own = acts_for(assessment, request)
    look = pages.own_view if is_own else pages.review
    is_decided = assessment.status in {Assessment.Status.PROPOSED, Assessment.Status.DECLINED}
    may_review = request.acting.may("models_registry.review_assessment", assessment)
    context = {
        "assessment": assessment,
        "entry": assessment.entry,
        "is_own": is_own,
        "review": look(assessment, who=request.acting),
        "steps": pages.history(assessment),
        "own_sheet": selectors.own_sheet(assessment),
        # What the reviewer has not decided yet is for the reviewers alone.
        "review_sheet": selectors.review_sheet(assessment) if is_decided or may_review else None,
        "may": assessment_rights(request, assessment),
        "gaps": list(selectors.gaps_in(assessment)) if is_own else [],
        "warnings": list(selectors.warnings_in(assessment)) if is_own else [],
        "window": selectors.dossier_due(assessment.campaign_year),
        "now": timezone.now(),
    }
    return render(request, "models_registry/assessment_detail.html", context)


@require_POST
def assessment_submit(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    try:
        receipt = services.submit_assessment(
            assessment, version=read_version(request), by=request.acting, at=timezone.now()
        )
    except (Conflict, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect(assessment)
    return redirect(receipt)


@require_POST
def assessment_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk)
    try:
        services.withdraw_assessment(assessment, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã rút lại. Hồ sơ sửa tiếp được.")
    return redirect(assessment)


def assessment_review(request: MemberRequest, pk: int) -> HttpResponse:
    """The reviewer's points beside the unit's own."""
    assessment = judged_assessment(request, pk)
    rubric, own = selectors.rubric_of(assessment), selectors.own_sheet(assessment)
    if rubric is None or own is None:
        messages.error(request, "Đơn vị chưa tự chấm.")
        return redirect(assessment)
    sheet = selectors.review_sheet(assessment)
    form = ScoreSheetForm(
        request.POST if request.method == "POST" else None,
        version=rubric,
        sheet=sheet,
        proposal=own,
        # The reviewer begins with what the unit proposes, and changes what differs.
        initial={} if sheet else marks_of(own),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_review(assessment, marks=form.marks(), by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu điểm thẩm định.")
            return redirect("models_registry:assessment-decide", assessment.pk)
    context = {"assessment": assessment, "entry": assessment.entry, "form": form}
    return render(
        request, "models_registry/assessment_review.html", context, status=422 if form.errors else 200
    )


def assessment_decide(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = judged_assessment(request, pk)
    sheet = selectors.review_sheet(assessment)
    grades = [grade.name for grade in selectors.reached_grades(sheet)] if sheet else []
    form = VerdictForm(
        request.POST if request.method == "POST" else None, assessment=assessment, grades=grades
    )
    if request.method == "POST" and form.is_valid():
        try:
            decide(request, assessment, form.cleaned_data)
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            return redirect(assessment)
    context = {
        "assessment": assessment,
        "entry": assessment.entry,
        "form": form,
        "review_sheet": sheet,
        "own_sheet": selectors.own_sheet(assessment),
        "missing": selectors.unmarked(sheet) if sheet else [],
    }
    return render(
        request, "models_registry/assessment_decide.html", context, status=422 if form.errors else 200
    )


def decide(request: MemberRequest, assessment: Assessment, data: dict[str, Any]) -> None:
    by, at = request.acting, timezone.now()
    if data["verdict"] == VerdictForm.PROPOSE:
        services.propose_recognition(
            assessment, grade=data.get("grade", ""), reason=data["reason"], by=by, at=at
        )
        messages.success(request, f"Đã đề nghị công nhận: {assessment.entry}.")
    else:
        services.decline_recognition(assessment, reason=data["reason"], by=by, at=at)
        messages.success(request, f"Đã ghi chưa đề nghị công nhận: {assessment.entry}.")


def find_assessment(request: MemberRequest, pk: int) -> Assessment:
    rows = Assessment.objects.visible_to(request.acting).for_list()
    return get_object_or_404(rows, pk=pk)


def judged_assessment(request: MemberRequest, pk: int) -> Assessment:
    assessment = find_assessment(request, pk)
    if not request.acting.may("models_registry.review_assessment", assessment):
        raise PermissionDenied
    return assessment


def acts_for(assessment: Assessment, request: MemberRequest) -> bool:
    return request.acting.acts_for(assessment.entry.unit)


def assessment_rights(request: MemberRequest, assessment: Assessment) -> dict[str, bool]:
    """What this post may do with it now: the buttons of the page."""
    who = request.acting
    return {
        "edit": assessment.may_now("submit", who),
        "withdraw": assessment.may_now("withdraw", who),
        "review": assessment.status in services.UNDER_REVIEW
        and who.may("models_registry.review_assessment", assessment),
        "decide": assessment.may_now("propose", who) or assessment.may_now("decline", who),
    }
