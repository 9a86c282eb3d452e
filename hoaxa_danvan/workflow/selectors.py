"""What the pages of reviewing show."""

from dataclasses import dataclass

from django.apps import apps

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models import CannedRemark, Proposal, Referral, Sendable
from hoaxa_danvan.workflow.office import standing_proposals
from hoaxa_danvan.workflow.remarks import form_of


def papers() -> list[type[Sendable]]:
    """The kinds of paper that units send and the office remarks upon."""
    return [model for model in apps.get_models() if issubclass(model, Sendable) and model.REMARKED]


def forms_of_papers() -> list[tuple[str, str]]:
    """(code, words) of each kind of paper."""
    return [(form_of(model), _capital(str(model._meta.verbose_name))) for model in papers()]


def fields_of_papers() -> dict[str, str]:
    """part of a field's path → words, of all kinds of paper."""
    return {part: words for model in papers() for part, words in model.REMARKED.items()}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the office with the words for where it is used."""

    remark: CannedRemark
    form: str
    field: str


def remarks_of_office() -> list[Sentence]:
    """Every sentence, those in use first, by kind of paper and place."""
    forms, fields = dict(forms_of_papers()), fields_of_papers()
    rows = CannedRemark.objects.order_by("is_retired", "form", "field", "order", "pk")
    return [
        Sentence(row, forms.get(row.form, "Mọi loại văn bản"), fields.get(row.field, "Mọi ô")) for row in rows
    ]


def proposals_before(who: Appointment) -> list[Proposal]:
    """What waits for the Trưởng ban (for a chuyên viên: what he has sent back), without their own units'."""
    state = Proposal.State.OPEN if decides(who) else Proposal.State.SENT_BACK
    found = Proposal.objects.filter(state=state).exclude(unit__in=who.person_unit_ids)
    return standing_proposals(found)


def decides(who: Appointment) -> bool:
    return who.may("workflow.approve_proposal")


def referrals_before(who: Appointment) -> list[Referral]:
    """What the Thường trực is asked and this post may answer, the longest waiting first."""
    open_ones = (
        Referral.objects.open().exclude(unit__in=who.person_unit_ids).select_related("unit", "by__unit")
    )
    return [row for row in open_ones if who.may("workflow.give_opinion", row)]
