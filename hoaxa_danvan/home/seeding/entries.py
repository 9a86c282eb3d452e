"""Models and điển hình: registered, taken in, listed, followed through the spring."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import cycle
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from campaigns.models import ContentItem, UnitPlan
from campaigns.selectors.years import items_of
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.home.seeding.agenda import Story
from hoaxa_danvan.home.seeding.photos import photo
from hoaxa_danvan.home.seeding.plans import answer_and_send, plan_content, take_in
from hoaxa_danvan.home.seeding.world import World, told
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.defaults import read_defaults
from hoaxa_danvan.scoring.models import Subject
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


@dataclass(frozen=True, slots=True)
class Registration:
    """One row of entries.yaml: what a unit registers, and by which texts it is told."""

    unit: str
    name: str
    kind: str
    subject: str
    sector: str
    origin: str
    theme: str
    title: str = ""
    place: int = 0


def entry_stories(world: World) -> Iterator[Story]:
    """What was left of the plans, then the registrations and the list."""
    texts = told("entries")
    yield from plans_left(world)
    if RegisteredModel.objects.filter(campaign_year=world.year).exists():
        return
    for row in registrations(texts):
        yield entry_story(world, texts, row)
    for how in texts["unfinished"]:
        yield unfinished_story(world, texts, how)
    yield announcement_story(world)


# What was left of the plans


def plans_left(world: World) -> Iterator[Story]:
    """Answers that were still owed, then everything that waits is taken in."""
    texts = told("plans")
    for place, plan in enumerate(
        UnitPlan.objects.filter(campaign_year=world.year).select_related("unit__kind")
    ):
        if plan.status == UnitPlan.Status.RETURNED and plan.unit.code in texts["returned"]:
            yield late_answer_story(world, texts, plan, place)
        elif plan.status == UnitPlan.Status.SUBMITTED:
            yield taking_in_story(world, plan, place)


def late_answer_story(world: World, texts: dict[str, Any], plan: UnitPlan, place: int) -> Story:
    at = yield world.days.at(2, 9, 10, place)
    content = replace(
        plan_content(world, texts, plan.unit, place),
        summary=plan.summary,
        organisation=plan.organisation,
    )
    answer_and_send(world, plan, content, texts["returned"][plan.unit.code], at=at)
    yield from taking_in_story(world, plan, place)


def taking_in_story(world: World, plan: UnitPlan, place: int) -> Story:
    at = yield world.days.at(2, 11, 9, place)
    take_in(world, plan, at=at)


# Registrations


def titles() -> dict[str, dict[str, str]]:
    """The titles used as examples, by name."""
    lines = read_defaults("models_registry/demo_titles.csv").decode().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["ten"]: row for row in rows}


def registrations(texts: dict[str, Any]) -> list[Registration]:
    rows = [*practices(texts["entries"]), *exemplars(texts["exemplars"])]
    return [replace(row, place=place) for place, row in enumerate(rows)]


def practices(rows: list[dict[str, Any]]) -> Iterator[Registration]:
    known = titles()
    for row in rows:
        for origin in RegisteredModel.Origin:
            for unit in row.get(origin.value, []):
                yield Registration(
                    unit=unit,
                    name=row["title"],
                    kind=row.get("kind", RegisteredModel.Kind.PRACTICE),
                    subject=Subject.COLLECTIVE,
                    sector=row.get("sector") or known[row["title"]]["linh_vuc"],
                    origin=origin,
                    theme=row["theme"],
                )


def exemplars(rows: list[dict[str, Any]]) -> Iterator[Registration]:
    for row in rows:
        kind, origin = RegisteredModel.Kind.EXEMPLAR, RegisteredModel.Origin.NEW
        yield Registration(kind=kind, origin=origin, **row)


def entry_story(world: World, texts: dict[str, Any], row: Registration) -> Story:
    """Begun, saved, sent; a few completed; taken in; then followed."""
    days, place = world.days, row.place
    unit = world.unit(row.unit)
    officer = world.cast.officer(unit)
    at = yield days.at(2, 9 + place % 10, 8 + place % 8, place % 60)
    entry = begin(world, row, at=at)
    at = yield days.at(2, 20 + place % 7, 8 + place % 9, place % 59)
    fields = form_fields(world, texts, row, entry)
    opinion = next((rest for code, *rest in texts["returned"] if code == row.unit), None)
    first = {**fields, "expected_result": UNMEASURED} if opinion and not entry.is_exemplar else fields
    entry = save_entry(entry, version=entry.version, fields=first, by=officer, at=at)
    at = yield days.at(2, 27, 9, place % 60)
    submit_entry(entry, version=entry.version, by=officer, at=at)
    if first is not fields and opinion:
        yield from complete(world, entry, fields, *opinion)
    at = yield days.at(3, 9 + place % 3, 8 + place % 8, place % 58)
    entry = RegisteredModel.objects.get(pk=entry.pk)
    entry = accept_entry(entry, version=entry.version, by=world.cast.judge(unit), at=at)
    yield from follow(world, texts, row, entry)


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


def complete(world: World, entry: RegisteredModel, fields: dict[str, Any], text: str, answer: str) -> Story:
    reviewer, officer = world.cast.reviewer, world.cast.officer(entry.unit)
    at = yield world.days.at(3, 3, 9, entry.pk % 60)
    pin_note(entry, field="expected_result", text=text, by=reviewer, at=at)
    entry = return_entry(entry, version=entry.version, by=reviewer, at=at)
    at = yield world.days.at(3, 5, 14, entry.pk % 60)
    for note in ReturnNote.objects.about(entry).unanswered():
        answer_note(note, answer=answer, by=officer, at=at)
    entry = save_entry(entry, version=entry.version, fields=fields, by=officer, at=at)
    submit_entry(entry, version=entry.version, by=officer, at=at)


def unfinished_story(world: World, texts: dict[str, Any], how: str) -> Story:
    """A registration that stays to be completed, and one that was only begun."""
    told_of = texts["unfinished"][how]
    row = Registration(
        unit=told_of["unit"],
        name=told_of["title"],
        kind=RegisteredModel.Kind.PRACTICE,
        subject=Subject.COLLECTIVE,
        sector=titles()[told_of["title"]]["linh_vuc"],
        origin=RegisteredModel.Origin.NEW,
        theme=told_of["theme"],
        place=900 + len(how),
    )
    officer = world.cast.officer(world.unit(row.unit))
    at = yield world.days.at(3, 2, 9)
    entry = begin(world, row, at=at)
    fields = form_fields(world, texts, row, entry)
    if how == "draft":
        partly = {**fields, "goal": "", "forces": ""}
        save_entry(entry, version=entry.version, fields=partly, by=officer, at=at)
        return
    entry = save_entry(entry, version=entry.version, fields=fields, by=officer, at=at)
    submit_entry(entry, version=entry.version, by=officer, at=at)
    at = yield world.days.at(3, 11, 15)
    entry.refresh_from_db()
    pin_note(entry, field="name", text=texts["still_returned"], by=world.cast.reviewer, at=at)
    return_entry(entry, version=entry.version, by=world.cast.reviewer, at=at)


def form_fields(
    world: World, texts: dict[str, Any], row: Registration, entry: RegisteredModel
) -> dict[str, Any]:
    """What the form asks for, in the words of the row's theme."""
    words = wording(world, texts, row)
    given = {
        "kind": row.kind,
        "subject": row.subject,
        "sector": entry.sector,
        "item": entry.item,
        "name": row.name,
        "origin": row.origin,
        "place": area_of(world, row),
        "start_date": start_of(world, row),
        "end_date": None,
        "deeds": f"{row.title}. {words['deeds']}" if row.title else words["deeds"],
    }
    return {name: given[name] if name in given else words[name] for name in entry.form_fields}


