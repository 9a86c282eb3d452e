"""A database for the portal that is broken: on the engine of the settings, its own, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from hoaxa_danvan.ops.engines import CHECKOUT


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


@contextmanager
def private_database(folder: Path) -> Iterator[str]:
    """A migrated, empty database that this process uses for the length of the block; gives its URL."""
    place = folder / "portal.sqlite3" if is_sqlite() else Path(_new_postgresql_database())
    try:
        with _used_here(str(place)):
            call_command("migrate", interactive=False, verbosity=0)
            yield _url()
    finally:
        if not is_sqlite():
            _on_the_server(f'DROP DATABASE "{place}" WITH (FORCE)')


@contextmanager
def _used_here(name: str) -> Iterator[None]:
    """Connections of all threads read the same settings: change the name in place, and back."""
    before = connection.settings_dict["NAME"]
    _forget_connection()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _forget_connection()
        connection.settings_dict["NAME"] = before


def _forget_connection() -> None:
    connection.close()
    ContentType.objects.clear_cache()


def _new_postgresql_database() -> str:
    """Named after the checkout and pytest's worker, so that two of them do not meet on one server."""
    name = f"test_danvan_{CHECKOUT}_faults_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _on_the_server(f'CREATE DATABASE "{name}"')
    return name


def _on_the_server(statement: str) -> None:
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    with closing(psycopg2.connect(**parameters)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)


def _url() -> str:
    """As `DATABASE_URL` writes it, for the processes of the portal."""
    place = connection.settings_dict
    if is_sqlite():
        return f"sqlite:///{place['NAME']}"
    who = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}" if place["PASSWORD"] else quote(place["USER"])
    return f"postgres://{who}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
