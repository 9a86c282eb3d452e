"""What became of what was taken in at one press."""

from dataclasses import dataclass
from datetime import datetime

from hoaxa_danvan.notifications.letters import cause_of
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow.models import Acceptance, AcceptanceBatch


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One paper of the batch with its mails."""

    acceptance: Acceptance
    url: str
    mails: tuple[Mail, ...]
    can_undo: bool


def batch_rows(batch: AcceptanceBatch, *, at: datetime) -> list[BatchRow]:
    """In the order in which they were taken in; two queries and one per kind of paper, however many."""
    rows = list(batch.acceptances.select_related("unit").prefetch_related("target").order_by("pk"))
    mails: dict[str, list[Mail]] = {}
    for mail in Mail.objects.filter(cause__in=[cause_of(row) for row in rows]).order_by("pk"):
        mails.setdefault(mail.cause, []).append(mail)
    return [_row(acceptance, mails.get(cause_of(acceptance), []), at=at) for acceptance in rows]


def _row(acceptance: Acceptance, mails: list[Mail], *, at: datetime) -> BatchRow:
    is_kept = acceptance.undone_at is None and at <= acceptance.undo_until
    all_wait = all(mail.state == Mail.State.QUEUED for mail in mails)
    return BatchRow(acceptance, acceptance.target.get_absolute_url(), tuple(mails), is_kept and all_wait)
