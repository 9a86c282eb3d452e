from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from hoaxa_danvan.accounts.models import REVIEW_ROLES, UNIT_ROLES, Appointment, Unit, UnitKind, User


def current_appointments(person: User, *, day: date) -> list[Appointment]:
    """The posts a person holds that day, in a stable order; one query, units included."""
    posts = Appointment.objects.current(day).filter(person=person).with_unit()
    return list(posts.order_by("since", "pk"))


def reviewing_posts(*, day: date) -> list[Appointment]:
    """Everyone who receives what units send: for mails to the reviewing unit."""
    posts = Appointment.objects.current(day).filter(role__in=REVIEW_ROLES).with_unit()
    return list(posts.order_by("pk"))


def people_with_posts(*, day: date) -> QuerySet[User]:
    """Accounts for the list, each with `posts_now`; two queries however long the list."""
    posts = Appointment.objects.current(day).select_related("unit").order_by("since", "pk")
    return User.objects.prefetch_related(Prefetch("appointments", posts, to_attr="posts_now")).order_by(
        "sort_key", "pk"
    )


def kinds_with_counts(*, day: date) -> QuerySet[UnitKind]:
    """Kinds with `unit_count`, the units that exist that day."""
    exists = Q(units__since__lte=day) & (Q(units__until__isnull=True) | Q(units__until__gte=day))
    # Grouped rows forget the model's own order.
    return UnitKind.objects.annotate(unit_count=Count("units", filter=exists)).order_by("order", "pk")


@dataclass(frozen=True, slots=True)
class PostsByTime:
    now: list[Appointment]
    coming: list[Appointment]
    past: list[Appointment]


def posts_by_time(posts: QuerySet[Appointment], *, day: date) -> PostsByTime:
    """Posts held that day, not yet begun, and over; each list in the order of beginning."""
    rows = posts.select_related("unit", "person").order_by("since", "pk")
    sorted_out = PostsByTime([], [], [])
    for post in rows:
        if post.until and post.until < day:
            sorted_out.past.append(post)
        elif post.since > day:
            sorted_out.coming.append(post)
        else:
            sorted_out.now.append(post)
    return sorted_out


@dataclass(frozen=True, slots=True)
class Reach:
    """How a unit can be told: its mail addresses, and how many of its people sign in to the portal."""

    addresses: tuple[str, ...] = ()
    posts: int = 0


def reach_of(units: Iterable[Unit], *, day: date) -> dict[int, Reach]:
    """`{unit id: Reach}` in one query: the unit's own mailbox, else those of the people who act for it."""
    rows = list(units)
    posts = Appointment.objects.current(day).filter(role__in=UNIT_ROLES, unit__in=rows)
    people: dict[int, list[str]] = {}
    for unit_id, email in posts.order_by("pk").values_list("unit", "person__email"):
        people.setdefault(unit_id, []).append(email)
    return {
        unit.pk: Reach(
            (unit.email,) if unit.email else tuple(dict.fromkeys(filter(None, people.get(unit.pk, [])))),
            len(people.get(unit.pk, [])),
        )
        for unit in rows
    }
