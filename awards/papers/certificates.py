"""Giấy khen of one decision: a sheet for each of its awards."""

from awards.models import Award, AwardDecision, Track
from awards.papers.words import cite, reason_of
from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.paper import Certificate, Certificates, Signature
from hoaxa_danvan.documents.selectors.stationery import letterhead_of
from hoaxa_danvan.scoring.models import Subject

LETTERHEAD = "ban_thuong_vu"
# What a sheet is called and what the body does, by how the form of award begins.
SORTS = {"Giấy chứng nhận": ("GIẤY CHỨNG NHẬN", "CHỨNG NHẬN")}
USUAL = ("GIẤY KHEN", "TẶNG")


def certificates_of(decision: AwardDecision, *, first_in_book: int | None = None) -> list[Certificates]:
    """One batch for each sort of sheet. They are entered in the book one after the other."""
    awards = list(decision.awards.for_list())
    places = {award.pk: place for place, award in enumerate(awards, start=first_in_book or 0)}
    batches: dict[tuple[str, str], list[Certificate]] = {}
    for award in awards:
        book = f"Vào sổ số {places[award.pk]}" if first_in_book else ""
        batches.setdefault(sort_of(award), []).append(sheet_of(award, place_in_book=book))
    return [batch(decision, sort, tuple(sheets)) for sort, sheets in batches.items()]


def sort_of(award: Award) -> tuple[str, str]:
    name = award.title.name
    return next((sort for begins, sort in SORTS.items() if name.startswith(begins)), USUAL)


def sheet_of(award: Award, *, place_in_book: str) -> Certificate:
    nomination = award.nomination
    is_collective = nomination.subject == Subject.COLLECTIVE
    unit = nomination.unit.name
    return Certificate(
        recipient=nomination.recipient,
        reason=reason_of(nomination),
        lines_below=() if is_collective or unit == nomination.recipient else (unit,),
        place_in_book=place_in_book,
    )


def batch(decision: AwardDecision, sort: tuple[str, str], sheets: tuple[Certificate, ...]) -> Certificates:
    letterhead: Letterhead = letterhead_of(LETTERHEAD)
    kind, action = sort
    # An office may have been typed as it stands on paper: “T/M BAN THƯỜNG VỤ, PHÓ BÍ THƯ”.
    authority, _, office = decision.signer_office.upper().rpartition(",")
    return Certificates(
        profile=letterhead.profile,
        issuer_line=letterhead.issuer_line,
        kind=kind,
        action=action,
        decision=cite("Quyết định", decision.number, decision.issued_on),
        sheets=sheets,
        signature=Signature(
            office=office.strip(), name=decision.signer, authority=authority.strip() or letterhead.authority
        ),
        place=letterhead.place,
        date=decision.issued_on,
        year=decision.issued_on.year,
        number=decision.number,
    )


def has_certificates(decision: AwardDecision) -> bool:
    """The Chairman's giấy khen are printed by the People's Committee."""
    return decision.track == Track.PARTY
