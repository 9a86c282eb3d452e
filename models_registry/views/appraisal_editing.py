"""The dossier's form with the unit's own points: shown, autosaved, saved, and what happens when two save."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft, rehearse
from models_registry.forms.appraisal import SHEET, AssessmentForms
from models_registry.models import Assessment
from models_registry.selectors import appraisal as selectors
from models_registry.services import appraisal as services
from models_registry.views.appraisal import find_assessment


def assessment_edit(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = own_assessment(request, pk)
    if request.method == "POST":
        return save(request, assessment)
    if not assessment.may_now("submit", request.acting):
        messages.error(request, f"Không sửa được: đang ở trạng thái “{assessment.get_status_display()}”.")
        return redirect(assessment)
    draft = find_draft(by=request.acting, form=assessment.draft_key, target_id=assessment.pk)
    if draft is None:
        return show_form(request, assessment, assessment_forms(assessment))
    typed = assessment_forms(assessment, drafts.as_post(draft)).quieten()
    is_stale = draft.base_version != assessment.version
    return show_form(request, assessment, typed, extra={"draft": draft, "is_stale": is_stale})


def save(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    typed = assessment_forms(assessment, request.POST)
    if not typed.is_valid():
        return show_form(request, assessment, typed, status=422)
    try:
        services.save_assessment(assessment, **typed.content(), by=request.acting, at=timezone.now())
    except Conflict as conflict:
        return show_conflict(request, assessment, typed, conflict)
    except IllegalMove as error:
        typed.dossier.add_error(None, error.message)
        return show_form(request, assessment, typed, status=422)
    messages.success(request, "Đã lưu hồ sơ.")
    if request.POST.get("next") == "check":
        return redirect(assessment)
    return redirect("models_registry:assessment-edit", assessment.pk)


def show_conflict(
    request: MemberRequest, assessment: Assessment, typed: AssessmentForms, conflict: Conflict
) -> HttpResponse:
    """Both texts, nothing lost: the form keeps what was typed, now upon the fresh version."""
    fresh = find_assessment(request, assessment.pk)
    sheet = selectors.own_sheet(fresh)
    revision = sheet.revision if sheet else 0
    content = typed.content()
    content = {**content, "version": fresh.version, "marks": {**content["marks"], "revision": revision}}
    try:
        would_be = rehearse(
            fresh,
            lambda: services.save_assessment(fresh, **content, by=request.acting, at=timezone.now()),
        )
    except IllegalMove as error:
        typed.dossier.add_error(None, error.message)
        return show_form(request, assessment, typed, status=422)
    data = drafts.with_version(request.POST, fresh.version)
    data[f"{SHEET}-version"] = str(revision)
    again = assessment_forms(fresh, data).quieten()
    extra = {"differences": pages.differences(conflict, would_be), "has_errors": True}
    return show_form(request, fresh, again, status=409, extra=extra)


@require_POST
def assessment_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = own_assessment(request, pk)
    return drafts.autosave(
        request,
        form=assessment.draft_key,
        target_id=assessment.pk,
        current_version=assessment.version,
    )


def own_assessment(request: MemberRequest, pk: int) -> Assessment:
    assessment = find_assessment(request, pk)
    if not request.acting.may("models_registry.submit_assessment", assessment):
        raise PermissionDenied
    return assessment


def assessment_forms(assessment: Assessment, data: QueryDict | None = None) -> AssessmentForms:
    return AssessmentForms(
        assessment,
        rubric=services.rubric_or_refuse(assessment),
        sheet=selectors.own_sheet(assessment),
        data=data,
    )


def show_form(
    request: MemberRequest,
    assessment: Assessment,
    typed: AssessmentForms,
    *,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "entry": assessment.entry,
        "forms": typed,
        "has_errors": status == 422,
        "window": selectors.dossier_due(assessment.campaign_year),
        "now": timezone.now(),
        **(extra or {}),
    }
    return render(request, "models_registry/assessment_form.html", context, status=status)
