"""Profiles and letterheads as they hold now: the commune's own before the default of the same key."""

from datetime import date

from hoaxa_danvan.documents.headings import (
    HeadingProfile,
    Letterhead,
    default_letterheads,
    default_profiles,
)
from hoaxa_danvan.documents.models import Stationery, Term
from hoaxa_danvan.lib.defaults import load_defaults


def profile_of(key: str) -> HeadingProfile:
    row = Stationery.objects.filter(kind=Stationery.Kind.PROFILE, key=key).first()
    return HeadingProfile.from_dict(row.content) if row else default_profiles()[key]


def letterhead_of(key: str) -> Letterhead:
    row = Stationery.objects.filter(kind=Stationery.Kind.LETTERHEAD, key=key).first()
    return Letterhead(**row.content) if row else default_letterheads()[key]


def all_profiles() -> dict[str, HeadingProfile]:
    rows = Stationery.objects.filter(kind=Stationery.Kind.PROFILE).order_by("pk")
    return {**default_profiles(), **{row.key: HeadingProfile.from_dict(row.content) for row in rows}}


def profile_choices() -> list[tuple[str, str]]:
    return [(key, profile.name) for key, profile in all_profiles().items()]


def all_letterheads() -> dict[str, Letterhead]:
    rows = Stationery.objects.filter(kind=Stationery.Kind.LETTERHEAD).order_by("pk")
    return {**default_letterheads(), **{row.key: Letterhead(**row.content) for row in rows}}


def term_at(day: date) -> str | None:
    """The name of the nhiệm kỳ that the day falls into: as entered, else as it ships."""
    for since, until, name in [*Term.objects.values_list("since", "until", "name"), *default_terms()]:
        if since <= day and (until is None or day <= until):
            return str(name)
    return None


def default_terms() -> list[tuple[date, date | None, str]]:
    rows = load_defaults("documents/terms.yaml")
    return [(row["since"], row.get("until"), row["name"]) for row in rows]
