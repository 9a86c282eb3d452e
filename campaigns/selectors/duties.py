"""Who does what, item by unit: of a year that is there, or as the plan lets expect it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from campaigns.models import (
    Campaign,
    CampaignYear,
    ContentItem,
    DutyChange,
    ItemAgency,
    ItemDuty,
    ItemRole,
    ItemUpdate,
)
from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment, Role, Unit

Key = tuple[int, int]  # (unit's pk, item's pk)


@dataclass(frozen=True, slots=True)
class DutyCell:
    item: ContentItem
    roles: list[str]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class DutyRow:
    unit: Unit
    cells: list[DutyCell]


@dataclass(frozen=True, slots=True)
class DutyTable:
    """`campaign_year` is None for a year not yet prepared: the rows are then what the plan expects."""

    year: int
    campaign_year: CampaignYear | None
    items: list[ContentItem]
    rows: list[DutyRow]

    @property
    def blocks(self) -> list[tuple[str, list[DutyRow]]]:
        """The rows under the names of their kinds."""
        return [(name, list(rows)) for name, rows in groupby(self.rows, key=lambda row: row.unit.kind.name)]


def duty_table(campaign: Campaign, *, year: int, day: date) -> DutyTable:
    """One year, all units; the same few queries however many units there are."""
    items = list(campaign.items.filter(first_year__lte=year, last_year__gte=year).order_by("order"))
    campaign_year = campaign.years.filter(year=year).first()
    if campaign_year:
        roles, changed = _roles_given(campaign_year), _changed(campaign_year)
        units = Unit.objects.filter(pk__in={unit_id for unit_id, _ in roles | changed})
    else:
        units = Unit.objects.existing(day)
        roles, changed = _roles_expected(items, units, year=year), {}
        units = units.filter(pk__in={unit_id for unit_id, _ in roles})
    rows = [DutyRow(unit, [_cell(unit, item, roles, changed) for item in items]) for unit in units.for_list()]
    return DutyTable(year, campaign_year, items, rows)


def _cell(
    unit: Unit, item: ContentItem, roles: dict[Key, set[str]], changed: dict[Key, set[str]]
) -> DutyCell:
    found = roles.get((unit.pk, item.pk), set())
    labels = [ItemRole(role).label for role in ItemRole.values if role in found]
    return DutyCell(item, labels, is_changed=(unit.pk, item.pk) in changed)


def _roles_given(campaign_year: CampaignYear) -> dict[Key, set[str]]:
    duties = ItemDuty.objects.filter(campaign_year=campaign_year)
    return _gathered(duties.values_list("unit_id", "item_id", "role"))


def _changed(campaign_year: CampaignYear) -> dict[Key, set[str]]:
    changes = DutyChange.objects.filter(campaign_year=campaign_year)
    return _gathered(changes.values_list("unit_id", "item_id", "role"))


def _roles_expected(items: list[ContentItem], units: Iterable[Unit], *, year: int) -> dict[Key, set[str]]:
    agencies = list(ItemAgency.objects.in_year(year).filter(item__in=items).select_related("unit"))
    found = []
    for agency in agencies:
        named = agency.unit and (agency.unit.successor_id or agency.unit_id)
        found += [
            (unit.pk, agency.item_id, agency.role)
            for unit in units
            if unit.pk == named or (agency.kind_id and agency.kind_id == unit.kind_id)
        ]
    return _gathered(found)


def _gathered(rows: Iterable[tuple[int, int, str]]) -> dict[Key, set[str]]:
    found: dict[Key, set[str]] = {}
    for unit_id, item_id, role in rows:
        found.setdefault((unit_id, item_id), set()).add(role)
    return found


def may_read_year_of(who: Appointment, unit: Unit) -> bool:
    """A unit's year is for itself, for whoever steers it, for the office and the administrator."""
    if who.role in OFFICE_ROLES | {Role.ADMINISTRATOR}:
        return True
    return who.acts_for(unit) or unit.steered_by_id == who.unit_id


def roles_by_item(unit: Unit, *, campaign_year: CampaignYear) -> list[tuple[ContentItem, list[str]]]:
    """What the unit has to do that year, by item."""
    duties = ItemDuty.objects.filter(unit=unit, campaign_year=campaign_year).select_related("item")
    rows = sorted(duties, key=lambda duty: (duty.item.order, ItemRole.values.index(duty.role)))
    return [
        (item, [ItemRole(duty.role).label for duty in group])
        for item, group in groupby(rows, key=lambda duty: duty.item)
    ]


def regular_items_of(unit: Unit, *, campaign_year: CampaignYear) -> list[ContentItem]:
    """The items that the unit carries out “thường xuyên” that year: it tells how they go on."""
    items = ContentItem.objects.filter(
        timing=ContentItem.Timing.REGULAR, item_duties__unit=unit, item_duties__campaign_year=campaign_year
    )
    return list(items.distinct().order_by("order"))


def changes_of(unit: Unit, *, campaign_year: CampaignYear) -> list[DutyChange]:
    changes = DutyChange.objects.filter(unit=unit, campaign_year=campaign_year)
    return list(changes.select_related("item", "by__person"))


def updates_of(unit: Unit, *, campaign_year: CampaignYear, who: Appointment) -> list[ItemUpdate]:
    return list(ItemUpdate.objects.visible_to(who).filter(unit=unit, campaign_year=campaign_year).for_list())
