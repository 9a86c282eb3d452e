"""Giấy chứng nhận for what a decision has recognised: one sheet each, as the decision names it."""

from hoaxa_danvan.documents.paper import Certificate, Certificates, Signature
from hoaxa_danvan.documents.selectors.stationery import letterhead_of
from models_registry.models import Recognition, RecognitionDecision

LETTERHEAD = "ban_thuong_vu"


def certificates_of(decision: RecognitionDecision) -> Certificates:
    letterhead = letterhead_of(LETTERHEAD)
    authority, _, office = decision.signer_office.rpartition(",")
    return Certificates(
        profile=letterhead.profile,
        issuer_line=letterhead.issuer_line,
        kind="GIẤY CHỨNG NHẬN",
        action="CÔNG NHẬN",
        decision=f"{decision} của {letterhead.issuing_body}",
        number=decision.number,
        sheets=tuple(sheet_of(row) for row in decision.recognitions.for_showcase()),
        signature=Signature(
            authority=authority.strip().upper(), office=office.strip().upper(), name=decision.signer
        ),
        place=letterhead.place,
        date=decision.issued_on,
    )


def sheet_of(row: Recognition) -> Certificate:
    kind = row.entry.get_kind_display().lower()
    best = " tiêu biểu" if row.is_outstanding else ""
    return Certificate(
        recipient=row.name,
        lines_below=(row.entry.unit.name,),
        reason=f"là {kind} “Dân vận khéo”{best} năm {row.campaign_year.year}",
    )
