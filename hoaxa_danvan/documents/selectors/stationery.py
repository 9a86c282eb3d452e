"""Profiles and letterheads as they hold now: the commune's own before the default of the same key."""

from dataclasses import dataclass
from typing import Any

from hoaxa_danvan.documents.headings import (
    HeadingProfile,
    Letterhead,
    default_letterheads,
    default_profiles,
)
from hoaxa_danvan.documents.models import Stationery

Kind = Stationery.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One profile or letterhead with what the commune did to it. `version` 0: never touched."""

    kind: str
    value: HeadingProfile | Letterhead
    default: HeadingProfile | Letterhead | None
    version: int

    @property
    def key(self) -> str:
        return self.value.key

    @property
    def is_own(self) -> bool:
        return self.default is None

    @property
    def is_changed(self) -> bool:
        return self.default is not None and self.value != self.default


def profile_of(key: str) -> HeadingProfile:
    row = Stationery.objects.filter(kind=Kind.PROFILE, key=key).first()
    return read_profile(row) if row and row.content else default_profiles()[key]


def letterhead_of(key: str) -> Letterhead:
    row = Stationery.objects.filter(kind=Kind.LETTERHEAD, key=key).first()
    return read_letterhead(row) if row and row.content else default_letterheads()[key]


def all_profiles() -> dict[str, HeadingProfile]:
    return {**default_profiles(), **{row.key: read_profile(row) for row in _changed(Kind.PROFILE)}}


def profile_choices() -> list[tuple[str, str]]:
    return [(key, profile.name) for key, profile in all_profiles().items()]


def all_letterheads() -> dict[str, Letterhead]:
    return {**default_letterheads(), **{row.key: read_letterhead(row) for row in _changed(Kind.LETTERHEAD)}}


def _changed(kind: str) -> list[Stationery]:
    return [row for row in Stationery.objects.filter(kind=kind).order_by("pk") if row.content]


def read_profile(row: Stationery) -> HeadingProfile:
    """What a later version of the portal asks for besides comes from the default."""
    base = default_profiles().get(row.key) or default_profiles()[row.content["scheme"]]
    known = base.to_dict()
    stored = {**known, **row.content, "key": row.key, "look": {**base.look, **row.content["look"]}}
    return HeadingProfile.from_dict({name: stored[name] for name in known})


def read_letterhead(row: Stationery) -> Letterhead:
    names: Any = Letterhead.__slots__
    return Letterhead(**{name: value for name, value in row.content.items() if name in names})


# For the administrator's pages


def entries(kind: str) -> list[Entry]:
    values: dict[str, Any] = {**(all_profiles() if kind == Kind.PROFILE else all_letterheads())}
    defaults: Any = default_profiles() if kind == Kind.PROFILE else default_letterheads()
    versions = dict(Stationery.objects.filter(kind=kind).values_list("key", "version"))
    return [Entry(kind, value, defaults.get(key), versions.get(key, 0)) for key, value in values.items()]


def find_entry(kind: str, key: str) -> Entry | None:
    return next((entry for entry in entries(kind) if entry.key == key), None)


def letterhead_for(profile: HeadingProfile) -> Letterhead:
    """A body to show the profile with: one that uses it, else one that counts as it does."""
    bodies = list(all_letterheads().values())
    own = [body for body in bodies if body.profile == profile.key]
    return (own or [body for body in bodies if body.profile == profile.scheme] or bodies)[0]
