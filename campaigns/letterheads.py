"""In whose heading a unit's own papers stand: its plan, its báo cáo thành tích."""

from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.selectors.stationery import letterhead_of, profile_of

COMMUNE = "ban_thuong_vu"  # whose place every paper of the commune is dated at


def unit_letterhead(unit: Unit) -> Letterhead:
    """The unit's lines, symbol and signer as the administrator keeps them, in its look or its kind's."""
    profile = profile_of(unit.heading_profile or unit.kind.heading_profile)
    key = f"unit-{unit.pk}"
    return Letterhead(
        key=key,
        name=unit.name,
        profile=profile.key,
        parent_line=unit.parent_line,
        issuer_line=unit.paper_name,
        issuing_body=unit.name,
        code=unit.symbol,
        authority=unit.signing_authority,
        office=unit.signing_office,
        place=letterhead_of(COMMUNE).place,
        register=key,
        filed_at="Lưu: VT" if profile.scheme == "state" else f"Lưu {unit.label}",
    )
