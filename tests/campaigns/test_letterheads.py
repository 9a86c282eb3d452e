"""A unit's letterhead: its own look before its kind's, its own register of numbers."""

from datetime import date, datetime

import pytest

from campaigns.letterheads import unit_letterhead
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.services.numbers import take_number
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import IllegalMove
from tests.factories import UnitFactory, UnitKindFactory

AT = datetime(2026, 3, 20, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def party_cell(db):
    kind = UnitKindFactory(code="cap_uy", heading_profile="party")
    return UnitFactory(
        name="Chi bộ Thôn Mẫu 1",
        kind=kind,
        parent_line="ĐẢNG BỘ XÃ HÒA XÁ",
        symbol="CB",
        signing_authority="T/M CHI BỘ",
        signing_office="BÍ THƯ",
    )


def test_it_says_what_the_administrator_keeps_of_the_unit(party_cell):
    letterhead = unit_letterhead(party_cell)

    assert (letterhead.profile, letterhead.parent_line, letterhead.issuer_line) == (
        "party",
        "ĐẢNG BỘ XÃ HÒA XÁ",
        "CHI BỘ THÔN MẪU 1",
    )
    assert (letterhead.code, letterhead.authority, letterhead.office) == ("CB", "T/M CHI BỘ", "BÍ THƯ")
    assert (letterhead.place, letterhead.filed_at) == ("Hòa Xá", "Lưu Chi bộ Thôn Mẫu 1")


def test_a_look_of_its_own_goes_before_its_kinds(party_cell):
    party_cell.heading_profile = "doan"

    assert unit_letterhead(party_cell).profile == "doan"


def test_state_bodies_file_with_their_clerk(party_cell):
    party_cell.heading_profile = "state"

    assert unit_letterhead(party_cell).filed_at == "Lưu: VT"


def test_two_units_of_one_symbol_count_apart(party_cell):
    """Every chi bộ is “CB”, and each has its own first plan."""
    other = UnitFactory(name="Chi bộ Thôn Mẫu 2", kind=party_cell.kind, symbol="CB")
    first, second = UnitFactory(), UnitFactory()

    def number(unit, target):
        letterhead = unit_letterhead(unit)
        return take_number(
            letterhead=letterhead,
            profile=profile_of(letterhead.profile),
            sign="BC",
            typed="1",
            title="Báo cáo thành tích",
            on=date(2026, 3, 20),
            target=target,
            by=None,
            at=AT,
        ).text

    assert [number(party_cell, first), number(other, first)] == ["01-BC/CB", "01-BC/CB"]
    with pytest.raises(IllegalMove, match="đã dùng"):
        number(party_cell, second)
