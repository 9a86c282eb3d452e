"""How far the work has come: nothing typed, everything opens its rows, own rows for a unit."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from campaigns.models import PlannedTask, TaskUpdate, UnitPlan
from campaigns.services.carrying_out import TaskNews, report_task
from hoaxa_danvan.attachments.models import Evidence
from reports.selectors.progress import BY, progress_by_item, progress_by_unit, registers_of
from tests.factories import ItemDutyFactory, ObligationFactory, PlannedTaskFactory, UnitFactory
from tests.reports.conftest import AT

WAYS = sorted(BY)


@pytest.fixture
def done(commune, officer) -> PlannedTask:
    """One of the two tasks of the officer's plan, done on 01/11 and proved."""
    work = PlannedTask.objects.order_by("pk")[0]
    news = TaskNews(standing=TaskUpdate.Standing.DONE, done_on=date(2026, 11, 1))
    report_task(work, news=news, by=officer, at=AT)
    Evidence.objects.create(
        target=work, original_name="a.jpg", content_type="image/jpeg", size=1, sha256="0", by=officer, at=AT
    )
    return work


def page(client, year, by, **query):
    return client.get(reverse("reports:progress", args=[year]), {"theo": by, **query})


def test_only_what_is_done_and_proved_counts(commune, done, officer):
    table = progress_by_item(registers_of(commune.campaign_year, unit=None, at=AT))

    row = next(row for row in table.rows if row.label == "Nội dung 4")
    assert (row.done, row.expected) == (1, 2)
    assert (table.total.done, table.total.expected) == (1, 2)
    report_task(
        PlannedTask.objects.exclude(pk=done.pk).get(),
        news=TaskNews(standing=TaskUpdate.Standing.DROPPED, reason="Trùng việc của thôn."),
        by=officer,
        at=AT,
    )
    table = progress_by_item(registers_of(commune.campaign_year, unit=None, at=AT))
    assert (table.total.done, table.total.expected) == (1, 1)


@pytest.mark.parametrize("by", WAYS)
def test_every_figure_opens_exactly_its_rows(by, done, commune, sign_in, reviewer, time_machine):
    time_machine.move_to(AT, tick=False)
    client = sign_in(reviewer)
    table = page(client, 2026, by).context["table"]

    cells = [cell for row in [*table.rows, table.total] for cell in row.cells]

    assert len(cells) > 8
    for cell in cells:
        answer = client.get(cell.url)
        assert answer.context["table"].paginator.count == cell.count, cell


def test_a_joint_plan_stands_in_both_rows_and_once_in_the_whole(done, commune, outsider):
    plan = UnitPlan.objects.get()
    plan.form = UnitPlan.Form.JOINT
    plan.save()
    plan.joint_with.add(outsider.unit)

    table = progress_by_unit(registers_of(commune.campaign_year, unit=None, at=AT))

    assert [(row.done, row.expected) for row in table.rows] == [(1, 2), (1, 2)]
    assert (table.total.done, table.total.expected) == (1, 2)


@pytest.mark.parametrize("by", WAYS)
def test_a_unit_sees_its_own(by, done, commune, outsider, sign_in, time_machine):
    time_machine.move_to(AT, tick=False)
    answer = page(sign_in(outsider), 2026, by)

    assertContains(answer, "Hội Người cao tuổi xã")
    assert answer.context["table"].total.cells[0].count == 0


@pytest.mark.parametrize("post", ["council_member", "panel_member", "administrator"])
def test_who_has_no_part_in_reports_is_refused(post, commune, sign_in, request):
    assert page(sign_in(request.getfixturevalue(post)), 2026, "noi-dung").status_code == 403


def test_a_year_that_is_none_and_a_way_that_is_none(commune, sign_in, reviewer):
    client = sign_in(reviewer)

    assert page(client, 1999, "noi-dung").status_code == 404
    assertContains(page(client, 2026, "<b>"), "Tiến độ năm 2026")


# Session, person, posts, year, its windows and period, what is owed, standings, tasks, models,
# recognitions; items or years beside them, units and kinds from what is owed.
QUERIES = {"noi-dung": 11, "don-vi": 14, "loai": 14, "nam": 15}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("by", WAYS)
def test_it_costs_the_same_however_many_units(
    by, count, commune, sign_in, reviewer, time_machine, django_assert_num_queries
):
    time_machine.move_to(AT, tick=False)
    plan = UnitPlan.objects.get()
    for place in range(count):
        unit = UnitFactory(name=f"Chi bộ Thôn {place}")
        ObligationFactory(unit=unit, window=commune.campaign_year.windows.get(kind="plan"))
        task = PlannedTaskFactory(plan=plan)
        ItemDutyFactory(item=task.item, unit=unit, campaign_year=commune.campaign_year)
    client = sign_in(reviewer)

    with django_assert_num_queries(QUERIES[by]):
        page(client, 2026, by)
