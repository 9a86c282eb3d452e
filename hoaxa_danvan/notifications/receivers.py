"""What units are told when their papers are judged: that there is something to read, never what it says."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.accounts.selectors import reach_of
from hoaxa_danvan.lib.dates import LOCAL, local_day
from hoaxa_danvan.notifications.services import cancel_mails, notify, queue_mails
from hoaxa_danvan.workflow.acceptances import TOO_LATE
from hoaxa_danvan.workflow.events import acceptance_undone, judged, opinion_given
from hoaxa_danvan.workflow.models import Acceptance, IllegalMove, Referral, Sendable

# verb → what the subject says, what the unit does next
WORDS = {
    "accept": ("Đã tiếp nhận", "Xem bản đã tiếp nhận tại"),
    "return": ("Đề nghị bổ sung", "Xem ý kiến ở từng ô, bổ sung và gửi lại tại"),
    "remark": ("Có ý kiến trao đổi", "Xem ý kiến trao đổi tại"),
}


def cause_of(acceptance: Acceptance) -> str:
    return f"acceptance:{acceptance.pk}"


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
    units = [target.unit, *target.partners()]
    reach = reach_of(units, day=local_day(at))
    said, next_step = WORDS[verb]
    cause = cause_of(acceptance) if acceptance else ""
    queue_mails(
        key=cause or f"{verb}:{target._meta.label_lower}:{target.pk}:{at.isoformat()}",
        to=[address for unit in units for address in reach[unit.pk].addresses],
        subject=f"{said}: {target}"[:300],
        body="\n\n".join(
            (
                f"Kính gửi: {', '.join(unit.name for unit in units)}",
                f"{said}: {target}. Đơn vị xem: {by.unit.name}; lúc {at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}.",
                f"{next_step}: {settings.PORTAL_URL.rstrip('/')}{target.get_absolute_url()}",
                "Cổng phong trào thi đua “Dân vận khéo” xã Hòa Xá",
            )
        ),
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
