"""What the end of a unit does to its part in the commune's plan."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from campaigns.models import CampaignYear, ItemDuty, Obligation, UnitPlan
from campaigns.services.duties import is_sent, open_obligations
from hoaxa_danvan.accounts.events import Consequence
from hoaxa_danvan.accounts.models import UnitEnding


def follow_ending(ending: UnitEnding, *, at: datetime) -> Iterator[Consequence]:
    """Open obligations go to the successor, or are dropped; duties of years to come go along."""
    yield from _obligations(ending, at=at)
    yield from _duties(ending)
    kept = Obligation.objects.filter(unit=ending.unit).count()
    if kept:
        yield Consequence("stays", f"{kept} việc đã gửi hoặc đã hết hạn của {ending.unit}")
    plans = UnitPlan.objects.filter(unit=ending.unit).select_related("campaign_year")
    for plan in plans.order_by("campaign_year__year"):
        yield Consequence("stays", f"{plan} ({plan.get_status_display()})")


def _obligations(ending: UnitEnding, *, at: datetime) -> Iterator[Consequence]:
    successor = ending.successor
    for obligation in open_obligations(ending.unit, at=at):
        window = obligation.window
        due = f"{window}, hạn {timezone.localtime(window.due_at):%d/%m/%Y}"
        obligation.delete()
        if successor is None or not successor.submits:
            yield Consequence("ends", f"Việc phải gửi: {due}")
        elif Obligation.objects.get_or_create(unit=successor, window=window)[1]:
            yield Consequence("moves", f"Việc phải gửi: {due}")
        else:
            done = "đã gửi" if is_sent(successor, window) else "cũng phải gửi"
            yield Consequence("ends", f"Việc phải gửi: {due} ({successor} {done})")


def _duties(ending: UnitEnding) -> Iterator[Consequence]:
    """In an open year the unit's duties stay beside its successor's; in a prepared one they go."""
    duties = ItemDuty.objects.filter(unit=ending.unit).exclude(
        campaign_year__status=CampaignYear.Status.CLOSED
    )
    years: dict[CampaignYear, set[int]] = {}
    rows = duties.select_related("campaign_year", "item").order_by("campaign_year__year", "item__order")
    for duty in rows:
        years.setdefault(duty.campaign_year, set()).add(duty.item.order)
        if ending.successor:
            ItemDuty.objects.get_or_create(
                unit=ending.successor, item=duty.item, campaign_year=duty.campaign_year, role=duty.role
            )
    duties.filter(campaign_year__status=CampaignYear.Status.PREPARING).delete()
    for year, orders in years.items():
        said = ", ".join(map(str, sorted(orders)))
        text = f"Phân công năm {year.year}: nội dung {said}"
        if ending.successor:
            yield Consequence("moves", text)
        elif year.status == CampaignYear.Status.PREPARING:
            yield Consequence("ends", text)
        else:
            yield Consequence("stays", text)
