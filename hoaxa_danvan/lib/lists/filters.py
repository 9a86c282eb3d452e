"""What narrows a list."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import Model, QuerySet

from hoaxa_danvan.lib.forms import PortalHelper
from hoaxa_danvan.lib.lists.searching import search


class ListFilter(django_filters.FilterSet):
    """The search box, and whatever filters a list adds to it."""

    search_column = "search"

    q = django_filters.CharFilter(method="search_words", label="Tìm kiếm", max_length=200)

    @property
    def form(self) -> Any:
        form: Any = super().form
        form.helper = PortalHelper()
        form.helper.hide_optional = True
        if "q" in form.fields:
            form.fields["q"].widget.input_type = "search"
        return form

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader asked for less than everything."""
        return any(self.data.get(name) for name in self.form.fields)

    def search_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return search(queryset, value, column=self.search_column)

    def conditions(self) -> Iterator[tuple[str, str]]:
        """(label, words) of everything asked for and understood, for paper and files."""
        form = self.form
        if not (self.is_bound and self.is_narrowed):
            return
        form.is_valid()
        for name, field in form.fields.items():
            if (value := form.cleaned_data.get(name)) not in (None, ""):
                yield str(field.label), _in_words(field, value)


class UnsearchedFilter(ListFilter):
    """For a list of so few rows that nobody searches it."""

    q = None


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, Model):
        return str(field.label_from_instance(value))
    return str(dict(getattr(field, "choices", ())).get(value, value))
