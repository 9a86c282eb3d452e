"""A file as it comes from outside: which kind it is, and whether it is safe to open."""

import io
import re
from typing import Literal
from zipfile import BadZipFile, ZipFile

from .values import NotATable

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED = 40 * MEGABYTE
MOST_PARTS = 2000

Kind = Literal["excel", "word"]

_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "tệp PDF",
    b"\xff\xd8\xff": "tệp ảnh",
    b"\x89PNG": "tệp ảnh",
    b"{\\rtf": "tệp RTF",
    b"Rar!": "tệp nén",
}
# An entity can be written to grow without end; files of Word and Excel never declare one.
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]", re.IGNORECASE)
WANTED = "Vui lòng chọn tệp Excel (.xlsx) hoặc Word (.docx)."
OLD_FORMAT = (
    "Tệp Excel, Word đời cũ (.xls, .doc) không đọc được. Mở tệp, chọn Tệp (File) › Lưu thành (Save As), "
    "chọn loại .xlsx hoặc .docx rồi tải lên lại."
)


def opened(data: bytes) -> tuple[ZipFile, Kind]:
    """The file's parts and its kind, or `NotATable`. No part of it has been unpacked to disk."""
    refuse_by_its_head(data)
    try:
        archive = ZipFile(io.BytesIO(data))
    except BadZipFile:
        raise NotATable(f"Tệp hỏng hoặc tải lên chưa hết. {WANTED}") from None
    refuse_bombs(archive)
    kind = kind_of(archive)
    refuse_declarations(archive)
    return archive, kind


def refuse_by_its_head(data: bytes) -> None:
    if not data:
        raise NotATable(f"Tệp rỗng. {WANTED}")
    if len(data) > MOST_BYTES:
        raise NotATable(
            f"Tệp lớn hơn {MOST_BYTES // MEGABYTE} MB. Bỏ ảnh và các trang khác, chỉ để bảng việc làm, rồi tải lại."
        )
    if data.startswith(_OLD):
        raise NotATable(
            "Tệp đặt mật khẩu. Bỏ mật khẩu rồi tải lên lại." if _ENCRYPTED in data else OLD_FORMAT
        )
    for head, name in _OTHERS.items():
        if data.startswith(head):
            raise NotATable(f"Đây là {name}. {WANTED}")
    if not data.startswith(b"PK"):
        raise NotATable(f"Tệp này không phải Excel hoặc Word. {WANTED}")


def refuse_bombs(archive: ZipFile) -> None:
    """The sizes that a file states for its parts bind whoever unpacks them later."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotATable(
            "Tệp nén quá nhiều dữ liệu bên trong nên không mở. Chỉ để bảng việc làm, rồi tải lại."
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotATable("Tệp đặt mật khẩu. Bỏ mật khẩu rồi tải lên lại.")


def kind_of(archive: ZipFile) -> Kind:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "excel"
    if "word/document.xml" in names:
        return "word"
    if "mimetype" in names:
        raise NotATable("Tệp của LibreOffice (.ods, .odt): lưu thành .xlsx hoặc .docx rồi tải lên lại.")
    raise NotATable(f"Tệp này không phải Excel hoặc Word. {WANTED}")


def refuse_declarations(archive: ZipFile) -> None:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")) and _DECLARATION.search(part_of(archive, part.filename)):
            raise NotATable(
                "Tệp có khai báo lạ bên trong nên không mở. Mở bằng Excel, Word, lưu lại rồi tải lên."
            )


def part_of(archive: ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except Exception as error:  # a broken stream makes the decompressors raise almost anything
        raise NotATable("Tệp hỏng hoặc tải lên chưa hết.") from error


def has_macros(archive: ZipFile) -> bool:
    return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
