"""What the worker does for this app."""

from django.utils import timezone

from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.services import first_pages
from hoaxa_danvan.documents.services.documents import draw
from hoaxa_danvan.documents.services.papers import DRAW
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles


@handles(DRAW)
def draw_paper(job: Job) -> None:
    """Print a draft or an issued paper; what its app does with the files comes in the same transaction."""
    at = timezone.now()

    def then(document: Document) -> None:
        # What is printed without being written in the portal has no flow.
        flow = FLOWS.get(document.kind)
        if flow is not None and flow.after_drawing is not None:
            flow.after_drawing(document, at)

    draw(job, at=at, then=then)


@handles(first_pages.DRAW_FIRST_PAGE)
def draw_first_page(job: Job) -> None:
    first_pages.draw_first_page(job, at=timezone.now())
