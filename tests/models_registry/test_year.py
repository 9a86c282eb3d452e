"""What the rest of the portal reads of the registry: tasks, fulfilment, part III of the plan."""

from datetime import timedelta

import pytest

from campaigns.fulfilment import standings
from campaigns.models import Window
from campaigns.plan_paper import PLAN_SECTIONS
from hoaxa_danvan.lib.dates import end_of_day, start_of_day
from hoaxa_danvan.workflow.services import pin_note
from models_registry.models import RegisteredModel
from models_registry.plan_paper import registrations
from models_registry.services import entries as services
from models_registry.services.appraisal import start_assessment
from models_registry.todo import registry_todos
from tests.factories import (
    AssessmentFactory,
    CampaignYearFactory,
    CriterionFactory,
    ObligationFactory,
    RegisteredModelFactory,
    RubricVersionFactory,
    UnitPlanFactory,
    WindowFactory,
    YearlyEntryFactory,
)
from tests.models_registry.steps import AT


def todos(who, at=AT):
    return [(todo.title, todo.button, todo.url) for todo in registry_todos(who, at)]


# Tasks


def test_a_unit_that_owes_a_registration_is_asked_for_it(officer, window):
    assert todos(officer) == []
    ObligationFactory(unit=officer.unit, window=window)

    todo = next(registry_todos(officer, AT))

    assert (todo.title, todo.url, todo.due_at) == (
        "Đăng ký mô hình, điển hình năm 2026",
        "/mo-hinh/dang-ky/2026/",
        window.due_at,
    )
    assert todos(officer, window.closes_at + timedelta(seconds=1)) == []


def test_a_draft_waits_to_be_sent_and_a_return_comes_first(officer, reviewer, entry, window):
    ObligationFactory(unit=officer.unit, window=window)
    assert todos(officer) == [(f"Đăng ký: {entry}", "Soạn tiếp, gửi", f"/mo-hinh/{entry.pk}/soan/")]

    services.submit_entry(entry, version=1, by=officer, at=AT)
    assert todos(officer) == []
    entry.refresh_from_db()
    pin_note(entry, field="goal", text="Ghi rõ", by=reviewer, at=AT)
    services.return_entry(entry, version=1, by=reviewer, at=AT)
    after = window.closes_at + timedelta(days=1)
    assert todos(officer, after) == [(f"Đăng ký: {entry}", "Xem ý kiến, bổ sung", f"/mo-hinh/{entry.pk}/")]


def test_a_unit_whose_models_are_carried_owes_nothing_more(officer, window):
    ObligationFactory(unit=officer.unit, window=window)
    before = CampaignYearFactory(year=2025)
    YearlyEntryFactory(
        entry__unit=officer.unit,
        entry__campaign_year=before,
        yearly_list__campaign_year=window.campaign_year,
    )

    assert todos(officer) == []


def test_dossiers_are_asked_for_when_their_window_opens(officer, year, window):
    row = YearlyEntryFactory(entry__unit=officer.unit, entry__campaign_year=year)
    award = WindowFactory(
        campaign_year=year,
        kind=Window.Kind.AWARD,
        opens_at=start_of_day(AT.date() + timedelta(days=1)),
        due_at=end_of_day(AT.date() + timedelta(days=30)),
        closes_at=end_of_day(AT.date() + timedelta(days=40)),
    )
    assert todos(officer) == []

    title = f"Hồ sơ, điểm tự chấm năm 2026: {row.entry}"
    assert todos(officer, award.opens_at) == [(title, "Tự chấm", row.entry.get_absolute_url())]
    CriterionFactory(version=RubricVersionFactory(published=True))
    assessment = start_assessment(row.entry, campaign_year=year, by=officer, at=AT)
    assert todos(officer, award.opens_at) == [(title, "Soạn tiếp, gửi", assessment.get_absolute_url())]


def test_what_waits_for_the_reviewer(reviewer, sent):
    RegisteredModelFactory(accepted=True, campaign_year=sent.campaign_year)
    AssessmentFactory(submitted=True, entry__campaign_year=sent.campaign_year)

    assert [title for title, _, _ in todos(reviewer)] == [
        "1 đăng ký mô hình, điển hình chờ tiếp nhận",
        "Danh mục mô hình, điển hình năm 2026",
        "1 hồ sơ mô hình, điển hình chờ thẩm định",
    ]


