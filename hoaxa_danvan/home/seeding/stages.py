"""The year by phases: what each adds to the one before, and the day on which it is seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from campaigns.models import CampaignYear
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.home.seeding.agenda import Agenda, Story
from hoaxa_danvan.home.seeding.appraisal import appraisal_stories
from hoaxa_danvan.home.seeding.awards import conclusion_story, round_story
from hoaxa_danvan.home.seeding.cast import Cast
from hoaxa_danvan.home.seeding.commune import complete_commune
from hoaxa_danvan.home.seeding.days import Calendar, Knot
from hoaxa_danvan.home.seeding.entries import entry_stories, late_entry_stories
from hoaxa_danvan.home.seeding.plans import plan_stories, plans_left
from hoaxa_danvan.home.seeding.reports import FINAL, INTERIM, issue, report_stories
from hoaxa_danvan.home.seeding.work import work_stories
from hoaxa_danvan.home.seeding.world import World, owing_units
from hoaxa_danvan.home.seeding.years import open_the_year
from hoaxa_danvan.lib.dates import LOCAL

TOLD = "tell"  # the verb under which the trail remembers what has been told


class CannotTell(Exception):
    """The story does not fit; the message says why in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Act:
    """A piece of the story. `usual` is the usual day (month, day) and hour at which it ends.

    Its `stories` are told wholly or not at all; `issue` goes through the press, as a worker would.
    """

    name: str
    usual: tuple[int, int, int]
    stories: Callable[[World], Iterator[Story]] | None = None
    issue: Callable[[World], None] | None = None

    def ends_at(self, year: int) -> datetime:
        return datetime(year, *self.usual, tzinfo=LOCAL)


def spring_stories(world: World) -> Iterator[Story]:
    yield from plans_left(world)
    yield from entry_stories(world)


def interim_stories(world: World) -> Iterator[Story]:
    yield from work_stories(world, until=(6, 25))
    yield from late_entry_stories(world)
    yield from report_stories(world, INTERIM)


def scoring_stories(world: World) -> Iterator[Story]:
    yield from work_stories(world, until=(11, 12))
    yield from appraisal_stories(world)
    yield round_story(world)


def closing_stories(world: World) -> Iterator[Story]:
    yield from work_stories(world, until=(12, 8))
    yield conclusion_story(world)
    yield from report_stories(world, FINAL)


def issue_interim(world: World) -> None:
    issue(world, INTERIM, days=((6, 26), (6, 27), (6, 29)))


def issue_final(world: World) -> None:
    issue(world, FINAL, days=((12, 10), (12, 14), (12, 18)))


ACTS = (
    Act("plans", (2, 6, 10), plan_stories),
    Act("models", (5, 29, 12), spring_stories),
    Act("interim", (6, 26, 10), interim_stories),
    Act("interim-issued", (6, 30, 10), issue=issue_interim),
    Act("scoring", (11, 13, 14), scoring_stories),
    Act("closing", (12, 9, 10), closing_stories),
    Act("closed", (12, 21, 16), issue=issue_final),
)
ACT_NAMES = [act.name for act in ACTS]
# Each phase ends with the act of its name; before that day (month, day) there is no room for all of it.
EARLIEST = {"plans": (1, 12), "models": (1, 20), "scoring": (3, 10), "closed": (3, 20)}
STAGES = list(EARLIEST)


def sensible_day(stage: str, *, today: date) -> date:
    """Yesterday: it is wholly over, and what is open in the story is open in the portal. Too early
    in the year for that phase, the day on which it usually is seen.
    """
    yesterday = today - timedelta(days=1)
    if yesterday >= earliest_day(stage, today.year):
        return yesterday
    return ACTS[ACT_NAMES.index(stage)].ends_at(today.year).date()


def earliest_day(stage: str, year: int) -> date:
    return date(year, *EARLIEST[stage])


def tell(stage: str, *, today: date) -> bool:
    """Bring the commune to that phase as it is on `today`; False when it has been there already."""
    year = today.year
    if today < (earliest := earliest_day(stage, year)):
        raise CannotTell(f"Giai đoạn này cần một ngày từ {earliest:%d/%m/%Y} trở đi.")
    last = ACTS[ACT_NAMES.index(stage)]
    before = last_told(year)
    acts = ACTS[ACT_NAMES.index(before.act.name) + 1 if before else 0 : ACT_NAMES.index(stage) + 1]
    if not acts:
        return False
    begun = before.knot if before else Knot(new_year(year), new_year(year))
    # Each phase ends at its own hour, so that one day has room for all of them.
    end = datetime.combine(today, time(last.usual[2]), LOCAL)
    if begun.told >= end:
        raise CannotTell(f"Giai đoạn trước đã kể đến {begun.told:%H:%M %d/%m/%Y}; cần một ngày sau đó.")
    days = Calendar(begun, Knot(last.ends_at(year), end))
    for act in acts:
        perform(act, days)
    return True


def new_year(year: int) -> datetime:
    return datetime(year, 1, 2, 8, tzinfo=LOCAL)


def perform(act: Act, days: Calendar) -> None:
    """One act; the trail remembers that it has been told."""
    with transaction.atomic():
        world = set_the_stage(days)
        if act.stories:
            agenda = Agenda()
            agenda.add(*act.stories(world))
            agenda.run()
            remember(act, days)
    if act.issue:
        act.issue(world)
        remember(act, days)


def set_the_stage(days: Calendar) -> World:
    complete_commune(at=days.begun.told)
    cast = Cast(day=days.now.told.date())
    year = open_the_year(days, cast)
    if year.status != CampaignYear.Status.OPEN:
        raise CannotTell(f"Năm {year.year} đã kết thúc.")
    return World(days=days, cast=cast, year=year, units=owing_units(year))


def remember(act: Act, days: Calendar) -> None:
    record(TOLD, at=days.at(*act.usual), details={"act": act.name, "year": days.year})


@dataclass(frozen=True, slots=True)
class Told:
    act: Act
    knot: Knot


def last_told(year: int) -> Told | None:
    """How far the story of that year has been told."""
    entry = AuditEntry.objects.filter(verb=TOLD, details__year=year).order_by("number").last()
    if entry is None:
        return None
    act = ACTS[ACT_NAMES.index(entry.details["act"])]
    return Told(act, Knot(act.ends_at(year), entry.at.astimezone(LOCAL)))
