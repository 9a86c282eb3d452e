"""Plans that lack nothing but the press of a button, in a year that is open today."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Appointment, Unit
from tests.factories import AppointmentFactory, ItemDutyFactory, PlannedTaskFactory, WindowFactory

DAY = timedelta(days=1)


def plan_to_send() -> UnitPlan:
    now = timezone.now()
    task = PlannedTaskFactory()
    plan = task.plan
    WindowFactory(
        campaign_year=plan.campaign_year, opens_at=now - DAY, due_at=now + DAY, closes_at=now + 2 * DAY
    )
    ItemDutyFactory(item=task.item, unit=plan.unit, campaign_year=plan.campaign_year)
    return plan


def officer_of(unit: Unit) -> Appointment:
    return AppointmentFactory(unit=unit)


def url(name: str, plan: UnitPlan) -> str:
    return reverse(f"campaigns:plan-{name}", args=[plan.pk])
