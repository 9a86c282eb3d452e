"""Nobody judges a paper of their own unit, by any of their posts."""

import pytest

from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.accounts.rules import may_judge
from tests.factories import AppointmentFactory, UnitPlanFactory

pytestmark = pytest.mark.django_db


def test_the_reviewer_judges_other_units_and_not_their_own(reviewer, officer):
    assert may_judge(reviewer, UnitPlanFactory(unit=officer.unit))
    assert not may_judge(reviewer, UnitPlanFactory(unit=reviewer.unit))


def test_the_reviewing_units_own_paper_goes_to_a_leader(reviewer, officer, leader):
    assert may_judge(leader, UnitPlanFactory(unit=reviewer.unit))
    assert not may_judge(leader, UnitPlanFactory(unit=officer.unit))


def test_a_leader_who_also_sits_in_the_reviewing_unit_does_not_judge_it(reviewer, leader):
    AppointmentFactory(person=leader.person, unit=reviewer.unit, role=Role.HEAD_REVIEWER)

    assert not may_judge(leader, UnitPlanFactory(unit=reviewer.unit))
