"""The sheet as a form: what it asks, what it says, what it hands to the service."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from hoaxa_danvan.scoring.forms import ScoreSheetForm


def filled(version, **changes) -> dict[str, str]:
    key, gate = version.criteria.get().pk, version.gates.get().pk
    data = {
        f"points_{key}": "45,5",
        f"reason_{key}": "",
        f"gate_{gate}": "yes",
        "version": "0",
        "comment": "",
    }
    names = {"points": f"points_{key}", "reason": f"reason_{key}", "gate": f"gate_{gate}"}
    return data | {names.get(name, name): value for name, value in changes.items()}


def test_what_is_typed_becomes_the_marks(version):
    form = ScoreSheetForm(filled(version, reason="Biên bản", bonus="2", comment="Tốt"), version=version)

    assert form.is_valid()
    key = version.criteria.get().pk
    assert form.marks() == {
        "points": {key: Decimal("45.5")},
        "reasons": {key: "Biên bản"},
        "gates": {version.gates.get().pk: True},
        "bonus": Decimal(2),
        "penalty": Decimal(0),
        "comment": "Tốt",
        "revision": 0,
    }


def test_an_empty_field_is_not_nothing_points(version):
    form = ScoreSheetForm(filled(version, points="", gate=""), version=version)

    assert form.is_valid()
    assert form.marks()["points"] == {version.criteria.get().pk: None}
    assert form.marks()["gates"] == {}


def test_a_difference_from_the_proposal_asks_for_its_reason(version, proposal):
    form = ScoreSheetForm(filled(version), version=version, proposal=proposal)

    assert not form.is_valid()
    assert form.errors == {
        f"reason_{version.criteria.get().pk}": ["Điểm khác với đề xuất 45, cần ghi lý do."]
    }


@pytest.mark.parametrize("points", ["61", "-1"])
def test_too_many_points_are_refused_beside_the_field(version, points):
    form = ScoreSheetForm(filled(version, points=points), version=version)

    assert not form.is_valid()
    assert list(form.errors) == [f"points_{version.criteria.get().pk}"]


def test_the_form_says_what_the_criteria_say_and_escapes_it(version, proposal):
    page = render_to_string(
        "scoring/_sheet_form.html", {"form": ScoreSheetForm(version=version, proposal=proposal)}
    )

    assert "A1. Đăng ký đúng hạn" in page
    assert "Tối đa 60 điểm. Đề xuất: 45. Minh chứng: &lt;b&gt;ảnh&lt;/b&gt;." in page
    assert "Bản mẫu, chưa phải quyết định của xã" in page


def test_the_commune_s_own_criteria_are_no_sample(version):
    version.is_sample = False

    page = render_to_string("scoring/_sheet_form.html", {"form": ScoreSheetForm(version=version)})

    assert "Bản mẫu" not in page
