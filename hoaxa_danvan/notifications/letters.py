"""The few words of a mail about a judged paper, and whom it reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.accounts.selectors import reach_of
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import Acceptance, Sendable

# verb → what the subject says, what the unit does next
WORDS = {
    "accept": ("Đã tiếp nhận", "Xem bản đã tiếp nhận tại"),
    "return": ("Đề nghị bổ sung", "Xem ý kiến ở từng ô, bổ sung và gửi lại tại"),
    "remark": ("Có ý kiến trao đổi", "Xem ý kiến trao đổi tại"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def letter_about(target: Sendable, *, verb: str, by: Appointment, at: datetime) -> Letter:
    """That there is something to read, never what it says: mail goes through strangers' hands."""
    said, next_step = WORDS[verb]
    units = [target.unit, *target.partners()]
    paragraphs = (
        f"Kính gửi: {', '.join(unit.name for unit in units)}",
        f"{said}: {target}.",
        f"{by.unit.name}, {at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}.",
        f"{next_step}: {settings.PORTAL_URL.rstrip('/')}{target.get_absolute_url()}",
        "Cổng phong trào thi đua “Dân vận khéo” xã Hòa Xá",
    )
    return Letter(f"{said}: {target}"[:300], "\n\n".join(paragraphs))


def addresses_of(targets: Sequence[Sendable], *, day: date) -> dict[int, list[str]]:
    """`{paper id: addresses}` of the unit and of those for which the paper counts as well."""
    units = {target.pk: [target.unit, *target.partners()] for target in targets}
    reach = reach_of({unit.pk: unit for row in units.values() for unit in row}.values(), day=day)
    return {
        pk: list(dict.fromkeys(address for unit in row for address in reach[unit.pk].addresses))
        for pk, row in units.items()
    }


def cause_of(acceptance: Acceptance) -> str:
    return f"acceptance:{acceptance.pk}"
