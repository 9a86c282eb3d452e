from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.forms import with_extra_row
from hoaxa_danvan.scoring import selectors, services
from hoaxa_danvan.scoring.conflicts import both_texts
from hoaxa_danvan.scoring.forms import RubricForms, YearForm
from hoaxa_danvan.scoring.models import RubricVersion
from hoaxa_danvan.scoring.services.rubrics import RUBRIC_FORM
from hoaxa_danvan.workflow.drafts import as_post, autosave, with_version
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import find_draft


def rubric_list(request: MemberRequest) -> HttpResponse:
    years = selectors.versions_by_year(request.acting)
    return render(request, "scoring/rubric_list.html", {"years": years})


def rubric_year(request: MemberRequest, year: int) -> HttpResponse:
    """“Hướng dẫn tiêu chí năm …”: everything that holds in a year, on one page to print."""
    versions = selectors.guidance_of(year)
    if not versions:
        raise Http404
    return render(request, "scoring/rubric_year.html", {"year": year, "versions": versions})


def rubric_detail(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_version(request, pk)
    context = {
        "version": version,
        "may_change": request.acting.may("scoring.change_rubricversion", version),
        "may_copy": request.acting.may("scoring.copy_rubricversion", version),
        "form": YearForm(initial={"year": version.year}),
    }
    return render(request, "scoring/rubric_detail.html", context)


def rubric_edit(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_version(request, pk)
    if not request.acting.may("scoring.change_rubricversion", version):
        raise PermissionDenied
    if request.method == "POST":
        return save_rubric(request, version)
    draft = find_draft(by=request.acting, form=RUBRIC_FORM, target_id=version.pk)
    if draft is None:
        return show_rubric(request, version, RubricForms(version))
    kept = RubricForms(version, as_post(draft)).quieten()
    is_stale = draft.base_version != version.revision
    return show_rubric(request, version, kept, draft=draft, is_stale=is_stale)


@require_POST
def rubric_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_version(request, pk)
    if not request.acting.may("scoring.change_rubricversion", version):
        raise PermissionDenied
    return autosave(request, form=RUBRIC_FORM, target_id=version.pk, current_version=version.revision)


def save_rubric(request: MemberRequest, version: RubricVersion) -> HttpResponse:
    if "add_row" in request.POST:
        more = with_extra_row(request.POST, request.POST["add_row"])
        return show_rubric(request, version, RubricForms(version, more).quieten())
    forms = RubricForms(version, request.POST)
    if not forms.is_valid():
        return show_rubric(request, version, forms, status=422)
    try:
        services.save_rubric(version, **forms.content(), by=request.acting, at=timezone.now())
    except services.StaleRubric as stale:
        saved = RubricForms(stale.fresh)
        texts = both_texts(typed=forms.all, saved=saved.all, target=version)
        again = RubricForms(version, with_version(request.POST, stale.fresh.revision)).quieten()
        return show_rubric(request, version, again, status=409, differences=texts)
    except IllegalMove as error:
        forms.rubric.add_error(None, error.message)
        return show_rubric(request, version, forms, status=422)
    messages.success(request, "Đã lưu tiêu chí.")
    return redirect(version)


def show_rubric(
    request: MemberRequest,
    version: RubricVersion,
    forms: RubricForms,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {
        "version": version,
        "forms": forms,
        "draft_key": f"{RUBRIC_FORM}-{version.pk}",
        "has_errors": status == 422,
        **extra,
    }
    return render(request, "scoring/rubric_edit.html", context, status=status)


@require_POST
def rubric_publish(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_version(request, pk)
    try:
        services.publish_rubric(version, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã công bố tiêu chí. Mọi đơn vị đọc được từ bây giờ.")
    return redirect(version)


@require_POST
def rubric_copy(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_version(request, pk)
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vui lòng nhập năm áp dụng, ví dụ 2027.")
        return redirect(version)
    try:
        fresh = services.copy_rubric(
            version, year=form.cleaned_data["year"], by=request.acting, at=timezone.now()
        )
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(version)
    messages.success(request, f"Đã tạo phiên bản {fresh.number} cho năm {fresh.year}.")
    return redirect("scoring:rubric-edit", fresh.pk)


def get_version(request: MemberRequest, pk: int) -> RubricVersion:
    return get_object_or_404(RubricVersion.objects.visible_to(request.acting).whole(), pk=pk)
