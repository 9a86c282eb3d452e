"""Who does what in a year: one unit's instance edited alone, and how regular items go on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import CampaignYear, ContentItem, DutyChange, ItemDuty, ItemUpdate, Obligation, Window
from campaigns.services.duties import add_item_update, change_duties, roles_in
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.campaigns.conftest import AT
from tests.factories import (
    CampaignYearFactory,
    ItemDutyFactory,
    ObligationFactory,
    UnitFactory,
    UnitPlanFactory,
    WindowFactory,
)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def change(window, reviewer):
    """Give the unit exactly these roles in 2026."""

    def make(unit, roles, **fields):
        row = {"reason": "Đơn vị đề nghị.", "by": reviewer, "at": AT, **fields}
        read = row.pop("read", roles_in(unit, window.campaign_year))
        return change_duties(unit, campaign_year=window.campaign_year, read=read, roles=roles, **row)

    return make


def test_one_year_of_one_unit_is_edited_and_nothing_else(change, window, items, officer, outsider, named):
    other_year = CampaignYearFactory(year=2027, status="preparing")
    for unit in (named(officer.unit), named(outsider.unit)):
        ItemDutyFactory(item=items[0], unit=unit, campaign_year=other_year)
    before = roles_in(outsider.unit, window.campaign_year)

    change(officer.unit, {items[0].pk: frozenset({"lead"})})

    assert roles_in(officer.unit, window.campaign_year) == {items[0].pk: frozenset({"lead"})}
    assert roles_in(outsider.unit, window.campaign_year) == before
    assert list(roles_in(officer.unit, other_year)) == [items[0].pk]
    assert AuditEntry.objects.get(verb="change_duties").note == "Đơn vị đề nghị."
    assert {(row.was, row.role) for row in DutyChange.objects.all()} >= {("", "lead")}


def test_with_its_first_item_a_unit_owes_what_is_open_and_with_none_nothing(change, window, items, outsider):
    closed = WindowFactory(
        campaign_year=window.campaign_year,
        kind=Window.Kind.REGISTRATION,
        opens_at=AT - timedelta(days=30),
        due_at=AT - timedelta(days=20),
        closes_at=AT - timedelta(days=10),
    )
    change(outsider.unit, {items[0].pk: frozenset({"implementing"})})
    assert [row.window for row in Obligation.objects.filter(unit=outsider.unit)] == [window]

    ObligationFactory(unit=outsider.unit, window=closed)
    change(outsider.unit, {})

    assert [row.window for row in Obligation.objects.filter(unit=outsider.unit)] == [closed]


def test_what_was_sent_stays_owed(change, window, officer, named):
    named(officer.unit)
    UnitPlanFactory(unit=officer.unit, campaign_year=window.campaign_year, submitted=True)

    change(officer.unit, {})

    assert Obligation.objects.filter(unit=officer.unit, window=window).exists()


def test_refused_when_seen_otherwise_unchanged_or_closed(change, window, items, officer, named):
    named(officer.unit)
    now = roles_in(officer.unit, window.campaign_year)
    with pytest.raises(IllegalMove, match="người khác đổi"):
        change(officer.unit, {}, read={})
    with pytest.raises(IllegalMove, match="không thay đổi"):
        change(officer.unit, now)
    CampaignYear.objects.update(status="closed")
    with pytest.raises(IllegalMove, match="đã kết thúc"):
        change(officer.unit, {})
    assert roles_in(officer.unit, window.campaign_year) == now


def test_only_the_reviewing_unit_may(change, officer, leader, administrator, clerk):
    for post in (officer, leader, administrator, clerk):
        with pytest.raises(PermissionDenied):
            change(officer.unit, {}, by=post)


# Regular items


@pytest.fixture
def regular(items, officer, named):
    named(officer.unit)
    ContentItem.objects.filter(pk=items[0].pk).update(timing=ContentItem.Timing.REGULAR)
    return ContentItem.objects.get(pk=items[0].pk)


def test_a_unit_says_how_a_regular_item_goes_and_only_its_own(regular, items, window, officer, outsider):
    def say(by, item):
        return add_item_update(
            item=item, campaign_year=window.campaign_year, period="q1", text="Đã làm.", by=by, at=AT
        )

    assert say(officer, regular).unit == officer.unit
    for post, item in ((outsider, regular), (officer, items[1])):
        with pytest.raises((IllegalMove, PermissionDenied)):
            say(post, item)
    assert ItemUpdate.objects.count() == 1


# Pages


def test_a_reviewer_changes_one_unit_on_its_page(window, items, officer, named, reviewer, sign_in):
    named(officer.unit)
    client = sign_in(reviewer)
    page = reverse("campaigns:unit-duties", args=[2026, officer.unit_id])
    read = client.get(page).context["form"]["read"].value()

    missing = client.post(page, {"read": read, f"item-{items[0].pk}": ["lead"], "reason": ""})
    answer = client.post(page, {"read": read, f"item-{items[0].pk}": ["lead"], "reason": "Theo thông báo."})

    assert missing.status_code == 422
    assertRedirects(answer, reverse("campaigns:unit-year", args=[2026, officer.unit_id]))
    assert ItemDuty.objects.filter(unit=officer.unit).values_list("role", flat=True).get() == "lead"
    assertContains(client.get(answer.url), "Theo thông báo.")


def test_a_unit_writes_its_update_and_others_do_not_find_the_page(regular, officer, outsider, sign_in):
    page = reverse("campaigns:unit-year", args=[2026, officer.unit_id])
    client = sign_in(officer)
    answer = client.post(page, {"item": regular.pk, "period": "q1", "text": "Đã tổ chức 2 buổi."})
    assertRedirects(answer, page)
    assertContains(client.get(page), "Đã tổ chức 2 buổi.")
    assertContains(
        client.post(page, {"item": regular.pk, "period": "x", "text": "Giữ lại"}), "Giữ lại", status_code=422
    )

    assert sign_in(outsider).get(page).status_code == 404


def test_a_year_that_is_not_there_yet_is_shown_as_expected(window, officer, named, reviewer, sign_in):
    named(officer.unit)
    client = sign_in(reviewer)
    page = reverse("campaigns:campaign-duties", args=[window.campaign_year.campaign_id])

    assertContains(client.get(page), officer.unit.name)
    assertContains(client.get(page, {"nam": "2029"}), "Năm 2029 chưa chuẩn bị")
    assertNotContains(client.get(page, {"nam": "x"}), "chưa chuẩn bị")


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_however_many_units(
    count, window, items, reviewer, sign_in, django_assert_num_queries
):
    for place in range(count):
        ItemDutyFactory(
            item=items[0], unit=UnitFactory(name=f"Chi bộ {place}"), campaign_year=window.campaign_year
        )
    client = sign_in(reviewer)

    with django_assert_num_queries(9):
        client.get(reverse("campaigns:campaign-duties", args=[window.campaign_year.campaign_id]))
