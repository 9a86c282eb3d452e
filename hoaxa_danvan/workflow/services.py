"""Saving, sending and answering: what plan, registration, report and dossier have in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F

from hoaxa_danvan.accounts.models import Appointment, User
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.models import (
    Conflict,
    Draft,
    FormKey,
    IllegalMove,
    Receipt,
    ReturnNote,
    Revision,
    Sendable,
)

S = TypeVar("S", bound=Sendable)

LARGEST_DRAFT = 1_000_000  # characters


def save_version(row: S, *, version: int, fields: Mapping[str, Any]) -> S:
    """Write `fields` if the row still stands at `version`, else raise `Conflict`.

    Call it first in the transaction that then writes the rows below it: it takes the row's lock.
    """
    rows = type(row)._base_manager.filter(pk=row.pk)
    if not rows.filter(version=version).update(version=F("version") + 1, **fields):
        raise Conflict(rows.get())
    return rows.get()


@transaction.atomic
def send(target: Sendable, *, version: int, due_at: datetime, by: Appointment, at: datetime) -> Receipt:
    """Make the move `submit`, keep the content, give the receipt.

    Sending again what already stands sent at that version gives the same receipt, to fifty
    people at once too. Guards that belong to the thing itself come before, in its own service.
    """
    row = type(target)._base_manager.select_for_update().get(pk=target.pk)
    if not by.may(f"{row._meta.app_label}.submit_{row._meta.model_name}", row):
        raise PermissionDenied
    if receipt := Receipt.objects.for_version(row, version).first():
        return receipt
    if row.version != version:
        raise Conflict(row)
    if open_notes := ReturnNote.objects.about(row).unanswered().count():
        raise IllegalMove(f"Còn {open_notes} ý kiến chưa tiếp thu, giải trình.")

    row = row.advance("submit", by=by, at=at)
    if row.sent_at is None:
        type(row)._base_manager.filter(pk=row.pk).update(sent_at=at)
    keep_revision(row, by=by, at=at)
    return Receipt.objects.create(
        target=row, version=version, unit=row.unit, by=by, at=at, is_late=at > due_at
    )


def keep_revision(target: Sendable, *, by: Appointment, at: datetime) -> Revision:
    last = Revision.objects.latest_of(target)
    number = last.number + 1 if last else 1
    return Revision.objects.create(target=target, number=number, content=target.snapshot(), by=by, at=at)


@transaction.atomic
def take_back(target: Sendable, *, by: Appointment, at: datetime) -> Sendable:
    """Rút lại: the sending no longer stands; the version grows, so the next one is a new one."""
    row = target.advance("withdraw", by=by, at=at)
    type(row)._base_manager.filter(pk=row.pk).update(version=F("version") + 1, sent_at=None)
    return row


@transaction.atomic
def pin_note(
    target: Sendable, *, field: str, field_label: str, text: str, by: Appointment, at: datetime
) -> ReturnNote:
    """Prepare an opinion on one field; the unit sees it when the paper is returned or accepted."""
    if not text.strip():
        raise IllegalMove("Chưa ghi nội dung ý kiến.")
    return ReturnNote.objects.create(
        target=target,
        field=field,
        field_label=field_label,
        text=text.strip(),
        is_remark=not target.unit.kind.is_guided,
        by=by,
        at=at,
    )


def unpin_note(note: ReturnNote) -> None:
    """Only what the unit has not seen yet can go away."""
    if note.released_at is not None:
        raise IllegalMove("Ý kiến đã gửi đơn vị, không bỏ được.")
    note.delete()


def release_notes(target: Sendable, *, at: datetime) -> int:
    """Let the unit see what was prepared; returns how many opinions that were."""
    return ReturnNote.objects.about(target).pending().update(released_at=at)


@transaction.atomic
def answer_note(note: ReturnNote, *, answer: str, by: Appointment, at: datetime) -> None:
    """Tiếp thu, giải trình: the unit's answer to one opinion; it may be put better until sent."""
    if not answer.strip():
        raise IllegalMove("Chưa ghi nội dung tiếp thu, giải trình.")
    note.answer, note.answered_by, note.answered_at = answer.strip(), by, at
    note.save(update_fields=["answer", "answered_by", "answered_at"])
    record("answer", target=note, by=by, at=at, note=note.answer)


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
    return form_key.target  # type: ignore[no-any-return]  # generic foreign keys are untyped


def fill_form_key(key: UUID, *, target: models.Model) -> None:
    """Remember what the form has created."""
    form_key = FormKey.objects.get(key=key)
    form_key.target = target
    form_key.save(update_fields=["target_type", "target_id"])
