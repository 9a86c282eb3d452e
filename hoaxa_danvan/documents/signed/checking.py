"""The signatures of an uploaded file, asked of a process of its own that may crash, swell or never end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any

from hoaxa_danvan.attachments.papers import is_paper
from hoaxa_danvan.documents.signed import wording
from hoaxa_danvan.documents.signed.answers import Answers
from hoaxa_danvan.documents.signed.facts import Facts
from hoaxa_danvan.lib.dates import LOCAL

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_INSPECTOR = Path(__file__).with_name("inspector.py")

REASONS = {
    "encrypted": "tệp PDF đặt mật khẩu",
    "swollen": "tệp PDF nén quá lớn so với nội dung",
    "broken": "không đọc được tệp PDF; tệp hỏng hoặc tải lên chưa hết",
    "late": "kiểm tra quá lâu nên đã dừng",
    "crashed": "chương trình kiểm tra dừng giữa chừng",
    "no_library": "máy chủ thiếu thư viện đọc chữ ký số",
}


def check_signed(
    path: Path, *, issued: Path | bytes | None, roots: Path, seconds: float = 10, at: datetime | None = None
) -> Answers:
    """The four answers, whatever the file is. Never raises for what it holds.

    `issued`: what the portal itself made, to compare with. `roots`: the folder of the root certificates
    that the administrator installed. `at`: the moment by which certificates are judged; now, if not told.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
        begins = begins_as(path, issued)
    except OSError:
        return wording.unchecked("không mở được tệp")
    if not head:
        return wording.unchecked("tệp rỗng")
    if head.startswith(PICTURES):
        return wording.not_signed("picture")
    if not is_paper(head):
        return wording.unchecked("tệp không phải PDF hay ảnh JPEG, PNG")
    found = _inspected(path, roots=roots, seconds=seconds, at=at or datetime.now(LOCAL))
    if isinstance(found, str):
        return wording.unchecked(REASONS[found], begins=begins)
    return _answered(found, begins=begins, is_same=begins is True and _size(issued) == found.size)


def begins_as(path: Path, issued: Path | bytes | None) -> bool | None:
    """Signing adds behind what was there; nothing of the issued bytes may have changed."""
    if issued is None:
        return None
    whole = issued if isinstance(issued, bytes) else issued.read_bytes()
    with path.open("rb") as file:
        return file.read(len(whole)) == whole


def _size(issued: Path | bytes | None) -> int:
    if issued is None:
        return 0
    return len(issued) if isinstance(issued, bytes) else issued.stat().st_size


def _answered(facts: Facts, *, begins: bool | None, is_same: bool) -> Answers:
    if facts.signatures or facts.unread:
        return wording.signed(facts, begins=begins)
    if facts.has_traces:
        return wording.unchecked(
            "tệp có dấu vết chữ ký số nhưng không còn chữ ký nào đọc được", begins=begins
        )
    if not facts.pages:
        return wording.unchecked("tệp PDF không có trang nào", begins=begins)
    if begins:
        return wording.not_signed_yet(is_same=is_same)
    return wording.not_signed("scan", begins=begins)


def _inspected(path: Path, *, roots: Path, seconds: float, at: datetime) -> Facts | str:
    """What was found, or the key of the reason why nothing was."""
    if find_spec("pyhanko") is None:
        return "no_library"
    # By its own clock it gives up soon after, should nobody be there any more to end it.
    own_limit = ceil(seconds) + 1
    command = [sys.executable, "-I", "-W", "ignore", str(_INSPECTOR)]
    command += [str(path.absolute()), str(roots.absolute()), at.isoformat(), str(own_limit)]
    try:
        told = _output(command, seconds)
        return _read(json.loads(told))
    except subprocess.TimeoutExpired:
        return "late"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "crashed"


def _output(command: list[str], seconds: float) -> bytes:
    """Nothing of the portal's environment goes along; with the process go all that it started."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={},
        cwd="/",
    ) as process:
        try:
            return process.communicate(timeout=seconds)[0]
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


def _read(found: dict[str, Any]) -> Facts | str:
    outcome = found["outcome"]
    if outcome == "read":
        return Facts.from_dict(found)
    return outcome if outcome in REASONS else "crashed"
