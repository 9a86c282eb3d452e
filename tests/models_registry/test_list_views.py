from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from models_registry.models import YearlyEntry, YearlyList
from tests.factories import (
    CampaignYearFactory,
    RegisteredModelFactory,
    SectorFactory,
    UnitFactory,
    YearlyEntryFactory,
)
from tests.models_registry.steps import AT


def url(name, *args):
    return reverse(f"models_registry:{name}", args=args)


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(sign_in, officer, count, django_assert_num_queries):
    rows = YearlyEntryFactory.create_batch(count)
    client = sign_in(officer)

    # session, person, posts; year, list, years; count, sectors, units, page
    with django_assert_num_queries(10):
        page = client.get(url("yearly-list", 2026))

    for row in rows:
        assertContains(page, row.entry.name)
    assertContains(page, "Thông báo số 12-TB/BXDĐ ngày 15/03/2026")


def test_the_list_is_narrowed_by_everything_that_was_asked(sign_in, outsider):
    wanted = YearlyEntryFactory(
        entry__name="Đường hoa",
        entry__kind="dien_hinh",
        entry__subject="ca_nhan",
        entry__sector=SectorFactory(code="kinh_te", name="Kinh tế"),
        entry__unit=UnitFactory(),
        standing="paused",
        reason="Chờ kinh phí",
    )
    other = YearlyEntryFactory(entry__name="Cánh đồng không rác")
    client = sign_in(outsider)

    for query in (
        {"q": "duong hoa"},
        {"kind": "dien_hinh"},
        {"subject": "ca_nhan"},
        {"sector": wanted.entry.sector_id},
        {"unit": wanted.entry.unit_id},
        {"standing": "paused"},
    ):
        page = client.get(url("yearly-list", 2026), query)
        assertContains(page, "Đường hoa")
        assertNotContains(page, other.entry.name)


def test_what_is_still_prepared_is_shown_to_nobody(sign_in, officer, reviewer):
    row = YearlyEntryFactory(yearly_list__status=YearlyList.Status.PREPARING)

    for who in (officer, reviewer):
        page = sign_in(who).get(url("yearly-list", 2026))
        assertNotContains(page, row.entry.name)


def test_who_has_no_part_in_the_movement_sees_no_rows(sign_in, administrator):
    row = YearlyEntryFactory()

    page = sign_in(administrator).get(url("yearly-list", 2026))

    assertNotContains(page, row.entry.name)


def test_the_reviewer_confirms_what_was_taken_in(sign_in, reviewer, year):
    fresh, left_out = RegisteredModelFactory.create_batch(2, accepted=True, campaign_year=year)
    carried = YearlyEntryFactory(entry__campaign_year=CampaignYearFactory(year=2025)).entry
    client = sign_in(reviewer)
    page = client.get(url("list-confirm", 2026))
    for entry in (fresh, left_out, carried):
        assertContains(page, entry.name)

    answer = client.post(
        url("list-confirm", 2026),
        {
            "number": "12-TB/BXDĐ",
            "announced_on": "09/02/2026",
            f"standing_{fresh.pk}": "active",
            f"standing_{left_out.pk}": "",
            f"standing_{carried.pk}": "paused",
            f"reason_{carried.pk}": "Chờ kinh phí",
        },
    )

    assertRedirects(answer, url("yearly-list", 2026))
    rows = YearlyEntry.objects.of_year(2026).order_by("pk")
    assert [(row.entry, row.standing, row.reason) for row in rows] == [
        (fresh, "active", ""),
        (carried, "paused", "Chờ kinh phí"),
    ]
    assert rows[0].announced_on == date(2026, 2, 9)


@pytest.mark.parametrize("count", [1, 3])
def test_confirming_costs_the_same_however_long(sign_in, reviewer, year, count, django_assert_num_queries):
    RegisteredModelFactory.create_batch(count, accepted=True, campaign_year=year)
    client = sign_in(reviewer)

    with django_assert_num_queries(7):  # session, person, posts; year, two of candidates, list
        client.get(url("list-confirm", 2026))


def test_a_mistake_keeps_what_was_typed(sign_in, reviewer, year):
    carried = YearlyEntryFactory(entry__campaign_year=CampaignYearFactory(year=2025)).entry

    answer = sign_in(reviewer).post(
        url("list-confirm", 2026),
        {"number": "12-TB/BXDĐ", "announced_on": "09/02/2026", f"standing_{carried.pk}": "ended"},
    )

    assertContains(answer, "vui lòng ghi lý do", status_code=422)
    assertContains(answer, "12-TB/BXDĐ", status_code=422)
    assert not YearlyList.objects.filter(campaign_year=year).exists()


def test_nothing_chosen_is_refused_in_the_form(sign_in, reviewer, year):
    entry = RegisteredModelFactory(accepted=True, campaign_year=year)

    answer = sign_in(reviewer).post(
        url("list-confirm", 2026),
        {"number": "12-TB/BXDĐ", "announced_on": "09/02/2026", f"standing_{entry.pk}": ""},
    )

    assertContains(answer, "Chưa chọn mô hình, điển hình nào.", status_code=422)


def test_a_standing_is_changed_with_its_reason(sign_in, reviewer):
    row = YearlyEntryFactory()
    client = sign_in(reviewer)

    refused = client.post(url("standing-change", row.pk), {"standing": "ended", "reason": ""})
    assertContains(refused, "Vui lòng ghi lý do", status_code=422)
    answer = client.post(url("standing-change", row.pk), {"standing": "ended", "reason": "Đã xong"})

    assertRedirects(answer, url("yearly-list", 2026))
    row.refresh_from_db()
    assert (row.standing, row.reason) == ("ended", "Đã xong")


@pytest.mark.parametrize("who", ["officer", "leader", "clerk", "council_member"])
def test_nobody_else_confirms_or_changes(sign_in, year, request, who):
    row = YearlyEntryFactory()
    client = sign_in(request.getfixturevalue(who))

    for method in (client.get, client.post):
        assert method(url("list-confirm", 2026)).status_code == 403
        assert method(url("standing-change", row.pk)).status_code == 403
    assertNotContains(client.get(url("yearly-list", 2026)), url("standing-change", row.pk))


def test_visitors_are_asked_to_sign_in(client, year):
    row = YearlyEntryFactory()
    for address in (
        url("yearly-list", 2026),
        url("list-confirm", 2026),
        url("standing-change", row.pk),
    ):
        assert client.get(address).status_code == 302
