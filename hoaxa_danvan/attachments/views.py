from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.attachments import services
from hoaxa_danvan.attachments.delivery import deliver
from hoaxa_danvan.attachments.forms import EvidenceForm, UploadForm
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.attachments.rules import is_ever_public, may_attach, may_show
from hoaxa_danvan.attachments.selectors import evidence_about, find_evidence, find_target
from hoaxa_danvan.workflow.models import IllegalMove


def evidence_add(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    target = find_target(kind=kind, pk=pk, who=request.acting)
    if target is None:
        raise Http404
    if not may_attach(request.acting, target):
        raise PermissionDenied
    form = UploadForm(
        *_posted(request),
        is_ever_public=is_ever_public(target),
        initial={"purpose": _purpose(request)},
    )
    if request.method == "POST" and form.is_valid() and _keep(request, target, form):
        return redirect(_way_back(request, target))
    context = {
        "target": target,
        "form": form,
        "items": evidence_about(target),
        "is_ever_public": is_ever_public(target),
        "next": _way_back(request, target),
    }
    return render(request, "attachments/evidence_add.html", context, status=422 if form.errors else 200)


def _keep(request: MemberRequest, target: models.Model, form: UploadForm) -> bool:
    """True when every file was taken; what was refused is told beside the field."""
    kept, refused = services.add_several(
        target=target, **form.cleaned_data, by=request.acting, at=timezone.now()
    )
    if kept:
        messages.success(request, f"Đã lưu {len(kept)} tệp.")
    for sentence in refused:
        form.add_error("uploads", sentence)
    return not refused


def evidence_change(request: MemberRequest, pk: int) -> HttpResponse:
    evidence = _found(request, pk)
    target = evidence.target
    rights = {
        "may_attach": may_attach(request.acting, target),
        "may_show": may_show(request.acting, target),
    }
    if not any(rights.values()):
        raise PermissionDenied
    form = EvidenceForm(*_posted(request), evidence=evidence, **rights)
    if request.method == "POST" and form.is_valid():
        services.change_evidence(evidence, changes=form.cleaned_data, by=request.acting, at=timezone.now())
        messages.success(request, "Đã lưu thông tin minh chứng.")
        return redirect(_way_back(request, target))
    context = {"evidence": evidence, "form": form, "next": _way_back(request, target), **rights}
    return render(request, "attachments/evidence_change.html", context, status=422 if form.errors else 200)


@require_POST
def evidence_remove(request: MemberRequest, pk: int) -> HttpResponse:
    evidence = _found(request, pk)
    try:
        services.remove_evidence(evidence, by=request.acting, at=timezone.now())
    except IllegalMove as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã bỏ “{evidence.original_name}”.")
    return redirect(_way_back(request, evidence.target))


def evidence_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    evidence = _found(request, pk)
    return deliver(request, evidence, evidence.file)


def evidence_thumbnail(request: MemberRequest, pk: int) -> HttpResponseBase:
    evidence = _found(request, pk)
    if not evidence.thumbnail:
        raise Http404
    return deliver(request, evidence, evidence.thumbnail)


def _found(request: MemberRequest, pk: int) -> Evidence:
    evidence = find_evidence(pk, who=request.acting)
    if evidence is None:
        raise Http404
    return evidence


def _purpose(request: HttpRequest) -> str:
    """What the link to the upload asks for; evidence, if it asks for nothing that there is."""
    asked = request.GET.get("purpose", "")
    return asked if asked in Evidence.Purpose.values else Evidence.Purpose.EVIDENCE.value


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _way_back(request: HttpRequest, target: Any) -> str:
    """The page that the upload was opened from, if it is one of the portal's."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else target.get_absolute_url()
