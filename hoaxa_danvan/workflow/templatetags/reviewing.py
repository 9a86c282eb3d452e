"""What the fragments of reviewing look up only where it is shown."""

from collections.abc import Iterable

from django import template

from hoaxa_danvan.workflow.models import CannedRemark, Referral, ReturnNote, ReviewSetting, Sendable
from hoaxa_danvan.workflow.remarks import offered

register = template.Library()


@register.simple_tag
def sentences_for(target: Sendable, field: str) -> list[CannedRemark]:
    """The office's sentences for that field; asked only where its form is open."""
    return offered(target, field=field)


@register.simple_tag
def office_has_two_steps() -> bool:
    return ReviewSetting.now().two_steps


@register.filter
def referral_of(note: ReturnNote, referrals: Iterable[Referral]) -> Referral | None:
    return next((row for row in referrals if row.note_id == note.pk), None)
