"""What a unit owes when it is merged or closed: open obligations move or are dropped, all else stays."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from campaigns.models import CampaignYear, ItemAgency, ItemDuty, ItemRole, Obligation, UnitPlan, Window
from campaigns.services.years import duties_of
from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.dates import LOCAL, end_of_day, start_of_day
from tests.campaigns.conftest import AT
from tests.factories import (
    AppointmentFactory,
    CampaignYearFactory,
    ItemDutyFactory,
    ObligationFactory,
    RegisteredModelFactory,
    UnitFactory,
    UnitPlanFactory,
    WindowFactory,
)

ON = date(2026, 1, 16)
GROUND = services.Ground(on=ON, reason="Sắp xếp tổ chức")

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(officer, named) -> Unit:
    return named(officer.unit)


@pytest.fixture
def stays() -> Unit:
    return UnitFactory(name="Hội sau sáp nhập")


@pytest.fixture
def report_window(window) -> Window:
    return WindowFactory(
        kind=Window.Kind.FINAL_REPORT,
        opens_at=start_of_day(date(2026, 10, 10)),
        due_at=end_of_day(date(2026, 11, 15)),
        closes_at=end_of_day(date(2026, 11, 25)),
    )


def merge(gone, stays, administrator):
    (ending,) = services.merge_units([gone], into=stays, ground=GROUND, by=administrator, at=AT)
    return ending


def owed_by(unit):
    return set(unit.obligations.values_list("window__kind", flat=True))


def test_only_open_obligations_move(gone, stays, report_window, administrator):
    ObligationFactory(unit=gone, window=report_window)
    UnitPlanFactory(unit=gone, submitted=True)

    ending = merge(gone, stays, administrator)

    assert (owed_by(gone), owed_by(stays)) == ({"plan"}, {"final_report"})
    assert ["moves", "Việc phải gửi: Báo cáo tổng kết năm 2026, hạn 15/11/2026"] in ending.consequences
    assert ["stays", f"Kế hoạch năm 2026 – {gone} (Đã gửi)"] in ending.consequences


def test_a_closed_window_stays_with_whoever_owed_it(gone, stays, administrator):
    old = WindowFactory(
        kind=Window.Kind.REGISTRATION,
        opens_at=start_of_day(date(2026, 1, 2)),
        due_at=end_of_day(date(2026, 1, 5)),
        closes_at=end_of_day(date(2026, 1, 10)),
    )
    ObligationFactory(unit=gone, window=old)

    merge(gone, stays, administrator)

    assert (owed_by(gone), owed_by(stays)) == ({"registration"}, {"plan"})


def test_what_the_successor_owes_or_has_sent_already_is_dropped(gone, stays, named, administrator):
    named(stays)
    UnitPlanFactory(unit=stays, submitted=True)

    ending = merge(gone, stays, administrator)

    assert owed_by(gone) == set()
    assert stays.obligations.count() == 1
    assert any(fate == "ends" and "đã gửi" in text for fate, text in ending.consequences)


def test_duties_of_the_open_year_are_both_units_and_those_of_a_prepared_year_the_successors(
    gone, stays, items, administrator
):
    coming = CampaignYearFactory(year=2027, status=CampaignYear.Status.PREPARING, status_at=None)
    ItemDutyFactory(item=items[0], unit=gone, campaign_year=coming, role=ItemRole.LEAD)

    merge(gone, stays, administrator)

    def duties(unit, year):
        return set(
            ItemDuty.objects.filter(unit=unit, campaign_year__year=year).values_list("item__order", "role")
        )

    both = {(1, "implementing"), (4, "implementing")}
    assert (duties(gone, 2026), duties(stays, 2026)) == (both, both)
    assert (duties(gone, 2027), duties(stays, 2027)) == (set(), {(1, "lead")})


def test_where_the_plan_names_the_merged_unit_its_successor_is_meant(gone, stays, items, administrator):
    ItemAgency.objects.create(item=items[0], role=ItemRole.LEAD, name="Hội Nông dân xã", unit=gone)
    merge(gone, stays, administrator)
    later = CampaignYearFactory(year=2027)
    stays.refresh_from_db()

    assert [(duty.item, duty.role) for duty in duties_of(stays, campaign_year=later)] == [(items[0], "lead")]


def test_a_new_unit_owes_what_its_two_predecessors_had_not_sent(gone, stays, named, administrator):
    named(stays)
    UnitPlanFactory(unit=stays, submitted=True)
    fields = {"name": "Hội mới", "kind": gone.kind}

    services.merge_into_new_unit([gone, stays], fields=fields, ground=GROUND, by=administrator, at=AT)

    new = Unit.objects.get(name="Hội mới")
    assert (owed_by(new), owed_by(gone), owed_by(stays)) == ({"plan"}, set(), {"plan"})


def test_a_closed_unit_owes_nothing_more_and_the_record_says_what_was_dropped(gone, administrator):
    ending = services.close_unit(gone, ground=GROUND, by=administrator, at=AT)

    assert not Obligation.objects.filter(unit=gone).exists()
    assert ["ends", "Việc phải gửi: Kế hoạch năm 2026, hạn 31/01/2026"] in ending.consequences
    assert ["stays", "Phân công năm 2026: nội dung 1, 4"] in ending.consequences


def test_the_successor_reads_and_completes_what_the_merged_unit_left(gone, stays, administrator, sign_in):
    plan = UnitPlanFactory(unit=gone, returned=True)
    draft = UnitPlanFactory(unit=gone, campaign_year=CampaignYearFactory(year=2027))
    entry = RegisteredModelFactory(unit=gone, accepted=True)
    newcomer, stranger = AppointmentFactory(unit=stays), AppointmentFactory()
    merge(gone, stays, administrator)

    assert set(UnitPlan.objects.visible_to(newcomer)) == {plan, draft}
    assert type(entry).objects.visible_to(newcomer).get() == entry
    plan = UnitPlan.objects.get(pk=plan.pk)
    assert newcomer.may("campaigns.change_unitplan", plan)
    assertContains(sign_in(newcomer).get(plan.get_absolute_url()), "Soạn tiếp")
    assert not UnitPlan.objects.visible_to(stranger).exists()
    assert not stranger.may("campaigns.change_unitplan", plan)


def test_nobody_of_the_successor_judges_what_the_merged_unit_sent(gone, stays, administrator, reviewer):
    plan = UnitPlanFactory(unit=gone, submitted=True)
    assert reviewer.may("campaigns.accept_unitplan", plan)
    AppointmentFactory(person=reviewer.person, unit=stays)
    merge(gone, stays, administrator)

    again = type(reviewer).objects.get(pk=reviewer.pk)

    assert not again.may("campaigns.accept_unitplan", plan)


def test_the_page_names_what_the_unit_owes(gone, stays, administrator, sign_in, time_machine):
    time_machine.move_to(datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL))
    response = sign_in(administrator).post(
        reverse("accounts:unit-merge", args=[gone.pk]),
        {"other": stays.pk, "result": "other", "on": "16/01/2026", "reason": "Sắp xếp"},
    )

    assertContains(response, "Việc phải gửi: Kế hoạch năm 2026, hạn 31/01/2026")
    assert owed_by(gone) == {"plan"}
