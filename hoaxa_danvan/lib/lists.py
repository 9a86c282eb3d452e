"""The one list of the portal: search, filters, sorting and pages, all kept in the address."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoaxa_danvan.lib.forms import PortalHelper
from hoaxa_danvan.lib.text import fold, nfc, squeeze

PER_PAGE = 25
# Paper takes the whole list, up to what a browser can still lay out.
PER_PRINT = 1000


def search(queryset: QuerySet[Any], typed: str, *, column: str = "search") -> QuerySet[Any]:
    """Rows whose `column` (lib.text.search_text) has every word typed, with or without accents.

    What has the words with the very accents that were typed comes first.
    """
    for word in fold(typed).split():
        queryset = queryset.filter(**{f"{column}__contains": word})
    accented = squeeze(nfc(typed).lower())
    if accented == fold(typed):
        return queryset
    order = queryset.query.order_by or queryset.model._meta.ordering
    exact = When(**{f"{column}__contains": accented}, then=Value(0))
    ranked: QuerySet[Any] = queryset.alias(inexact=Case(exact, default=Value(1)))
    return ranked.order_by("inexact", *order)


class ListFilter(django_filters.FilterSet):
    """The search box, and whatever filters a list adds to it."""

    search_column = "search"

    q = django_filters.CharFilter(method="search_words", label="Tìm kiếm", max_length=200)

    @property
    def form(self) -> Any:
        form: Any = super().form
        form.helper = PortalHelper()
        form.helper.hide_optional = True
        form.fields["q"].widget.input_type = "search"
        return form

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader asked for less than everything."""
        return any(self.data.get(name) for name in self.form.fields)

    def search_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return search(queryset, value, column=self.search_column)


class ListTable(tables.Table):
    """A table that becomes cards on a phone. Columns as in django-tables2."""

    caption = ""
    empty_title = "Chưa có mục nào"
    empty_hint = ""

    class Meta:
        default = "–"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A table without a Meta of its own does not inherit this one.
        super().__init__(*args, **{"default": "–", **kwargs})


def build_list(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    table_class: type[ListTable],
    filter_class: type[ListFilter] = ListFilter,
) -> dict[str, Any]:
    """`table` and `filter` for the fragment lib/_list.html; two queries when it is drawn."""
    narrowed = filter_class(request.GET or None, queryset=queryset, request=request)
    # The table is not given the request: it would let the address ask for any number of rows.
    table = table_class(narrowed.qs, order_by=request.GET.getlist("sort") or None)
    table.data.data = settled(table.data.data)
    table.paginate(per_page=PER_PRINT if "print" in request.GET else PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    return {"table": table, "filter": narrowed}


def render_list(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    template: str,
    table_class: type[ListTable],
    filter_class: type[ListFilter] = ListFilter,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    parts = build_list(request, queryset, table_class=table_class, filter_class=filter_class)
    return render(request, template, {**parts, **(context or {})})


def settled(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """With the key as the last word of the order, so that no row falls between two pages."""
    order = queryset.query.order_by or queryset.model._meta.ordering
    return queryset.order_by(*order, "pk")
