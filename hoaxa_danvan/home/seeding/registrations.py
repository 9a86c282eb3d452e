"""What units register in the story, and the words in which they do it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from hoaxa_danvan.home.seeding.world import World
from hoaxa_danvan.lib.defaults import read_defaults
from hoaxa_danvan.scoring.models import Subject
from models_registry.models import RegisteredModel


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


def registrations(texts: dict[str, Any]) -> list[Registration]:
    rows = [*practices(texts["entries"]), *exemplars(texts["exemplars"])]
    return [replace(row, place=place) for place, row in enumerate(rows)]


def practices(rows: list[dict[str, Any]]) -> Iterator[Registration]:
    for row in rows:
        for origin in RegisteredModel.Origin:
            for unit in row.get(origin.value, []):
                yield practice(row, unit, origin)


def practice(row: dict[str, Any], unit: str, origin: str = RegisteredModel.Origin.NEW) -> Registration:
    return Registration(
        unit=unit,
        name=row["title"],
        kind=row.get("kind", RegisteredModel.Kind.PRACTICE),
        subject=Subject.COLLECTIVE,
        sector=row.get("sector") or titles()[row["title"]]["linh_vuc"],
        origin=origin,
        theme=row["theme"],
    )


def exemplars(rows: list[dict[str, Any]]) -> Iterator[Registration]:
    for row in rows:
        kind, origin = RegisteredModel.Kind.EXEMPLAR, RegisteredModel.Origin.NEW
        yield Registration(kind=kind, origin=origin, **row)


@cache
def titles() -> dict[str, dict[str, str]]:
    """The titles used as examples, by name."""
    lines = read_defaults("models_registry/demo_titles.csv").decode().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["ten"]: row for row in rows}


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
    name = world.unit(row.unit).name.removeprefix("Chi bộ ")
    if name.startswith(("Thôn", "Trường", "Hợp tác xã")):
        return name
    return f"Thôn Mẫu {1 + row.place % 18}"


def start_of(world: World, row: Registration) -> date:
    year = world.year.year
    if row.origin == RegisteredModel.Origin.NEW:
        return world.days.date(3, 15)
    return date(year - 1 - row.place % 3, 3 + row.place % 6, 10)
