"""The outbox: remembered with its cause, run once, given back when it goes wrong."""

import base64
import json
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

import pytest
import redis
from django.db import connection, transaction

from hoaxa_danvan.jobs import services, wake
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import HANDLERS
from hoaxa_danvan.lib.dates import LOCAL

AT = datetime(2026, 1, 20, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def done(monkeypatch):
    """The jobs of kind “test.note”, in the order in which they were done."""
    seen: list[str] = []

    def note(job: Job) -> None:
        with transaction.atomic():
            seen.append(job.key)
            services.finish(job, at=AT)

    monkeypatch.setitem(HANDLERS, "test.note", note)
    return seen


def enqueue(key: str = "a") -> Job:
    return services.enqueue("test.note", key=key, payload={}, at=AT)


def handle(monkeypatch, function) -> None:
    monkeypatch.setitem(HANDLERS, "test.note", function)


@pytest.mark.django_db
def test_a_job_is_done_once_however_often_it_is_delivered(done):
    job = enqueue()

    assert services.run(job_id=job.pk, at=AT) is True
    assert services.run(job_id=job.pk, at=AT) is False

    job.refresh_from_db()
    assert done == ["a"]
    assert (job.state, job.tries, job.failures, job.finished_at) == (Job.State.DONE, 1, 0, AT)


@pytest.mark.django_db
def test_the_same_key_is_the_same_job(done):
    assert enqueue().pk == enqueue().pk
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_calls_for_a_worker_once(wakes):
    with transaction.atomic():
        enqueue("a")
        enqueue("b")
        assert wakes == []

    assert len(wakes) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_neither_job_nor_call(wakes):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue()
        raise ZeroDivisionError

    assert (Job.objects.count(), wakes) == (0, [])


@pytest.mark.django_db
def test_a_failure_is_given_back_in_words_and_tried_later(monkeypatch):
    def break_down(job: Job) -> None:
        raise OSError("đĩa đầy")

    handle(monkeypatch, break_down)
    job = enqueue()

    assert services.run(job_id=job.pk, at=AT) is False

    job.refresh_from_db()
    assert (job.state, job.tries, job.failures) == (Job.State.QUEUED, 1, 1)
    assert job.reason == "Lỗi kỹ thuật: OSError: đĩa đầy"
    assert not Job.objects.claimable(AT).exists()


@pytest.mark.django_db
def test_after_eight_failures_it_has_failed_until_a_person_retries(monkeypatch, done):
    note = HANDLERS["test.note"]
    handle(monkeypatch, lambda job: 1 / 0)
    job = enqueue()
    for _ in range(services.MAX_FAILURES):
        Job.objects.filter(pk=job.pk).update(next_try_at=AT)
        services.run(job_id=job.pk, at=AT)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED

    handle(monkeypatch, note)
    services.retry(job_id=job.pk, at=AT)
    assert services.run(job_id=job.pk, at=AT) is True

    assert done == ["a"]


@pytest.mark.django_db
def test_what_waits_for_a_condition_uses_up_no_try(monkeypatch):
    def wait(job: Job) -> None:
        raise services.NotReady("Chưa có phông chữ.")

    handle(monkeypatch, wait)
    job = enqueue()

    services.run(job_id=job.pk, at=AT)

    job.refresh_from_db()
    assert (job.state, job.failures, job.reason) == (Job.State.WAITING, 0, "Chưa có phông chữ.")
    assert Job.objects.claimable(job.next_try_at).exists()


@pytest.mark.django_db
def test_a_dead_runner_frees_its_job_when_the_lease_runs_out(done):
    job = enqueue()
    Job.objects.filter(pk=job.pk).claim(AT, until=AT + services.LEASE)

    assert services.run(job_id=job.pk, at=AT + timedelta(seconds=29)) is False
    assert services.run(job_id=job.pk, at=AT + timedelta(seconds=31)) is True

    job.refresh_from_db()
    assert (done, job.tries) == (["a"], 2)


@pytest.mark.django_db
def test_a_late_runner_may_not_finish_what_another_has_taken_over(done):
    job = enqueue()
    Job.objects.filter(pk=job.pk).claim(AT, until=AT + services.LEASE)
    late = Job.objects.get(pk=job.pk)
    services.run(job_id=job.pk, at=AT + timedelta(minutes=1))

    with pytest.raises(services.LostLease):
        services.finish(late, at=AT)

    assert done == ["a"]


@pytest.mark.django_db
def test_a_job_that_kills_its_runner_again_and_again_is_left_alone(done):
    job = enqueue()
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, lease_until=AT, failures=services.MAX_FAILURES - 1
    )

    assert services.run(job_id=job.pk, at=AT + timedelta(seconds=1)) is False

    job.refresh_from_db()
    assert (job.state, done) == (Job.State.FAILED, [])


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_handler_works(monkeypatch):
    monkeypatch.setattr(services, "RENEW_EVERY_S", 0.01)
    leases = []

    def work(job: Job) -> None:
        leases.append(job.lease_until)
        deadline = monotonic() + 10
        while (seen := Job.objects.get().lease_until) == job.lease_until and monotonic() < deadline:
            pass
        leases.append(seen)
        services.finish(job, at=AT)

    handle(monkeypatch, work)

    assert services.run(job_id=enqueue().pk, at=AT) is True
    first, second = leases
    assert first == AT + services.LEASE
    assert second != first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("patience", [0.1, 20])
def test_a_long_transaction_of_the_handler_neither_waits_for_the_renewal_nor_is_undone_by_it(
    monkeypatch, patience
):
    """SQLite has one writer: the renewal waits for the handler, or gives up (patience), never both wait."""
    monkeypatch.setattr(services, "RENEW_EVERY_S", 0.01)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", patience)

    def work(job: Job) -> None:
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=job.pk)
            Event().wait(0.5)
            services.finish(job, at=AT)

    handle(monkeypatch, work)
    began = monotonic()

    assert services.run(job_id=enqueue().pk, at=AT) is True

    assert monotonic() - began < 5
    job = Job.objects.get()
    assert (job.state, job.tries, job.lease_until) == (Job.State.DONE, 1, None)


def test_the_message_is_one_that_celery_reads():
    message = json.loads(wake.message("jobs.run_due"))

    assert json.loads(base64.b64decode(message["body"]))[:2] == [[], {}]
    assert message["headers"]["task"] == "jobs.run_due"


def test_a_redis_that_does_not_answer_costs_nothing_and_is_left_in_peace(monkeypatch):
    calls = []

    def refuse(text: str) -> None:
        calls.append(text)
        raise redis.TimeoutError

    monkeypatch.setattr(wake, "_push", refuse)
    monkeypatch.setattr(wake._Quiet, "until", 0.0)

    wake.wake_once()
    wake.wake_once()

    assert len(calls) == 1
