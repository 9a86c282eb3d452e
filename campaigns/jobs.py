"""What the worker does for this app."""

from django.utils import timezone

from campaigns.services.plans import DRAW_PLAN
from hoaxa_danvan.documents.services.documents import draw
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles


@handles(DRAW_PLAN)
def draw_plan(job: Job) -> None:
    draw(job, at=timezone.now())
