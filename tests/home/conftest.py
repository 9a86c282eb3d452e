"""The demonstration's commune, told once for all tests of a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from hoaxa_danvan.home.seeding.stages import tell

PLANS_DAY, CLOSED_DAY = date(2026, 2, 6), date(2026, 12, 21)


def printed(*args: object, **kwargs: object) -> bytes:
    """What stands for a printed paper here: the press has its own tests, and takes its time."""
    return b"%PDF-1.7\n%%EOF\n"


@contextmanager
def commune(stage: str, day: date, media: Path) -> Iterator[Path]:
    """The story up to that phase; nothing of it stays afterwards."""
    with pytest.MonkeyPatch.context() as patch, override_settings(DEMO=True, MEDIA_ROOT=media):
        patch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", printed)
        with transaction.atomic():
            call_command("setup_portal", verbosity=0)
            tell(stage, today=day)
            yield media
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def planned_commune(django_db_setup, django_db_blocker, tmp_path_factory):
    """Sixty units with their plans of the year."""
    with django_db_blocker.unblock(), commune("plans", PLANS_DAY, tmp_path_factory.mktemp("media")) as media:
        yield media


@pytest.fixture(scope="module")
def closed_commune(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole year, up to the issued report."""
    with (
        django_db_blocker.unblock(),
        commune("closed", CLOSED_DAY, tmp_path_factory.mktemp("media")) as media,
    ):
        yield media
