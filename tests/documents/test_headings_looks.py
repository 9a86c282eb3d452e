"""Measures as people set them: figures within a range and boxes, and nothing else becomes style."""

from decimal import Decimal

import pytest

from hoaxa_danvan.documents.headings import default_letterheads, default_profiles, is_symbol
from hoaxa_danvan.documents.looks import CHOICES, MEASURES, faults_of, figures_of, look_of

PARTY = default_profiles()["party"]


@pytest.mark.parametrize("key", ["party", "state", "mttq", "doan", "organisation"])
def test_every_measure_of_the_profiles_that_ship_can_be_set_by_people(key):
    look = default_profiles()[key].look

    assert look_of(figures_of(look)) == look
    assert faults_of(look) == []


def test_a_landscape_page_is_bound_on_top():
    figures = figures_of(PARTY.look) | {
        "margin-top": Decimal(21),
        "margin-right": Decimal("12.5"),
        "margin-bottom": Decimal(23),
        "margin-left": Decimal(34),
    }

    look = look_of(figures)

    assert look["page-margin"] == "21mm 12.5mm 23mm 34mm"
    assert look["landscape-margin"] == "34mm 21mm 12.5mm 23mm"


def test_both_halves_of_the_heading_are_the_whole_width():
    assert look_of(figures_of(PARTY.look) | {"heading-left": Decimal("44.5")})["heading-right"] == "55.5%"


@pytest.mark.parametrize("name", list(MEASURES))
def test_a_figure_outside_its_range_is_told_by_its_name(name):
    measure = MEASURES[name]

    for figure in (measure.least - 1, measure.most + 1):
        look = look_of(figures_of(PARTY.look) | {name: Decimal(figure)})
        if figure >= 0:
            assert faults_of(look) == [
                f"{measure.label}: từ {measure.least} đến {measure.most} {measure.unit}."
            ]
        else:
            assert faults_of(look)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title-size", "15pt; } body { display: none"),
        ("title-size", "calc(15pt)"),
        ("title-size", "15px"),
        ("title-size", "15pt\n"),
        ("page-margin", "20mm 15mm 20mm"),
        ("page-margin", "20mm 15mm 20mm 30mm url(file:///etc/passwd)"),
        ("landscape-margin", "0 0 0 0; content: 'x'"),
        ("heading-right", "53%;"),
        ("office-weight", "bold; color: red"),
        ("office-weight", "900"),
        ("recipients-label-decoration", "url(x)"),
    ],
)
def test_nothing_but_figures_and_known_words_becomes_style(name, value):
    assert faults_of({**PARTY.look, name: value})


def test_no_measure_may_be_missing_and_none_added():
    without = {name: value for name, value in PARTY.look.items() if name != "title-size"}

    assert faults_of(without)
    assert faults_of({**PARTY.look, "position": "fixed"})


def test_labels_tell_the_measures_apart():
    labels = [each.label for each in (*MEASURES.values(), *CHOICES.values())]

    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    "pattern", ["-{kind}/{body}", "/{kind}-{body}", "/{body}-{kind}", " - {kind}.{body}"]
)
def test_kind_and_body_make_a_symbol(pattern):
    assert is_symbol(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "-KH/ĐU",
        "-{kind}",
        "-{kind}/{kind}",
        "-{kind}/{body.__class__}",
        "{kind}{body}{",
        "{kind}<b>{body}",
    ],
)
def test_nothing_else_does(pattern):
    assert not is_symbol(pattern)


def test_a_symbol_is_read_back():
    state = default_profiles()["state"]

    assert PARTY.parts_of("-KH/ĐU") == ("KH", "ĐU")
    assert state.parts_of("/KH-MTTQ-BTT") == ("KH", "MTTQ-BTT")
    assert PARTY.parts_of("/KH-UBND") is None


def test_what_the_clerk_has_yet_to_say_is_marked():
    assert default_letterheads()["ban_xay_dung_dang"].is_uncertain
    assert not default_letterheads()["ubnd"].is_uncertain


def test_bodies_of_one_code_share_a_register():
    letterheads = default_letterheads()

    assert letterheads["dang_uy"].issuer == letterheads["ban_thuong_vu"].issuer == "ĐU"
