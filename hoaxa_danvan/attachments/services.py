"""Files about a thing: taken in, said to be public or not, taken away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.attachments.intake import FileRefused, prepared
from hoaxa_danvan.attachments.models import Evidence, private_path
from hoaxa_danvan.attachments.rules import may_attach, may_show, stands_decided
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.models import IllegalMove

__all__ = [
    "FileRefused",
    "add_evidence",
    "add_several",
    "change_evidence",
    "describe_evidence",
    "discard_files",
    "record_consent",
    "remove_evidence",
    "set_people",
    "sweep_files",
    "withdraw_consent",
]


def add_evidence(
    *,
    target: models.Model,
    upload: UploadedFile,
    purpose: str = Evidence.Purpose.EVIDENCE,
    taken_on: date | None = None,
    place: str = "",
    caption: str = "",
    shows_people: bool = True,
    by: Appointment,
    at: datetime,
) -> Evidence:
    """Keep a photo (JPEG, PNG, HEIC) or a PDF about `target`; the kind is told by the content.

    The same file about the same thing again is the one that is already there. Raises
    FileRefused, and PermissionDenied for whoever may not attach.
    """
    if not may_attach(by, target):
        raise PermissionDenied
    evidence, content, thumbnail = prepared(upload)
    evidence.target, evidence.purpose, evidence.by, evidence.at = target, purpose, by, at
    evidence.taken_on = taken_on or evidence.taken_on
    evidence.place, evidence.caption = place.strip(), caption.strip()
    evidence.shows_people = shows_people
    with _written(evidence, content, thumbnail), transaction.atomic():
        _lock(target, by)
        if there := _same(evidence):
            _delete_files(evidence)
            return there
        evidence.save()
        record("attach", target=target, by=by, at=at, note=evidence.original_name, details=_seal(evidence))
    return evidence


def add_several(*, uploads: list[UploadedFile], **about: Any) -> tuple[list[Evidence], list[str]]:
    """Each file on its own: those that were kept, and a sentence for each that was refused."""
    kept, refused = [], []
    for upload in uploads:
        try:
            kept.append(add_evidence(upload=upload, **about))
        except FileRefused as refusal:
            refused.append(refusal.message)
    return kept, refused


@transaction.atomic
def describe_evidence(
    evidence: Evidence, *, taken_on: date | None, place: str, caption: str, by: Appointment, at: datetime
) -> None:
    """Say when, where and what; the file itself never changes."""
    _lock(evidence.target, by)
    evidence.taken_on, evidence.place, evidence.caption = taken_on, place.strip(), caption.strip()
    evidence.save(update_fields=["taken_on", "place", "caption"])
    record("describe", target=evidence, by=by, at=at, note=evidence.caption)


@transaction.atomic
def change_evidence(evidence: Evidence, *, changes: Mapping[str, Any], by: Appointment, at: datetime) -> None:
    """What one form says of a file: its description, its people, their consent; absent is unchanged."""
    if "caption" in changes:
        about = {name: changes[name] for name in ("taken_on", "place", "caption")}
        describe_evidence(evidence, **about, by=by, at=at)
    if changes.get("shows_people", evidence.shows_people) != evidence.shows_people:
        set_people(evidence, shows_people=changes["shows_people"], by=by, at=at)
    note = changes.get("consent_note", evidence.consent_note).strip()
    if note and note != evidence.consent_note:
        record_consent(evidence, note=note, by=by, at=at)
    if not note and evidence.consent_note:
        withdraw_consent(evidence, by=by, at=at)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Appointment, at: datetime) -> None:
    """Mark it as removed: nobody reads it any more, the trail keeps that it was there."""
    _lock(evidence.target, by)
    if stands_decided(evidence):
        raise FileRefused(evidence.original_name, "đã dùng để xem xét, không bỏ được.")
    if not Evidence.objects.kept().filter(pk=evidence.pk).update(removed_at=at):
        raise FileRefused(evidence.original_name, "đã bỏ trước đó.")
    evidence.removed_at = at
    record(
        "detach",
        target=evidence.target,
        by=by,
        at=at,
        note=evidence.original_name,
        details=_seal(evidence),
    )


def discard_files(target: models.Model) -> None:
    """The thing itself goes away without ever having been sent: so do its files, once that is sure."""
    for evidence in Evidence.objects.about(target):
        transaction.on_commit(partial(_delete_files, evidence), robust=True)
    Evidence.objects.about(target).delete()


@transaction.atomic
def set_people(evidence: Evidence, *, shows_people: bool, by: Appointment, at: datetime) -> None:
    """Say whether people can be recognised; a photo without people needs nobody's consent."""
    _check_may_show(evidence, by)
    evidence.shows_people = shows_people
    evidence.save(update_fields=["shows_people"])
    record("set_people", target=evidence, by=by, at=at, details={"shows_people": shows_people})


