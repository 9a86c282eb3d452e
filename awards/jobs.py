"""What the worker does for this app."""

from django.utils import timezone

from awards.services.council import DRAW_PROPOSAL
from hoaxa_danvan.documents.services.documents import draw
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles


@handles(DRAW_PROPOSAL)
def draw_proposal(job: Job) -> None:
    draw(job, at=timezone.now())
