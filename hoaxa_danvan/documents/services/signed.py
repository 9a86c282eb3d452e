"""The signed copy of an issued paper: kept as it came, checked in a process of its own."""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.attachments.intake import FileRefused, prepared
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document, SignedCopy, signed_path
from hoaxa_danvan.documents.services.documents import file_whole
from hoaxa_danvan.documents.signed.answers import Answers
from hoaxa_danvan.documents.signed.checking import check_signed
from hoaxa_danvan.workflow.models import IllegalMove

PDF = "application/pdf"


def add_signed_copy(document: Document, *, upload: UploadedFile, by: Appointment, at: datetime) -> SignedCopy:
    """Keep the file and what could be told of it. The same file again is the same copy.

    A PDF stays byte for byte, or its signatures would not hold; a picture is redrawn. Raises
    `IllegalMove` for what is neither, and while the paper is not issued or not yet drawn.
    """
    if not by.may("documents.add_signed_copy", document):
        raise PermissionDenied
    if not document.is_issued or not document.file:
        raise IllegalMove("Chỉ tải bản đã ký lên khi văn bản đã ban hành và tệp PDF đã lập xong.")
    content, is_pdf, name = _content_of(upload)
    sha256 = hashlib.sha256(content).hexdigest()
    if there := document.signed_copies.filter(sha256=sha256).first():
        return there
    copy = SignedCopy(
        document=document, is_pdf=is_pdf, original_name=name, sha256=sha256, size=len(content), by=by, at=at
    )
    copy.answers, copy.checked_at = _answers(document, content, at=at).to_dict(), at
    copy.file.name = signed_path(copy, "")
    path = file_whole(copy.file.name, content)
    try:
        with transaction.atomic():
            copy.save()
            record("add_signed_copy", target=document, by=by, at=at, note=name, details={"sha256": sha256})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return copy


def _content_of(upload: UploadedFile) -> tuple[bytes, bool, str]:
    try:
        evidence, redrawn, _ = prepared(upload)
    except FileRefused as refusal:
        raise IllegalMove(refusal.message) from None
    if evidence.content_type != PDF:
        return redrawn, False, evidence.original_name
    upload.seek(0)
    return upload.read(), True, evidence.original_name


def _answers(document: Document, content: bytes, *, at: datetime) -> Answers:
    issued = Path(document.file.path)
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        roots = Path(settings.SIGNATURE_ROOTS)
        return check_signed(Path(file.name), issued=issued, roots=roots, at=at)
