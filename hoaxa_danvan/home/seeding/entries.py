"""Models and điển hình: registered, taken in, listed, followed through the spring."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from campaigns.models import ContentItem
from campaigns.selectors.years import items_of
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.home.seeding.agenda import Story
from hoaxa_danvan.home.seeding.photos import photo
from hoaxa_danvan.home.seeding.registrations import (
    Registration,
    area_of,
    form_fields,
    practice,
    registrations,
    wording,
)
from hoaxa_danvan.home.seeding.world import World, told
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import ReturnNote
from hoaxa_danvan.workflow.services import answer_note, pin_note
from models_registry.models import RegisteredModel, Sector
from models_registry.selectors.lists import candidates
from models_registry.services.entries import (
    accept_entry,
    add_update,
    return_entry,
    save_entry,
    start_entry,
    submit_entry,
)
from models_registry.services.lists import Place, confirm_list

MODELS_ITEM = 4  # “Duy trì, phát triển bền vững và nhân rộng những mô hình …”
UNMEASURED = "Giữ vững, nâng chất lượng mô hình."
PHOTOS_EVERY = 5


def entry_stories(world: World) -> Iterator[Story]:
    texts = told("entries")
    if RegisteredModel.objects.filter(campaign_year=world.year).exists():
        return
    for row in registrations(texts):
        yield entry_story(world, texts, row)
    for place, (how, told_of) in enumerate(texts["unfinished"].items()):
        row = replace(practice(told_of, told_of["unit"]), place=900 + place)
        yield unfinished_story(world, texts, row, how)
    yield announcement_story(world, texts, (3, 13), 0)


def entry_story(world: World, texts: dict[str, Any], row: Registration) -> Story:
    """Begun, saved, sent; a few completed; taken in; then followed."""
    days, place, unit = world.days, row.place, world.unit(row.unit)
    officer = world.cast.officer(unit)
    at = yield days.at(2, 9 + place % 10, 8 + place % 8, place % 60)
    entry = begin(world, row, at=at)
    at = yield days.at(2, 20 + place % 7, 8 + place % 9, place % 59)
    fields = form_fields(world, texts, row, entry)
    opinion = opinion_on(texts["returned"], row)
    first = {**fields, "expected_result": UNMEASURED} if opinion else fields
    entry = save_entry(entry, version=entry.version, fields=first, by=officer, at=at)
    at = yield days.at(2, 27, 9, place % 60)
    submit_entry(entry, version=entry.version, by=officer, at=at)
    if opinion:
        yield from complete(world, entry, fields, "expected_result", opinion, ((3, 3), (3, 5)))
    elif late := opinion_on(texts["late"], row):
        # Sent again only after the list was announced: it waits for the next part of the story.
        yield from complete(world, entry, fields, "forces", late, ((3, 9), (5, 26)))
        return
    at = yield days.at(3, 9 + place % 3, 8 + place % 8, place % 58)
    entry = take_in(world, entry, at=at)
    yield from follow(world, texts, row, entry)


def opinion_on(rows: list[list[str]], row: Registration) -> tuple[str, str] | None:
    """What the reviewer says of this registration, and what the unit answers."""
    for unit, name, text, answer in rows:
        if (unit, name) == (row.unit, row.name):
            return text, answer
    return None


def begin(world: World, row: Registration, *, at: datetime) -> RegisteredModel:
    unit = world.unit(row.unit)
    return start_entry(
        campaign_year=world.year,
        kind=row.kind,
        subject=row.subject,
        sector=Sector.objects.get(code=row.sector),
        item=item_for(world, unit),
        name=row.name,
        key=uuid5(NAMESPACE_URL, f"entry-{world.year.year}-{row.place}-{row.unit}"),
        by=world.cast.officer(unit),
        at=at,
    )


def item_for(world: World, unit: Unit) -> ContentItem:
    """The item about models, where the commune's plan names the unit under it."""
    items = items_of(unit, campaign_year=world.year)
    return next((item for item in items if item.order == MODELS_ITEM), items[0])


