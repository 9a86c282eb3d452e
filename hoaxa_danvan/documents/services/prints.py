"""Papers that nobody writes: certificates, a model's sheet and other prints of what stands on record."""

from datetime import datetime

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Printable
from hoaxa_danvan.documents.services.documents import key_of, order_document
from hoaxa_danvan.documents.services.papers import DRAW


def order_print(
    name: str,
    *,
    kind: str,
    title: str,
    target: models.Model,
    paper: Printable,
    is_issued: bool = False,
    by: Appointment,
    at: datetime,
) -> Document:
    """Ask for the files of `paper`; as long as it says the same, it is the same document.

    `name` tells the prints of one target apart. Whether `by` may have it is asked before.
    """
    return order_document(
        kind=kind,
        title=title[:500],
        target=target,
        paper=paper,
        key=key_of(f"{DRAW}:{name}:{target.pk}", paper),
        job_kind=DRAW,
        is_issued=is_issued,
        by=by,
        at=at,
    )
