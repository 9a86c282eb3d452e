"""Documents: ordered with their job in one transaction, drawn by a worker, read by leaders."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document, DocumentReading, document_path
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.documents.render import render_pdf
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import enqueue, finish


@transaction.atomic
def order_document(
    *,
    kind: str,
    title: str,
    target: models.Model,
    paper: Paper,
    key: str,
    job_kind: str,
    is_issued: bool = False,
    by: Appointment | None,
    at: datetime,
) -> Document:
    """Ask a worker for the PDF of `paper`. The same key is the same document, however often asked."""
    job = enqueue(job_kind, key=key, payload={}, at=at)
    document, _ = Document.objects.get_or_create(
        job=job,
        defaults={
            "kind": kind,
            "title": title,
            "target": target,
            "paper": paper.to_dict(),
            "is_issued": is_issued,
            "by": by,
            "at": at,
        },
    )
    return document


def key_of(prefix: str, paper: Paper) -> str:
    """A key that is the same as long as the paper says the same."""
    said = json.dumps(paper.to_dict(), ensure_ascii=False, sort_keys=True)
    return f"{prefix}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def draw(job: Job, *, at: datetime, then: Callable[[Document], None] | None = None) -> Document:
    """Print the job's document and file it, in the worker. The row and the job's end are one
    transaction, after the file is whole: no row ever points to a missing or half-written file.

    `then` is called in that transaction, for what must happen exactly once with the document.
    Raises `NotReady` while fonts or libraries are missing. What has been drawn stays as it is.
    """
    document = Document.objects.get(job=job)
    pdf = render_pdf(
        Paper.from_dict(document.paper), identifier=f"document-{document.pk}", created=document.at
    )
    name = document_path(document, "")
    path = file_whole(name, pdf)
    try:
        with transaction.atomic():
            document.file.name, document.size, document.made_at = name, len(pdf), at
            document.sha256 = hashlib.sha256(pdf).hexdigest()
            document.save(update_fields=["file", "size", "made_at", "sha256"])
            if then is not None:
                then(document)
            finish(job, at=at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return document


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
    """Delete files that no row knows, written before that moment: what a killed worker left."""
    if not default_storage.exists("documents"):
        return []
    known = set(Document.objects.exclude(file="").values_list("file", flat=True))
    names = [f"documents/{name}" for name in default_storage.listdir("documents")[1]]
    orphans = [
        name for name in names if name not in known and default_storage.get_modified_time(name) < before
    ]
    for name in orphans:
        default_storage.delete(name)
    return orphans
