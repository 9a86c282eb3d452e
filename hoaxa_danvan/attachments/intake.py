"""What comes in from outside: told by its content, measured, made ready to be kept, or refused."""

import hashlib
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from hoaxa_danvan.attachments.images import BrokenPhoto, NotAPhoto, TooManyPixels, prepare_photo
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.attachments.papers import fault_of, is_paper
from hoaxa_danvan.lib.text import nfc, squeeze
from hoaxa_danvan.workflow.models import IllegalMove

MEGABYTE = 1024 * 1024
LARGEST_PHOTO = 25 * MEGABYTE
LARGEST_PAPER = 20 * MEGABYTE
LONGEST_NAME = 200

PDF_FAULTS = {
    "encrypted": "tệp PDF đặt mật khẩu; vui lòng bỏ mật khẩu rồi tải lại.",
    "active": "tệp PDF có mã lệnh hoặc tệp đính kèm bên trong; vui lòng in lại thành PDF rồi tải lên.",
    "broken": "không đọc được tệp PDF; tệp hỏng hoặc tải lên chưa hết.",
}


class FileRefused(IllegalMove):
    """A file that the portal does not take; the sentence begins with the file's own name."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{name}”: {reason}")


def prepared(upload: UploadedFile) -> tuple[Evidence, bytes, bytes]:
    """An unsaved row, the bytes to keep and, of a photo, those of its thumbnail."""
    name = _clean_name(upload.name or "")
    if not upload.size:
        raise FileRefused(name, "tệp rỗng.")
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    return _paper(upload, name) if is_paper(head) else _photo(upload, name)


def _photo(upload: UploadedFile, name: str) -> tuple[Evidence, bytes, bytes]:
    if upload.size and upload.size > LARGEST_PHOTO:
        raise FileRefused(name, f"lớn hơn {LARGEST_PHOTO // MEGABYTE} MB.")
    try:
        photo = prepare_photo(upload)  # type: ignore[arg-type]  # an uploaded file reads as any other
    except NotAPhoto:
        raise FileRefused(name, "chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF.") from None
    except TooManyPixels:
        raise FileRefused(name, "ảnh quá nhiều điểm ảnh (trên 50 triệu).") from None
    except BrokenPhoto:
        raise FileRefused(name, "không đọc được ảnh; tệp hỏng hoặc tải lên chưa hết.") from None
    evidence = Evidence(
        original_name=_renamed(name, "jpg"),
        content_type="image/jpeg",
        size=len(photo.content),
        sha256=hashlib.sha256(photo.content).hexdigest(),
        width=photo.width,
        height=photo.height,
        taken_on=photo.taken_on,
    )
    return evidence, photo.content, photo.thumbnail


def _paper(upload: UploadedFile, name: str) -> tuple[Evidence, bytes, bytes]:
    if upload.size and upload.size > LARGEST_PAPER:
        raise FileRefused(name, f"lớn hơn {LARGEST_PAPER // MEGABYTE} MB.")
    content = upload.read()
    if fault := fault_of(content):
        raise FileRefused(name, PDF_FAULTS.get(fault, PDF_FAULTS["broken"]))
    evidence = Evidence(
        original_name=_renamed(name, "pdf"),
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return evidence, content, b""


def _clean_name(name: str) -> str:
    """As people called it, fit to be shown and to be the name of a download."""
    shown = "".join(letter for letter in nfc(name) if letter.isprintable() and letter not in '<>:"/\\|?*')
    return squeeze(shown)[-LONGEST_NAME:] or "tệp không tên"


def _renamed(name: str, suffix: str) -> str:
    """With the ending of what is kept: the HEIC of a phone is kept as a JPEG."""
    return f"{(PurePath(name).stem or name)[: LONGEST_NAME - 5]}.{suffix}"
