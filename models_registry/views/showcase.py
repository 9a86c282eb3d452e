"""The public page: recognised models, for anyone, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from hoaxa_danvan.attachments.delivery import FOR_EVERYONE, deliver
from hoaxa_danvan.attachments.models import Evidence
from models_registry.models import Recognition
from models_registry.selectors import showcase as selectors

PER_PAGE = 12
LONGEST_SEARCH = 200


@login_not_required
def showcase(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    sector = request.GET.get("linh_vuc", "")
    rows = selectors.recognised(words=words, sector=sector)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    photos = selectors.first_photos(page.object_list)
    context = {
        "cards": [(row, photos.get(row.entry_id)) for row in page.object_list],
        "page_obj": page,
        "chips": selectors.chips(),
        "words": words,
        "sector": sector,
    }
    return render(request, "models_registry/showcase.html", context)


@login_not_required
def showcase_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A model by its own key; every year in which it was recognised."""
    rows = list(Recognition.objects.filter(entry=pk).for_showcase())
    if not rows:
        raise Http404
    context = {
        "newest": rows[0],
        "rows": rows,
        "entries": [rows[0].entry],
        "photos": selectors.public_photos([pk]),
    }
    return render(request, "models_registry/showcase_detail.html", context)


@login_not_required
def showcase_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    photo = find_photo(pk)
    return deliver(request, photo, photo.file, cache=FOR_EVERYONE, filename=f"anh-{pk}.jpg")


@login_not_required
def showcase_thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    photo = find_photo(pk)
    return deliver(request, photo, photo.thumbnail, cache=FOR_EVERYONE, filename=f"anh-{pk}-nho.jpg")


def find_photo(pk: int) -> Evidence:
    photo = selectors.public_photo(pk)
    if photo is None:
        raise Http404
    return photo
