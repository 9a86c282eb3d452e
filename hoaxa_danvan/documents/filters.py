from typing import Any

import django_filters
from django.db.models import QuerySet

from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.lib.lists import ListFilter


def years() -> list[tuple[int, str]]:
    """The years that papers are about, the newest first."""
    found = OfficialPaper.objects.order_by().values_list("facts__year", flat=True).distinct()
    return [(year, str(year)) for year in sorted(filter(None, found), reverse=True)]


class PaperFilter(ListFilter):
    kind = django_filters.ChoiceFilter(label="Loại", choices=Document.Kind, empty_label="Mọi loại")
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=OfficialPaper.Status, empty_label="Mọi trạng thái"
    )
    year = django_filters.ChoiceFilter(label="Năm", method="of_year", choices=years, empty_label="Mọi năm")

    def of_year(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(facts__year=int(value))
