from django.utils import timezone

from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import handles
from hoaxa_danvan.notifications import services


@handles(services.SEND)
def send(job: Job) -> None:
    services.deliver(job, at=timezone.now())
