"""One portal of its own for each file of fault tests; each test finds it whole."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.test import override_settings

from hoaxa_danvan.jobs import wake
from tests.faults.database import is_sqlite, private_database
from tests.faults.mail_server import MailServer, mail_server
from tests.faults.portal import Portal

HERE = Path(__file__).parent

# How often each fault is repeated, and for how many seconds Redis is gone.
ROUNDS = int(os.environ.get("DANVAN_FAULT_ROUNDS", "3"))
OUTAGE_S = int(os.environ.get("DANVAN_FAULT_OUTAGE_S", "20"))

PROGRAMS = ("redis", "web", "worker", "beat")
FIGURE = "figure"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.fault)


def pytest_terminal_summary(terminalreporter) -> None:
    for report in terminalreporter.stats.get("passed", []):
        for name, figure in report.user_properties:
            if name == FIGURE and report.when == "call":
                terminalreporter.write_line(f"{report.location[2]}: {figure}")


@pytest.fixture
def tell(record_property):
    """Report a figure that was measured: it stands in the test report and below the results."""
    return partial(record_property, FIGURE)


@pytest.fixture(scope="module")
def _mail_server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def _portal(tmp_path_factory, django_db_blocker, _mail_server) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal")
    redis_on = os.environ.get("DANVAN_FAULT_REDIS", "unix" if is_sqlite() else "tcp")
    with django_db_blocker.unblock(), private_database(folder) as url:
        portal = Portal(folder, database_url=url, redis_on=redis_on, mail_url=_mail_server.url)
        try:
            portal.start(*PROGRAMS)
            yield portal
        finally:
            portal.end_all()


@pytest.fixture
def mails(_mail_server) -> MailServer:
    """The mail server, open and taking everything."""
    _mail_server.on_message = None
    _mail_server.open()
    return _mail_server


@pytest.fixture
def portal(_portal, mails) -> Iterator[Portal]:
    """Redis, web, worker and beat, all there, whatever the test before has done to them."""
    _portal.end(*[name for name in _portal.running if name not in PROGRAMS])
    _portal.start(*[name for name in PROGRAMS if name not in _portal.running])
    wake.client.cache_clear()
    wake._Quiet.until = 0.0
    with override_settings(MEDIA_ROOT=_portal.media, REDIS_URL=_portal.redis_url):
        yield _portal
    wake.client.cache_clear()
    print(_portal.last_words())  # shown with a test that has failed


@pytest.fixture(autouse=True)
def wakes() -> None:
    """Here the calls for a worker are real."""
