"""A job written with its cause starts at once: the message made by hand is one that Celery runs."""

from statistics import median
from time import monotonic

from django.db import transaction
from django.utils import timezone

from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.notifications.services import queue_mail
from tests.faults.mail_server import MailServer
from tests.faults.waiting import await_it

CALLS = 20


def test_a_worker_is_woken_by_the_commit_without_any_sweep(portal, mails, tell):
    portal.end("beat")

    delays = [from_commit_to_mail_server(mails, number) for number in range(CALLS)]

    tell(f"from commit to the mail server: median {median(delays):.3f} s, longest {max(delays):.3f} s")
    assert median(delays) < 1
    assert sorted(mails.copies().values()) == [1] * CALLS


def from_commit_to_mail_server(mails: MailServer, number: int) -> float:
    with transaction.atomic():
        mail: Mail = queue_mail(
            key=f"wake:{number}", to="a@hoaxa.test", subject="s", body="b", at=timezone.now()
        )
    committed = monotonic()
    await_it(lambda: mails.copies()[mail.message_id], within=10, what="the mail has arrived")
    return monotonic() - committed
