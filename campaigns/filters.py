from typing import Any

import django_filters

from campaigns.models import CampaignYear, Extension, Inspection, Reminder, UnitPlan
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


class ExtensionFilter(ListFilter):
    search_column = "unit__search"

    year = django_filters.ModelChoiceFilter(
        field_name="window__campaign_year",
        label="Năm",
        queryset=CampaignYear.objects.all(),
        empty_label="Mọi năm",
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=Extension.Status, empty_label="Mọi trạng thái"
    )


class ReminderFilter(ListFilter):
    search_column = "unit__search"

    year = django_filters.ModelChoiceFilter(
        field_name="campaign_year", label="Năm", queryset=CampaignYear.objects.all(), empty_label="Mọi năm"
    )
    how = django_filters.ChoiceFilter(label="Cách nhắc", choices=Reminder.How, empty_label="Mọi cách")
    state = django_filters.ChoiceFilter(label="Kết quả", choices=Reminder.State, empty_label="Mọi kết quả")
