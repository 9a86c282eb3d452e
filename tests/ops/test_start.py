"""`make run` in a checkout of its own: started again and again, ended in every way, nothing left."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

import psutil
import pytest

from hoaxa_danvan.ops.bootstrap import ROOT
from tests.ops.processes import still_running

pytestmark = pytest.mark.fault

NOT_OURS = shutil.ignore_patterns(".git", ".venv", "var", ".*_cache", "__pycache__", "node_modules")
OURS_ALONE = {
    "DATABASE_URL",
    "REDIS_URL",
    "MEDIA_ROOT",
    "EMAIL_URL",
    "SECRET_KEY",
    "PORT",
    "DJANGO_SETTINGS_MODULE",
}


@dataclass
class Start:
    make: subprocess.Popen[str]
    lines: list[str]
    seconds: float

    @property
    def address(self) -> str:
        return re.search(r"Sẵn sàng: (http://\S+)", "\n".join(self.lines))[1]

    @property
    def serve(self) -> psutil.Process:
        return psutil.Process(self.make.pid).children()[0]

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.make.pid).children(recursive=True)

    def program(self, word: str) -> psutil.Process:
        return next(child for child in self.serve.children() if any(word in part for part in child.cmdline()))


def new_checkout(at: Path) -> Path:
    shutil.copytree(ROOT, at, ignore=NOT_OURS)
    (at / ".venv").symlink_to(ROOT / ".venv")
    return at


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    return new_checkout(tmp_path_factory.mktemp("một nơi") / "cổng")


@pytest.fixture(scope="module")
def other_checkout(tmp_path_factory) -> Path:
    return new_checkout(tmp_path_factory.mktemp("nơi khác") / "cổng")


def make_run(checkout: Path, **env: str) -> subprocess.Popen[str]:
    kept = {key: value for key, value in os.environ.items() if key not in OURS_ALONE}
    return subprocess.Popen(
        ["make", "run"],
        cwd=checkout,
        env={**kept, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )


@contextmanager
def started(checkout: Path, **env: str) -> Iterator[Start]:
    """Ready to be used; killed at the end by whatever a test has left of it."""
    began = monotonic()
    with make_run(checkout, **env) as make:
        lines = []
        for line in make.stdout:
            lines.append(line)
            if "Sẵn sàng" in line:
                break
        assert "Sẵn sàng" in lines[-1], "".join(lines)
        start = Start(make, lines, monotonic() - began)
        processes = start.processes()
        try:
            yield start
        finally:
            for process in filter(psutil.Process.is_running, processes):
                process.kill()
            make.kill()


def refused(checkout: Path, **env: str) -> list[str]:
    """The lines of a start that must be refused."""
    with make_run(checkout, **env) as make:
        output = make.stdout.read()
    assert make.returncode != 0
    return [line for line in output.splitlines() if not line.startswith("make: ")]


def test_the_first_start_serves_the_portal_and_shows_who_may_sign_in(checkout):
    with started(checkout) as start:
        with urlopen(start.address) as answer:
            assert answer.status == 200

        assert any(re.match(r"chuyenvien +\S+  Chuyên viên", line) for line in start.lines)
        assert (checkout / "var" / "env").stat().st_mode & 0o777 == 0o600


def test_started_again_it_takes_five_seconds_at_most_and_shows_no_password(checkout):
    seconds = []
    for _ in range(3):
        with started(checkout) as start:
            seconds.append(start.seconds)
            start.make.terminate()

    assert min(seconds) <= 5
    assert not any("chuyenvien" in line for line in start.lines)


def killing(*words: str) -> Callable[[Start], None]:
    def kill(start: Start) -> None:
        for word in words:
            start.program(word).kill()

    return kill


ENDS: dict[str, Callable[[Start], None]] = {
    "TERM": lambda start: start.make.terminate(),
    "Ctrl-C": lambda start: os.killpg(start.make.pid, signal.SIGINT),
    "the terminal closes": lambda start: os.killpg(start.make.pid, signal.SIGHUP),
    "make is killed": lambda start: start.make.kill(),
    "the starter is killed": lambda start: start.serve.kill(),
    "its group is killed": lambda start: os.killpg(start.make.pid, signal.SIGKILL),
    "the web dies": killing("gunicorn"),
    "the worker dies": killing("worker"),
    "beat dies": killing("beat"),
    "Redis dies": killing("redis-server"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_however_it_ends_no_process_is_left(checkout, end):
    with started(checkout) as start:
        processes = start.processes()
        groups = {os.getpgid(child.pid) for child in start.serve.children()}

        end(start)

        start.make.wait(timeout=20)
        assert still_running(processes, within=20) == []
    assert len(groups) == 1


def test_a_second_start_in_the_same_place_says_where_the_first_one_is(checkout):
    with started(checkout) as start:
        assert refused(checkout) == [f"Cổng của thư mục này đang chạy tại {start.address}."]
        start.make.terminate()


def test_two_checkouts_run_side_by_side(checkout, other_checkout):
    with started(checkout) as one, started(other_checkout) as other:
        assert one.address != other.address
        for start in (one, other):
            with urlopen(start.address) as answer:
                assert answer.status == 200
            start.make.terminate()


def test_a_port_asked_for_is_used_and_refused_when_taken(checkout, other_checkout):
    with started(checkout) as start:
        port = start.address.rpartition(":")[2]
        start.make.terminate()
        start.make.wait(timeout=20)

    with started(checkout, PORT=port) as start:
        assert start.address.endswith(f":{port}")
        assert refused(other_checkout, PORT=port)[-1] == (
            f"Không dùng được PORT={port}: đã có chương trình khác dùng. Chọn số khác, hoặc bỏ PORT để cổng tự chọn."
        )
        start.make.terminate()