def complete(
    world: World,
    entry: RegisteredModel,
    fields: dict[str, Any],
    field: str,
    opinion: tuple[str, str],
    days: tuple[tuple[int, int], tuple[int, int]],
) -> Story:
    """Sent back with an opinion on one field on the first of the days, sent again on the second."""
    text, answer = opinion
    reviewer, officer = world.cast.reviewer, world.cast.officer(entry.unit)
    returned, again = days
    at = yield world.days.at(*returned, 9)
    pin_note(entry, field=field, text=text, by=reviewer, at=at)
    entry = return_entry(entry, version=entry.version, by=reviewer, at=at)
    at = yield world.days.at(*again, 14)
    for note in ReturnNote.objects.about(entry).unanswered():
        answer_note(note, answer=answer, by=officer, at=at)
    entry = save_entry(entry, version=entry.version, fields=fields, by=officer, at=at)
    submit_entry(entry, version=entry.version, by=officer, at=at)


def take_in(world: World, entry: RegisteredModel, *, at: datetime) -> RegisteredModel:
    fresh = RegisteredModel.objects.get(pk=entry.pk)
    return accept_entry(fresh, version=fresh.version, by=world.cast.judge(fresh.unit), at=at)


def unfinished_story(world: World, texts: dict[str, Any], row: Registration, how: str) -> Story:
    """A registration that stays to be completed, and one that was only begun."""
    officer = world.cast.officer(world.unit(row.unit))
    at = yield world.days.at(3, 2, 9)
    entry = begin(world, row, at=at)
    fields = form_fields(world, texts, row, entry)
    missing = {"goal": "", "forces": ""} if how == "draft" else {}
    entry = save_entry(entry, version=entry.version, fields=fields | missing, by=officer, at=at)
    if how == "draft":
        return
    submit_entry(entry, version=entry.version, by=officer, at=at)
    at = yield world.days.at(3, 11, 15)
    pin_note(entry, field="name", text=texts["still_returned"], by=world.cast.reviewer, at=at)
    return_entry(entry, version=entry.version, by=world.cast.reviewer, at=at)


def announcement_story(world: World, texts: dict[str, Any], day: tuple[int, int], turn: int) -> Story:
    """The list of the year; a second time, what came late is added to it."""
    at = yield world.days.at(*day, 10)
    places = {entry.pk: Place() for entry in candidates(world.year).fresh}
    if places:
        number, by = texts["announcements"][turn], world.cast.head_reviewer
        confirm_list(world.year, places=places, number=number, announced_on=local_day(at), by=by, at=at)


def follow(world: World, texts: dict[str, Any], row: Registration, entry: RegisteredModel) -> Story:
    """Dated updates of every second model; of some with a photo."""
    if row.place % 2:
        return
    words, officer = wording(world, texts, row), world.cast.officer(entry.unit)
    for text, (month, day) in zip(words["updates"], cycle([(4, 6), (5, 11)]), strict=False):
        at = yield world.days.at(month, day + row.place % 14, 9, row.place % 60)
        add_update(entry, text=text, on=local_day(at), by=officer, at=at)
    if row.place % PHOTOS_EVERY == 0:
        show(world, texts, row, entry, caption=words["updates"][-1], at=at)


def show(
    world: World,
    texts: dict[str, Any],
    row: Registration,
    entry: RegisteredModel,
    *,
    caption: str,
    at: datetime,
) -> None:
    """A photo for evidence, without people: it may be public once the model is."""
    add_evidence(
        target=entry,
        upload=photo(texts["themes"][row.theme]["scene"], place=row.place + at.month),
        place=area_of(world, row),
        caption=caption,
        taken_on=local_day(at),
        shows_people=False,
        by=world.cast.officer(entry.unit),
        at=at,
    )


def late_entry_stories(world: World) -> Iterator[Story]:
    """What was sent again in May is taken in, and added to the list by a second announcement."""
    waiting = RegisteredModel.objects.filter(campaign_year=world.year).waiting()
    for place, entry in enumerate(waiting.select_related("unit__kind")):
        yield taking_in_story(world, entry, place)
    yield announcement_story(world, told("entries"), (6, 1), 1)


def taking_in_story(world: World, entry: RegisteredModel, place: int) -> Story:
    at = yield world.days.at(6, 1, 8, place)
    take_in(world, entry, at=at)
