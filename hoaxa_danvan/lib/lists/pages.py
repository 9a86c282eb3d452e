"""A list as the address asks for it: on the page, on paper, in a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render

from hoaxa_danvan.lib.lists.files import FORMATS, Download, download
from hoaxa_danvan.lib.lists.filters import ListFilter
from hoaxa_danvan.lib.lists.searching import settled
from hoaxa_danvan.lib.lists.tables import ListTable

PER_PAGE = 25
# Paper takes the whole list, up to what a browser can still lay out.
PER_PRINT = 1000
# What belongs to one look at a list and is not taken along to the next.
PASSING = ("page", "print", "xuat")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the table of a list: its address, told to forms and links."""

    request: HttpRequest
    table: ListTable
    filter: ListFilter
    title: str
    has_files: bool = False

    @property
    def is_print(self) -> bool:
        return "print" in self.request.GET

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        return self._kept(*self.filter.form.fields)

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        return self._kept("cot")

    @property
    def unfiltered_url(self) -> str:
        query = QueryDict(mutable=True)
        for name, value in self.kept_by_filters:
            query.appendlist(name, value)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def _kept(self, *left_out: str) -> list[tuple[str, str]]:
        """The rest of the address, as fields of a form."""
        names = [name for name in self.request.GET if name not in (*PASSING, *left_out)]
        return [(name, value) for name in names for value in self.request.GET.getlist(name)]

    @property
    def conditions(self) -> list[tuple[str, str]]:
        return list(self.filter.conditions())


def build_list(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    table_class: type[ListTable],
    filter_class: type[ListFilter] = ListFilter,
    title: str = "",
    has_files: bool = False,
) -> dict[str, Any]:
    """`table`, `filter` and `frame` for the fragment lib/_list.html; two queries when it is drawn."""
    narrowed = filter_class(request.GET or None, queryset=queryset, request=request)
    # The table is not given the request: it would let the address ask for any number of rows.
    table = table_class(
        narrowed.qs, order_by=request.GET.getlist("sort") or None, shown=request.GET.getlist("cot")
    )
    table.data.data = settled(table.data.data)
    table.paginate(per_page=PER_PRINT if "print" in request.GET else PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    frame = Frame(request, table, narrowed, title or table.caption, has_files)
    return {"table": table, "filter": narrowed, "frame": frame}


def render_list(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    template: str,
    table_class: type[ListTable],
    filter_class: type[ListFilter] = ListFilter,
    context: dict[str, Any] | None = None,
    title: str = "",
    on_download: Callable[[Download], object] | None = None,
) -> HttpResponseBase:
    """The page, or with `?xuat=xlsx`, `?xuat=csv` the same rows as a file.

    `title` names the file where the table has no caption of its own. `on_download` is told of every
    file before it leaves: a list with personal data records it.
    """
    parts = build_list(
        request, queryset, table_class=table_class, filter_class=filter_class, title=title, has_files=True
    )
    if (form := request.GET.get("xuat")) in FORMATS:
        frame: Frame = parts["frame"]
        facts = [("Lọc theo", "; ".join(f"{label}: {words}" for label, words in frame.conditions))]
        return download(request, frame.table, form, title=frame.title, facts=facts, told=on_download)
    return render(request, template, {**parts, **(context or {})})
