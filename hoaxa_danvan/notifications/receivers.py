"""What units are told when their papers are judged: that there is something to read, never what it says."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.notifications.letters import addresses_of, cause_of, letter_about
from hoaxa_danvan.notifications.services import cancel_mails, notify, queue_mails
from hoaxa_danvan.workflow.acceptances import TOO_LATE
from hoaxa_danvan.workflow.events import acceptance_undone, judged, opinion_given
from hoaxa_danvan.workflow.models import Acceptance, IllegalMove, Referral, Sendable


@receiver(judged, dispatch_uid="notifications.tell_the_unit")
def tell_the_unit(
    sender: Any,
    *,
    target: Sendable,
    verb: str,
    acceptance: Acceptance | None,
    by: Appointment,
    at: datetime,
    **kwargs: Any,
) -> None:
    """One mail to each address of the unit and of those for which the paper counts as well.

    About a tiếp nhận that may still be undone it leaves when that is over, and is never sent if it was.
    """
    cause = cause_of(acceptance) if acceptance else ""
    letter = letter_about(target, verb=verb, by=by, at=at)
    queue_mails(
        key=cause or f"{verb}:{target._meta.label_lower}:{target.pk}:{at.isoformat()}",
        to=addresses_of([target], day=local_day(at))[target.pk],
        subject=letter.subject,
        body=letter.body,
        cause=cause,
        not_before=acceptance.undo_until if acceptance else None,
        at=at,
    )


@receiver(acceptance_undone, dispatch_uid="notifications.call_mails_back")
def call_mails_back(sender: Any, *, acceptance: Acceptance, **kwargs: Any) -> None:
    if not cancel_mails(cause_of(acceptance)):
        raise IllegalMove(TOO_LATE)


@receiver(opinion_given, dispatch_uid="notifications.tell_the_opinion")
def tell_the_opinion(
    sender: Any, *, referral: Referral, by: Appointment, at: datetime, **kwargs: Any
) -> None:
    """To the unit and to whoever asked, in the portal."""
    for unit in {referral.unit, referral.by.unit}:
        notify(
            unit,
            key=f"opinion:{referral.pk}:{unit.pk}",
            text=f"Thường trực Đảng ủy đã cho ý kiến: {referral.title}.",
            link=f"{referral.target.get_absolute_url()}#bao-cao-{referral.pk}",
            at=at,
        )
