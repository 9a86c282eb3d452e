"""Tiếp nhận that may be undone until the unit is told."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow import office
from hoaxa_danvan.workflow.amendments import Amendable
from hoaxa_danvan.workflow.events import acceptance_undone
from hoaxa_danvan.workflow.guards import lock
from hoaxa_danvan.workflow.models import (
    Acceptance,
    AcceptanceBatch,
    IllegalMove,
    ReturnNote,
    ReviewSetting,
    Sendable,
)

UNDO = "undo_accept"


def keep_acceptance(
    row: Sendable,
    *,
    waited_since: datetime,
    by: Appointment,
    at: datetime,
    batch: AcceptanceBatch | None = None,
) -> Acceptance | None:
    """What `undo_acceptance` goes by; None for a paper whose MOVES know no way back.

    In the transaction of `take_in`, before an amendment is settled: what was amended has replaced what was,
    and stays.
    """
    if not any(move.verb == UNDO for move in row.MOVES):
        return None
    if isinstance(row, Amendable) and row.is_being_amended:
        return None
    return Acceptance.objects.create(
        target=row,
        title=str(row)[:300],
        unit=row.unit,
        by=by,
        at=at,
        waited_since=waited_since,
        undo_until=at + timedelta(minutes=ReviewSetting.now().undo_minutes),
        batch=batch,
    )


def last_acceptance(row: Sendable) -> Acceptance | None:
    return Acceptance.objects.about(row).standing().select_related("by__unit").order_by("pk").last()


def undoable(row: Sendable, *, who: Appointment, at: datetime) -> Acceptance | None:
    """The tiếp nhận that this person may still undo; what has been mailed is found out when it is tried."""
    if not row.may_now(UNDO, who):
        return None
    last = last_acceptance(row)
    return last if last and at <= last.undo_until else None


@transaction.atomic
def undo_acceptance(acceptance: Acceptance, *, by: Appointment, at: datetime) -> Sendable:
    """Hoàn tác: the paper waits again where it waited; opinions that went along are in preparation again.

    Only the person who took it in, only until `undo_until`, only as long as no mail has left: whoever keeps
    the mails refuses by `IllegalMove` (`events.acceptance_undone`), and nothing of this remains.
    """
    row: Sendable = lock(acceptance.target)
    standing = last_acceptance(row)
    if standing is None or standing.pk != acceptance.pk:
        raise IllegalMove("Lần tiếp nhận này đã được hoàn tác hoặc đã có lần tiếp nhận khác.")
    # Who may not do it is told so, before anything is told about the mails.
    if not by.may(row.perm(UNDO), row):
        raise PermissionDenied
    if at > standing.undo_until:
        raise IllegalMove(TOO_LATE)
    released = ReturnNote.objects.about(row).filter(released_at=standing.at)
    if released.exclude(answer="").exists():
        raise IllegalMove("Đơn vị đã trả lời ý kiến gửi kèm nên không hoàn tác được nữa.")

    row = row.advance(UNDO, by=by, at=at)
    row.status_at = standing.waited_since
    row.save(update_fields=["status_at"])
    standing.undone_at = at
    standing.save(update_fields=["undone_at"])
    released.update(released_at=None, is_remark=not row.unit.kind.is_guided)
    ReturnNote.objects.about(row).filter(outcome_released_at=standing.at).update(outcome_released_at=None)
    office.reopen_proposal(row, approved_at=standing.at)
    acceptance_undone.send(type(row), acceptance=standing, by=by, at=at)
    return row


TOO_LATE = "Đã quá thời gian hoàn tác: thư báo đơn vị đã đến giờ gửi."
