from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document, OfficialPaper


def find_document(pk: int, *, who: Appointment) -> Document | None:
    """A document, if this post may read the thing that it is about; the draft of a paper only by whom
    it is drafted for."""
    document = Document.objects.select_related("job", "by__unit").filter(pk=pk).first()
    model: Any = document and document.target_type.model_class()
    if document is None or model is None or not hasattr(model.objects.all(), "visible_to"):
        return None
    things = model.objects
    is_draft = model is OfficialPaper and not document.is_issued
    readable = things.with_drafts_for(who) if is_draft else things.visible_to(who)
    return document if readable.filter(pk=document.target_id).exists() else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the public may know of an issued paper, and nothing more."""

    number: str
    issued_on: date | None
    title: str
    sha256: str
    withdrawn_at: datetime | None
    replaced_on: date | None

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None and self.replaced_on is None


def standing_of(code: str) -> Standing | None:
    """The issued paper with that code, as typed in either case."""
    document = Document.objects.issued().filter(code=code.upper()).first()
    if document is None:
        return None
    same = Document.objects.issued().about_same(document).filter(pk__gt=document.pk, withdrawn_at=None)
    newer = same.order_by("pk").first()
    return Standing(
        number=document.number,
        issued_on=document.issued_on,
        title=document.public_title,
        sha256=document.sha256,
        withdrawn_at=document.withdrawn_at,
        replaced_on=(newer.issued_on or newer.at.date()) if newer else None,
    )
