"""What the worker does for this app."""

from django.utils import timezone

from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.services.documents import draw
from hoaxa_danvan.documents.services.papers import DRAW
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles


@handles(DRAW)
def draw_paper(job: Job) -> None:
    """Print a draft or an issued paper; what its app does with the files comes in the same transaction."""
    at = timezone.now()

    def then(document: Document) -> None:
        after = FLOWS[document.kind].after_drawing
        if after is not None:
            after(document, at)

    draw(job, at=at, then=then)
