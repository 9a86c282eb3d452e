"""Several programs as one: they start together, end together, and leave no process behind."""

import os
import signal
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from hoaxa_danvan.ops.bootstrap import die_with_parent

ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class Stop(Exception):
    """Everything must end now; the message says why, `code` is the exit code."""

    def __init__(self, message: str, *, code: int) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: list[str]
    pass_fds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    def is_running(self) -> bool:
        return self.process.poll() is None


class Supervisor:
    """Runs programs in one process group of their own; a context manager that leaves none of them.

    They end when this process is told to (INT, TERM, HUP), when one of them ends, and, by the
    kernel's hand, when this process is killed. They start first to last and end last to first, the
    first one (a broker that the others need to the end) alone after all others.
    """

    def __init__(self, *, log_dir: Path, grace: float = 6) -> None:
        """`grace`: seconds that programs have to end by themselves before they are killed."""
        self.log_dir = log_dir
        self.grace = grace
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        self.ending = ENDING - {signal.SIGHUP} if nohup else ENDING
        self.watched = {*self.ending, signal.SIGCHLD}
        # Signals wait in the queue until `watch` asks: none is lost, none interrupts.
        self.mask = signal.pthread_sigmask(signal.SIG_BLOCK, self.watched)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end_all()
        while signal.sigtimedwait(self.ending, 0):  # said twice: by the terminal and by make
            pass
        signal.pthread_sigmask(signal.SIG_SETMASK, self.mask)

    def start(self, program: Program) -> None:
        log = self.log_dir / f"{program.name}.log"
        if log.exists():
            log.replace(log.with_suffix(".1.log"))
        with log.open("wb") as output:
            process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=program.pass_fds,
                process_group=self.group,
                preexec_fn=partial(become_child, os.getpid()),
            )
        self.children.append(Child(program, process, log))

    @property
    def group(self) -> int:
        """The first child's id names the group; 0 makes that child its leader."""
        return self.children[0].process.pid if self.children else 0

    def watch(self, timeout: float | None = None) -> None:
        """Wait for `timeout` seconds, or for ever. Raises Stop once everything must end."""
        received = (
            signal.sigwaitinfo(self.watched)
            if timeout is None
            else signal.sigtimedwait(self.watched, timeout)
        )
        if received and received.si_signo in self.ending:
            raise Stop("Đã nhận lệnh dừng.", code=0)
        for child in self.children:
            if not child.is_running():
                raise Stop(epitaph(child), code=1)

    def end_all(self) -> None:
        self.end(self.children[:0:-1])
        self.end(self.children[:1])
        if self.children:
            signal_group(self.group, signal.SIGKILL)  # what a program started and did not end
        self.children.clear()

    def end(self, children: Iterable[Child]) -> None:
        """TERM, and KILL for those that are still there after the grace (or a second Ctrl-C)."""
        deadline = monotonic() + self.grace
        running = [child for child in children if child.is_running()]
        for child in running:
            child.process.terminate()
        while running and (left := deadline - monotonic()) > 0:
            received = signal.sigtimedwait(self.watched, left)
            if received and received.si_signo == signal.SIGINT:
                break
            running = [child for child in running if child.is_running()]
        for child in running:
            child.process.kill()
            child.process.wait()


def become_child(parent: int) -> None:
    die_with_parent()
    if os.getppid() != parent:  # it died while we were being born
        os._exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def signal_group(group: int, signum: int) -> None:
    try:
        os.killpg(group, signum)
    except ProcessLookupError:
        pass


def epitaph(child: Child) -> str:
    name, code = child.program.name, child.process.returncode
    last_words = [f"    {line}" for line in child.log.read_text(errors="replace").splitlines()[-5:]]
    return "\n".join([f"«{name}» đã dừng ngoài ý muốn (mã {code}). Nhật ký: {child.log}", *last_words])
