"""What of a unit's a finding can be about. Each app offers its own things from its `inspecting.py`."""

from collections.abc import Callable, Iterable

from django.db import models

from campaigns.models import Inspection, PlannedTask

Offer = Callable[[Inspection], Iterable[models.Model]]
OFFERS: list[Offer] = []


def offers_targets(offer: Offer) -> Offer:
    OFFERS.append(offer)
    return offer


def targets_of(inspection: Inspection) -> list[models.Model]:
    """The unit's things of that year that may be chosen, app by app."""
    return [thing for offer in OFFERS for thing in offer(inspection)]


@offers_targets
def tasks(inspection: Inspection) -> Iterable[models.Model]:
    """The work of the plan that the unit has sent."""
    return PlannedTask.objects.filter(
        plan__unit=inspection.unit_id,
        plan__campaign_year=inspection.campaign_year_id,
        plan__sent_at__isnull=False,
    ).order_by("item__order", "order", "pk")
