from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import RegisteredModel, YearlyEntry, YearlyList
from models_registry.selectors.lists import candidates, is_active_in
from models_registry.services import lists as services
from models_registry.services.lists import Place
from tests.factories import CampaignYearFactory, RegisteredModelFactory, YearlyEntryFactory
from tests.models_registry.steps import AT

Standing = YearlyEntry.Standing
DAY = date(2026, 2, 9)


def confirm(year, entries, by, *, number="12-TB/BXDĐ", announced_on=DAY, at=AT):
    places = entries if isinstance(entries, dict) else {entry.pk: Place() for entry in entries}
    return services.confirm_list(year, places=places, number=number, announced_on=announced_on, by=by, at=at)


def test_the_reviewer_confirms_the_list_and_the_trail_says_so(accepted, year, reviewer):
    later = RegisteredModelFactory(accepted=True, campaign_year=year)

    yearly_list = confirm(year, [accepted], reviewer)

    assert (yearly_list.status, yearly_list.number, yearly_list.announced_on) == (
        YearlyList.Status.CONFIRMED,
        "12-TB/BXDĐ",
        DAY,
    )
    row = yearly_list.entries.get()
    assert (row.entry, row.standing, row.number, row.is_kept) == (
        accepted,
        Standing.ACTIVE,
        "12-TB/BXDĐ",
        False,
    )
    assert candidates(year).fresh == [later]
    last = AuditEntry.objects.order_by("number").last()
    assert (last.verb, last.target, last.by) == ("confirm", yearly_list, reviewer)


def test_what_comes_late_is_added_by_a_later_announcement(accepted, year, reviewer):
    first = confirm(year, [accepted], reviewer)
    late = RegisteredModelFactory(accepted=True, campaign_year=year)

    again = confirm(year, [late], reviewer, number="20-TB/BXDĐ")

    assert again == first
    assert (again.number, list(again.entries.order_by("pk").values_list("number", flat=True))) == (
        "12-TB/BXDĐ",
        ["12-TB/BXDĐ", "20-TB/BXDĐ"],
    )


def test_the_same_model_twice_is_refused(accepted, year, reviewer):
    confirm(year, [accepted], reviewer)

    with pytest.raises(IllegalMove, match="đã ở trong danh mục"):
        confirm(year, [accepted], reviewer)

    assert YearlyEntry.objects.count() == 1


def test_what_is_not_taken_in_is_refused(sent, year, reviewer):
    with pytest.raises(IllegalMove, match="chưa được tiếp nhận"):
        confirm(year, [sent], reviewer)

    assert not YearlyList.objects.exists()


def test_an_empty_list_without_number_or_of_tomorrow_is_refused(accepted, year, reviewer):
    with pytest.raises(IllegalMove, match="Chưa chọn"):
        confirm(year, [], reviewer)
    with pytest.raises(IllegalMove, match="số thông báo"):
        confirm(year, [accepted], reviewer, number=" ")
    with pytest.raises(IllegalMove, match="sau hôm nay"):
        confirm(year, [accepted], reviewer, announced_on=AT.date() + timedelta(1))

    assert not YearlyList.objects.exists()


@pytest.mark.parametrize("who", ["officer", "outsider", "leader", "clerk", "administrator"])
def test_nobody_else_confirms(accepted, year, request, who):
    with pytest.raises(PermissionDenied):
        confirm(year, [accepted], request.getfixturevalue(who))

    assert not YearlyEntry.objects.exists()


def test_earlier_models_are_carried_unless_they_have_ended(year, reviewer):
    before = CampaignYearFactory(year=2025)
    rows = {
        standing: YearlyEntryFactory(
            entry__campaign_year=before,
            standing=standing,
            reason="" if standing == Standing.ACTIVE else "Thiếu người phụ trách",
        )
        for standing in Standing
    }

    carried = candidates(year).carried

    assert set(carried) == {rows[Standing.ACTIVE].entry, rows[Standing.PAUSED].entry}
    active, paused = rows[Standing.ACTIVE].entry, rows[Standing.PAUSED].entry
    confirm(year, {active.pk: Place(), paused.pk: Place(Standing.ENDED, "Đã hoàn thành")}, reviewer)
    assert is_active_in(active, campaign_year=year)
    assert not is_active_in(paused, campaign_year=year)
    assert YearlyEntry.objects.of_year(2026).get(entry=active).is_kept


def test_the_last_word_on_an_earlier_model_counts(year):
    first, second = CampaignYearFactory(year=2024), CampaignYearFactory(year=2025)
    entry = RegisteredModelFactory(accepted=True, campaign_year=first)
    YearlyEntryFactory(entry=entry, yearly_list__campaign_year=first)
    YearlyEntryFactory(
        entry=entry, yearly_list__campaign_year=second, standing=Standing.ENDED, reason="Đã xong"
    )

    assert candidates(year).carried == []


def test_who_pauses_or_ends_says_why(year, reviewer):
    entry = RegisteredModelFactory(accepted=True, campaign_year__year=2025)

    with pytest.raises(IllegalMove, match="lý do"):
        confirm(year, {entry.pk: Place(Standing.PAUSED, " ")}, reviewer)


def test_the_standing_changes_with_a_reason_and_on_the_record(accepted, year, reviewer):
    row = confirm(year, [accepted], reviewer).entries.get()

    with pytest.raises(IllegalMove, match="lý do"):
        services.set_standing(row, standing=Standing.PAUSED, reason="", by=reviewer, at=AT)
    changed = services.set_standing(row, standing=Standing.PAUSED, reason="Chờ kinh phí", by=reviewer, at=AT)

    assert (changed.standing, changed.reason) == (Standing.PAUSED, "Chờ kinh phí")
    last = AuditEntry.objects.order_by("number").last()
    assert (last.verb, last.target, last.note) == ("set_standing", accepted, "Tạm dừng. Chờ kinh phí")
    assert last.details == {"year": 2026, "from": "active", "to": "paused"}


def test_the_same_standing_again_is_no_step(accepted, year, reviewer):
    row = confirm(year, [accepted], reviewer).entries.get()
    before = AuditEntry.objects.count()

    services.set_standing(row, standing=Standing.ACTIVE, reason="", by=reviewer, at=AT)

    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("who", ["officer", "outsider", "leader", "clerk"])
def test_nobody_else_changes_a_standing(accepted, year, reviewer, request, who):
    row = confirm(year, [accepted], reviewer).entries.get()

    with pytest.raises(PermissionDenied):
        services.set_standing(
            row, standing=Standing.ENDED, reason="x", by=request.getfixturevalue(who), at=AT
        )


def test_a_model_of_another_campaign_is_no_candidate(year):
    RegisteredModelFactory(
        accepted=True, campaign_year=CampaignYearFactory(year=2025, campaign__source_sha256="1" * 64)
    )

    found = candidates(year)

    assert (found.fresh, found.carried, bool(found)) == ([], [], False)
    assert RegisteredModel.objects.count() == 1
