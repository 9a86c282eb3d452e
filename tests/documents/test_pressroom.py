"""Printing within limits: a paper that takes too much ends with a sentence, and the worker goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime

import psutil
import pytest

from hoaxa_danvan.documents import pressroom
from hoaxa_danvan.documents.paper import Paragraph
from hoaxa_danvan.documents.pressroom import LibrariesMissing, Room, TooMuch, room
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import HANDLERS
from hoaxa_danvan.jobs.services import NotReady, enqueue, retry, run
from hoaxa_danvan.lib.dates import LOCAL
from tests.documents.conftest import AT, print_out
from tests.documents.samples import cell_plan

LONG = cell_plan(body=tuple(Paragraph("Nội dung của kế hoạch năm. " * 40) for _ in range(800)))
KIND = "tests.print"


@pytest.fixture(autouse=True)
def _own_press():
    """Neither the press of the tests before nor that of this one is met by another."""
    room.close()
    yield
    room.close()


def test_paper_that_takes_too_long_is_stopped(settings):
    settings.DOCUMENT_SECONDS = 1
    begun = time.monotonic()

    with pytest.raises(TooMuch, match="Văn bản quá dài: in quá 1 giây nên máy đã dừng"):
        print_out(LONG)

    assert time.monotonic() - begun < 5


def test_paper_that_needs_too_much_memory_is_stopped(settings):
    settings.DOCUMENT_MEMORY_MB = 150

    with pytest.raises(TooMuch, match="Văn bản quá lớn: cần hơn 150 MB bộ nhớ nên máy đã dừng"):
        print_out(LONG)


def test_the_next_paper_is_printed_all_the_same(settings):
    settings.DOCUMENT_SECONDS = 1
    with pytest.raises(TooMuch):
        print_out(LONG)

    settings.DOCUMENT_SECONDS = 60
    assert print_out(cell_plan()).startswith(b"%PDF")


@pytest.mark.django_db
def test_job_that_takes_too_much_fails_at_once_with_its_reason(settings, monkeypatch):
    """It would fail as often as it is tried: a person may try again, the machine does not."""
    settings.DOCUMENT_SECONDS = 1
    monkeypatch.setitem(HANDLERS, KIND, lambda job: print_out(LONG))
    job = enqueue(KIND, key="một", payload={}, at=AT)

    assert not run(job_id=job.pk, at=AT)

    job.refresh_from_db()
    assert (job.state, job.tries, job.failures) == (Job.State.FAILED, 1, 1)
    assert job.reason.startswith("Văn bản quá dài: in quá 1 giây nên máy đã dừng. Vui lòng rút ngắn")
    assert not run(job_id=job.pk, at=datetime(2027, 1, 1, tzinfo=LOCAL))
    assert retry(job_id=job.pk, at=AT).state == Job.State.QUEUED


def test_press_is_kept_for_the_next_paper_however_large_its_worker_is():
    """What Linux tells a process of its own greatest size, its parent's is part of."""
    ballast = b"x" * (pressroom.KEPT_MB + 50) * 1024**2
    print_out(cell_plan())
    first = room.press.process.pid

    print_out(cell_plan(title="khác"))

    assert room.press.process.pid == first
    assert ballast


def test_press_that_has_grown_gives_its_memory_back(monkeypatch):
    monkeypatch.setattr(pressroom, "KEPT_MB", 20)

    print_out(cell_plan())

    assert room.press is None
    assert not psutil.Process().children()


def test_press_that_died_between_two_papers_is_replaced():
    before = print_out(cell_plan())
    room.press.process.kill()
    room.press.process.wait()

    assert print_out(cell_plan()) == before


def test_press_that_dies_while_it_prints_is_an_ordinary_failure():
    """The job is tried again, as after any crash."""

    def kill() -> None:
        while room.press is None:
            time.sleep(0.01)
        room.press.process.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    with pytest.raises(RuntimeError, match="printing ended with -9"):
        print_out(LONG)
    thread.join()


def test_press_ends_with_the_process_that_started_it(tmp_path):
    """Killed without a word, as a worker may be, in the middle of a print."""
    code = (
        "import os, sys, django, threading; django.setup()\n"
        "from tests.documents.test_pressroom import LONG, cell_plan, print_out, room\n"
        "threading.Thread(target=print_out, args=(cell_plan(body=LONG.body * 4),)).start()\n"
        "while room.press is None: pass\n"
        "print(room.press.process.pid, flush=True)\n"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ.copy()
    )
    with worker:
        press = psutil.Process(int(worker.stdout.readline()))
        while press.cpu_times().user < 1.5:  # its libraries take half a second, the paper many
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)
    press.wait(timeout=2)

    assert not press.is_running()


def test_child_of_a_fork_starts_a_press_of_its_own():
    own = Room()
    own.press = pressroom.Press([sys.executable, "-c", "import sys; sys.stdin.read()"])

    own.leave()

    assert own.press is None
    assert own.inherited[0].is_alive()
    own.inherited[0].end()


def test_job_waits_where_the_libraries_are_missing(monkeypatch):
    code = "import runpy, sys; sys.modules['weasyprint'] = None; runpy.run_path(sys.argv[1], run_name='__main__')"
    monkeypatch.setattr(
        pressroom, "program", lambda file, *_: [sys.executable, "-I", "-c", code, str(pressroom.PRESS)]
    )

    with pytest.raises(LibrariesMissing, match="Máy chủ thiếu thư viện Pango") as caught:
        print_out(cell_plan())

    assert isinstance(caught.value, NotReady)


def test_what_the_press_could_not_do_is_told_and_the_press_replaced(monkeypatch):
    face = '@font-face { font-family: "VB Serif"; src: url("file:///no/such.ttf"); }'
    monkeypatch.setattr("hoaxa_danvan.documents.render.paper_css", lambda *_: face)

    with pytest.raises(RuntimeError, match="Error fetching"):
        print_out(cell_plan())

    assert room.press is None
