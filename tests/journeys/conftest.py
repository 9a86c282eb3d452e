"""The whole portal, as `make run` starts it, and people with browsers in front of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright

from hoaxa_danvan.ops.static import collect_changed_static
from tests.faults.database import private_database
from tests.faults.mail_server import MailServer, mail_server
from tests.faults.portal import Portal
from tests.journeys.person import PASSWORD, Person

HERE = Path(__file__).parent
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESKTOP = 390, 1280


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread; the database is used all the same.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _static() -> None:
    """Collected as `make run` does, with hashes in the names."""
    collect_changed_static()


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def portal(tmp_path, django_db_blocker, mails, _static) -> Iterator[Portal]:
    """A portal just set up: the commune's plan, units, sample criteria, demonstration people."""
    redis_on = "unix" if os.environ.get("DATABASE_URL", "").startswith("sqlite") else "tcp"
    with django_db_blocker.unblock(), private_database(tmp_path) as url:
        call_command("setup_portal", verbosity=0)
        call_command("demo_passwords", password=PASSWORD, verbosity=0)
        portal = Portal(tmp_path, database_url=url, redis_on=redis_on, mail_url=mails.url)
        portal.environment.pop("STATICFILES_STORAGE")
        try:
            portal.start("redis", "web", "worker", "beat")
            yield portal
        finally:
            print(portal.last_words())  # shown with a journey that has failed
            portal.end_all()


@pytest.fixture
def meet(browser, portal, tmp_path, request):
    """`meet("hoinongdan")`: that person, signed in, before a screen of the journey's width."""
    width = request.node.callspec.params["width"]
    met: dict[str, Person] = {}

    def find(username: str) -> Person:
        if username not in met:
            met[username] = Person(browser, portal.port, username, width=width, folder=tmp_path)
        return met[username]

    yield find
    if request.session.testsfailed:
        for person in met.values():
            person.leave_a_picture()
    for person in met.values():
        person.context.close()
    findings = [finding for person in met.values() for finding in person.findings]
    assert not findings, "\n".join(findings)


@pytest.fixture(autouse=True)
def wakes() -> None:
    """Here the calls for a worker are real."""


@pytest.fixture(autouse=True)
def _cheap_and_private() -> None:
    """Here everything is as in the portal itself, the hashing of passwords too."""
