"""A plan stands for every paper here: drafted, sent and returned by the cast."""

from datetime import datetime

import pytest

from campaigns.models import UnitPlan
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.services import pin_note, send, send_back
from tests.factories import PlannedTaskFactory

AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)
DUE = datetime(2026, 1, 31, 23, 59, tzinfo=LOCAL)


@pytest.fixture
def plan(officer) -> UnitPlan:
    """The officer's draft with one task."""
    return PlannedTaskFactory(plan__unit=officer.unit, what="Ra mắt 2 tuyến đường").plan


@pytest.fixture
def sent(plan, officer) -> UnitPlan:
    """The same plan, sent in time."""
    send(plan, version=plan.version, due_at=DUE, by=officer, at=AT)
    return UnitPlan.objects.get(pk=plan.pk)


@pytest.fixture
def returned(sent, reviewer) -> UnitPlan:
    """The same plan, sent back with one opinion."""
    pin_note(sent, field="summary", text="Cần nêu rõ hơn.", by=reviewer, at=AT)
    send_back(sent, version=sent.version, by=reviewer, at=AT)
    return UnitPlan.objects.get(pk=sent.pk)
