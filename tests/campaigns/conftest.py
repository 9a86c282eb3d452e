"""The year 2026 as the officer's unit meets it: a window for plans and two items."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from campaigns.models import ContentItem, UnitPlan, Window
from campaigns.services.plans import PlanContent, TaskContent, save_plan, start_plan, submit_plan
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.lib.dates import LOCAL
from tests.factories import (
    AppointmentFactory,
    ContentItemFactory,
    ItemDutyFactory,
    ObligationFactory,
    WindowFactory,
)

AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)
LATE = datetime(2026, 2, 3, 9, 0, tzinfo=LOCAL)
CLOSED = datetime(2026, 2, 11, 9, 0, tzinfo=LOCAL)


@pytest.fixture
def head_reviewer(reviewer) -> Appointment:
    """Trưởng Ban Xây dựng Đảng: signs and issues the Ban's own papers."""
    return AppointmentFactory(unit=reviewer.unit, role=Role.HEAD_REVIEWER)


@pytest.fixture
def window(db) -> Window:
    """Plans of 2026: due on 31/01, taken until 10/02."""
    return WindowFactory()


@pytest.fixture
def items(window) -> list[ContentItem]:
    """Items 1 and 4 of the commune's plan."""
    return [ContentItemFactory(order=1), ContentItemFactory(order=4, text="Duy trì, nhân rộng mô hình.")]


@pytest.fixture
def named(window, items):
    """Let the commune's plan name a unit in both items, and the unit owe a plan."""

    def name(unit):
        for item in items:
            ItemDutyFactory(item=item, unit=unit, campaign_year=window.campaign_year)
        ObligationFactory(unit=unit, window=window)
        return unit

    return name


@pytest.fixture
def task(items):
    """A complete row under item 1; say what is different."""

    def make(**fields):
        row = {
            "item_id": items[0].pk,
            "what": "Ra mắt tuyến đường tự quản",
            "product": "Biên bản ra mắt",
            "target_value": Decimal(2),
            "target_unit": "tuyến đường",
            "deadline": date(2026, 9, 30),
            "in_charge": "Phó Chủ tịch Hội",
            "partners": "Đoàn xã",
        }
        return TaskContent(**{**row, **fields})

    return make


@pytest.fixture
def draft(officer, named, window) -> UnitPlan:
    """The officer's plan just begun, version 1."""
    named(officer.unit)
    return start_plan(campaign_year=window.campaign_year, by=officer, at=AT)


@pytest.fixture
def written(draft, officer, task) -> UnitPlan:
    """The same with one complete task, version 2."""
    content = PlanContent(summary="Vận động hội viên.", organisation="Phân công.", tasks=(task(),))
    return save_plan(draft, version=1, content=content, by=officer, at=AT)


@pytest.fixture
def sent(written, officer) -> UnitPlan:
    """The same, sent in time."""
    submit_plan(written, version=2, by=officer, at=AT)
    return UnitPlan.objects.get(pk=written.pk)
