from typing import Any

import django_filters

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import UNIT_ROLES, Unit
from hoaxa_danvan.lib.lists import ListFilter
from hoaxa_danvan.scoring.models import Subject
from models_registry.models import Assessment, RegisteredModel, Sector, YearlyEntry


class OfModels(ListFilter):
    """What every list of models may be narrowed by; `path` leads from the row to the model."""

    path = ""

    kind = django_filters.ChoiceFilter(label="Loại", choices=RegisteredModel.Kind, empty_label="Mọi loại")
    subject = django_filters.ChoiceFilter(label="Chủ thể", choices=Subject, empty_label="Mọi chủ thể")
    sector = django_filters.ModelChoiceFilter(
        label="Lĩnh vực", queryset=Sector.objects.all(), empty_label="Mọi lĩnh vực"
    )
    unit = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=Unit.objects.submitting(), empty_label="Mọi đơn vị"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "subject", "sector", "unit"):
            self.filters[name].field_name = f"{self.path}{name}"
        self.form.fields["q"].label = "Tìm mô hình, điển hình"


class EntryFilter(OfModels):
    year = django_filters.ModelChoiceFilter(
        field_name="campaign_year", label="Năm", queryset=CampaignYear.objects.all(), empty_label="Mọi năm"
    )
    status = django_filters.ChoiceFilter(
        label="Trạng thái", choices=RegisteredModel.Status, empty_label="Mọi trạng thái"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A unit reads its own models; only one that steers others chooses among units.
        who = self.request.acting
        if who.role in UNIT_ROLES and not who.unit.steers.exists():
            del self.filters["unit"], self.form.fields["unit"]


class YearlyFilter(OfModels):
    path = "entry__"
    search_column = "entry__search"

    standing = django_filters.ChoiceFilter(
        label="Tình hình", choices=YearlyEntry.Standing, empty_label="Mọi tình hình"
    )


class AssessmentFilter(OfModels):
    path = "entry__"
    search_column = "entry__search"

    year = django_filters.ModelChoiceFilter(
        field_name="campaign_year", label="Năm", queryset=CampaignYear.objects.all(), empty_label="Mọi năm"
    )
    status = django_filters.ChoiceFilter(
        label="Kết quả", choices=Assessment.Status, empty_label="Mọi kết quả"
    )
