from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.lists import render_list
from reports.filters import DocumentFilter
from reports.tables import DocumentTable


def document_list(request: MemberRequest) -> HttpResponseBase:
    """“Tải về”: every draft and every issued report, with its hash."""
    if not request.acting.may("reports.view_dashboard"):
        raise PermissionDenied
    documents = Document.objects.filter(kind=Document.Kind.AGGREGATE_REPORT).defer("paper")
    return render_list(
        request,
        documents.order_by("-at"),
        template="reports/document_list.html",
        table_class=DocumentTable,
        filter_class=DocumentFilter,
    )
