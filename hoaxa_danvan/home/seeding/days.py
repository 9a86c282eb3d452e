"""The story's days: told as the outlines' calendar has them, fitted to the day it is told for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoaxa_danvan.lib.dates import LOCAL, end_of_day, local_day, start_of_day

OPENING, CLOSING = 8, 17  # office hours, in which everything happens
WORKDAY = (CLOSING - OPENING) * 60

Day = tuple[int, int]  # month, day


@dataclass(frozen=True, slots=True)
class Knot:
    """A moment of the usual year, and the moment in this story that stands for it."""

    usual: datetime
    told: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """Between `begun` and `now` the usual days are shifted, and pressed together where there are
    fewer; what lies ahead of `now` likewise, up to the end of the year.
    """

    begun: Knot
    now: Knot

    def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
        usual = minutes(datetime(self.year, month, day, hour, minute, tzinfo=LOCAL))
        now, told = minutes(self.now.usual), minutes(self.now.told)
        if usual <= now:
            room, needed = told - minutes(self.begun.told), now - minutes(self.begun.usual)
        else:
            end = minutes(datetime(self.year, 12, 31, CLOSING, tzinfo=LOCAL))
            room, needed = end - told, end - now
        return moment(told + (usual - now) * min(room, needed) // needed)

    def date(self, month: int, day: int) -> date:
        return local_day(self.at(month, day, 12))

    def opens(self, month: int, day: int) -> datetime:
        return start_of_day(local_day(self.at(month, day, OPENING)))

    def ends(self, month: int, day: int) -> datetime:
        return end_of_day(local_day(self.at(month, day, CLOSING - 1, 59)))

    def is_ahead(self, day: Day) -> bool:
        """Whether this part of the story still decides about that day."""
        return datetime(self.year, *day, CLOSING, tzinfo=LOCAL) > self.begun.usual

    @property
    def year(self) -> int:
        return self.now.told.year


def minutes(at: datetime) -> int:
    """Office minutes since the first day of the calendar."""
    at = at.astimezone(LOCAL)
    since = (at.hour - OPENING) * 60 + at.minute
    return at.toordinal() * WORKDAY + min(max(since, 0), WORKDAY)


def moment(count: int) -> datetime:
    days, rest = divmod(count, WORKDAY)
    return datetime.fromordinal(days).replace(tzinfo=LOCAL) + timedelta(hours=OPENING, minutes=rest)
