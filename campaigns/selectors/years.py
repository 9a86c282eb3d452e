from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.fulfilment import Standing, standings
from campaigns.models import CampaignYear, ContentItem, ItemDuty, ItemRole, Obligation, Window
from hoaxa_danvan.accounts.models import Unit


def current_year(*, at: datetime) -> CampaignYear | None:
    """The year that runs: the newest open one."""
    years = CampaignYear.objects.filter(status=CampaignYear.Status.OPEN).order_by("-year")
    return years.select_related("campaign").first()


def items_of(unit: Unit, *, campaign_year: CampaignYear) -> list[ContentItem]:
    """The items in which the plan names the unit that year: those it may plan under."""
    items = ContentItem.objects.filter(item_duties__unit=unit, item_duties__campaign_year=campaign_year)
    return list(items.distinct().order_by("order"))


def roles_of(unit: Unit, *, campaign_year: CampaignYear) -> dict[int, list[str]]:
    """`{item order: ["Chủ trì", …]}` for one unit and year."""
    duties = ItemDuty.objects.filter(unit=unit, campaign_year=campaign_year)
    roles: dict[int, list[str]] = {}
    for order, role in duties.order_by("item__order", "role").values_list("item__order", "role"):
        roles.setdefault(order, []).append(ItemRole(role).label)
    return roles


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit and one window: owed or not, and where it stands (None: not begun)."""

    window: Window
    is_owed: bool
    standing: Standing | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    unit: Unit
    cells: list[Cell]


def sending_grid(campaign_year: CampaignYear, *, at: datetime) -> tuple[list[Window], list[GridRow]]:
    """Unit × window: who owes what and where it stands. A query per window and two more."""
    windows = list(campaign_year.windows.select_related("campaign_year"))
    found = {window.pk: standings(window) for window in windows}
    owed = set(
        Obligation.objects.filter(window__campaign_year=campaign_year).values_list("unit_id", "window_id")
    )
    units = Unit.objects.filter(pk__in={unit_id for unit_id, _ in owed}).for_list()
    rows = [
        GridRow(unit, [_cell(unit, window, found[window.pk], owed, at) for window in windows])
        for unit in units
    ]
    return windows, rows


def _cell(
    unit: Unit,
    window: Window,
    found: Mapping[int, Standing],
    owed: set[tuple[int, int]],
    at: datetime,
) -> Cell:
    standing = found.get(unit.pk)
    is_owed = (unit.pk, window.pk) in owed
    is_sent = standing is not None and standing.is_sent
    return Cell(window, is_owed, standing, is_late=is_owed and not is_sent and at > window.due_at)


def late_units(window: Window, *, day: date) -> list[Unit]:
    """Who owes what the window asks and has not sent it, of the units that exist on that day."""
    sent = {unit_id for unit_id, standing in standings(window).items() if standing.is_sent}
    owing = Unit.objects.filter(obligations__window=window).existing(day).for_list()
    return [unit for unit in owing if unit.pk not in sent]


def year_table(unit: Unit, campaign_year: CampaignYear, *, at: datetime) -> list[Cell]:
    """“Cả năm”: everything the year asks of one unit, by date."""
    owed = set(
        Obligation.objects.filter(unit=unit, window__campaign_year=campaign_year).values_list(
            "unit_id", "window_id"
        )
    )
    windows = campaign_year.windows.select_related("campaign_year").order_by("due_at", "pk")
    return [_cell(unit, window, standings(window), owed, at) for window in windows]
