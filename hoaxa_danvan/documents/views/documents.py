from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.selectors.documents import find_document
from hoaxa_danvan.documents.services import documents as services
from hoaxa_danvan.jobs.services import retry


def document_detail(request: MemberRequest, pk: int) -> HttpResponse:
    document = document_or_404(request, pk)
    context = {
        "document": document,
        "target": document.target,
        "readings": document.readings.select_related("by__unit").order_by("at"),
        "is_reader": document.is_issued and request.acting.role == Role.LEADER,
    }
    return render(request, "documents/document_detail.html", context)


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
    return redirect("documents:document-download", document.pk)


def document_download(request: MemberRequest, pk: int) -> HttpResponseBase:
    document = document_or_404(request, pk)
    if not document.file:
        raise Http404
    try:
        stream = document.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream, as_attachment=True, filename=document.filename(), content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document_or_404(request: MemberRequest, pk: int) -> Document:
    document = find_document(pk, who=request.acting)
    if document is None:
        raise Http404
    return document
