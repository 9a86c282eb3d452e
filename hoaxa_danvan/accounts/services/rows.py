"""Saving a row that several administrators may have open, and who may save at all."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from hoaxa_danvan.accounts.models import Appointment, Role, Unit, UnitKind, User

V = TypeVar("V", Unit, UnitKind, User)
R = TypeVar("R", Unit, UnitKind, User, Appointment)
MADE_NOT_TYPED = {"password"}


class Stale(Exception):
    """Somebody saved since the version that this save was made from. `fresh` is the row now."""

    def __init__(self, fresh: Unit | UnitKind | User) -> None:
        super().__init__("Người khác đã lưu trong lúc đang soạn.")
        self.fresh = fresh


def require_administrator(by: Appointment | None) -> None:
    """`by` is None on the machine's own command line, where no post can be asked."""
    if by is not None and not by.may("accounts.manage_accounts"):
        raise PermissionDenied


def require_administrator_left(by: Appointment | None, *, on: date) -> None:
    """Whoever administers the portal cannot take that from himself; another administrator can."""
    if by is None:
        return
    posts = Appointment.objects.current(on).filter(person=by.person_id, role=Role.ADMINISTRATOR)
    if not posts.exists():
        raise ValidationError(
            "Không thể tự bỏ vai trò quản trị cuối cùng của chính mình. Việc này do người quản trị khác làm."
        )


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def save_checked(row: R) -> R:
    """Save, or raise ValidationError with the sentences of the model's constraints."""
    row.full_clean(exclude=MADE_NOT_TYPED)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Somebody was quicker: now the constraint can be told in words.
        row.full_clean(exclude=MADE_NOT_TYPED)
        raise
    return row


def save_changes(row: V, *, version: int, fields: Mapping[str, Any]) -> tuple[V, dict[str, list[str]]]:
    """Set `fields` on the locked row and save it; also what changed, as {field: [before, after]}."""
    # A key lock would wait for every audit entry that names the row, and they for this one.
    fresh = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    if fresh.version != version:
        raise Stale(fresh)
    changes = {}
    for name, value in fields.items():
        before = getattr(fresh, name)
        if before != value:
            changes[name] = [as_text(before), as_text(value)]
            setattr(fresh, name, value)
    fresh.version += 1
    return save_checked(fresh), changes


def as_text(value: Any) -> str:
    return "" if value is None else str(value)
