from typing import Any

from django.contrib import messages
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.documents.forms.papers import ReasonForm
from hoaxa_danvan.documents.forms.signed import SignedCopyForm
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.selectors.documents import find_document
from hoaxa_danvan.documents.selectors.papers import reading_of_document
from hoaxa_danvan.documents.services import documents as services
from hoaxa_danvan.jobs.services import retry
from hoaxa_danvan.workflow.models import IllegalMove

OFFICE = "application/vnd.openxmlformats-officedocument"
# What is asked for: the field that holds it, the end of its name, its kind.
FORMS = {
    "pdf": ("file", ".pdf", "application/pdf"),
    "word": ("word_file", ".docx", f"{OFFICE}.wordprocessingml.document"),
    "excel": ("sheet_file", ".xlsx", f"{OFFICE}.spreadsheetml.sheet"),
}


def document_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return show_document(request, document_or_404(request, pk))


def show_document(
    request: MemberRequest, document: Document, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """The document's page; `extra` is a form that came back with errors."""
    may_withdraw = request.acting.may("documents.withdraw_document", document)
    context = {
        "document": document,
        "target": document.target,
        "reading": reading_of_document(document),
        "address": services.public_address(document.code) if document.code else "",
        "readings": document.readings.select_related("by__unit").order_by("at"),
        "is_reader": document.is_issued and request.acting.role == Role.LEADER,
        "may_withdraw": document.is_issued and not document.is_withdrawn and may_withdraw,
        "withdraw_form": ReasonForm(),
        "copies": document.signed_copies.select_related("by__unit"),
        "may_sign": document.is_issued and request.acting.may("documents.add_signed_copy", document),
        "signed_form": SignedCopyForm(),
        **extra,
    }
    return render(request, "documents/document_detail.html", context, status=status)


@require_POST
def document_retry(request: MemberRequest, pk: int) -> HttpResponse:
    document = document_or_404(request, pk)
    retry(job_id=document.job_id, at=timezone.now())
    messages.success(request, "Đã yêu cầu làm lại.")
    return redirect("documents:document-detail", document.pk)


@require_POST
def document_read(request: MemberRequest, pk: int) -> HttpResponse:
    """A leader opens an issued document: the reading is a fact, so it is no GET."""
    document = document_or_404(request, pk)
    if request.acting.role == Role.LEADER:
        services.mark_read(document, by=request.acting, at=timezone.now())
    form = request.POST.get("form")
    if form in FORMS:
        return redirect("documents:document-download-form", document.pk, form)
    return redirect("documents:document-download", document.pk)


def document_download(request: MemberRequest, pk: int, form: str = "pdf") -> HttpResponseBase:
    document = document_or_404(request, pk)
    if form not in FORMS:
        raise Http404
    name, suffix, kind = FORMS[form]
    file = getattr(document, name)
    if not file:
        raise Http404
    return download(file, filename=document.filename(suffix), content_type=kind)


def download(file: FieldFile, *, filename: str, content_type: str) -> FileResponse:
    """To be saved and kept by no cache; 404 when the disk has lost it. Who may have it is asked before."""
    try:
        stream = file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, as_attachment=True, filename=filename, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def document_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    document, form = document_or_404(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return show_document(request, document, status=422, withdraw_form=form, has_errors=True)
    try:
        services.withdraw_document(
            document, reason=form.cleaned_data["reason"], by=request.acting, at=timezone.now()
        )
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã thu hồi. Trang tra cứu công khai báo văn bản không còn hiệu lực.")
    return redirect("documents:document-detail", document.pk)


def document_or_404(request: MemberRequest, pk: int) -> Document:
    document = find_document(pk, who=request.acting)
    if document is None:
        raise Http404
    return document
