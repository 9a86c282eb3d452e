"""Redis stands still, or is gone: people notice nothing, and soon after it is back all is done."""

from contextlib import suppress
from time import monotonic

import psutil
import pytest
from django.utils import timezone

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.notifications.services import queue_mail
from hoaxa_danvan.workflow.models import Receipt
from tests.faults import papers
from tests.faults.conftest import OUTAGE_S, ROUNDS
from tests.faults.mail_server import MailServer
from tests.faults.plans import officer_of, plan_to_send, url
from tests.faults.portal import Portal
from tests.faults.visitor import Visitor
from tests.faults.waiting import await_it, pass_time

AT_ONCE_S = 3
SOON_S = 90  # from the moment when Redis is back


def freeze(portal: Portal) -> None:
    portal.freeze("redis")


def kill(portal: Portal) -> None:
    portal.kill("redis")


def bring_back(portal: Portal) -> None:
    if "redis" in portal.running:
        portal.thaw("redis")
    else:
        portal.start("redis")


@pytest.mark.parametrize("take_away", [freeze, kill])
def test_plans_are_sent_at_once_while_redis_is_away_and_jobs_run_soon_after(portal, mails, take_away, tell):
    in_hand, _ = papers.begin_drawing(portal, f"in hand: {take_away.__name__}")
    answers, ordered = [], []

    take_away(portal)
    back_at = monotonic() + OUTAGE_S
    while (began := monotonic()) < back_at:
        seconds, document = send_and_print_a_plan(portal)
        answers += seconds
        ordered.append(document)
        pass_time(began + 1 - monotonic())
    await_it(papers.drawn(in_hand), within=papers.SOON_S, what="what was in hand is drawn meanwhile")
    bring_back(portal)
    began = monotonic()

    jobs = Job.objects.filter(document__in=ordered, state=Job.State.DONE)
    await_it(lambda: jobs.count() == len(ordered), within=SOON_S, what="all jobs are done")
    tell(
        f"{len(ordered)} plans sent in {OUTAGE_S} s, slowest answer {max(answers):.2f} s; "
        f"all jobs done {monotonic() - began:.1f} s after Redis was back"
    )
    assert max(answers) < AT_ONCE_S
    assert_worker_is_woken_without_a_sweep(portal, mails)


def test_worker_outlives_its_children_and_redis_killed_together(portal, mails):
    """As when memory runs out. Its children are at times not yet buried when Redis is there again."""
    worker = portal.running["worker"]
    for _ in range(ROUNDS):
        children, _ = await_it(psutil.Process(worker.pid).children, within=30, what="it has children")
        for child in children:
            with suppress(psutil.NoSuchProcess):  # one of the last round, buried this moment
                child.kill()
        portal.kill("redis")
        portal.start("redis")
        assert_worker_is_woken_without_a_sweep(portal, mails)
    assert worker.poll() is None


def send_and_print_a_plan(portal: Portal) -> tuple[list[float], Document]:
    """Read, send, see the receipt, order the paper: the seconds of each answer, and the paper."""
    plan = plan_to_send()
    visitor = Visitor(officer_of(plan.unit), port=portal.port)
    page = visitor.get(url("check", plan))
    sent = visitor.press(page, url("submit", plan))
    receipt = visitor.get(sent.location)
    page = visitor.get(url("detail", plan))
    printed = visitor.press(page, url("draw", plan))
    assert (sent.location, printed.status) == (
        Receipt.objects.about(plan).get().get_absolute_url(),
        302,
    )
    assert receipt.status == 200
    return [answer.seconds for answer in (sent, receipt, printed)], Document.objects.about(plan).get()


def assert_worker_is_woken_without_a_sweep(portal: Portal, mails: MailServer) -> None:
    portal.end("beat")
    mail = queue_mail(
        key=f"wake {timezone.now()}", to="a@hoaxa.test", subject="s", body="b", at=timezone.now()
    )
    await_it(lambda: mails.copies()[mail.message_id], within=10, what="the worker has heard the call")
