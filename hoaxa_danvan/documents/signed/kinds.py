"""What may be handed in as a signed copy: a PDF or a picture of the signed paper."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.core.files.uploadedfile import UploadedFile

from hoaxa_danvan.attachments.intake import FileRefused, prepared


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not taken, as the form says it."""

    sentence: str


def what_kind(path: Path, *, name: str = "") -> Literal["pdf", "picture"] | Refusal:
    """Told by the content, under the same rules as any file that is handed in.

    `name` is what people call it. A picture may be of a kind that no browser shows: keep it redrawn.
    """
    try:
        with path.open("rb") as file:
            upload = UploadedFile(file, name=name or path.name, size=path.stat().st_size)
            evidence, _, _ = prepared(upload)
    except FileRefused as refusal:
        return Refusal(refusal.message)
    except OSError:
        return Refusal(f"“{name or path.name}”: không mở được tệp.")
    return "pdf" if evidence.content_type == "application/pdf" else "picture"
