"""The year opens: criteria first, then each unit that the plan names owes its papers."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import CampaignYear, ItemAgency, ItemDuty, ItemRole, Obligation, Window
from campaigns.selectors.sending import sending_grid, year_table, year_windows
from campaigns.selectors.years import items_of, roles_of
from campaigns.services import years
from hoaxa_danvan.accounts.services.units import create_unit
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL, end_of_day, start_of_day
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.todo import todos_for
from tests.factories import (
    CampaignFactory,
    CampaignYearFactory,
    ContentItemFactory,
    RubricVersionFactory,
    UnitFactory,
    UnitKindFactory,
)

AT = datetime(2026, 1, 5, 8, 0, tzinfo=LOCAL)
PAPER = "Hướng dẫn số 01-HD/BXDĐ ngày 05/01/2026"

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(reviewer) -> CampaignYear:
    """2026, with criteria published, a theme and every date quoted: ready to be opened."""
    RubricVersionFactory(published=True)
    year = years.prepare_year(CampaignFactory(), year=2026, theme="Chủ đề", by=reviewer, at=AT)
    year.windows.update(paper=PAPER)
    return year


def name_in_plan(order: int, role: ItemRole = ItemRole.IMPLEMENTING, **target: object) -> None:
    ItemAgency.objects.create(item=ContentItemFactory(order=order), role=role, name="…", **target)


def test_a_prepared_year_has_the_usual_dates(prepared):
    plan = prepared.windows.get(kind=Window.Kind.PLAN)

    assert (plan.opens_at, plan.due_at, plan.closes_at) == (
        start_of_day(date(2026, 1, 2)),
        end_of_day(date(2026, 1, 31)),
        end_of_day(date(2026, 2, 10)),
    )
    assert set(prepared.windows.values_list("kind", flat=True)) == set(Window.Kind.values)


def test_a_year_outside_the_period_is_refused(reviewer):
    with pytest.raises(IllegalMove, match="nằm ngoài giai đoạn"):
        years.prepare_year(CampaignFactory(), year=2031, by=reviewer, at=AT)


def test_the_criteria_come_first(reviewer):
    year = years.prepare_year(CampaignFactory(), year=2026, theme="Chủ đề", by=reviewer, at=AT)
    year.windows.update(paper=PAPER)

    with pytest.raises(IllegalMove, match="Chưa công bố tiêu chí năm 2026"):
        years.open_year(year, by=reviewer, at=AT)

    assert not Obligation.objects.exists()


def test_every_date_quotes_its_paper(prepared, reviewer):
    prepared.windows.filter(kind=Window.Kind.AWARD).update(paper=" ")

    with pytest.raises(IllegalMove, match="Hồ sơ đề nghị khen thưởng"):
        years.open_year(prepared, by=reviewer, at=AT)


def test_opening_gives_duties_to_the_units_that_the_plan_names_and_to_no_other(
    prepared, reviewer, officer, outsider
):
    name_in_plan(3, kind=officer.unit.kind)
    name_in_plan(5, ItemRole.LEAD, unit=reviewer.unit)

    years.open_year(prepared, by=reviewer, at=AT)

    assert set(ItemDuty.objects.values_list("item__order", "unit", "role")) == {
        (3, officer.unit_id, "implementing"),
        # The reviewing unit of the tests is of the officer's kind.
        (3, reviewer.unit_id, "implementing"),
        (5, reviewer.unit_id, "lead"),
    }
    assert roles_of(reviewer.unit, campaign_year=prepared) == {3: ["Thực hiện"], 5: ["Chủ trì"]}
    assert items_of(outsider.unit, campaign_year=prepared) == []
    assert not outsider.unit.obligations.exists()


def test_a_named_unit_owes_four_papers_and_an_award_dossier_is_no_debt(prepared, reviewer, officer):
    name_in_plan(1, unit=officer.unit)

    years.open_year(prepared, by=reviewer, at=AT)

    owed = officer.unit.obligations.values_list("window__kind", flat=True)
    assert set(owed) == {"plan", "registration", "interim_report", "final_report"}


def test_a_council_leads_but_sends_no_papers(prepared, reviewer):
    council = UnitFactory(submits=False)
    name_in_plan(6, ItemRole.LEAD, unit=council)

    years.open_year(prepared, by=reviewer, at=AT)

    assert roles_of(council, campaign_year=prepared) == {6: ["Chủ trì"]}
    assert not council.obligations.exists()


def test_opening_leaves_one_entry_and_happens_once(prepared, reviewer):
    years.open_year(prepared, by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="đang ở trạng thái “Đang thực hiện”"):
        years.open_year(prepared, by=reviewer, at=AT)

    entries = AuditEntry.objects.filter(verb="open")
    assert [(e.target, e.by, e.to_status) for e in entries] == [(prepared, reviewer, "open")]


def test_an_officer_may_not_open_the_year(prepared, officer):
    with pytest.raises(PermissionDenied):
        years.open_year(prepared, by=officer, at=AT)

    prepared.refresh_from_db()
    assert prepared.status == CampaignYear.Status.PREPARING


def test_a_unit_that_comes_later_owes_what_is_still_open(prepared, reviewer):
    kind = UnitKindFactory(code="cap_uy")
    name_in_plan(1, kind=kind)
    years.open_year(prepared, by=reviewer, at=AT)
    newcomer = UnitFactory(kind=kind)

    years.give_open_obligations(newcomer, by=reviewer, at=datetime(2026, 3, 20, 8, tzinfo=LOCAL))

    owed = newcomer.obligations.values_list("window__kind", flat=True)
    assert set(owed) == {"interim_report", "final_report"}
    assert roles_of(newcomer, campaign_year=prepared) == {1: ["Thực hiện"]}


def test_a_later_date_is_on_the_record(prepared, reviewer):
    window = prepared.windows.get(kind=Window.Kind.PLAN)
    later = end_of_day(date(2026, 2, 5))

    years.change_year(
        prepared,
        theme="Chủ đề",
        windows={window.pk: {"due_at": later}},
        by=reviewer,
        at=AT,
    )

    window.refresh_from_db()
    assert window.due_at == later
    assert list(AuditEntry.objects.get(verb="change").details) == ["plan"]


def test_the_grid_says_who_is_late(prepared, reviewer, officer):
    name_in_plan(1, unit=officer.unit)
    years.open_year(prepared, by=reviewer, at=AT)

    rows = sending_grid(year_windows(prepared), at=datetime(2026, 2, 1, 8, tzinfo=LOCAL))

    assert [(row.unit, [cell.is_late for cell in row.cells]) for row in rows] == [
        (officer.unit, [True, False, False, False, False])
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_costs_the_same_however_many_units(
    prepared, reviewer, sign_in, count, django_assert_num_queries
):
    kind = UnitKindFactory(code="cap_uy")
    UnitFactory.create_batch(count, kind=kind)
    name_in_plan(1, kind=kind)
    years.open_year(prepared, by=reviewer, at=AT)
    client = sign_in(reviewer)

    with django_assert_num_queries(YEAR_PAGE_QUERIES):
        response = client.get(reverse("campaigns:year-following", args=[2026]))

    assert len(response.context["grid"].rows) == count


# Session, person, posts, year and windows; eight of the five kinds’ readers; obligations, extensions,
# units, and the kinds and steering units to filter by.
YEAR_PAGE_QUERIES = 16


def test_a_unit_sees_the_dates_and_nobody_elses_papers(prepared, reviewer, officer, sign_in):
    name_in_plan(1, unit=officer.unit)
    years.open_year(prepared, by=reviewer, at=AT)

    response = sign_in(officer).get(reverse("campaigns:year-detail", args=[2026]))

    assert response.context["sees_all"] is False
    assert sign_in(officer).get(reverse("campaigns:year-following", args=[2026])).status_code == 403
    assert len(year_table(officer.unit, prepared, at=AT)) == 5


def test_the_reviewer_changes_a_date_by_the_form(prepared, reviewer, sign_in):
    data = {"theme": "Chủ đề mới"}
    for window in prepared.windows.all():
        prefix = window.kind
        data |= {
            f"{prefix}-opens_on": "02/01/2026",
            f"{prefix}-due_on": "30/11/2026",
            f"{prefix}-closes_on": "10/12/2026",
            f"{prefix}-paper": PAPER,
        }

    response = sign_in(reviewer).post(reverse("campaigns:year-edit", args=[2026]), data)

    prepared.refresh_from_db()
    assert response.status_code == 302
    assert prepared.theme == "Chủ đề mới"
    assert set(prepared.windows.values_list("due_at", flat=True)) == {end_of_day(date(2026, 11, 30))}


def test_dates_in_the_wrong_order_are_refused_beside_the_field(prepared, reviewer, sign_in):
    data = {"theme": "Chủ đề", "plan-opens_on": "02/02/2026", "plan-due_on": "31/01/2026"}

    response = sign_in(reviewer).post(reverse("campaigns:year-edit", args=[2026]), data)

    assert response.status_code == 422
    assert "Hạn gửi phải từ ngày nhận trở đi." in response.content.decode()


@pytest.mark.parametrize("name", ["year-edit", "year-open"])
def test_an_officer_gets_no_form_for_the_year(officer, sign_in, name):
    CampaignYearFactory()

    assert sign_in(officer).get(reverse(f"campaigns:{name}", args=[2026])).status_code == 403


def test_a_unit_that_the_administrator_adds_gets_what_is_still_open(prepared, reviewer, administrator):
    kind = UnitKindFactory(code="cap_uy")
    name_in_plan(1, kind=kind)
    years.open_year(prepared, by=reviewer, at=AT)

    unit = create_unit(
        fields={"code": "chi-bo-moi", "name": "Chi bộ mới", "kind": kind, "since": date(2026, 1, 5)},
        by=administrator,
        at=AT,
    )

    assert unit.obligations.count() == 4


def test_the_administrator_is_asked_for_the_plan_and_the_reviewer_for_the_year(administrator, reviewer):
    assert [todo.title for todo in todos_for(administrator, at=AT)] == ["Nhập kế hoạch giai đoạn"]

    years.prepare_year(CampaignFactory(), year=2026, by=reviewer, at=AT)

    assert todos_for(administrator, at=AT) == []
    assert "Mở năm 2026" in [todo.title for todo in todos_for(reviewer, at=AT)]


def test_a_year_opened_late_asks_for_nothing_that_has_closed(prepared, reviewer, officer):
    name_in_plan(1, unit=officer.unit)

    years.open_year(prepared, by=reviewer, at=datetime(2026, 7, 1, 8, tzinfo=LOCAL))

    assert [o.window.kind for o in officer.unit.obligations.all()] == ["final_report"]
