"""Saving, sending and answering: what plan, registration, report and dossier have in common."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F

from hoaxa_danvan.accounts.models import Appointment, User
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.acceptances import keep_acceptance
from hoaxa_danvan.workflow.amending import as_kept, settle_amendment
from hoaxa_danvan.workflow.amendments import Amendable
from hoaxa_danvan.workflow.events import judged
from hoaxa_danvan.workflow.guards import lock, locked_at, may_judge_now
from hoaxa_danvan.workflow.models import (
    AcceptanceBatch,
    Conflict,
    Draft,
    FormKey,
    IllegalMove,
    Receipt,
    ReturnNote,
    Revision,
    Sendable,
    Stale,
    Versioned,
)
from hoaxa_danvan.workflow.office import drop_proposals, settle_proposals
from hoaxa_danvan.workflow.remarks import count_use
from hoaxa_danvan.workflow.ticking import forget_ticks, refuse_carried

M = TypeVar("M", bound=models.Model)
S = TypeVar("S", bound=Sendable)
V = TypeVar("V", bound=Versioned)

LARGEST_DRAFT = 1_000_000  # characters


def save_version(row: V, *, version: int, fields: Mapping[str, Any]) -> V:
    """Write `fields` if the row still stands at `version`, else raise `Conflict`.

    Call it first in the transaction that then writes the rows below it: it takes the row's lock.
    """
    rows = type(row)._base_manager.filter(pk=row.pk)
    if not rows.filter(version=version).update(version=F("version") + 1, **fields):
        raise Conflict(rows.get())
    return rows.get()


def save_setting(model: type[M], *, key: Mapping[str, Any], version: int, fields: Mapping[str, Any]) -> M:
    """Write `fields` to the row with that `key` if it still stands at `version`, else raise `Stale`.

    A setting that ships with the portal has no row and version 0 until its first save makes one.
    """
    rows = model._default_manager.filter(**key)
    if version == 0:
        row, is_new = rows.get_or_create(**key, defaults=fields)
        if is_new:
            return row
    elif rows.filter(version=version).update(version=F("version") + 1, **fields):
        return rows.get()
    raise Stale


@transaction.atomic
def send(
    target: S,
    *,
    version: int,
    due_at: datetime,
    by: Appointment,
    at: datetime,
    check: Callable[[S], None] | None = None,
) -> Receipt:
    """Make the move `submit`, keep the content, give the receipt.

    Sending again what already stands sent at that version gives the same receipt, to fifty
    people at once too. `check` gets the locked row and raises `IllegalMove` for what the thing
    itself still lacks; a repeated sending is not checked again.
    """
    row = lock(target)
    if not by.may(row.perm("submit"), row):
        raise PermissionDenied
    if receipt := Receipt.objects.for_version(row, version).first():
        return receipt
    if row.version != version:
        raise Conflict(row)
    if check is not None:
        check(row)
    if open_notes := ReturnNote.objects.about(row).unanswered().count():
        raise IllegalMove(f"Còn {open_notes} ý kiến chưa tiếp thu, giải trình.")

    row = row.advance("submit", by=by, at=at)
    if row.sent_at is None:
        row.sent_at = at
        row.save(update_fields=["sent_at"])
    keep_revision(row, by=by, at=at)
    # What was asked to be completed is in time if it first came in time.
    is_late = row.sent_at > due_at
    receipt = Receipt.objects.create(
        target=row, version=version, unit=row.unit, by=by, at=at, is_late=is_late
    )
    receipt.partners.set(row.partners())
    return receipt


def keep_revision(target: Sendable, *, by: Appointment, at: datetime) -> Revision:
    last = Revision.objects.latest_of(target)
    number = last.number + 1 if last else 1
    content = as_kept(target.snapshot())
    return Revision.objects.create(target=target, number=number, content=content, by=by, at=at)


@transaction.atomic
def take_back(target: S, *, by: Appointment, at: datetime) -> S:
    """Rút lại: the sending no longer stands, and the version grows as in `send_back`.

    Opinions that were being prepared on what has been taken back go with it. Of an amendment only the
    amendment is taken back: what was sent and taken in before stands.
    """
    is_amendment = isinstance(target, Amendable) and target.is_being_amended
    row = target.advance("retract" if is_amendment else "withdraw", by=by, at=at)
    drop_proposals(row, at=at)
    row.version, row.sent_at = row.version + 1, row.sent_at if is_amendment else None
    row.save(update_fields=["version", "sent_at"])
    ReturnNote.objects.about(row).pending().delete()
    forget_ticks(row)
    return row


@transaction.atomic
def take_in(
    target: S, *, version: int, by: Appointment, at: datetime, batch: AcceptanceBatch | None = None
) -> S:
    """Tiếp nhận what stands sent at `version`; opinions prepared for it go along as remarks.

    What can be undone (`acceptances`) is told to the unit only when its time for that has passed.
    """
    row = locked_at(target, version=version)
    waited_since = row.status_at or at
    row = row.advance("accept", by=by, at=at)
    acceptance = keep_acceptance(row, waited_since=waited_since, by=by, at=at, batch=batch)
    if isinstance(row, Amendable) and row.is_being_amended:
        settle_amendment(row, by=by, at=at)
    release_notes(row, at=at, as_remarks=True)
    settle_proposals(row, verb="accept", by=by, at=at)
    judged.send(type(row), target=row, verb="accept", acceptance=acceptance, by=by, at=at)
    return row


@transaction.atomic
def send_back(target: S, *, version: int, by: Appointment, at: datetime) -> S:
    """Đề nghị bổ sung: the opinions prepared go to the unit, at least one.

    The version grows: what the unit sends next is a new sending even if it only answers.
    """
    row = locked_at(target, version=version)
    count = ReturnNote.objects.about(row).pending().count()
    row = row.advance("return", by=by, at=at, note=f"{count} ý kiến" if count else "")
    row.version += 1
    row.save(update_fields=["version"])
    release_notes(row, at=at)
    settle_proposals(row, verb="return", by=by, at=at)
    judged.send(type(row), target=row, verb="return", acceptance=None, by=by, at=at)
    return row


@transaction.atomic
def send_remarks(target: S, *, version: int, by: Appointment, at: datetime) -> int:
    """Gửi ý kiến trao đổi to a peer body without any move; returns how many there were."""
    row = locked_at(target, version=version)
    may_judge_now(row, by=by)
    if row.unit.kind.is_guided:
        raise IllegalMove("Với đơn vị này, ý kiến đi cùng đề nghị bổ sung hoặc tiếp nhận.")
    count = release_notes(row, at=at, as_remarks=True)
    if not count:
        raise IllegalMove("Chưa ghi ý kiến nào.")
    record("remark", target=row, by=by, at=at, note=f"{count} ý kiến trao đổi")
    judged.send(type(row), target=row, verb="remark", acceptance=None, by=by, at=at)
    return count


def may_edit_now(target: Sendable, *, by: Appointment) -> None:
    """Raise unless this post could send the paper now: what stands sent is not edited.

    Ask it about the row that `save_version` has returned.
    """
    if not by.may(target.perm("submit"), target):
        raise PermissionDenied
    if not target.may_now("submit", by):
        raise IllegalMove(f"Không sửa được: đang ở trạng thái “{target.get_status_display()}”.")


@transaction.atomic
def pin_note(
    target: Sendable, *, field: str, text: str, canned: int | None = None, by: Appointment, at: datetime
) -> ReturnNote:
    """Prepare an opinion on one field; the unit sees it when the paper is returned or accepted.

    `field` is a path of the newest sending; `canned` the key of the sentence that it was begun with.
    """
    row = lock(target)
    may_judge_now(row, by=by)
    newest = Revision.objects.latest_of(row)
    described = newest.fields.get(field) if newest else None
    if described is None:
        raise IllegalMove("Ô này không có trong bản đã gửi.")
    if not text.strip():
        raise IllegalMove("Chưa ghi nội dung ý kiến.")
    count_use(canned, text=text)
    return ReturnNote.objects.create(
        target=row,
        field=field,
        field_label=": ".join(filter(None, [described.get("group"), described["label"]]))[:300],
        text=text.strip(),
        is_remark=not row.unit.kind.is_guided,
        by=by,
        at=at,
    )


@transaction.atomic
def unpin_note(note: ReturnNote, *, by: Appointment) -> None:
    """Only what the unit has not seen yet can go away."""
    may_judge_now(note.target, by=by)
    refuse_carried(note)
    if not ReturnNote.objects.pending().filter(pk=note.pk).delete()[0]:
        raise IllegalMove("Ý kiến đã gửi đơn vị, không bỏ được.")


def release_notes(target: Sendable, *, at: datetime, as_remarks: bool = False) -> int:
    """Let the unit see what was prepared; returns how many opinions that were."""
    changes = {"released_at": at, **({"is_remark": True} if as_remarks else {})}
    ticked = ReturnNote.objects.about(target).exclude(outcome="")
    ticked.filter(outcome_released_at=None).update(outcome_released_at=at)
    return ReturnNote.objects.about(target).pending().update(**changes)


@transaction.atomic
def answer_note(note: ReturnNote, *, answer: str, by: Appointment, at: datetime) -> None:
    """Tiếp thu, giải trình: the unit's answer to one opinion; it may be put better until sent."""
    row = lock(note.target)
    if not by.may(row.perm("submit"), row):
        raise PermissionDenied
    if note.released_at is None or not (note.is_remark or row.may_now("submit", by)):
        raise IllegalMove(f"Không trả lời được: đang ở trạng thái “{row.get_status_display()}”.")
    if not answer.strip():
        raise IllegalMove("Chưa ghi nội dung tiếp thu, giải trình.")
    note.answer, note.answered_by, note.answered_at = answer.strip(), by, at
    note.save(update_fields=["answer", "answered_by", "answered_at"])
    record("answer", target=row, by=by, at=at, note=note.answer, details={"field": note.field_label})


