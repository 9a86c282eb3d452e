"""A paper of the story, from its beginning to its number. The worker draws it when it gets to it."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.services.papers import issue_paper, save_paper, start_paper
from hoaxa_danvan.lib.dates import local_day


def write_and_issue(
    kind: str,
    target: Model,
    told_of: dict[str, Any],
    *,
    writer: Appointment,
    issuer: Appointment,
    at: datetime,
) -> None:
    """Begun, completed where people must write, given the number and the signer of the story."""
    paper = start_paper(kind, target=target, by=writer, at=at)
    if texts := told_of.get("texts"):
        paper = save_paper(paper, version=paper.version, fields={}, texts=texts, by=writer, at=at)
    issue_paper(
        paper,
        version=paper.version,
        number=told_of["number"],
        issued_on=local_day(at),
        signer=told_of["signer"],
        by=issuer,
        at=at,
    )
