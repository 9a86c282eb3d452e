"""What the worker does for this app."""

from django.db import transaction
from django.utils import timezone

from hoaxa_danvan.documents.services.documents import draw
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles
from hoaxa_danvan.jobs.services import NotReady, finish
from reports.models import ReportPeriod
from reports.services.aggregates import DRAW, after_drawing
from reports.services.periods import FREEZE, freeze_period


@handles(FREEZE)
def freeze(job: Job) -> None:
    """At `closes_at`; when that was moved later, or the figures were frozen by hand, it heeds it."""
    at = timezone.now()
    with transaction.atomic():
        period = ReportPeriod.objects.select_related("window").get(pk=job.payload["period"])
        closes_at = period.window.closes_at
        if not period.frozen_at and at <= closes_at:
            closes = timezone.localtime(closes_at)
            raise NotReady(f"Chốt số liệu sau {closes:%H:%M ngày %d/%m/%Y}.", until=closes_at)
        freeze_period(period, by=None, at=at)
        finish(job, at=at)


@handles(DRAW)
def draw_report(job: Job) -> None:
    at = timezone.now()
    draw(job, at=at, then=lambda document: after_drawing(document, at=at))