def wording(world: World, texts: dict[str, Any], row: Registration) -> dict[str, Any]:
    """The texts of the theme with this place and its figures."""
    figures = {"place": area_of(world, row), "n": 40 + row.place * 17 % 90, "m": 2 + row.place % 6}
    theme = texts["themes"][row.theme]
    plain = {name: text.format(**figures) for name, text in theme.items() if isinstance(text, str)}
    return {**plain, "updates": [text.format(**figures) for text in theme["updates"]]}


def area_of(world: World, row: Registration) -> str:
    """A village cell works in its village, a school at the school, everyone else in some village."""
    unit = world.unit(row.unit)
    if "Thôn Mẫu" in unit.name:
        return unit.name.removeprefix("Chi bộ ")
    if unit.name.startswith(("Trường", "Chi bộ Trường", "Chi bộ Hợp tác xã")):
        return unit.name.removeprefix("Chi bộ ")
    return f"Thôn Mẫu {1 + row.place % 18}"


def start_of(world: World, row: Registration) -> date:
    year = world.year.year
    if row.origin == RegisteredModel.Origin.NEW:
        return world.days.date(3, 15)
    return date(year - 1 - row.place % 3, 3 + row.place % 6, 10)


# The list, and what follows


def announcement_story(world: World) -> Story:
    at = yield world.days.at(3, 13, 10)
    places = {entry.pk: Place() for entry in candidates(world.year).fresh}
    confirm_list(
        world.year,
        places=places,
        number="05-TB/BXDĐ",
        announced_on=local_day(at),
        by=world.cast.head_reviewer,
        at=at,
    )


def follow(world: World, texts: dict[str, Any], row: Registration, entry: RegisteredModel) -> Story:
    """Dated updates of every second model; of some with a photo."""
    if row.place % 2:
        return
    words, officer = wording(world, texts, row), world.cast.officer(entry.unit)
    for text, (month, day) in zip(words["updates"], cycle([(4, 6), (5, 11)]), strict=False):
        at = yield world.days.at(month, day + row.place % 14, 9, row.place % 60)
        add_update(entry, text=text, on=local_day(at), by=officer, at=at)
    if row.place % PHOTOS_EVERY == 0:
        scene = texts["themes"][row.theme]["scene"]
        about = {"place": area_of(world, row), "caption": words["updates"][-1], "taken_on": local_day(at)}
        upload = photo(scene, place=row.place)
        add_evidence(target=entry, upload=upload, **about, shows_people=False, by=officer, at=at)
