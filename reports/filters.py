from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from campaigns.models import ContentItem, UnitPlan
from hoaxa_danvan.accounts.models import Unit, UnitKind
from hoaxa_danvan.lib.lists import ListFilter
from models_registry.models import Sector
from reports.models import ReportPeriod, UnitReport


class UnitReportFilter(ListFilter):
    search_column = "unit__search"

    period = django_filters.ModelChoiceFilter(
        label="Kỳ",
        queryset=ReportPeriod.objects.select_related("window__campaign_year").defer("figures"),
        empty_label="Mọi kỳ",
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=UnitReport.Status, empty_label="Mọi trạng thái"
    )
    kind = django_filters.ModelChoiceFilter(
        field_name="unit__kind", label="Khối", queryset=UnitKind.objects.all(), empty_label="Mọi khối"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].label = "Tìm đơn vị"


class QueueFilter(ListFilter):
    search_column = "unit__search"


class DocumentFilter(ListFilter):
    is_issued = django_filters.ChoiceFilter(
        label="Loại", choices=[("true", "Đã ban hành"), ("false", "Dự thảo")], empty_label="Mọi loại"
    )


def blocks() -> list[tuple[str, str]]:
    names = dict.fromkeys(UnitKind.objects.order_by("order", "pk").values_list("block", flat=True))
    return [(name, name) for name in names]


def items_of_year(request: Any) -> QuerySet[ContentItem]:
    return ContentItem.objects.filter(campaign__years__year=request.resolver_match.kwargs["year"])


class RowFilter(ListFilter):
    """What the rows behind a figure can be narrowed by; `unit_path` leads to their unit."""

    unit_path = "unit"

    unit = django_filters.ModelChoiceFilter(
        label="Đơn vị",
        method="of_unit",
        queryset=Unit.objects.submitting().order_by("sort_key", "pk"),
        empty_label="Mọi đơn vị",
    )
    block = django_filters.ChoiceFilter(
        label="Khối", method="of_block", choices=blocks, empty_label="Mọi khối"
    )
    kind = django_filters.ModelChoiceFilter(
        label="Loại đơn vị",
        method="of_kind",
        queryset=UnitKind.objects.all(),
        empty_label="Mọi loại đơn vị",
    )

    def of_unit(self, queryset: QuerySet[Any], name: str, value: Unit) -> QuerySet[Any]:
        return queryset.filter(**{self.unit_path or "pk": value.pk})

    def of_block(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{self._below("kind__block"): value})

    def of_kind(self, queryset: QuerySet[Any], name: str, value: UnitKind) -> QuerySet[Any]:
        return queryset.filter(**{self._below("kind"): value})

    def _below(self, path: str) -> str:
        return f"{self.unit_path}__{path}" if self.unit_path else path


class EntryRowFilter(RowFilter):
    sector = django_filters.ModelChoiceFilter(
        label="Lĩnh vực", queryset=Sector.objects.all(), to_field_name="code", empty_label="Mọi lĩnh vực"
    )
    item = django_filters.ModelChoiceFilter(
        label="Nội dung", queryset=items_of_year, empty_label="Mọi nội dung"
    )


class TaskRowFilter(RowFilter):
    unit_path = "plan__unit"

    item = django_filters.ModelChoiceFilter(
        label="Nội dung", queryset=items_of_year, empty_label="Mọi nội dung"
    )

    def of_unit(self, queryset: QuerySet[Any], name: str, value: Unit) -> QuerySet[Any]:
        """A joint plan is each of its units' own."""
        joint = UnitPlan.objects.filter(joint_with=value, form=UnitPlan.Form.JOINT)
        return queryset.filter(Q(plan__unit=value) | Q(plan__in=joint))

    def search_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(what__icontains=value)


class InspectionRowFilter(RowFilter):
    search_column = "unit__search"


class FindingRowFilter(RowFilter):
    unit_path = "inspection__unit"

    def search_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(text__icontains=value)


class AwardRowFilter(RowFilter):
    unit_path = "nomination__unit"
    search_column = "nomination__search"


class DossierRowFilter(RowFilter):
    """Of dossiers: by what their own `search` holds."""


class UnitRowFilter(RowFilter):
    unit_path = ""

    item = django_filters.ModelChoiceFilter(
        label="Được giao nội dung", method="with_item", queryset=items_of_year, empty_label="Mọi nội dung"
    )

    def with_item(self, queryset: QuerySet[Any], name: str, value: ContentItem) -> QuerySet[Any]:
        year = self.request.resolver_match.kwargs["year"]
        return queryset.filter(pk__in=value.item_duties.filter(campaign_year__year=year).values("unit"))


class PeriodUnitRowFilter(RowFilter):
    unit_path = ""
