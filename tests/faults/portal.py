"""The portal as `make run` starts it, in a folder and a database of its own, to be broken by tests.

Every process is started by its command in `ops`, in a group of its own, and ended by its id.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import psutil
from django.conf import settings

from hoaxa_danvan.ops import redis as ops_redis
from hoaxa_danvan.ops.bootstrap import ROOT
from hoaxa_danvan.ops.management.commands.serve import programs as ops_programs
from hoaxa_danvan.ops.management.commands.serve import reply
from hoaxa_danvan.ops.supervisor import Program, become_child, signal_group
from tests.faults.mail_server import free_port
from tests.faults.waiting import await_it

PATIENCE = 30
READY = {"worker": "ready.", "beat": "beat: Starting..."}


class Portal:
    """Redis, web, worker and beat, each of which can be started, stopped, frozen and killed."""

    def __init__(self, folder: Path, *, database_url: str, redis_on: str, mail_url: str) -> None:
        """`redis_on`: "unix" (a socket in the folder, as without REDIS_URL) or "tcp"."""
        self.folder = folder
        self.media = folder / "media"
        self.web = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.redis_port = free_port() if redis_on == "tcp" else 0
        self.redis_socket = ops_redis.socket_path(folder)
        self.redis_url = (
            f"redis://127.0.0.1:{self.redis_port}/0" if self.redis_port else ops_redis.url(self.redis_socket)
        )
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": mail_url,
            "MEDIA_ROOT": str(self.media),
            "SECRET_KEY": settings.SECRET_KEY,
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "PORTAL_URL": f"http://127.0.0.1:{self.port}",
            "DEBUG": "False",
            "PYTHONUNBUFFERED": "1",
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.media.mkdir()

    @property
    def port(self) -> int:
        return int(self.web.getsockname()[1])

    # Start and end

    def start(self, *names: str, copy: str = "") -> None:
        """Start programs and wait until each is ready. `copy` is added to the name of a second one."""
        for name in names:
            self._begin(f"{name}{copy}", self._program(name))
        for name in names:
            self._await_ready(name, f"{name}{copy}")

    def end(self, *names: str, grace: float = 10) -> None:
        """TERM, and KILL after the grace for the program and all that it has started."""
        for name in names:
            if process := self.running.pop(name, None):
                signal_group(process.pid, signal.SIGCONT)
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(grace)
                signal_group(process.pid, signal.SIGKILL)
                process.wait()

    def end_all(self) -> None:
        self.end(*[name for name in self.running if name != "redis"])
        self.end("redis")
        self.web.close()

    def kill(self, name: str) -> None:
        """kill -9 of the program's main process alone; what it has started must end by itself."""
        process = self.running.pop(name)
        started = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        _, left = psutil.wait_procs(started, timeout=5)
        for orphan in left:
            orphan.kill()
        assert not left, f"{name} was killed and left {left}"

    def freeze(self, name: str) -> None:
        signal_group(self.running[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        signal_group(self.running[name].pid, signal.SIGCONT)

    # Looking in

    def working_children(self) -> list[psutil.Process]:
        """The worker's children that have a job: each of them keeps its lease with a thread."""
        children = psutil.Process(self.running["worker"].pid).children()
        return [child for child in children if _threads(child) > 1]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def last_words(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.stem}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    # Beneath

    def _begin(self, name: str, program: Program) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                program.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=program.pass_fds,
                process_group=0,
                preexec_fn=partial(become_child, os.getpid()),
            )

    def _program(self, name: str) -> Program:
        if name == "redis":
            return self._redis()
        with _environment(REDIS_URL=self.redis_url):  # given, so that ops starts none of its own
            return next(program for program in ops_programs(self.web) if program.name == name)

    def _redis(self) -> Program:
        server = ops_redis.find_server()
        assert server is not None
        command = ops_redis.server_command(server, self.redis_socket)
        port = ["--port", str(self.redis_port), "--bind", "127.0.0.1"]
        return Program("redis", [*command, *port])

    def _await_ready(self, name: str, log: str) -> None:
        def is_ready() -> bool:
            assert self.running[log].poll() is None, f"{log} has ended\n{self.last_words()}"
            if name == "redis":
                return ops_redis.answers(self.redis_url)
            if name == "web":
                return reply(self.web) is not None
            return READY[name] in self.log(log)

        try:
            await_it(is_ready, within=PATIENCE, what=f"{log} is ready")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.last_words()}") from None


def _threads(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return int(process.num_threads())
    return 0


@contextmanager
def _environment(**changes: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
