"""The one Celery task: claim what is due and run it. Woken by `wake_once`, swept by beat."""

from celery import shared_task
from django.utils import timezone

from hoaxa_danvan.jobs import services


@shared_task(name="jobs.run_due")
def run_due() -> None:
    services.run_due(at=timezone.now())