def test_what_waits_for_the_clerk(clerk, year):
    AssessmentFactory(proposed=True, entry__campaign_year=year)

    assert todos(clerk) == [("Quyết định công nhận năm 2026", "Ghi quyết định", "/mo-hinh/cong-nhan/2026/")]


@pytest.mark.parametrize("who", ["outsider", "leader", "clerk", "council_member", "administrator"])
def test_nothing_waits_for_others(sent, request, who):
    assert todos(request.getfixturevalue(who)) == []


# Fulfilment


def test_where_each_unit_stands_in_three_queries(window, officer, outsider, django_assert_num_queries):
    year = window.campaign_year
    RegisteredModelFactory(unit=officer.unit, campaign_year=year, accepted=True)
    RegisteredModelFactory(unit=officer.unit, campaign_year=year)
    kept = YearlyEntryFactory(
        entry__unit=outsider.unit,
        entry__campaign_year=CampaignYearFactory(year=2025),
        yearly_list__campaign_year=year,
    )

    with django_assert_num_queries(3):
        found = standings(window)

    assert found.keys() == {officer.unit.pk, kept.entry.unit_id}
    own, carried = found[officer.unit.pk], found[kept.entry.unit_id]
    assert (own.label, own.tone, own.is_sent, own.is_accepted) == ("Đã tiếp nhận 1/2", "done", True, True)
    assert (carried.label, carried.is_sent) == ("Duy trì", True)


@pytest.mark.parametrize(
    ("status", "label", "tone", "is_sent"),
    [
        ("draft", "Đang soạn", "draft", False),
        ("submitted", "Đã gửi", "wait", True),
        ("returned", "Cần bổ sung", "back", True),
        ("accepted", "Đã tiếp nhận", "done", True),
    ],
)
def test_one_registration_shows_its_own_state(window, officer, status, label, tone, is_sent):
    RegisteredModelFactory(
        unit=officer.unit,
        campaign_year=window.campaign_year,
        status=status,
        status_at=AT,
        sent_at=AT if is_sent else None,
    )

    found = standings(window)[officer.unit.pk]

    assert (found.label, found.tone, found.is_sent) == (label, tone, is_sent)


def test_a_return_comes_before_all(window, officer):
    for status in ("accepted", "returned", "draft"):
        RegisteredModelFactory(
            unit=officer.unit, campaign_year=window.campaign_year, status=status, status_at=AT, sent_at=AT
        )

    assert standings(window)[officer.unit.pk].label == "Cần bổ sung 1/3"


# Part III of the unit's plan


def test_the_registrations_stand_in_the_unit_s_plan(officer, year):
    assert registrations in PLAN_SECTIONS
    plan = UnitPlanFactory(unit=officer.unit, campaign_year=year)
    assert registrations(plan) == []

    RegisteredModelFactory(unit=officer.unit, campaign_year=year, name="Đường hoa", end_date="2026-12-31")
    RegisteredModelFactory(unit=officer.unit, campaign_year=year, name="Giữ lại", origin="kept")
    RegisteredModelFactory(campaign_year=year, name="Của đơn vị khác")
    YearlyEntryFactory(
        entry__unit=officer.unit,
        entry__name="Năm trước",
        entry__campaign_year=CampaignYearFactory(year=2025),
        yearly_list__campaign_year=year,
    )
    (table,) = registrations(UnitPlanFactory._meta.model.objects.get(pk=plan.pk))

    assert [(row[0], row[1], row[2], row[4]) for row in table.rows] == [
        ("1", "Đường hoa", "Mô hình", "Mới"),
        ("2", "Giữ lại", "Mô hình", "Duy trì"),
        ("3", "Năm trước", "Mô hình", "Duy trì"),
    ]
    assert table.rows[0][5:] == (
        "Thôn Mẫu 1; 40 hội viên, 120 hộ",
        "3 km đường có hộ nhận chăm sóc",
        "Từ 01/03/2026 đến 31/12/2026",
    )
    assert RegisteredModel.objects.count() == 4
