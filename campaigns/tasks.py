"""What the clock asks this app: whom the calendar of the day reminds. The rows decide, not the call."""

from celery import shared_task
from django.utils import timezone

from campaigns.services.reminders import sweep_reminders


@shared_task(name="campaigns.remind")
def remind() -> None:
    sweep_reminders(at=timezone.now())
