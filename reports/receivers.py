from datetime import datetime
from typing import Any

from django.dispatch import receiver

from campaigns.events import year_opened
from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.events import Consequence, unit_ended
from hoaxa_danvan.accounts.models import UnitEnding
from reports.models import UnitReport
from reports.services.periods import prepare_periods


@receiver(year_opened)
def make_periods(sender: Any, *, campaign_year: CampaignYear, at: datetime, **kwargs: Any) -> None:
    prepare_periods(campaign_year, at=at)


@receiver(unit_ended, dispatch_uid="reports.name_its_reports")
def name_its_reports(sender: Any, *, ending: UnitEnding, **kwargs: Any) -> list[Consequence]:
    """What a unit reported stays its own: figures of the past keep their supplier."""
    count = UnitReport.objects.filter(unit=ending.unit).count()
    return [Consequence("stays", f"{count} báo cáo đã lập")] if count else []
