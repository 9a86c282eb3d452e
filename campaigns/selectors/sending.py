"""Who has sent what: units × windows, of one year or of one kind over the years, with days late."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from campaigns.deadlines import Deadlines
from campaigns.fulfilment import Standing, standings
from campaigns.models import CampaignYear, Obligation, Window
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.dates import days_left, local_day
from hoaxa_danvan.lib.numbers import ratio


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit and one window at a moment: owed or not, where it stands (None: not begun), its own days."""

    window: Window
    unit_id: int
    is_owed: bool
    standing: Standing | None
    due_at: datetime
    closes_at: datetime
    at: datetime

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.window.pk}-{self.unit_id}"

    @property
    def is_sent(self) -> bool:
        return self.standing is not None and self.standing.is_sent

    @property
    def is_extended(self) -> bool:
        return self.due_at > self.window.due_at

    @property
    def is_late(self) -> bool:
        """Owed, not sent, and the unit's own day is over."""
        return self.is_owed and not self.is_sent and self.at > self.due_at

    @property
    def is_closed(self) -> bool:
        """Not sent, and the portal takes nothing more of this unit."""
        return self.is_owed and not self.is_sent and self.at > self.closes_at

    @property
    def is_in_time(self) -> bool:
        return self.is_sent and not self.days_late

    @property
    def days_late(self) -> int:
        """Days of the calendar after the unit's own day: until it was sent, or until now."""
        if self.is_late:
            return max(1, -days_left(self.due_at, self.at))
        sent_at = self.standing.sent_at if self.standing and self.standing.is_sent else None
        if sent_at is None or sent_at <= self.due_at:
            return 0
        return max(1, -days_left(self.due_at, sent_at))

    @property
    def may_be_reminded(self) -> bool:
        is_running = self.window.campaign_year.status == CampaignYear.Status.OPEN
        return self.is_owed and not self.is_sent and is_running and self.window.opens_at <= self.at

    @property
    def label(self) -> str:
        if self.standing is not None:
            return self.standing.label
        if not self.is_owed:
            return "–"
        return "Chưa đến kỳ" if self.at < self.window.opens_at else "Chưa bắt đầu"

    @property
    def tone(self) -> str:
        if self.standing is not None:
            return self.standing.tone
        return "back" if self.is_late else ""

    @property
    def note(self) -> str:
        """What the days say: “chậm 3 ngày”, “đúng hạn theo gia hạn”."""
        if self.is_late:
            return f"quá hạn {self.days_late} ngày" + (", đã hết gia hạn" if self.is_extended else "")
        if self.is_sent:
            return self._sent_note()
        return f"gia hạn đến {local_day(self.due_at):%d/%m/%Y}" if self.is_owed and self.is_extended else ""

    def _sent_note(self) -> str:
        if self.days_late:
            return f"chậm {self.days_late} ngày"
        sent_at = self.standing.sent_at if self.standing else None
        after_all = self.is_extended and sent_at is not None and sent_at > self.window.due_at
        return "đúng hạn theo gia hạn" if after_all else ""

    @property
    def words(self) -> str:
        """The whole cell as text, for files and summaries."""
        return f"{self.label} ({self.note})" if self.note else self.label


@dataclass(frozen=True, slots=True)
class GridRow:
    unit: Unit
    cells: list[Cell]

    @property
    def is_done(self) -> bool:
        """Nothing that could be sent now is missing."""
        return not any(cell.may_be_reminded for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Column:
    """One window over all rows of the grid."""

    window: Window
    label: str
    sent: int
    in_time: int
    owed: int
    to_remind: int

    @property
    def words(self) -> str:
        return ratio(self.sent, self.owed)


def sending_grid(windows: Sequence[Window], *, at: datetime, units: Q | None = None) -> list[GridRow]:
    """Every unit that owes one of the windows (those that `units` lets through), by kind and name.

    The readers' queries per window, and three more however many units.
    """
    deadlines = Deadlines.of(windows)
    found = {window.pk: standings(window, deadlines=deadlines) for window in windows}
    owed = set(Obligation.objects.filter(window__in=windows).values_list("unit_id", "window_id"))
    rows = Unit.objects.filter(units or Q(), pk__in={unit_id for unit_id, _ in owed}).for_list()
    return [
        GridRow(unit, [_cell(unit, window, found[window.pk], owed, deadlines, at) for window in windows])
        for unit in rows
    ]


def _cell(
    unit: Unit,
    window: Window,
    found: Mapping[int, Standing],
    owed: set[tuple[int, int]],
    deadlines: Deadlines,
    at: datetime,
) -> Cell:
    return Cell(
        window=window,
        unit_id=unit.pk,
        is_owed=(unit.pk, window.pk) in owed,
        standing=found.get(unit.pk),
        due_at=deadlines.due_at(window, unit.pk),
        closes_at=deadlines.closes_at(window, unit.pk),
        at=at,
    )


def columns_of(
    windows: Sequence[Window], rows: Sequence[GridRow], *, label: Callable[[Window], str]
) -> list[Column]:
    """The heads of the grid with their counts over these rows."""
    return [
        _column(window, label(window), [row.cells[place] for row in rows])
        for place, window in enumerate(windows)
    ]


def _column(window: Window, label: str, cells: Sequence[Cell]) -> Column:
    owed = [cell for cell in cells if cell.is_owed]
    return Column(
        window=window,
        label=label,
        sent=sum(cell.is_sent for cell in owed),
        in_time=sum(cell.is_in_time for cell in owed),
        owed=len(owed),
        to_remind=sum(cell.may_be_reminded for cell in owed),
    )


def year_windows(campaign_year: CampaignYear) -> list[Window]:
    return list(campaign_year.windows.select_related("campaign_year").order_by("due_at", "pk"))


def windows_of_kind(kind: str) -> list[Window]:
    """The same window over the years, the newest last; years in preparation owe nothing yet."""
    windows = Window.objects.filter(kind=kind).exclude(campaign_year__status=CampaignYear.Status.PREPARING)
    return list(windows.select_related("campaign_year").order_by("campaign_year__year"))


def late_units(window: Window, *, day: date) -> list[Unit]:
    """Who owes what the window asks and has not sent it, of the units that exist on that day.

    A unit whose own end is still to come is not late.
    """
    deadlines = Deadlines.of([window])
    sent = {key for key, row in standings(window, deadlines=deadlines).items() if row.is_sent}
    owing = Unit.objects.filter(obligations__window=window).existing(day).for_list()
    return [unit for unit in owing if unit.pk not in sent and not _has_time(window, unit, deadlines, day)]


def _has_time(window: Window, unit: Unit, deadlines: Deadlines, day: date) -> bool:
    return deadlines.is_extended(window, unit.pk) and local_day(deadlines.due_at(window, unit.pk)) >= day


def year_table(unit: Unit, campaign_year: CampaignYear, *, at: datetime) -> list[Cell]:
    """“Cả năm”: everything the year asks of one unit, by date."""
    windows = year_windows(campaign_year)
    obligations = Obligation.objects.filter(unit=unit, window__campaign_year=campaign_year)
    owed = set(obligations.values_list("unit_id", "window_id"))
    deadlines = Deadlines.of(windows, unit_id=unit.pk)
    return [
        _cell(unit, window, standings(window, deadlines=deadlines), owed, deadlines, at) for window in windows
    ]


def unsent_cells(rows: Iterable[GridRow]) -> list[Cell]:
    """What may be reminded of now."""
    return [cell for row in rows for cell in row.cells if cell.may_be_reminded]
