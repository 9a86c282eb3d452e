"""Posts are given and ended, never deleted: what was done in one keeps its author."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, Unit, User
from hoaxa_danvan.accounts.services.rows import (
    day_after,
    require_administrator,
    require_administrator_left,
    save_checked,
)
from hoaxa_danvan.audit.services import record


@transaction.atomic
def appoint(
    person: User,
    *,
    unit: Unit,
    role: str,
    since: date,
    title: str = "",
    by: Appointment | None,
    at: datetime,
) -> Appointment:
    """Give a person a post from `since` on."""
    require_administrator(by)
    if role in REVIEW_ROLES and not unit.reviews:
        raise ValidationError({"role": "Vai trò này chỉ có ở đơn vị tiếp nhận, thẩm định."})
    held = Appointment.objects.filter(person=person, unit=unit, role=role)
    if held.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise ValidationError("Người này đang giữ vai trò đó ở đơn vị.")
    post = Appointment(person=person, unit=unit, role=role, title=title, since=since)
    save_checked(post)
    record("appoint", target=post, by=by, at=at)
    return post


@transaction.atomic
def end_appointment(post: Appointment, *, until: date, by: Appointment, at: datetime) -> Appointment:
    """End a post; `until` is its last day."""
    require_administrator(by)
    row = Appointment.objects.select_for_update(no_key=True).get(pk=post.pk)
    if row.until is not None:
        raise ValidationError(f"Phân công này đã có ngày kết thúc {row.until:%d/%m/%Y}.")
    row.until = until
    save_checked(row)
    require_administrator_left(by, on=day_after(until))
    record("end_appointment", target=row, by=by, at=at, details={"until": until.isoformat()})
    return row
