"""Units that end: merged into another, or closed. What was done stays; only what is open moves.

Every app adds its part by receiving `unit_ended`. A preview is the thing itself, undone: it
cannot say anything else than what will happen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Literal, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from hoaxa_danvan.accounts.events import Consequence, unit_ended
from hoaxa_danvan.accounts.models import UNIT_ROLES, Appointment, Unit, UnitEnding
from hoaxa_danvan.accounts.services.rows import require_administrator, save_checked
from hoaxa_danvan.accounts.services.steering import end_steering, refuse_ended, set_steering
from hoaxa_danvan.accounts.services.units import add_unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """From which day a unit is no more, by which paper, and why."""

    on: date
    paper: str = ""
    reason: str


@transaction.atomic
def merge_units(
    merged: Sequence[Unit], *, into: Unit, ground: Ground, by: Appointment, at: datetime
) -> list[UnitEnding]:
    """Merge units into one that exists. Its posts, links, steering and open obligations grow by theirs."""
    require_administrator(by)
    rows = hold([*merged, into])
    into = rows[into.pk]
    if any(unit.pk == into.pk for unit in merged):
        raise ValidationError("Hai đơn vị sáp nhập phải khác nhau.")
    refuse_ended(into)
    return [end(rows[unit.pk], successor=into, ground=ground, by=by, at=at) for unit in merged]


@transaction.atomic
def merge_into_new_unit(
    merged: Sequence[Unit], *, fields: Mapping[str, Any], ground: Ground, by: Appointment, at: datetime
) -> list[UnitEnding]:
    """Merge units into a new one. It owes what they owed and had not sent, and nothing else."""
    new = add_unit(fields={**fields, "since": ground.on}, by=by, at=at)
    return merge_units(merged, into=new, ground=ground, by=by, at=at)


@transaction.atomic
def close_unit(unit: Unit, *, ground: Ground, by: Appointment, at: datetime) -> UnitEnding:
    """End a unit that nobody succeeds; what it owed and had not sent is dropped, on the record."""
    require_administrator(by)
    return end(hold([unit])[unit.pk], successor=None, ground=ground, by=by, at=at)


def foreseen(carry_out: Callable[[], T]) -> T:
    """What `carry_out` would answer; nothing of it remains."""
    with transaction.atomic():
        answer = carry_out()
        transaction.set_rollback(True)
    return answer


def hold(units: Sequence[Unit]) -> dict[int, Unit]:
    """Lock in one order, so that two mergers never wait for each other."""
    rows = Unit.objects.filter(pk__in={unit.pk for unit in units}).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(no_key=True)}


def end(unit: Unit, *, successor: Unit | None, ground: Ground, by: Appointment, at: datetime) -> UnitEnding:
    refuse_end(unit, ground=ground, at=at)
    ending = UnitEnding(
        unit=unit,
        kind=UnitEnding.Kind.MERGED if successor else UnitEnding.Kind.CLOSED,
        successor=successor,
        on=ground.on,
        paper=ground.paper,
        reason=ground.reason,
        by=by,
        at=at,
    )
    consequences = list(move_people(ending, by=by, at=at))
    consequences += move_steering(ending, by=by, at=at)
    consequences += move_links(ending)
    unit.until, unit.successor = ground.on - timedelta(days=1), successor
    unit.version += 1
    save_checked(unit)
    unit.predecessors.update(successor=successor)
    answers = unit_ended.send(sender=Unit, ending=ending, by=by, at=at)
    consequences += chain.from_iterable(cast(Iterable[Consequence], found) for _, found in answers)
    ending.consequences = [[consequence.fate, consequence.text] for consequence in consequences]
    ending.save()
    record(
        "merge_unit" if successor else "close_unit",
        target=unit,
        by=by,
        at=at,
        note=ground.reason,
        details={
            "on": ground.on.isoformat(),
            "paper": ground.paper,
            "into": successor.name if successor else "",
            "consequences": ending.consequences,
        },
    )
    return ending


def refuse_end(unit: Unit, *, ground: Ground, at: datetime) -> None:
    refuse_ended(unit)
    if ground.on > local_day(at):
        raise ValidationError({"on": "Ngày này chưa đến. Ghi vào cổng từ ngày có hiệu lực."})
    if ground.on <= unit.since:
        raise ValidationError({"on": f"Ngày phải sau ngày {unit} bắt đầu ({unit.since:%d/%m/%Y})."})
    if unit.reviews:
        raise ValidationError(
            f"{unit} là đơn vị tiếp nhận, thẩm định. Chuyển việc này cho đơn vị khác trước."
        )
    others = posts_from(unit, day=ground.on).exclude(role__in=UNIT_ROLES)
    if names := sorted({post.get_role_display() for post in others}):
        raise ValidationError(
            f"{unit} còn người giữ vai trò {', '.join(names)}. Kết thúc hoặc phân công lại các vai trò này trước."
        )


def posts_from(unit: Unit, *, day: date) -> Any:
    """Posts in the unit that are held on that day or later."""
    return unit.appointments.filter(Q(until__isnull=True) | Q(until__gte=day))


def move_people(ending: UnitEnding, *, by: Appointment, at: datetime) -> Iterator[Consequence]:
    posts = list(posts_from(ending.unit, day=ending.on).select_related("person").order_by("pk"))
    for post in posts:
        if ending.successor:
            follow(post, ending=ending, by=by, at=at)
        # One that was to begin later never does: it ends on the day it would have begun.
        post.until = max(ending.on - timedelta(days=1), post.since)
        post.save(update_fields=["until"])
        record("end_appointment", target=post, by=by, at=at, details={"until": post.until.isoformat()})
    if posts:
        people = "; ".join(f"{post.person} ({post.title or post.get_role_display()})" for post in posts)
        text = f"Cương vị của {len(posts)} người: {people}"
        yield Consequence("moves" if ending.successor else "ends", text)
    if before := ending.unit.appointments.exclude(pk__in=[post.pk for post in posts]).count():
        yield Consequence("stays", f"{before} phân công đã kết thúc từ trước")


def follow(post: Appointment, *, ending: UnitEnding, by: Appointment, at: datetime) -> None:
    """The same post in the successor, unless the person holds it there already."""
    held = Appointment.objects.filter(person=post.person_id, unit=ending.successor, role=post.role)
    if held.filter(Q(until__isnull=True) | Q(until__gte=ending.on)).exists():
        return
    begun = Appointment(
        person=post.person,
        unit=ending.successor,
        role=post.role,
        title=post.title,
        since=max(ending.on, post.since),
        until=post.until,
    )
    save_checked(begun)
    record("appoint", target=begun, by=by, at=at)


def move_steering(ending: UnitEnding, *, by: Appointment, at: datetime) -> Iterator[Consequence]:
    """What the unit steered is steered by its successor; who steered the unit does so no more."""
    unit, successor = ending.unit, ending.successor
    above, steered = unit.steered_by, list(unit.steers.order_by("sort_key", "pk"))
    if above:
        end_steering(unit, until=ending.on - timedelta(days=1))
        unit.steered_by = None
        yield Consequence("ends", f"{above} thôi chỉ đạo {unit}")
    followers = [other for other in steered if other != successor]
    for other in followers:
        set_steering(other, steered_by=successor, since=ending.on, reason=str(ending), by=by, at=at)
    if successor and successor in steered:
        new = above if above != successor else None
        set_steering(successor, steered_by=new, since=ending.on, reason=str(ending), by=by, at=at)
        yield Consequence("moves", f"{successor}: đơn vị chỉ đạo là {new or 'không có'}")
    if followers:
        names = "; ".join(map(str, followers))
        whose = f"do {successor} chỉ đạo" if successor else "không còn đơn vị chỉ đạo"
        yield Consequence("moves" if successor else "ends", f"Từ ngày này {whose}: {names}")


def move_links(ending: UnitEnding) -> Iterator[Consequence]:
    linked = list(ending.unit.linked.order_by("sort_key", "pk"))
    if not linked:
        return
    if ending.successor:
        ending.successor.linked.add(*(other for other in linked if other != ending.successor))
    ending.unit.linked.clear()
    fate: Literal["moves", "ends"] = "moves" if ending.successor else "ends"
    yield Consequence(fate, f"Liên kết (kế hoạch chung) với {'; '.join(map(str, linked))}")
