"""Accounts: issued by an administrator, who never learns the password that the person then chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment, Unit, User
from hoaxa_danvan.accounts.passwords import readable_password
from hoaxa_danvan.accounts.services.posts import appoint
from hoaxa_danvan.accounts.services.rows import require_administrator, save_changes, save_checked
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class IssuedPassword:
    """A password in clear, to be shown once: only its hash is kept."""

    person: User
    password: str


@transaction.atomic
def issue_account(
    *,
    fields: Mapping[str, Any],
    unit: Unit,
    role: str,
    since: date,
    title: str = "",
    by: Appointment | None,
    at: datetime,
) -> IssuedPassword:
    """A person with username and full_name (email, phone) in `fields`, and their first post."""
    require_administrator(by)
    issued = IssuedPassword(User(**fields, must_change_password=True), readable_password())
    issued.person.set_password(issued.password)
    save_checked(issued.person)
    record("issue_account", target=issued.person, by=by, at=at)
    appoint(issued.person, unit=unit, role=role, since=since, title=title, by=by, at=at)
    return issued


@transaction.atomic
def change_account(
    person: User, *, version: int, fields: Mapping[str, Any], by: Appointment, at: datetime
) -> User:
    """Correct name, e-mail, telephone. The trail says which, not what: they are personal data."""
    require_administrator(by)
    fresh, changes = save_changes(person, version=version, fields=fields)
    record("change_account", target=fresh, by=by, at=at, details={"fields": sorted(changes)})
    return fresh


@transaction.atomic
def reset_password(person: User, *, by: Appointment, at: datetime) -> IssuedPassword:
    """A new password to be changed at the next sign-in. All sessions of the person end."""
    require_administrator(by)
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not row.is_active:
        raise ValidationError("Tài khoản đang khóa. Mở lại tài khoản trước khi cấp lại mật khẩu.")
    if row.pk == by.person_id:
        raise ValidationError("Mật khẩu của chính mình được đổi ở trang “Đổi mật khẩu”.")
    issued = IssuedPassword(row, readable_password())
    row.set_password(issued.password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    record("reset_password", target=row, by=by, at=at)
    return issued


def deactivate_account(person: User, *, by: Appointment, at: datetime) -> User:
    """Keep a person out; their posts stay. Open sessions end at the next page."""
    if person.pk == by.person_id:
        raise ValidationError("Không thể tự khóa tài khoản đang dùng.")
    return set_active(person, active=False, verb="deactivate_account", by=by, at=at)


def reactivate_account(person: User, *, by: Appointment, at: datetime) -> User:
    return set_active(person, active=True, verb="reactivate_account", by=by, at=at)


@transaction.atomic
def set_active(person: User, *, active: bool, verb: str, by: Appointment, at: datetime) -> User:
    require_administrator(by)
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if row.is_active == active:
        raise ValidationError("Tài khoản đang hoạt động." if active else "Tài khoản đã khóa từ trước.")
    row.is_active = active
    row.save(update_fields=["is_active"])
    record(verb, target=row, by=by, at=at)
    require_acting_still(by, at=at)
    return row


def require_acting_still(by: Appointment, *, at: datetime) -> None:
    """Two administrators who lock each other out at one moment: the second finds its post gone."""
    if not Appointment.objects.current(local_day(at)).filter(pk=by.pk).exists():
        raise ValidationError("Vai trò đang dùng vừa được kết thúc hoặc khóa bởi người quản trị khác.")
