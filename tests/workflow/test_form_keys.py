"""A form that creates something creates it once, however often it arrives."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from campaigns.models import UnitPlan
from hoaxa_danvan.workflow.models import FormKey
from hoaxa_danvan.workflow.services import claim_form_key, fill_form_key
from tests.factories import CampaignYearFactory, UnitFactory, UnitPlanFactory, UserFactory
from tests.workflow.conftest import AT

KEY = UUID("00000000-0000-4000-8000-000000000001")


def test_the_first_use_creates_and_the_next_finds_it(officer, plan):
    assert claim_form_key(KEY, person=officer.person, at=AT) is None
    fill_form_key(KEY, target=plan)

    assert claim_form_key(KEY, person=officer.person, at=AT) == plan
    assert FormKey.objects.count() == 1


def test_a_key_belongs_to_the_person_who_got_it(officer, outsider, plan):
    claim_form_key(KEY, person=officer.person, at=AT)

    with pytest.raises(PermissionDenied):
        claim_form_key(KEY, person=outsider.person, at=AT)


@pytest.mark.django_db(transaction=True)
def test_pressed_eight_times_at_once_it_creates_one():
    person, year = UserFactory(), CampaignYearFactory()
    units = UnitFactory.create_batch(8)

    def press(unit):
        try:
            with transaction.atomic():
                there = claim_form_key(KEY, person=person, at=AT)
                if there is not None:
                    return there.pk
                plan = UnitPlanFactory(unit=unit, campaign_year=year)
                fill_form_key(KEY, target=plan)
                return plan.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(press, units, timeout=60))

    assert keys == {UnitPlan.objects.get().pk}
