from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoaxa_danvan.documents.selectors.documents import standing_of


@login_not_required
@require_safe
def lookup(request: HttpRequest, code: str) -> HttpResponse:
    """What anyone with the code may know of an issued paper: number, date, title, hash, whether it counts."""
    standing = standing_of(code)
    if standing is None:
        raise Http404
    return render(request, "documents/lookup.html", {"standing": standing})
