"""What a machine lacks for making papers: warnings, because the web runs without."""

import ctypes
from typing import Any

from django.core import checks

from hoaxa_danvan.documents.fonts import FontsMissing, find_fonts

# What WeasyPrint opens. Asked for by name: importing WeasyPrint would cost each command half a second.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
)


def libraries_are_here(**kwargs: Any) -> list[checks.CheckMessage]:
    missing = [name for name in LIBRARIES if not _opens(name)]
    if not missing:
        return []
    return [
        checks.Warning(
            f"Chưa tạo được văn bản PDF: thiếu thư viện {', '.join(missing)}.",
            hint="Cài bằng lệnh: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            id="hoaxa.W001",
        )
    ]


def fonts_are_complete(**kwargs: Any) -> list[checks.CheckMessage]:
    try:
        find_fonts()
    except FontsMissing as error:
        return [
            checks.Warning(
                f"Chưa tạo được văn bản PDF: {error}",
                hint="Cài bằng lệnh: apt-get install fonts-liberation2 (Debian 13 trở đi: fonts-liberation).",
                id="hoaxa.W003",
            )
        ]
    return []


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
