"""The year's list: confirmed, completed later where something came late, kept up to date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import YearlyEntry, YearlyList
from models_registry.selectors.lists import candidates

NEEDS_REASON = "cần ghi lý do tạm dừng hoặc dừng."


@dataclass(frozen=True, slots=True)
class Place:
    """How a model enters the list: carried out, paused or ended, and why."""

    standing: str = YearlyEntry.Standing.ACTIVE
    reason: str = ""


@transaction.atomic
def confirm_list(
    campaign_year: CampaignYear,
    *,
    places: Mapping[int, Place],
    number: str,
    announced_on: date,
    by: Appointment,
    at: datetime,
) -> YearlyList:
    """Announce the list by its thông báo; `places` are models by key. Again: what came late is added.

    A later announcement has its own number and date; what was announced before stays untouched.
    """
    CampaignYear.objects.select_for_update().get(pk=campaign_year.pk)
    yearly_list, _ = YearlyList.objects.get_or_create(campaign_year=campaign_year)
    if not by.may("models_registry.confirm_yearlylist", yearly_list):
        raise PermissionDenied
    refuse_faults(number=number, announced_on=announced_on, at=at)
    rows = _rows(yearly_list, places, number=number.strip(), announced_on=announced_on)
    if yearly_list.status == YearlyList.Status.PREPARING:
        yearly_list = yearly_list.advance("confirm", by=by, at=at)
        yearly_list.number, yearly_list.announced_on = number.strip(), announced_on
        yearly_list.save(update_fields=["number", "announced_on"])
    else:
        record("complete", target=yearly_list, by=by, at=at, note=f"Thêm {len(rows)}, thông báo {number}")
    YearlyEntry.objects.bulk_create(rows)
    return yearly_list


def refuse_faults(*, number: str, announced_on: date, at: datetime) -> None:
    if not number.strip():
        raise IllegalMove("Chưa ghi số thông báo.")
    if announced_on > local_day(at):
        raise IllegalMove("Ngày thông báo không thể ở sau hôm nay.")


def _rows(
    yearly_list: YearlyList, places: Mapping[int, Place], *, number: str, announced_on: date
) -> Sequence[YearlyEntry]:
    if not places:
        raise IllegalMove("Chưa chọn mô hình, điển hình nào.")
    found = candidates(yearly_list.campaign_year)
    possible = {entry.pk: entry for entry in (*found.fresh, *found.carried)}
    if not possible.keys() >= places.keys():
        raise IllegalMove("Có mô hình đã ở trong danh mục hoặc chưa được tiếp nhận. Vui lòng xem lại.")
    for key, place in places.items():
        if place.standing != YearlyEntry.Standing.ACTIVE and not place.reason.strip():
            raise IllegalMove(f"“{possible[key]}”: {NEEDS_REASON}")
    return [
        YearlyEntry(
            yearly_list=yearly_list,
            entry=possible[key],
            standing=place.standing,
            reason=place.reason.strip(),
            number=number,
            announced_on=announced_on,
        )
        for key, place in places.items()
    ]


@transaction.atomic
def set_standing(
    row: YearlyEntry, *, standing: str, reason: str, by: Appointment, at: datetime
) -> YearlyEntry:
    """Say that a model of the list is carried out, pauses or has ended; the last two with a reason."""
    fresh = YearlyEntry.objects.select_for_update().get(pk=row.pk)
    if not by.may("models_registry.change_yearlyentry", fresh):
        raise PermissionDenied
    chosen = YearlyEntry.Standing(standing)
    if chosen != YearlyEntry.Standing.ACTIVE and not reason.strip():
        raise IllegalMove(f"“{fresh}”: {NEEDS_REASON}")
    if (chosen, reason.strip()) == (fresh.standing, fresh.reason):
        return fresh
    before, fresh.standing, fresh.reason = fresh.standing, chosen, reason.strip()
    fresh.save(update_fields=["standing", "reason"])
    record(
        "set_standing",
        target=fresh.entry,
        by=by,
        at=at,
        note=f"{chosen.label}. {fresh.reason}".strip(),
        details={"year": fresh.yearly_list.campaign_year.year, "from": before, "to": chosen.value},
    )
    return fresh
