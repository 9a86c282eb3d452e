"""Printing in a process of its own, within limits of time and memory: the worker itself never swells.

The press is kept for the next print, because its libraries take half a second to load. It ends by
itself when it has grown, when the time is over, and with the process that started it.
"""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings

from hoaxa_danvan.jobs.services import Hopeless, NotReady

PRESS, JOINING = (Path(__file__).with_name(name) for name in ("press.py", "joining.py"))
# Of press and joining; to import them here would load their libraries.
EXIT_NO_LIBRARIES, EXIT_NO_MEMORY = 69, 71

KEPT_MB = 220  # a press that has grown beyond that ends, and gives all of it back
WHAT_TO_DO = "Vui lòng rút ngắn nội dung hoặc chuyển bảng dài sang phụ lục riêng."

# What the libraries do where memory ends: they stop the whole process.
NO_MEMORY = (EXIT_NO_MEMORY, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV)


class LibrariesMissing(NotReady):
    """Pango or its kin are not on this machine; the message says so in Vietnamese."""


class TooMuch(Hopeless):
    """The paper needs more time or memory than a print may take; the message says so in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one print takes: see `press.print_pdf`."""

    html: str
    css: str
    readable: tuple[str, ...]
    identifier: str
    hold_back: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    pdf: bytes
    pages: int
    rows: int | None


class Deadline:
    """The time that a paper has left, all its prints together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def left(self) -> int:
        """Whole seconds, for an alarm; none left is the end."""
        left = ceil(self._until - time.monotonic())
        if left <= 0:
            raise too_long(self.seconds)
        return left


def too_long(seconds: float) -> TooMuch:
    return TooMuch(f"Văn bản quá dài: in quá {seconds:.0f} giây nên máy đã dừng. {WHAT_TO_DO}")


def too_big(megabytes: int) -> TooMuch:
    return TooMuch(f"Văn bản quá lớn: cần hơn {megabytes} MB bộ nhớ nên máy đã dừng. {WHAT_TO_DO}")


class Press:
    """One process; asked by one thread at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/", bufsize=-1
        )

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, order: Order, *, seconds: int) -> tuple[dict[str, Any], bytes] | None:
        """What it answered; None when it ended instead."""
        # Both are pipes, because `__init__` asks for them.
        stdin, stdout = cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)
        line = {name: getattr(order, name) for name in Order.__slots__}
        try:
            stdin.write(json.dumps({**line, "seconds": seconds}).encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            return None
        told = json.loads(stdout.readline() or "null")
        if told is None:
            return None
        pdf = stdout.read(told["size"])
        return (told, pdf) if len(pdf) == told["size"] else None

    def end(self) -> int:
        """Its exit code; killed if it still runs."""
        self.process.kill()
        with contextlib.suppress(BrokenPipeError):
            self.process.communicate()
        return self.process.returncode


class Room:
    """The press of this process, started when it is first asked for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.press: Press | None = None
        self.inherited: list[Press] = []

    def print(self, order: Order, *, deadline: Deadline) -> Answer:
        with self.lock:
            try:
                return self._ask(order, deadline)
            except BaseException:
                self.close()  # half an answer may still stand in the pipe
                raise

    def _ask(self, order: Order, deadline: Deadline) -> Answer:
        if self.press is None or not self.press.is_alive():
            self.close()
            self.press = Press(program(PRESS, settings.DOCUMENT_MEMORY_MB, KEPT_MB))
        found = self.press.ask(order, seconds=deadline.left())
        if found is None:
            self.press.process.wait()
            raise why_it_ended(self.press.end(), deadline)
        told, pdf = found
        if told["is_over"]:
            self.close()
        if told.get("error") == "memory":
            raise too_big(settings.DOCUMENT_MEMORY_MB)
        if "error" in told:
            raise RuntimeError(told["error"])
        return Answer(pdf, told["pages"], told["rows"])

    def close(self) -> None:
        """End the press; the next print starts another."""
        if self.press is not None:
            self.press.end()
            self.press = None

    def leave(self) -> None:
        """After a fork: the press is the parent's. It is kept, because letting go of it would end it."""
        self.lock = threading.Lock()
        self.inherited += [self.press] if self.press else []
        self.press = None


def join(parts: Sequence[bytes], *, deadline: Deadline) -> bytes:
    """One file of several prints, made in a process of its own as well."""
    if len(parts) == 1:
        return parts[0]
    sizes = json.dumps([len(part) for part in parts]).encode() + b"\n"
    run = subprocess.run(
        program(JOINING, deadline.left(), settings.DOCUMENT_MEMORY_MB),
        input=sizes + b"".join(parts),
        stdout=subprocess.PIPE,
        cwd="/",
    )
    if run.returncode:
        raise why_it_ended(run.returncode, deadline)
    return run.stdout


def why_it_ended(code: int, deadline: Deadline) -> Exception:
    if code == EXIT_NO_LIBRARIES:
        return LibrariesMissing("Máy chủ thiếu thư viện Pango nên chưa tạo được văn bản PDF.")
    if code == -signal.SIGALRM:
        return too_long(deadline.seconds)
    if code in NO_MEMORY:
        return too_big(settings.DOCUMENT_MEMORY_MB)
    return RuntimeError(f"printing ended with {code}")


def program(file: Path, *arguments: int) -> list[str]:
    """Alone with its libraries: without the portal's modules beside it, and silent."""
    return [sys.executable, "-I", "-W", "ignore", str(file), *map(str, arguments)]


room = Room()
atexit.register(room.close)
os.register_at_fork(after_in_child=room.leave)
