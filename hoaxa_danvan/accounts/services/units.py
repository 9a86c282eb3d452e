"""Units and their kinds: added, corrected, renamed, never deleted."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hoaxa_danvan.accounts.events import unit_added
from hoaxa_danvan.accounts.models import Appointment, FormerName, Steering, Unit, UnitKind
from hoaxa_danvan.accounts.services.rows import (
    require_administrator,
    save_changes,
    save_checked,
)
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.text import fold


@transaction.atomic
def create_unit(
    *, fields: Mapping[str, Any], linked: Iterable[Unit] = (), by: Appointment | None, at: datetime
) -> Unit:
    """Add a unit with its model's `fields`; without a `code` it gets one from its name.

    `events.unit_added` tells the apps above, in this transaction.
    """
    unit = add_unit(fields=fields, linked=linked, by=by, at=at)
    unit_added.send(sender=Unit, unit=unit, by=by, at=at)
    return unit


def add_unit(
    *, fields: Mapping[str, Any], linked: Iterable[Unit] = (), by: Appointment | None, at: datetime
) -> Unit:
    """The unit alone, unannounced: what it owes comes from elsewhere."""
    require_administrator(by)
    unit = Unit(**fields)
    unit.code = unit.code or free_code(unit.name)
    save_checked(unit)
    unit.linked.set(linked)
    if unit.steered_by:
        Steering.objects.create(unit=unit, steered_by=unit.steered_by, since=unit.since)
    record("create_unit", target=unit, by=by, at=at)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit,
    *,
    version: int,
    fields: Mapping[str, Any],
    linked: Iterable[Unit] | None = None,
    by: Appointment,
    at: datetime,
) -> Unit:
    """Correct a unit. `Stale` when somebody saved since `version`.

    Who steers it and when it ends are changes with a date, a reason and consequences: see
    `steer_unit`, `merge_units`, `close_unit`.
    """
    require_administrator(by)
    fresh, changes = save_changes(unit, version=version, fields=fields)
    if linked is not None:
        fresh.linked.set(linked)
    record("change_unit", target=fresh, by=by, at=at, details=changes)
    return fresh


@transaction.atomic
def rename_unit(
    unit: Unit,
    *,
    version: int,
    fields: Mapping[str, Any],
    renamed_on: date,
    linked: Iterable[Unit] | None = None,
    by: Appointment,
    at: datetime,
) -> Unit:
    """As `change_unit`, for a unit that bears another name from `renamed_on`: the old one is kept."""
    require_administrator(by)
    stored = Unit.objects.get(pk=unit.pk)
    if stored.name == fields["name"]:
        raise ValidationError({"name": "Tên mới giống tên đang dùng."})
    if renamed_on <= stored.since:
        raise ValidationError({"renamed_on": "Ngày đổi tên phải sau ngày đơn vị bắt đầu."})
    former = FormerName.objects.create(unit=stored, name=stored.name, until=renamed_on - timedelta(days=1))
    fresh = change_unit(unit, version=version, fields=fields, linked=linked, by=by, at=at)
    details = {"from": former.name, "to": fresh.name, "on": renamed_on.isoformat()}
    record("rename_unit", target=fresh, by=by, at=at, details=details)
    return fresh


@transaction.atomic
def change_unit_kind(
    kind: UnitKind, *, version: int, fields: Mapping[str, Any], by: Appointment, at: datetime
) -> UnitKind:
    """Change how a kind of units is named, counted and treated. `Stale` as above."""
    require_administrator(by)
    fresh, changes = save_changes(kind, version=version, fields=fields)
    record("change_unit_kind", target=fresh, by=by, at=at, details=changes)
    return fresh


def free_code(name: str) -> str:
    """“Chi bộ Thôn Mẫu 1” is chi-bo-thon-mau-1, or with -2 behind it when that is taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:50] or "don-vi"
    taken = set(Unit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    if stem not in taken:
        return stem
    return next(code for n in range(2, len(taken) + 3) if (code := f"{stem}-{n}") not in taken)
