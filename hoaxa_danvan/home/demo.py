"""People for a portal that only demonstrates: named by post, nobody real."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hoaxa_danvan.accounts.models import Role, Unit, User
from hoaxa_danvan.accounts.passwords import readable_password
from hoaxa_danvan.accounts.services import appoint
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.home.defaults import Loaded
from hoaxa_danvan.lib.defaults import load_defaults


@dataclass(frozen=True, slots=True)
class DemoPerson:
    username: str
    full_name: str
    posts: list[tuple[str, str, str]]
    must_change_password: bool = False


def demo_people() -> list[DemoPerson]:
    """Those of the file, then an officer for every unit that sends something."""
    rows = load_defaults("accounts/demo_people.yaml")["people"]
    named = [DemoPerson(**{**row, "posts": [tuple(post) for post in row["posts"]]}) for row in rows]
    units = Unit.objects.submitting().order_by("kind__order", "sort_key", "pk")
    return [*named, *map(officer_of, units)]


def officer_of(unit: Unit) -> DemoPerson:
    return DemoPerson(
        username=unit.code.replace("-", ""),
        full_name=f"Cán bộ {unit.label}",
        posts=[(unit.code, Role.UNIT_OFFICER, "")],
    )


def load_demo_people(*, at: datetime) -> Loaded:
    """Without a password: `demo_passwords` gives them theirs."""
    known = set(User.objects.values_list("username", flat=True))
    people = demo_people()
    new = [person for person in people if person.username not in known]
    units = {unit.code: unit for unit in Unit.objects.all()} if new else {}
    for person in new:
        add_person(person, units=units, at=at)
    return Loaded(len(new), len(people) - len(new))


def add_person(person: DemoPerson, *, units: dict[str, Unit], at: datetime) -> None:
    user = User.objects.create(
        username=person.username,
        full_name=person.full_name,
        email=f"{person.username}@danvan.example",
        password=make_password(None),
        must_change_password=person.must_change_password,
    )
    for code, role, title in person.posts:
        unit = units[code]
        appoint(user, unit=unit, role=role, title=title, since=unit.since, by=None, at=at)


def set_demo_passwords(*, password: str | None = None, at: datetime) -> list[tuple[User, str]]:
    """A new password for every demonstration account (the same one, if given), in clear."""
    wanted = {person.username: person for person in demo_people()}
    users = list(User.objects.filter(username__in=wanted).order_by("pk"))
    passwords = [password or readable_password() for _ in users]
    with transaction.atomic():
        for user, hashed in zip(users, hashes(passwords), strict=True):
            user.password = hashed
            user.must_change_password = wanted[user.username].must_change_password
        User.objects.bulk_update(users, ["password", "must_change_password"])
        record("set_demo_passwords", at=at, details={"accounts": len(users)})
    return list(zip(users, passwords, strict=True))


def hashes(passwords: list[str]) -> Iterable[str]:
    """Slow on purpose for whoever guesses; here several at a time, and the same one only once."""
    distinct = list(dict.fromkeys(passwords))
    with ThreadPoolExecutor() as pool:
        known = dict(zip(distinct, pool.map(make_password, distinct), strict=True))
    return [known[password] for password in passwords]