@transaction.atomic
def record_consent(evidence: Evidence, *, note: str, by: Appointment, at: datetime) -> None:
    """Record who agreed to be shown in public, and how; without it the photo stays private."""
    _check_may_show(evidence, by)
    if not note.strip():
        raise IllegalMove("Cần ghi rõ ai đồng ý, bằng cách nào.")
    evidence.consent_note, evidence.consent_recorded_at = note.strip(), at
    evidence.save(update_fields=["consent_note", "consent_recorded_at"])
    record("record_consent", target=evidence, by=by, at=at, note=evidence.consent_note)


@transaction.atomic
def withdraw_consent(evidence: Evidence, *, by: Appointment, at: datetime) -> None:
    """Somebody no longer agrees: from now on the photo is not public."""
    _check_may_show(evidence, by)
    was, evidence.consent_note, evidence.consent_recorded_at = evidence.consent_note, "", None
    evidence.save(update_fields=["consent_note", "consent_recorded_at"])
    record("withdraw_consent", target=evidence, by=by, at=at, note=was)


@contextmanager
def _written(evidence: Evidence, content: bytes, thumbnail: bytes) -> Iterator[None]:
    """The files first, then the row: what fails in between takes the files away again."""
    try:
        _write(evidence, evidence.file, content)
        if thumbnail:
            _write(evidence, evidence.thumbnail, thumbnail)
        yield
    except OSError:
        _delete_files(evidence)
        raise FileRefused(evidence.original_name, "máy chủ chưa lưu được tệp; vui lòng thử lại.") from None
    except BaseException:
        _delete_files(evidence)
        raise


def _write(evidence: Evidence, place: FieldFile, content: bytes) -> None:
    # The name is set before the writing: a disk that is full leaves half a file behind.
    place.name = private_path(evidence, "")
    place.storage.save(place.name, ContentFile(content))


def _delete_files(evidence: Evidence) -> None:
    for place in (evidence.file, evidence.thumbnail):
        if place.name:
            place.storage.delete(place.name)


def _lock(target: Any, by: Appointment) -> None:
    """Hold the thing while its files change; it may have been sent since the page was opened."""
    fresh = type(target)._base_manager.select_for_update().get(pk=target.pk)
    if not may_attach(by, fresh):
        raise PermissionDenied


def _same(evidence: Evidence) -> Evidence | None:
    kept = Evidence.objects.kept().about(evidence.target)
    return kept.filter(sha256=evidence.sha256, purpose=evidence.purpose).first()


def _seal(evidence: Evidence) -> dict[str, Any]:
    return {"evidence": evidence.pk, "sha256": evidence.sha256}


def _check_may_show(evidence: Evidence, by: Appointment) -> None:
    if not may_show(by, evidence.target):
        raise PermissionDenied
    if not evidence.is_photo:
        raise FileRefused(evidence.original_name, "chỉ ảnh mới công khai được.")


def sweep_files(*, before: datetime) -> list[str]:
    """Delete stored files that no row knows, written before that moment: what a crash left behind."""
    storage = default_storage
    known = {name for names in Evidence.objects.values_list("file", "thumbnail") for name in names}
    orphans = [
        name
        for name in _stored(storage, "evidence")
        if name not in known and storage.get_modified_time(name) < before
    ]
    for name in orphans:
        storage.delete(name)
    return orphans


def _stored(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored(storage, f"{folder}/{name}")
