"""The first pages of two sample papers as a picture, drawn by the worker: what a change of the look does."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.first_page import sample_day, samples
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import FirstPage
from hoaxa_danvan.documents.paper import printable_from
from hoaxa_danvan.documents.render import paper_css, paper_html, render_pdf
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import enqueue, finish

DRAW_FIRST_PAGE = "documents.first_page"
KEPT = timedelta(days=60)


def first_page_key(profile: HeadingProfile, letterhead: Letterhead) -> str:
    """The same for whatever prints the same, and another one when the printing itself changes."""
    # A database may give the measures back in another order.
    ordered = replace(profile, look=dict(sorted(profile.look.items())))
    papers = samples(profile, letterhead)
    printed = "".join(
        paper_html(paper, ordered, created=sample_day()) + paper_css(paper, ordered) for paper in papers
    )
    return f"{DRAW_FIRST_PAGE}:{hashlib.sha256(printed.encode()).hexdigest()[:40]}"


def first_page_job(profile: HeadingProfile, letterhead: Letterhead) -> Job | None:
    """The picture's job, if anybody has asked for it."""
    return Job.objects.filter(key=first_page_key(profile, letterhead)).first()


def order_first_page(
    profile: HeadingProfile, letterhead: Letterhead, *, by: Appointment, at: datetime
) -> Job:
    """Ask a worker for the picture; asked again for the same look, it is the same one."""
    if not by.may("documents.change_stationery"):
        raise PermissionDenied
    papers = [paper.to_dict() for paper in samples(profile, letterhead)]
    payload = {"papers": papers, "profile": profile.to_dict()}
    return enqueue(DRAW_FIRST_PAGE, key=first_page_key(profile, letterhead), payload=payload, at=at)


def draw_first_page(job: Job, *, at: datetime) -> None:
    from hoaxa_danvan.documents.picture import first_pages_png  # the web needs no PDFium

    profile = HeadingProfile.from_dict(job.payload["profile"])
    pdfs = [
        render_pdf(printable_from(paper), profile, identifier=job.key, created=sample_day())
        for paper in job.payload["papers"]
    ]
    picture, width, height = first_pages_png(pdfs)
    with transaction.atomic():
        FirstPage.objects.create(job=job, picture=picture, width=width, height=height, made_at=at)
        finish(job, at=at)
        # Nobody looks at these for long; with the job its picture goes, and may be asked for anew.
        Job.objects.filter(kind=DRAW_FIRST_PAGE, finished_at__lt=at - KEPT).delete()
