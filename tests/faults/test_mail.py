"""The mail server refuses, hesitates, falls silent; the sender dies: one copy of each mail, never two."""

import socket
from collections.abc import Callable
from email.message import Message
from threading import Event
from time import monotonic

from django.db import transaction
from django.utils import timezone

from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import retry
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.notifications.services import queue_mail
from tests.faults import papers
from tests.faults.conftest import ROUNDS
from tests.faults.mail_server import LATER, MailServer
from tests.faults.portal import Portal
from tests.faults.waiting import await_it, pass_time

SOON_S = 120  # from the moment when the server takes mail again, or there is a worker again


def order(key: str) -> Mail:
    return queue_mail(
        key=key, to="bxd@hoaxa.test", subject="Dự thảo báo cáo", body="Kính gửi…", at=timezone.now()
    )


def all_are(ordered: list[Mail], **state: str) -> Callable[[], bool]:
    rows = Mail.objects.filter(pk__in=[mail.pk for mail in ordered])
    return lambda: rows.filter(**state).count() == len(ordered)


def copies(mails: MailServer, ordered: list[Mail]) -> list[int]:
    taken = mails.copies()
    return [taken[mail.message_id] for mail in ordered]


def test_server_refuses_then_hesitates_then_gets_each_mail_once(portal, mails, tell):
    mails.close()
    ordered = [order(f"server-{number}") for number in range(ROUNDS)]
    await_it(all_are(ordered, job__state=Job.State.WAITING), within=30, what="the mails wait")

    mails.open(answer=LATER)
    for mail in ordered:
        retry(job_id=mail.job_id, at=timezone.now())  # a person presses the button
    await_it(lambda: mails.asked_later >= ROUNDS, within=30, what="each mail was put off")
    await_it(all_are(ordered, job__state=Job.State.WAITING), within=30, what="the mails wait again")
    mails.open()

    _, seconds = await_it(all_are(ordered, state=Mail.State.SENT), within=SOON_S, what="all are sent")
    tell(f"all delivered {seconds:.1f} s after the server took mail again")
    assert copies(mails, ordered) == [1] * ROUNDS


def test_sender_killed_once_the_server_has_the_mail_never_sends_it_again(portal, mails, tell):
    """It dies before it hears the server's answer, or after that and before it can note it."""
    ordered = [
        kill(portal, mails, key=f"{kill.__name__}-{number}")
        for number in range(ROUNDS)
        for kill in (kill_before_the_answer, kill_before_the_commit)
    ]

    _, seconds = await_it(all_are(ordered, state=Mail.State.UNKNOWN), within=SOON_S, what="all are unknown")
    tell(f"“chưa rõ đã gửi” {seconds:.1f} s after the last kill")
    assert all_are(ordered, job__state=Job.State.DONE)()
    assert copies(mails, ordered) == [1] * len(ordered)


def kill_before_the_answer(portal: Portal, mails: MailServer, *, key: str) -> Mail:
    killed = Event()

    def kill(message: Message) -> None:
        kill_sender(portal)
        killed.set()

    mails.on_message = kill
    mail = order(key)
    await_it(killed.is_set, within=30, what="the sender is dead")
    mails.on_message = None
    return mail


def kill_before_the_commit(portal: Portal, mails: MailServer, *, key: str) -> Mail:
    is_held = Event()
    mails.on_message = lambda message: is_held.wait(30)
    mail = order(key)
    await_it(lambda: mails.copies()[mail.message_id], within=30, what="the server has the mail")
    with transaction.atomic():  # the sender cannot note what it has heard while we hold the row
        Mail.objects.select_for_update().get(pk=mail.pk)
        is_held.set()
        pass_time(0.3)  # it hears the answer
        kill_sender(portal)
    mails.on_message = None
    return mail


def kill_sender(portal: Portal) -> None:
    victim = portal.working_children()[0]
    victim.kill()
    victim.wait()


def test_silent_mail_server_holds_up_no_paper(portal, mails, tell):
    """It takes connections and says nothing: each attempt costs the sender twenty seconds."""
    mails.close()
    with socket.create_server(("127.0.0.1", mails.port)):
        ordered = [order(f"silence-{number}") for number in range(10)]
        began = monotonic()
        paper = papers.order("beside-a-silent-mail-server")
        tell(f"a paper was drawn in {papers.seconds_until_drawn([(paper, began)])[0]:.1f} s")

    mails.open()
    await_it(all_are(ordered, job__state=Job.State.WAITING), within=60, what="the mails wait")
    for mail in ordered:
        retry(job_id=mail.job_id, at=timezone.now())
    await_it(all_are(ordered, state=Mail.State.SENT), within=SOON_S, what="all are sent")
    assert copies(mails, ordered) == [1] * len(ordered)
