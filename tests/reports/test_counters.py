"""A figure is the number of its rows, and its address shows exactly those rows."""

from datetime import date

import pytest
from django.core.management import call_command

from campaigns.models import UnitPlan
from hoaxa_danvan.accounts.models import Unit, UnitKind
from hoaxa_danvan.lib.defaults import load_defaults
from models_registry.models import YearlyEntry, YearlyList
from reports.counters import COUNTERS, count_all
from reports.models import Indicator
from reports.registers import Registers
from tests.factories import (
    CampaignYearFactory,
    RegisteredModelFactory,
)
from tests.reports.conftest import AT

pytestmark = pytest.mark.django_db


EXPECTED = {
    "plans-owed": 2,
    "plans-sent": 1,
    "plans-on-time": 1,
    "plans-accepted": 1,
    "plans-missing": 1,
    "plans-asked-back": 0,
    "units-with-duty": 2,
    "registrations-owed": 2,
    "registrations-sent": 2,
    "tasks": 2,
    "tasks-done": 0,
    "tasks-unproved": 0,
    "tasks-under-way": 0,
    "tasks-overdue": 2,
    "tasks-dropped": 0,
    "inspections": 0,
    "units-inspected": 0,
    "findings": 0,
    "findings-fixed": 0,
    "reports-owed": 2,
    "reports-sent": 1,
    "reports-on-time": 1,
    "reports-accepted": 1,
    "reports-missing": 1,
    "reviews-held": 1,
    "entries": 3,
    "entries-new": 2,
    "entries-kept": 1,
    "entries-inherited": 0,
    "entries-ended": 0,
    "practices": 1,
    "works": 1,
    "exemplars": 1,
    "exemplars-collective": 0,
    "exemplars-person": 1,
    "exemplars-household": 0,
    "units-with-entry": 2,
    "recognised": 1,
    "outstanding": 1,
    "entries-awarded": 1,
    "dossiers": 1,
    "awards": 1,
    "award-money": 1_000_000,
    "party-awards-collective": 1,
    "party-awards-person": 0,
    "state-awards-collective": 0,
    "state-awards-person": 0,
    "state-awards-household": 0,
}


def test_every_counter_counts(commune):
    registers = Registers(commune.campaign_year, period=commune)

    counts = count_all(registers, COUNTERS)

    assert {slug: int(count.value) for slug, count in counts.items()} == EXPECTED


@pytest.mark.parametrize("slug", sorted(EXPECTED))
def test_the_address_of_a_figure_shows_exactly_its_rows(slug, commune, sign_in, reviewer):
    registers = Registers(commune.campaign_year, period=commune)
    counter = COUNTERS[slug]
    rows = {row.pk for row in counter.rows(registers)}

    response = sign_in(reviewer).get(counter.url(registers))

    assert {row.record.pk for row in response.context["table"].rows} == rows
    if not counter.measure:
        assert len(rows) == counter.count(registers).value


def test_a_unit_finds_its_own_rows_only(commune, sign_in, officer):
    registers = Registers(commune.campaign_year, unit=officer.unit)

    response = sign_in(officer).get(COUNTERS["entries"].url(registers))
    all_rows = sign_in(officer).get(COUNTERS["entries"].url(Registers(commune.campaign_year)))

    for page in (response, all_rows):
        assert {row.record.unit_id for row in page.context["table"].rows} == {officer.unit_id}


@pytest.mark.parametrize("post", ["council_member", "panel_member", "administrator"])
def test_who_has_no_part_in_reports_sees_no_rows(post, commune, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(COUNTERS["entries"].url(Registers(commune.campaign_year))).status_code == 403


def test_a_figure_that_is_not_counted_has_no_page(commune, sign_in, reviewer):
    year = commune.year

    client = sign_in(reviewer)

    assert client.get(f"/bao-cao/so/{year}/khong-co/").status_code == 404
    assert client.get(f"/bao-cao/so/{year}/reports-sent/").status_code == 404
    assert client.get(f"/bao-cao/so/ky/{commune.pk}/entries/").status_code == 404
    assert client.get("/bao-cao/so/1999/entries/").status_code == 404


def test_what_an_earlier_year_left_goes_on_in_the_announced_list(commune, officer):
    earlier = RegisteredModelFactory(
        accepted=True, unit=officer.unit, campaign_year=CampaignYearFactory(year=2025, status="closed")
    )
    yearly_list = YearlyList.objects.create(
        campaign_year=commune.campaign_year, status="confirmed", status_at=AT
    )
    YearlyEntry.objects.create(
        yearly_list=yearly_list, entry=earlier, number="12", announced_on=date(2026, 3, 15)
    )

    counts = count_all(Registers(commune.campaign_year), ["entries", "entries-new", "entries-kept"])

    assert [int(counts[slug].value) for slug in ("entries", "entries-new", "entries-kept")] == [4, 2, 2]


def test_a_joint_plan_counts_for_both(commune, outsider):
    plan = UnitPlan.objects.get()
    plan.form = UnitPlan.Form.JOINT
    plan.save()
    plan.joint_with.add(outsider.unit)

    registers = Registers(commune.campaign_year)

    assert COUNTERS["plans-sent"].count(registers).value == 2
    own = Registers(commune.campaign_year, unit=outsider.unit)
    assert COUNTERS["tasks"].count(own).value == 2


# The catalogue that ships


@pytest.fixture
def catalogue():
    call_command("setup_portal", verbosity=0)


def test_the_catalogue_names_counters_that_there_are():
    groups = load_defaults("reports/indicators.yaml")["groups"]
    rows = [row for group in groups for row in group["items"]]

    assert {row["counter"] for row in rows if "counter" in row} <= COUNTERS.keys()
    assert all((row["agg"] == "ratio") == ("of" in row) for row in rows)
    assert not [row["code"] for row in rows if row["unit"] == "%"]


@pytest.mark.parametrize("kind", ["interim", "final"])
def test_most_of_what_a_party_cell_reports_is_filled_in(catalogue, kind):
    cell = Unit(pk=0, kind=UnitKind.objects.get(code="cap_uy"))

    asked = Indicator.objects.for_period(kind).asked_of(cell)
    own = [indicator for indicator in asked if not indicator.counter]

    assert len(own) == 5
    assert len(own) / len(asked) <= 0.4


@pytest.mark.parametrize(
    ("code", "most"), [("ubnd", 12), ("mttq", 10), ("hoi-nong-dan", 5), ("phong-kinh-te", 4)]
)
def test_few_figures_are_asked_of_anybody(catalogue, code, most):
    unit = Unit.objects.get(code=code)

    for kind in ("interim", "final"):
        own = [row for row in Indicator.objects.for_period(kind).asked_of(unit) if not row.counter]
        assert len(own) <= most
