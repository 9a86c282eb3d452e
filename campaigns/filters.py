from typing import Any

import django_filters

from campaigns.models import CampaignYear, Inspection, UnitPlan
from hoaxa_danvan.accounts.models import UnitKind
from hoaxa_danvan.lib.lists import ListFilter


class PlanFilter(ListFilter):
    search_column = "unit__search"

    year = django_filters.ModelChoiceFilter(
        field_name="campaign_year", label="Năm", queryset=CampaignYear.objects.all(), empty_label="Mọi năm"
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=UnitPlan.Status, empty_label="Mọi trạng thái"
    )
    kind = django_filters.ModelChoiceFilter(
        field_name="unit__kind", label="Khối", queryset=UnitKind.objects.all(), empty_label="Mọi khối"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].label = "Tìm đơn vị"


class PlanQueueFilter(ListFilter):
    search_column = "unit__search"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].label = "Tìm đơn vị"


class InspectionFilter(ListFilter):
    search_column = "unit__search"

    year = django_filters.ModelChoiceFilter(
        field_name="campaign_year", label="Năm", queryset=CampaignYear.objects.all(), empty_label="Mọi năm"
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=Inspection.Status, empty_label="Mọi trạng thái"
    )
    kind = django_filters.ModelChoiceFilter(
        field_name="unit__kind", label="Khối", queryset=UnitKind.objects.all(), empty_label="Mọi khối"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].label = "Tìm đơn vị"
