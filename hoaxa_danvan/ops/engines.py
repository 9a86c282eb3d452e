"""The two pairs of engines that tests run on, each chosen by environment variables alone."""

import hashlib
import os
import shutil
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from hoaxa_danvan.ops import redis
from hoaxa_danvan.ops.bootstrap import ROOT, VAR, succeeds

DEFAULT_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
# Names of what several checkouts share carry this, so that their tests never meet.
CHECKOUT = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]
DEFAULT_REDIS = f"redis://127.0.0.1:6379/{int(CHECKOUT, 16) % 15 + 1}"


@dataclass(frozen=True)
class Pair:
    """A database with a Redis; `missing` says why it cannot be used here.

    `promised`: the environment names it, so that its silence is a failure.
    """

    name: str
    env: dict[str, str] = field(default_factory=dict)
    missing: str = ""
    promised: bool = False


def sqlite(stack: ExitStack, directory: Path) -> Pair:
    name = "SQLite + Redis riêng"
    if redis.find_server() is None:
        return Pair(name, missing="không có redis-server")
    return Pair(
        name,
        environment(
            directory / "sqlite",
            DATABASE_URL=f"sqlite:///{directory}/sqlite/danvan.sqlite3",
            TEST_SQLITE=f"{directory}/sqlite/test.sqlite3",
            REDIS_URL=stack.enter_context(redis.private_redis(directory / "sqlite" / "redis")),
        ),
    )


def postgresql(directory: Path) -> Pair:
    """Those that `TEST_DATABASE_URL` and `TEST_REDIS_URL` name, else those on loopback."""
    name = "PostgreSQL + Redis"
    server = os.environ.get("TEST_DATABASE_URL", DEFAULT_POSTGRESQL)
    broker = os.environ.get("TEST_REDIS_URL", DEFAULT_REDIS)
    if not has_postgresql(server):
        return silent(name, "PostgreSQL", server, promised="TEST_DATABASE_URL" in os.environ)
    if not redis.answers(broker):
        return silent(name, "Redis", broker, promised="TEST_REDIS_URL" in os.environ)
    return Pair(
        name,
        environment(
            directory / "postgresql",
            DATABASE_URL=urlunsplit(urlsplit(server)._replace(path=f"/danvan_{CHECKOUT}")),
            TEST_DATABASE_NAME=f"test_danvan_{CHECKOUT}",
            REDIS_URL=broker,
        ),
    )


def silent(name: str, engine: str, url: str, *, promised: bool) -> Pair:
    place = urlsplit(url).netloc.rpartition("@")[2] or url
    return Pair(name, missing=f"{engine} ở {place} không trả lời", promised=promised)


def has_postgresql(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


def environment(directory: Path, **urls: str) -> dict[str, str]:
    """Nothing of a real portal's: its mail server and its files stay out of reach."""
    directory.mkdir(parents=True, exist_ok=True)
    return {**urls, "EMAIL_URL": "", "MEDIA_ROOT": str(directory / "media"), "DEMO": "True", "DEBUG": "False"}


def find_chromium() -> str | None:
    """A Chromium that starts (Ubuntu's package is only a pointer), else one fetched for the tests."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path and succeeds(path, "--version"):
            return path
    return fetched_chromium()


def fetched_chromium() -> str | None:
    home = VAR / "browsers"
    succeeds(
        "env", f"PLAYWRIGHT_BROWSERS_PATH={home}", sys.executable, "-m", "playwright", "install", "chromium"
    )
    found = sorted(home.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found and succeeds(str(found[-1]), "--version") else None
