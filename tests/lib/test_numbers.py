from decimal import Decimal

import pytest

from hoaxa_danvan.lib.numbers import number, parse_number, percent, ratio


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1000, "1.000"),
        (1234567.5, "1.234.567,5"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("1E+3"), "1.000"),
        (-1500, "-1.500"),
    ],
)
def test_figures_are_grouped_by_dots_and_take_a_comma(value, shown):
    assert number(value) == shown


def test_a_fixed_number_of_decimals_rounds_half_up():
    assert [number(Decimal("8.125"), 2), number(7, 2), number(0.05, 1)] == ["8,13", "7,00", "0,1"]


def test_a_ratio_shows_both_counts_and_the_share():
    assert ratio(57, 60) == "57/60 (95,0%)"
    assert ratio(1250, 2000) == "1.250/2.000 (62,5%)"


def test_of_nothing_there_is_no_share():
    assert ratio(0, 0) == "0/0"
    assert percent(0, 0) == "–"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1 234", "1234"),
        ("1.234", "1234"),
        ("-3", "-3"),
        ("0,05", "0.05"),
    ],
)
def test_a_typed_figure_is_read_as_it_is_meant(typed, meant):
    assert parse_number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "1.5", "0.500", "12.34", "1,2,3", "1.2345", "năm", "1e5", "NaN", "١"])
def test_a_doubtful_figure_is_refused_in_words(typed):
    with pytest.raises(ValueError, match=r"Vui lòng viết số theo cách 1\.234,5"):
        parse_number(typed)


@pytest.mark.parametrize("value", [0, 7, 1234, Decimal("1234.5"), Decimal("-0.25")])
def test_what_is_shown_is_read_back_unchanged(value):
    assert parse_number(number(value)) == value
