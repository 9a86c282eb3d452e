"""The cast: the same few people in every test, each a post."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from hoaxa_danvan.accounts.models import Appointment, Role
from tests.factories import AppointmentFactory, UnitFactory, UnitKindFactory


@pytest.fixture(autouse=True)
def _cheap_and_private(settings, tmp_path):
    """Fast hashing, plain static files, files in a folder of the test's own, no Redis calls."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.WHITENOISE_AUTOREFRESH = True  # no collected folder to look through


@pytest.fixture(autouse=True)
def wakes(monkeypatch):
    """The calls for a worker that were made; none leaves the test."""
    calls: list[str] = []
    monkeypatch.setattr("hoaxa_danvan.jobs.wake._push", calls.append)
    return calls


@pytest.fixture
def officer(db) -> Appointment:
    """Cán bộ of a guided unit: drafts and sends."""
    return AppointmentFactory(
        unit=UnitFactory(name="Hội Nông dân xã"), person__full_name="Cán bộ Hội Nông dân xã"
    )


@pytest.fixture
def head(officer) -> Appointment:
    """Lãnh đạo of the officer's unit."""
    return AppointmentFactory(unit=officer.unit, role=Role.UNIT_HEAD)


@pytest.fixture
def outsider(db) -> Appointment:
    """Cán bộ of another unit."""
    return AppointmentFactory(
        unit=UnitFactory(name="Hội Người cao tuổi xã", kind=UnitKindFactory(code="hoi_quan_chung")),
        person__full_name="Cán bộ Hội Người cao tuổi xã",
    )


@pytest.fixture
def peer(db) -> Appointment:
    """Cán bộ of a consulted unit: gets remarks, never a return."""
    return AppointmentFactory(unit=UnitFactory(name="Ủy ban MTTQ Việt Nam xã", consulted=True))


@pytest.fixture
def reviewer(db) -> Appointment:
    """Chuyên viên of the Ban Xây dựng Đảng: takes in, asks to complete, appraises."""
    return AppointmentFactory(reviewer=True, person__full_name="Chuyên viên Ban Xây dựng Đảng")


@pytest.fixture
def panel_member(db) -> Appointment:
    """Thành viên Tổ thẩm định."""
    return AppointmentFactory(role=Role.PANEL_MEMBER, unit=UnitFactory(name="Tổ thẩm định"))


@pytest.fixture
def council_member(db) -> Appointment:
    """Ủy viên Hội đồng Thi đua - Khen thưởng Đảng bộ xã."""
    return AppointmentFactory(
        role=Role.COUNCIL_MEMBER, unit=UnitFactory(name="Hội đồng Thi đua - Khen thưởng Đảng bộ xã")
    )


@pytest.fixture
def secretary(council_member) -> Appointment:
    """Thư ký Hội đồng: records the session."""
    return AppointmentFactory(role=Role.COUNCIL_SECRETARY, unit=council_member.unit)


@pytest.fixture
def leader(db) -> Appointment:
    """Thường trực Đảng ủy: reads everything that was sent, gives opinions."""
    return AppointmentFactory(role=Role.LEADER, unit=UnitFactory(name="Thường trực Đảng ủy"))


@pytest.fixture
def clerk(db) -> Appointment:
    """Văn thư of the Văn phòng Đảng ủy: enters numbers and dates."""
    return AppointmentFactory(role=Role.CLERK, unit=UnitFactory(name="Văn phòng Đảng ủy"))


@pytest.fixture
def administrator(db) -> Appointment:
    """Quản trị: accounts, units, the plan's import."""
    return AppointmentFactory(role=Role.ADMINISTRATOR, unit=UnitFactory(name="Quản trị cổng"))


@pytest.fixture
def sign_in(client: Client):
    """Sign a post's person in; the client then acts in that post."""

    def enter(post: Appointment) -> Client:
        client.force_login(post.person)
        session = client.session
        session["acting"] = post.pk
        session.save()
        return client

    return enter
