"""Work that must not be lost: remembered in the database, hurried by Redis."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import HANDLERS
from hoaxa_danvan.jobs.wake import wake_once

LEASE = timedelta(seconds=30)
RENEW_EVERY_S = 10.0
MAX_FAILURES = 8
LONGEST_PAUSE = timedelta(minutes=5)
LOOK_AGAIN = timedelta(minutes=1)  # for what waits for a condition

log = logging.getLogger(__name__)


class NotReady(Exception):
    """The job cannot run yet; the message tells people in Vietnamese what it waits for.

    `until` is when to look again, if that is known.
    """

    def __init__(self, message: str, *, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class Hopeless(Exception):
    """The job would fail as often as it is tried; the message tells people why in Vietnamese."""


class LostLease(Exception):
    """Somebody else has taken the job over: what this runner wrote must not stand."""


def enqueue(kind: str, *, key: str, payload: dict[str, Any], at: datetime) -> Job:
    """Remember work to be done, in the caller's transaction. The same key is the same job."""
    job, created = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "next_try_at": at}
    )
    if created:
        call_worker()
    return job


def call_worker() -> None:
    """Wake a worker after this transaction, once however many jobs it holds."""
    hooks = connection.run_on_commit
    if not any(hook[1] is wake_once for hook in hooks):
        transaction.on_commit(wake_once, robust=True)


def run(*, job_id: int, at: datetime) -> bool:
    """Do the job once, however often we are called. False: nothing to do, or it went wrong."""
    if not Job.objects.filter(pk=job_id).claim(at, until=at + LEASE):
        return False
    job = Job.objects.get(pk=job_id)
    if job.failures >= MAX_FAILURES:
        _leave(job, state=Job.State.FAILED, reason="Máy dừng giữa chừng nhiều lần.")
        return False
    with keep_lease(job):
        try:
            HANDLERS[job.kind](job)
        except NotReady as error:
            put_off(job, reason=str(error), until=error.until or timezone.now() + LOOK_AGAIN)
        except Hopeless as error:
            _leave(job, state=Job.State.FAILED, failures=job.failures + 1, reason=str(error))
        except LostLease:
            log.warning("Việc %s đã có máy khác nhận", job.key)
        except Exception as error:
            log.exception("Việc %s chưa làm được", job.key)
            give_back(job, error=error, at=timezone.now())
        else:
            return True
    return False


def run_due(*, at: datetime) -> int:
    """Run what is due until nothing is left; returns how many were done."""
    done = 0
    while ids := list(Job.objects.claimable(at).order_by("next_try_at").values_list("pk", flat=True)[:20]):
        done += sum(run(job_id=pk, at=timezone.now()) for pk in ids)
    return done


def finish(job: Job, *, at: datetime) -> None:
    """Close the job in its handler's transaction, or raise `LostLease` and undo it all."""
    if not _leave(job, state=Job.State.DONE, reason="", finished_at=at):
        raise LostLease(job.key)


def put_off(job: Job, *, reason: str, until: datetime) -> None:
    """It waits for a condition; that costs it no try."""
    _leave(job, state=Job.State.WAITING, reason=reason, next_try_at=until)


def put_off_all(kind: str, *, reason: str, until: datetime) -> None:
    """What one job has found out holds for the others of its kind: they wait with it."""
    others = Job.objects.filter(
        kind=kind, state__in=[Job.State.QUEUED, Job.State.WAITING], next_try_at__lt=until
    )
    others.update(state=Job.State.WAITING, reason=reason, next_try_at=until)


def give_back(job: Job, *, error: Exception, at: datetime) -> None:
    """It went wrong: again later, with growing pauses, until it has failed for good."""
    failures = job.failures + 1
    _leave(
        job,
        state=Job.State.FAILED if failures >= MAX_FAILURES else Job.State.QUEUED,
        failures=failures,
        reason=in_words(error),
        next_try_at=at + min(timedelta(seconds=5 * 2**failures), LONGEST_PAUSE),
    )


@transaction.atomic
def retry(*, job_id: int, at: datetime) -> Job:
    """A person asks to try again now. What runs or is done stays as it is."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state not in {Job.State.RUNNING, Job.State.DONE}:
        job.state, job.failures, job.next_try_at = Job.State.QUEUED, 0, at
        job.save(update_fields=["state", "failures", "next_try_at"])
        call_worker()
    return job


def in_words(error: Exception) -> str:
    """What the page tells about an error: its own sentence if it has one, else its name."""
    return getattr(error, "message", "") or f"Lỗi kỹ thuật: {type(error).__name__}: {error}"[:500]


def _leave(job: Job, **changes: Any) -> bool:
    """Write the outcome only if the job is still this runner's."""
    mine = Job.objects.filter(pk=job.pk, tries=job.tries, state=Job.State.RUNNING)
    return bool(mine.update(lease_until=None, **changes))


@contextmanager
def keep_lease(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own while the work runs."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(RENEW_EVERY_S):
            mine = Job.objects.filter(pk=job.pk, tries=job.tries, state=Job.State.RUNNING)
            try:
                mine.update(lease_until=timezone.now() + LEASE)
            except Exception:
                log.exception("Chưa gia hạn được việc %s", job.key)
                connection.close()  # it may be what is broken: the next renewal takes a new one
        connection.close()

    thread = threading.Thread(target=renew, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
