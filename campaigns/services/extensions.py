"""Gia hạn: asked for by the unit, given or declined by the reviewing unit, ended early; all with reasons."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.fulfilment import standings
from campaigns.models import CampaignYear, Extension, Obligation, Window
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import end_of_day, local_day
from hoaxa_danvan.notifications.services import notify
from hoaxa_danvan.workflow.models import IllegalMove

Status = Extension.Status


@transaction.atomic
def ask_extension(
    window: Window, *, reason: str, wished_until: date, by: Appointment, at: datetime
) -> Extension:
    """Xin gia hạn, by the unit itself. Asked again while one waits, it is the same request."""
    if not by.may("campaigns.ask_extension"):
        raise PermissionDenied
    unit = _hold(by.unit_id)
    if there := window.extensions.waiting().filter(unit=unit).first():
        return there
    refuse_nothing_to_extend(window, unit)
    if not reason.strip():
        raise IllegalMove("Cần ghi lý do xin gia hạn.")
    _refuse_short(window, unit, until=end_of_day(wished_until), at=at)
    extension = Extension.objects.create(
        unit=unit,
        window=window,
        status_at=at,
        asked_by=by,
        asked_at=at,
        asked_reason=reason.strip(),
        wished_until=wished_until,
    )
    record("ask", target=extension, by=by, at=at, note=reason.strip())
    return extension


@transaction.atomic
def give_extension(
    window: Window, unit: Unit, *, until: date, reason: str, by: Appointment, at: datetime
) -> Extension:
    """Gia hạn unasked, from the grid of who has not sent; a request that waits is answered by it."""
    held = _hold(unit.pk)
    if not by.may("campaigns.grant_extension", Extension(unit=held, window=window)):
        raise PermissionDenied
    refuse_nothing_to_extend(window, held)
    extension = window.extensions.waiting().filter(unit=held).first()
    if extension is None:
        extension = Extension.objects.create(unit=held, window=window, status_at=at)
    return grant_extension(extension, until=until, reason=reason, by=by, at=at)


@transaction.atomic
def grant_extension(
    extension: Extension, *, until: date, reason: str, by: Appointment, at: datetime
) -> Extension:
    """Give it, until the end of that day. One that runs already is replaced."""
    _hold(extension.unit_id)
    ends_at = end_of_day(until)
    _refuse_short(extension.window, extension.unit, until=ends_at, at=at)
    running = extension.window.extensions.filter(unit=extension.unit_id, status=Status.GRANTED)
    for former in running.exclude(pk=extension.pk):
        end_extension(former, reason=f"Thay bằng gia hạn đến {until:%d/%m/%Y}.", by=by, at=at, tell=False)
    # The check constraint wants the end before the state.
    Extension.objects.filter(pk=extension.pk, status=Status.REQUESTED).update(until=ends_at)
    row = extension.advance("grant", by=by, at=at, note=reason)
    _answer(row, reason=reason, by=by, at=at)
    _tell(row, f"Được gia hạn gửi {_what(row)} đến hết ngày {until:%d/%m/%Y}. {reason.strip()}", at=at)
    return row


@transaction.atomic
def decline_extension(extension: Extension, *, reason: str, by: Appointment, at: datetime) -> Extension:
    row = extension.advance("decline", by=by, at=at, note=reason)
    _answer(row, reason=reason, by=by, at=at)
    _tell(row, f"Đề nghị gia hạn gửi {_what(row)} không được chấp thuận: {reason.strip()}", at=at)
    return row


def drop_extension(extension: Extension, *, by: Appointment, at: datetime) -> Extension:
    """The unit needs it no more, or will ask otherwise."""
    return extension.advance("drop", by=by, at=at)


@transaction.atomic
def end_extension(
    extension: Extension, *, reason: str, by: Appointment, at: datetime, tell: bool = True
) -> Extension:
    """End it before its day; what came in meanwhile came in time."""
    row = extension.advance("end", by=by, at=at, note=reason)
    # One that has run out already only makes room for another.
    row.ended_by, row.ended_at, row.ended_reason = by, min(at, row.until or at), reason.strip()
    row.save(update_fields=["ended_by", "ended_at", "ended_reason"])
    if tell:
        _tell(row, f"Gia hạn gửi {_what(row)} kết thúc sớm: {reason.strip()}", at=at)
    return row


def refuse_nothing_to_extend(window: Window, unit: Unit) -> None:
    """Only what the unit owes, or may send, and has not sent."""
    if window.campaign_year.status != CampaignYear.Status.OPEN:
        raise IllegalMove(f"Năm {window.campaign_year.year} chưa mở hoặc đã kết thúc.")
    is_owed = Obligation.objects.filter(unit=unit, window=window).exists()
    if window.kind in Window.OWED and not is_owed:
        raise IllegalMove(f"Đơn vị không phải gửi {window.get_kind_display().lower()}.")
    standing = standings(window).get(unit.pk)
    if standing is not None and standing.is_sent:
        raise IllegalMove("Đơn vị đã gửi nên không cần gia hạn.")


def _refuse_short(window: Window, unit: Unit, *, until: datetime, at: datetime) -> None:
    if local_day(until) < local_day(at):
        raise IllegalMove("Ngày gia hạn phải từ hôm nay trở đi.")
    if until <= window.due_at:
        raise IllegalMove(f"Ngày gia hạn phải sau hạn gửi {local_day(window.due_at):%d/%m/%Y}.")


def _answer(row: Extension, *, reason: str, by: Appointment, at: datetime) -> None:
    row.reason, row.decided_by, row.decided_at = reason.strip(), by, at
    row.save(update_fields=["reason", "decided_by", "decided_at"])


def _tell(row: Extension, text: str, *, at: datetime) -> None:
    notify(
        row.unit,
        key=f"extension:{row.pk}:{row.status}",
        text=text,
        link=row.get_absolute_url(),
        at=at,
    )


def _what(row: Extension) -> str:
    return str(row.window)[:1].lower() + str(row.window)[1:]


def _hold(unit_id: int) -> Unit:
    """Lock the unit, so that two presses do not ask or give twice."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
