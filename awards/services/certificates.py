"""Giấy khen in batch, of a decision that has been entered."""

from datetime import datetime

from django.db import transaction

from awards.models import AwardDecision
from awards.papers.certificates import certificates_of, has_certificates
from awards.services.locks import lock_round, require
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.services.prints import order_print
from hoaxa_danvan.workflow.models import IllegalMove


@transaction.atomic
def order_certificates(
    decision: AwardDecision, *, first_in_book: int | None, by: Appointment, at: datetime
) -> list[Document]:
    """A sheet for every award; as long as they say the same, they are the same documents."""
    award_round = lock_round(decision.round_id)
    require(by, "awards.print_awarddecision", decision)
    if not has_certificates(decision):
        raise IllegalMove("Giấy khen của Chủ tịch UBND xã do Ủy ban nhân dân in.")
    return [
        order_print(
            "certificates",
            kind=Document.Kind.CERTIFICATES,
            title=f"{batch.kind.capitalize()} theo {decision}, {award_round.name}",
            target=decision,
            paper=batch,
            is_issued=True,
            by=by,
            at=at,
        )
        for batch in certificates_of(decision, first_in_book=first_in_book)
    ]
