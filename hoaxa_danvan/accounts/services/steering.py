"""Who steers whom, from which day on: the history stays."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment, Steering, Unit
from hoaxa_danvan.accounts.services.rows import as_text, require_administrator, save_checked
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day


@transaction.atomic
def steer_unit(
    unit: Unit, *, steered_by: Unit | None, since: date, reason: str = "", by: Appointment, at: datetime
) -> Unit:
    """Let another unit, or none, steer `unit` from `since` on. ValidationError says why not."""
    require_administrator(by)
    fresh = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    refuse_ended(fresh)
    if fresh.steered_by_id == (steered_by and steered_by.pk):
        raise ValidationError({"steered_by": "Đơn vị chỉ đạo không thay đổi."})
    if since > local_day(at):
        raise ValidationError({"since": "Ngày này chưa đến. Ghi thay đổi từ ngày có hiệu lực."})
    return set_steering(fresh, steered_by=steered_by, since=since, reason=reason, by=by, at=at)


def set_steering(
    unit: Unit, *, steered_by: Unit | None, since: date, reason: str, by: Appointment, at: datetime
) -> Unit:
    """The row of before ends on the day before, the new one begins; on the record."""
    before = unit.steered_by
    if steered_by and steered_by.until and steered_by.until < since:
        raise ValidationError({"steered_by": f"{steered_by} đã kết thúc từ {steered_by.until:%d/%m/%Y}."})
    end_steering(unit, until=since - timedelta(days=1))
    unit.steered_by = steered_by
    unit.version += 1
    save_checked(unit)
    if steered_by:
        Steering.objects.create(unit=unit, steered_by=steered_by, since=since, reason=reason)
    details = {"from": as_text(before), "to": as_text(steered_by), "since": since.isoformat()}
    record("steer_unit", target=unit, by=by, at=at, note=reason, details=details)
    return unit


def end_steering(unit: Unit, *, until: date) -> None:
    current = unit.steerings.filter(until=None).first()
    if current is None:
        return
    if until < current.since:
        raise ValidationError(
            {
                "since": f"{unit}: ngày thay đổi phải sau ngày {current.since:%d/%m/%Y}, khi đơn vị "
                f"{current.steered_by} bắt đầu chỉ đạo."
            }
        )
    current.until = until
    current.save(update_fields=["until"])


def refuse_ended(unit: Unit) -> None:
    if unit.until:
        raise ValidationError(f"{unit} đã kết thúc từ ngày {unit.until:%d/%m/%Y}, không thay đổi được nữa.")
