from datetime import datetime
from typing import Any

from django.dispatch import receiver

from campaigns.events import year_opened
from campaigns.models import CampaignYear
from reports.services.periods import prepare_periods


@receiver(year_opened)
def make_periods(sender: Any, *, campaign_year: CampaignYear, at: datetime, **kwargs: Any) -> None:
    prepare_periods(campaign_year, at=at)