def rehearse(row: Versioned, save: Callable[[], object]) -> dict[str, Any]:
    """The content as it would stand after `save()`, of which nothing remains."""
    with transaction.atomic():
        save()
        content = type(row)._base_manager.get(pk=row.pk).snapshot()
        transaction.set_rollback(True)
    return content


def keep_draft(
    *,
    by: Appointment,
    form: str,
    target_id: int = 0,
    payload: dict[str, list[str]],
    base_version: int = 0,
    at: datetime,
) -> Draft:
    """Autosave: keep what stands in the form, for this person and unit only."""
    if sum(len(value) for values in payload.values() for value in values) > LARGEST_DRAFT:
        raise IllegalMove("Nội dung quá dài, chưa tự lưu được.")
    draft, _ = Draft.objects.update_or_create(
        person_id=by.person_id,
        unit_id=by.unit_id,
        form=form,
        target_id=target_id,
        defaults={"payload": payload, "base_version": base_version, "saved_at": at},
    )
    return draft


def find_draft(*, by: Appointment, form: str, target_id: int = 0) -> Draft | None:
    drafts = Draft.objects.filter(person_id=by.person_id, unit_id=by.unit_id)
    return drafts.filter(form=form, target_id=target_id).first()


def drop_draft(*, by: Appointment, form: str, target_id: int = 0) -> None:
    """The text has been saved or sent, or the person does not want it any more."""
    drafts = Draft.objects.filter(person_id=by.person_id, unit_id=by.unit_id)
    drafts.filter(form=form, target_id=target_id).delete()


def claim_form_key(key: UUID, *, person: User, at: datetime) -> models.Model | None:
    """First use: None, and the caller creates. Again: what the first use has created.

    Inside the creating transaction; the unique key makes a second press wait for the first.
    """
    form_key, created = FormKey.objects.get_or_create(key=key, defaults={"person": person, "at": at})
    if created:
        return None
    if form_key.person_id != person.pk:
        raise PermissionDenied
    return form_key.target


def fill_form_key(key: UUID, *, target: models.Model) -> None:
    """Remember what the form has created."""
    form_key = FormKey.objects.get(key=key)
    form_key.target = target
    form_key.save(update_fields=["target_type", "target_id"])
