"""Saving what people write in the sections of a paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import WrittenSection
from hoaxa_danvan.workflow.models import Versioned
from hoaxa_danvan.workflow.services import drop_draft

W = TypeVar("W", bound=WrittenSection)


def save_texts(
    paper: Versioned, sections: QuerySet[W], texts: Mapping[str, str], *, by: Appointment, at: datetime
) -> None:
    """Write the texts of the paper's sections (`{code: text}`), with its trail and without the draft.

    In the transaction of `save_version`, of which `paper` is the row.
    """
    written = [section for section in sections if section.code in texts and section.is_written]
    for section in written:
        section.text = texts[section.code].strip()
    sections.bulk_update(written, ["text"])
    record("save", target=paper, by=by, at=at, details={"version": paper.version})
    drop_draft(by=by, form=paper.draft_key, target_id=paper.pk)
