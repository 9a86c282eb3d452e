"""One year's instance of the plan: who does what, edited for one unit and one year alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.fulfilment import standings
from campaigns.models import (
    CampaignYear,
    ContentItem,
    DutyChange,
    ItemDuty,
    ItemRole,
    ItemUpdate,
    Obligation,
    Window,
)
from campaigns.services.years import give_obligations
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.text import nfc
from hoaxa_danvan.workflow.models import IllegalMove

Roles = Mapping[int, frozenset[str]]  # {item's pk: roles}


def roles_in(unit: Unit, campaign_year: CampaignYear) -> dict[int, frozenset[str]]:
    """What the unit has to do that year: `{item's pk: roles}`, items without a role left out."""
    found: dict[int, set[str]] = {}
    for item_id, role in unit.item_duties.filter(campaign_year=campaign_year).values_list("item_id", "role"):
        found.setdefault(item_id, set()).add(role)
    return {item_id: frozenset(roles) for item_id, roles in found.items()}


@transaction.atomic
def change_duties(
    unit: Unit,
    *,
    campaign_year: CampaignYear,
    read: Roles,
    roles: Roles,
    reason: str,
    by: Appointment,
    at: datetime,
) -> list[DutyChange]:
    """Set a unit's roles in one year. Other years, other units and the plan itself stay as they are.

    `read` are the roles that the person saw. `IllegalMove` when they are others by now, in a
    closed year, or when nothing changes. With its first item the unit owes what is still open;
    without any it owes nothing more.
    """
    if not by.may("campaigns.change_campaignyear"):
        raise PermissionDenied
    year = CampaignYear.objects.select_for_update(no_key=True).get(pk=campaign_year.pk)
    if year.status == CampaignYear.Status.CLOSED:
        raise IllegalMove(f"Năm {year.year} đã kết thúc, phân công giữ nguyên.")
    if unit.until:
        raise IllegalMove(f"{unit} đã kết thúc từ ngày {unit.until:%d/%m/%Y}.")
    before = roles_in(unit, year)
    if before != cleaned(read):
        raise IllegalMove("Phân công của đơn vị vừa được người khác đổi. Vui lòng xem lại rồi lưu.")
    changes = list(_changes(unit, year, before, cleaned(roles), reason=reason, by=by, at=at))
    if not changes:
        raise IllegalMove("Phân công không thay đổi.")
    write_changes(changes)
    settle(unit, year, at=at)
    record("change_duties", target=unit, by=by, at=at, note=reason, details=_details(year, changes))
    return changes


def cleaned(roles: Roles) -> dict[int, frozenset[str]]:
    return {item_id: found for item_id, found in roles.items() if found}


def _changes(
    unit: Unit, year: CampaignYear, before: Roles, after: Roles, *, reason: str, by: Appointment, at: datetime
) -> Iterable[DutyChange]:
    items = ContentItem.objects.filter(campaign=year.campaign_id, pk__in={*before, *after})
    for item in items.order_by("order"):
        was, now = before.get(item.pk, frozenset()), after.get(item.pk, frozenset())
        for role in ItemRole.values:
            if (role in was) != (role in now):
                edge = {"was": role} if role in was else {"role": role}
                yield DutyChange(
                    item=item, unit=unit, campaign_year=year, reason=nfc(reason), by=by, at=at, **edge
                )


def write_changes(changes: list[DutyChange]) -> None:
    DutyChange.objects.bulk_create(changes)
    for change in changes:
        duty = ItemDuty(
            item=change.item,
            unit=change.unit,
            campaign_year=change.campaign_year,
            role=change.role or change.was,
        )
        if change.role:
            ItemDuty.objects.bulk_create([duty], ignore_conflicts=True)
        else:
            ItemDuty.objects.filter(
                item=duty.item, unit=duty.unit, campaign_year=duty.campaign_year, role=duty.role
            ).delete()


def _details(year: CampaignYear, changes: list[DutyChange]) -> dict[str, object]:
    said = [[change.item.order, change.was, change.role] for change in changes]
    return {"year": year.year, "changes": said}


def settle(unit: Unit, year: CampaignYear, *, at: datetime) -> list[Obligation]:
    """Bring what a unit owes in line with what it has to do; answers with what was dropped.

    Only papers that can still be sent and are not: what was sent, or is closed, stays.
    """
    if year.status != CampaignYear.Status.OPEN:
        return []
    if unit.submits and unit.item_duties.filter(campaign_year=year).exists():
        give_obligations(unit, windows=year.windows.filter(kind__in=Window.OWED, closes_at__gte=at))
        return []
    dropped = open_obligations(unit, at=at, campaign_year=year)
    Obligation.objects.filter(pk__in=[obligation.pk for obligation in dropped]).delete()
    return dropped


def open_obligations(
    unit: Unit, *, at: datetime, campaign_year: CampaignYear | None = None
) -> list[Obligation]:
    """What the unit still owes: the window has not closed and nothing has been sent for it."""
    owed = Obligation.objects.filter(unit=unit, window__closes_at__gte=at)
    owed = owed.exclude(window__campaign_year__status=CampaignYear.Status.CLOSED)
    if campaign_year:
        owed = owed.filter(window__campaign_year=campaign_year)
    rows = owed.select_related("window__campaign_year").order_by("window__due_at", "pk")
    return [row for row in rows if not is_sent(unit, row.window)]


def is_sent(unit: Unit, window: Window) -> bool:
    standing = standings(window).get(unit.pk)
    return standing is not None and standing.is_sent


@transaction.atomic
def add_item_update(
    *,
    item: ContentItem,
    campaign_year: CampaignYear,
    period: str,
    text: str,
    by: Appointment,
    at: datetime,
) -> ItemUpdate:
    """Tell how a regular item went in a period. The same words sent twice are one update."""
    if not by.may("campaigns.add_itemupdate"):
        raise PermissionDenied
    if campaign_year.status != CampaignYear.Status.OPEN:
        raise IllegalMove(f"Năm {campaign_year.year} chưa mở hoặc đã kết thúc.")
    if item.timing != ContentItem.Timing.REGULAR:
        raise IllegalMove("Chỉ cập nhật theo kỳ cho nội dung thực hiện thường xuyên.")
    if not ItemDuty.objects.filter(item=item, unit=by.unit_id, campaign_year=campaign_year).exists():
        raise IllegalMove("Kế hoạch của xã không giao nội dung này cho đơn vị trong năm.")
    Unit.objects.select_for_update(no_key=True).get(pk=by.unit_id)
    key = {"item": item, "unit": by.unit, "campaign_year": campaign_year, "period": period, "text": nfc(text)}
    if known := ItemUpdate.objects.filter(**key).first():
        return known
    update = ItemUpdate.objects.create(**key, by=by, at=at)
    record("add", target=update, by=by, at=at)
    return update
