"""The worker is killed while it draws: every paper appears soon, once, and whole."""

from collections.abc import Callable
from time import monotonic

import psutil
import pytest
from django.db import transaction

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.jobs.models import Job
from tests.faults import papers
from tests.faults.conftest import ROUNDS
from tests.faults.waiting import await_it

LAP_S = 10  # after its first fault a lap takes no more in: a killed child's lease lapses after 20 s


@pytest.fixture(scope="module")
def usual() -> dict[str, float]:
    return {}


@pytest.fixture
def draw_on(portal, usual):
    """Let a child go on drawing up to this share of its work, counted in its own processor time."""
    if not usual:
        document, child = papers.begin_drawing(portal, "undisturbed")
        before = spent(child)
        await_it(papers.drawn(document), within=papers.SOON_S, what="the first one is drawn")
        usual["drawing"] = spent(child) - before

    def wait(child: psutil.Process, share: float) -> None:
        enough = spent(child) + usual["drawing"] * share
        await_it(lambda: spent(child) >= enough, within=papers.SOON_S, what=f"{share:.0%} of it is drawn")

    return wait


def spent(child: psutil.Process) -> float:
    times = child.cpu_times()
    return float(times.user + times.system)


def shares() -> list[float]:
    """Moments spread over the drawing. The last part is short of its end: a child draws quicker again."""
    return [0.8 * (number + 0.5) / ROUNDS for number in range(ROUNDS)]


def in_laps(fault: Callable[[float], Document]) -> list[float]:
    """A few at a time, so that no fault meets what an earlier one has left; how long each then took."""
    took: list[float] = []
    lap: list[tuple[Document, float]] = []
    for share in shares():
        if lap and monotonic() - lap[0][1] > LAP_S:
            took += finish(lap)
            lap = []
        lap.append((fault(share), monotonic()))
    return took + finish(lap)


def finish(lap: list[tuple[Document, float]]) -> list[float]:
    took = papers.seconds_until_drawn(lap)
    tries = Job.objects.filter(document__in=[document for document, _ in lap]).values_list("tries")
    assert list(tries) == [(2,)] * len(lap)  # each was met in the middle of its drawing
    return took


def test_child_killed_at_any_moment_of_drawing(portal, mails, draw_on, tell):
    def kill(share: float) -> Document:
        document, victim = papers.begin_drawing(portal, f"child-{share:.3f}")
        draw_on(victim, share)
        victim.kill()
        victim.wait()
        return document

    tell(f"drawn {seconds(in_laps(kill))} after the kill")
    papers.assert_one_whole_file_and_one_mail_each(portal, mails)


def test_whole_worker_killed_and_started_again(portal, mails, draw_on, tell):
    def kill(share: float) -> Document:
        document, child = papers.begin_drawing(portal, f"worker-{share:.3f}")
        draw_on(child, share)
        portal.kill("worker")
        portal.start("worker")
        return document

    tell(f"drawn {seconds(in_laps(kill))} after there was a worker again")
    papers.assert_one_whole_file_and_one_mail_each(portal, mails)


def test_child_killed_between_file_and_commit(portal, mails, tell):
    document, victim = papers.begin_drawing(portal, "file-without-row")
    before = set(portal.media.glob("documents/*.pdf"))

    with transaction.atomic():  # the drawer cannot write its row while we hold it
        Document.objects.select_for_update().get(pk=document.pk)
        await_it(
            lambda: {*portal.media.glob("documents/*.pdf")} - before, within=60, what="the file is there"
        )
        victim.kill()
        victim.wait()

    tell(f"drawn {seconds(papers.seconds_until_drawn([(document, monotonic())]))} after the kill")
    papers.assert_one_whole_file_and_one_mail_each(portal, mails)


def test_child_that_stood_still_finds_its_paper_drawn_by_another(portal, mails, draw_on, tell):
    document, sleeper = papers.begin_drawing(portal, "stood-still")
    draw_on(sleeper, 0.4)
    sleeper.suspend()
    took = papers.seconds_until_drawn([(document, monotonic())])
    sleeper.resume()

    tell(f"drawn {seconds(took)} after it stood still")
    papers.assert_one_whole_file_and_one_mail_each(portal, mails)
    document.job.refresh_from_db()
    assert (document.job.state, document.job.tries) == (Job.State.DONE, 2)


def seconds(values: list[float]) -> str:
    return ", ".join(f"{value:.1f} s" for value in values)
