from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from campaigns.models import CampaignYear
from models_registry.models import RegisteredModel, YearlyEntry, YearlyList


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the list of a year may take up: taken in that year, and what earlier lists still carry."""

    fresh: list[RegisteredModel]
    carried: list[RegisteredModel]

    def __bool__(self) -> bool:
        return bool(self.fresh or self.carried)


def candidates(campaign_year: CampaignYear) -> Candidates:
    """Not yet in the list of that year. What an earlier list ended does not come back."""
    year = campaign_year.year
    taken_in = RegisteredModel.objects.filter(
        status=RegisteredModel.Status.ACCEPTED, campaign_year__campaign=campaign_year.campaign_id
    ).exclude(yearly_entries__yearly_list__campaign_year=campaign_year)
    latest = YearlyEntry.objects.filter(entry=OuterRef("pk")).order_by("-yearly_list__campaign_year__year")
    earlier = (
        taken_in.filter(campaign_year__year__lt=year)
        .annotate(last_standing=Subquery(latest.values("standing")[:1]))
        .filter(Q(last_standing=None) | ~Q(last_standing=YearlyEntry.Standing.ENDED))
    )
    return Candidates(
        fresh=list(taken_in.filter(campaign_year=campaign_year).for_list()), carried=list(earlier.for_list())
    )


def list_of(campaign_year: CampaignYear) -> YearlyList | None:
    return YearlyList.objects.filter(campaign_year=campaign_year, status=YearlyList.Status.CONFIRMED).first()


def is_active_in(entry: RegisteredModel, *, campaign_year: CampaignYear) -> bool:
    """In the announced list of that year, and neither paused nor ended."""
    rows = YearlyEntry.objects.active().filter(
        entry=entry,
        yearly_list__campaign_year=campaign_year,
        yearly_list__status=YearlyList.Status.CONFIRMED,
    )
    return rows.exists()
