from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.forms.signed import SignedCopyForm
from hoaxa_danvan.documents.services.signed import add_signed_copy
from hoaxa_danvan.documents.views.documents import document_or_404, download, show_document
from hoaxa_danvan.workflow.models import IllegalMove


@require_POST
def signed_copy_add(request: MemberRequest, pk: int) -> HttpResponse:
    document, form = document_or_404(request, pk), SignedCopyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_signed_copy(document, upload=form.cleaned_data["file"], by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, "Đã lưu bản đã ký; kết quả kiểm tra ở bên dưới.")
            return redirect("documents:document-detail", document.pk)
    return show_document(request, document, status=422, signed_form=form, has_errors=True)


def signed_copy_download(request: MemberRequest, pk: int, copy: int) -> HttpResponseBase:
    document = document_or_404(request, pk)
    row = get_object_or_404(document.signed_copies, pk=copy)
    kind = "application/pdf" if row.is_pdf else "image/jpeg"
    return download(row.file, filename=row.original_name, content_type=kind)
