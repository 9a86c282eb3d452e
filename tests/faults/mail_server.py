"""A mail server that behaves as a test tells it to, and counts what it has taken."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 Message accepted for delivery"
LATER = "451 4.3.0 Temporary local problem, please try again"

Heard = Callable[[Message], object]


class MailServer:
    """Listens on one port of the loopback address while it is open, refuses connections else."""

    def __init__(self) -> None:
        self.port = free_port()
        self.answer = OK
        self.taken: list[Message] = []
        self.asked_later = 0
        self.on_message: Heard | None = None  # called before the answer is given
        self._lock = Lock()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """How many copies of each Message-ID the server has taken."""
        with self._lock:
            return Counter(message["Message-ID"] for message in self.taken)

    def open(self, *, answer: str = OK) -> None:
        self.answer = answer
        if self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # its name
        message = message_from_bytes(envelope.content or b"")
        with self._lock:
            if self.answer == OK:
                self.taken.append(message)
            else:
                self.asked_later += 1
        if self.on_message is not None:
            self.on_message(message)
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.open()
    try:
        yield server
    finally:
        server.close()
