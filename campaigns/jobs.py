"""What the worker does for this app."""

from django.db import transaction
from django.utils import timezone

from campaigns.services.plans import DRAW_PLAN
from campaigns.services.reminders import SEND, send_reminder
from campaigns.services.urging import tell_late_units
from campaigns.urging import URGE
from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.documents.services.documents import draw
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles
from hoaxa_danvan.jobs.services import finish


@handles(DRAW_PLAN)
def draw_plan(job: Job) -> None:
    draw(job, at=timezone.now())


@handles(URGE)
def urge(job: Job) -> None:
    at = timezone.now()
    with transaction.atomic():
        tell_late_units(OfficialPaper.objects.get(pk=job.payload["paper"]), at=at)
        finish(job, at=at)


@handles(SEND)
def remind(job: Job) -> None:
    send_reminder(job, at=timezone.now())
