"""Điều chỉnh after acceptance: begun with a reason, taken in like a sending, or dropped."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.amendments import Amendable, Amendment
from hoaxa_danvan.workflow.models import Draft, ReturnNote, Revision

A = TypeVar("A", bound=Amendable)


@transaction.atomic
def amend(target: A, *, reason: str, by: Appointment, at: datetime) -> A:
    """Begin to change what was taken in; until the change is taken in, that stays in force.

    The version grows, so that what is sent next is a sending of its own. Raises `IllegalMove` without a
    reason or out of another state, `PermissionDenied` for another post than its unit's.
    """
    row = target.advance("amend", by=by, at=at, note=reason)
    row.amendment = Amendment.objects.create(
        target=row,
        reason=reason.strip(),
        base=Revision.objects.latest_of(row),
        before=row.own_columns(),
        by=by,
        at=at,
    )
    row.version += 1
    row.save(update_fields=["amendment", "version"])
    row.propose_rows()
    return row


@transaction.atomic
def drop_amendment(target: A, *, by: Appointment, at: datetime) -> A:
    """Bỏ điều chỉnh: what was taken in stands alone again; what was proposed stays on record."""
    row = target.advance("drop_amendment", by=by, at=at)
    amendment = row.current_amendment
    _close(amendment, row, state=Amendment.State.DROPPED, by=by, at=at)
    row.put_back(amendment.before)
    row.amendment, row.version = None, row.version + 1
    row.save()
    row.forget_rows()
    _stand_last(row, amendment, by=by, at=at)
    ReturnNote.objects.about(row).pending().delete()
    Draft.objects.filter(form=row.draft_key, target_id=row.pk).delete()
    return row


def settle_amendment(row: Amendable, *, by: Appointment, at: datetime) -> None:
    """The change was taken in: from now on it is what is in force. In the transaction of `take_in`."""
    amendment = row.current_amendment
    _close(amendment, row, state=Amendment.State.ACCEPTED, by=by, at=at)
    row.take_over_rows()
    row.amendment = None
    row.save(update_fields=["amendment"])


def _close(amendment: Amendment, row: Amendable, *, state: str, by: Appointment, at: datetime) -> None:
    amendment.state, amendment.closed_by, amendment.closed_at = state, by, at
    amendment.content = as_kept(row.snapshot())
    amendment.save(update_fields=["state", "closed_by", "closed_at", "content"])


def _stand_last(row: Amendable, amendment: Amendment, *, by: Appointment, at: datetime) -> None:
    """What was sent in between and dropped must not be read as the paper: the newest revision is in force."""
    newest = Revision.objects.latest_of(row)
    if newest is not None and newest.pk != amendment.base_id:
        content = as_kept(row.snapshot())
        Revision.objects.create(target=row, number=newest.number + 1, content=content, by=by, at=at)


def as_kept(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    """A snapshot in the order in which it is stored."""
    return [{"path": path, **field} for path, field in snapshot.items()]
