from collections.abc import Iterable

from django.db import models

from campaigns.inspecting import offers_targets
from campaigns.models import Inspection
from reports.models import UnitReport


@offers_targets
def unit_reports(inspection: Inspection) -> Iterable[models.Model]:
    """What the unit has reported in that year."""
    return UnitReport.objects.filter(
        unit=inspection.unit_id,
        period__window__campaign_year=inspection.campaign_year_id,
        sent_at__isnull=False,
    ).order_by("pk")
