"""Documents: ordered with their job in one transaction, drawn by a worker, read by leaders."""

import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.models import Document, DocumentReading, SignedCopy, document_path
from hoaxa_danvan.documents.paper import Paper, Printable, printable_from
from hoaxa_danvan.documents.render import render_pdf
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.sheet import render_sheet
from hoaxa_danvan.documents.word import render_word
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import enqueue, finish
from hoaxa_danvan.lib.text import squeeze
from hoaxa_danvan.workflow.models import IllegalMove

# Letters and digits that nobody takes for one another when typing a code from paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10


@transaction.atomic
def order_document(
    *,
    kind: str,
    title: str,
    target: models.Model,
    paper: Printable,
    key: str,
    job_kind: str,
    is_issued: bool = False,
    by: Appointment | None,
    at: datetime,
) -> Document:
    """Ask a worker for the files of `paper`. The same key is the same document, however often asked.

    An issued one is given the code by which anyone may look it up; its QR code carries the address.
    """
    job = enqueue(job_kind, key=key, payload={}, at=at)
    if there := Document.objects.filter(job=job).first():
        return there
    issue: dict[str, Any] = issue_fields(paper) if is_issued else {}
    if is_issued:
        paper = replace(paper, verify_url=public_address(issue["code"]))
    return Document.objects.create(
        job=job,
        kind=kind,
        title=title,
        target=target,
        paper=paper.to_dict(),
        profile=profile_of(paper.profile).to_dict(),
        by=by,
        at=at,
        **issue,
    )


def issue_fields(paper: Printable) -> dict[str, Any]:
    return {
        "is_issued": True,
        "code": "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        "number": paper.number,
        "issued_on": paper.date,
        "signer": paper.signature.name,
    }


def public_address(code: str) -> str:
    return f"{settings.PORTAL_URL.rstrip('/')}{reverse('documents:lookup', args=[code])}"


def key_of(prefix: str, paper: Printable) -> str:
    """A key that is the same as long as the paper says the same."""
    said = json.dumps(paper.to_dict(), ensure_ascii=False, sort_keys=True)
    return f"{prefix}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def draw(job: Job, *, at: datetime, then: Callable[[Document], None] | None = None) -> Document:
    """Print the job's document and file it, in the worker. The row and the job's end are one
    transaction, after the files are whole: no row ever points to a missing or half-written file.

    `then` is called in that transaction, for what must happen exactly once with the document.
    Raises `NotReady` while fonts or libraries are missing. What has been drawn stays as it is.
    """
    document = Document.objects.get(job=job)
    made = contents_of(document)
    names = {suffix: document_path(suffix) for suffix in made}
    paths: list[Path] = []
    try:
        paths += [file_whole(names[suffix], content) for suffix, content in made.items()]
        with transaction.atomic():
            document.file.name, document.size, document.made_at = names[".pdf"], len(made[".pdf"]), at
            document.sha256 = hashlib.sha256(made[".pdf"]).hexdigest()
            document.word_file.name, document.sheet_file.name = names.get(".docx", ""), names.get(".xlsx", "")
            document.save(update_fields=["file", "word_file", "sheet_file", "size", "made_at", "sha256"])
            if then is not None:
                then(document)
            finish(job, at=at)
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    return document


def contents_of(document: Document) -> dict[str, bytes]:
    """The files of a document by their suffix: each as PDF and Word, the commune's report as Excel too."""
    paper, profile = printable_from(document.paper), HeadingProfile.from_dict(document.profile)
    made = {
        ".pdf": render_pdf(paper, profile, identifier=f"document-{document.pk}", created=document.at),
        ".docx": render_word(paper, profile, created=document.at),
    }
    if isinstance(paper, Paper) and document.kind == Document.Kind.AGGREGATE_REPORT:
        made[".xlsx"] = render_sheet(paper)
    return made


def file_whole(name: str, content: bytes) -> Path:
    """Write a private file that is there wholly or not at all, even when the power goes."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(settings.FILE_UPLOAD_PERMISSIONS)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return path


def mark_read(document: Document, *, by: Appointment, at: datetime) -> None:
    """Remember who opened an issued document first when; once per post."""
    if document.is_issued:
        DocumentReading.objects.get_or_create(document=document, by=by, defaults={"at": at})


def sweep_files(*, before: datetime) -> list[str]:
    """Delete papers and signed copies that no row knows, written before that moment: what a killed worker,
    or an upload cut off, has left."""
    papers = Document.objects.values_list("file", "word_file", "sheet_file")
    known = {name for names in papers for name in names} | {
        *SignedCopy.objects.values_list("file", flat=True)
    }
    orphans = [
        name
        for folder in ("documents", "signed")
        for name in _stored(folder)
        if name not in known and default_storage.get_modified_time(name) < before
    ]
    for name in orphans:
        default_storage.delete(name)
    return orphans


def _stored(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


@transaction.atomic
def withdraw_document(document: Document, *, reason: str, by: Appointment, at: datetime) -> Document:
    """Thu hồi an issued paper: it stays, and says since when and why it no longer counts."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    if not by.may("documents.withdraw_document", row):
        raise PermissionDenied
    if not row.is_issued or row.is_withdrawn:
        raise IllegalMove("Chỉ thu hồi được văn bản đã ban hành và đang có hiệu lực.")
    if not reason.strip():
        raise IllegalMove("Thu hồi văn bản cần ghi lý do.")
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = at, by, squeeze(reason)
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record("withdraw_document", target=row, by=by, at=at, note=row.withdrawal_reason)
    return row
