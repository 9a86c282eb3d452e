"""`make run` in a checkout of its own: started again and again, ended in every way, nothing left."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Self
from urllib.parse import urlsplit
from urllib.request import urlopen

import psutil
import psycopg2
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
    # Of the `make test` around the tests: a make below another one speaks of itself.
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
}
ENGINES_ARE_GIVEN = os.environ.get("DATABASE_URL", "").startswith("postgres")


@dataclass
class Start:
    make: subprocess.Popen[str]
    lines: list[str]
    seconds: float

    @property
    def address(self) -> str:
        return self.lines[-1].split()[-1]

    @property
    def serve(self) -> psutil.Process:
        return psutil.Process(self.make.pid).children()[0]

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.make.pid).children(recursive=True)

    def await_worker(self) -> None:
        """Its children are born a moment after the web answers; they are to be left behind least of all."""
        log = Path(self.serve.cwd()) / "var" / "log" / "worker.log"
        for _ in range(500):
            if " ready." in log.read_text():
                return
            sleep(0.02)
        pytest.fail(log.read_text())

    def program(self, word: str) -> psutil.Process:
        return next(child for child in self.serve.children() if any(word in part for part in child.cmdline()))


@dataclass(frozen=True)
class Checkout:
    """A copy of the project with engines of its own; the packages are those of the tests."""

    path: Path
    env: dict[str, str]

    @classmethod
    def copy(cls, path: Path, **env: str) -> Self:
        shutil.copytree(ROOT, path, ignore=NOT_OURS)
        (path / ".venv").symlink_to(ROOT / ".venv")
        kept = {key: value for key, value in os.environ.items() if key not in OURS_ALONE}
        return cls(path, {**kept, **env})

    def make_run(self, **env: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["make", "run"],
            cwd=self.path,
            env={**self.env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Iterator[Checkout]:
    """On the engines of this run of the tests: on none that are given, or on PostgreSQL and Redis."""
    path = tmp_path_factory.mktemp("một nơi") / "cổng"
    if not ENGINES_ARE_GIVEN:
        yield Checkout.copy(path)
        return
    with empty_database(os.environ["DATABASE_URL"]) as url:
        yield Checkout.copy(path, DATABASE_URL=url, REDIS_URL=os.environ["REDIS_URL"])


@pytest.fixture(scope="module")
def other_checkout(tmp_path_factory) -> Checkout:
    return Checkout.copy(tmp_path_factory.mktemp("nơi khác") / "cổng")


@contextmanager
def empty_database(url: str) -> Iterator[str]:
    server = urlsplit(url)
    name = f"{server.path.strip('/')}_start"
    with closing(psycopg2.connect(server._replace(path="/postgres").geturl())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
            yield server._replace(path=f"/{name}").geturl()
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def started(checkout: Checkout, **env: str) -> Iterator[Start]:
    """Ready to be used; killed at the end by whatever a test has left of it."""
    began = monotonic()
    with checkout.make_run(**env) as make:
        lines = []
        for line in make.stdout:
            lines.append(line)
            if "Sẵn sàng" in line:
                break
        assert "Sẵn sàng" in lines[-1], "".join(lines)
        start = Start(make, lines, monotonic() - began)
        start.await_worker()
        processes = start.processes()
        try:
            yield start
        finally:
            for process in filter(psutil.Process.is_running, processes):
                process.kill()
            make.kill()


def refused(checkout: Checkout, **env: str) -> list[str]:
    """The lines of a start that must be refused."""
    with checkout.make_run(**env) as make:
        output = make.stdout.read()
    assert make.returncode != 0
    return [line for line in output.splitlines() if not line.startswith("make: ")]


def test_the_first_start_serves_the_portal_and_shows_who_may_sign_in(checkout):
    with started(checkout) as start:
        with urlopen(start.address) as answer:
            assert answer.status == 200

        assert any(re.match(r"chuyenvien +\S+  Chuyên viên", line) for line in start.lines)
        assert (checkout.path / "var" / "env").stat().st_mode & 0o777 == 0o600


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
}
if not ENGINES_ARE_GIVEN:
    ENDS["Redis dies"] = killing("redis-server")


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
