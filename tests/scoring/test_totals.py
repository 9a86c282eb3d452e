"""What a sheet comes to: exact, on a scale of 100."""

from decimal import Decimal
from fractions import Fraction

import pytest

from hoaxa_danvan.scoring.models import Gate, GateAnswer, Score, ScoreSheet
from hoaxa_danvan.scoring.selectors import groups, total, two_decimals
from tests.factories import (
    AppointmentFactory,
    CriterionFactory,
    GradeFactory,
    RegisteredModelFactory,
    RubricVersionFactory,
)


def sheet_with(maxima, points, **fields) -> ScoreSheet:
    version = RubricVersionFactory(published=True)
    sheet = ScoreSheet.objects.create(
        target=RegisteredModelFactory(), kind="self", version=version, by=AppointmentFactory(), **fields
    )
    for most, value in zip(maxima, points, strict=True):
        criterion = CriterionFactory(version=version, max_points=most)
        Score.objects.create(sheet=sheet, criterion=criterion, points=value)
    return ScoreSheet.objects.with_marks().get(pk=sheet.pk)


@pytest.mark.parametrize(
    ("maxima", "points", "result"),
    [
        ([60, 40], [45, "30.5"], "75.50"),
        ([30, 30], [20, 20], "66.67"),  # 40 of 60
        ([20, 20], ["16.25", 20], "90.63"),  # 90.625: half up, never to the even digit
        ([], [], "0.00"),
    ],
)
def test_the_total_is_on_a_scale_of_100(db, maxima, points, result):
    assert total(sheet_with(maxima, points)).total == Decimal(result)


def test_bonus_and_penalty_are_points_of_that_scale(db):
    result = total(sheet_with([30, 30], [20, 20], bonus=5, penalty=2))

    assert (result.points, result.out_of, result.is_scaled) == (Decimal(40), Decimal(60), True)
    assert result.total == Decimal("69.67")


def test_a_total_is_never_below_nothing(db):
    assert total(sheet_with([100], [3], penalty=10)).total == Decimal(0)


@pytest.mark.parametrize(("points", "grade"), [("89.99", "Tốt"), ("90", "Tiêu biểu xuất sắc"), ("12", None)])
def test_the_grade_is_the_highest_that_is_reached(db, points, grade):
    sheet = sheet_with([100], [points])
    GradeFactory(version=sheet.version, min_points=80)
    GradeFactory(version=sheet.version, code="xuat_sac", name="Tiêu biểu xuất sắc", min_points=90)

    reached = total(ScoreSheet.objects.with_marks().get(pk=sheet.pk)).grade

    assert (reached and reached.name) == grade


@pytest.mark.parametrize(("answer", "met"), [(True, True), (False, False), (None, False)])
def test_without_its_conditions_a_sheet_has_no_grade(db, answer, met):
    sheet = sheet_with([100], [95])
    GradeFactory(version=sheet.version, min_points=80)
    gate = Gate.objects.create(version=sheet.version, code="G1", name="Còn hoạt động")
    if answer is not None:
        GateAnswer.objects.create(sheet=sheet, gate=gate, is_met=answer)

    result = total(ScoreSheet.objects.with_marks().get(pk=sheet.pk))

    assert (result.gates_met, result.grade is not None) == (met, met)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(85, 1), "85.00"),
        (Fraction(1, 201), "0.00"),
    ],
)
def test_two_decimals_round_half_up_exactly(value, rounded):
    assert str(two_decimals(value)) == rounded


@pytest.mark.parametrize("count", [1, 3])
def test_totals_of_a_list_cost_the_same_however_long(db, count, django_assert_num_queries):
    version = RubricVersionFactory(published=True)
    CriterionFactory.create_batch(2, version=version)
    for entry in RegisteredModelFactory.create_batch(count):
        ScoreSheet.objects.create(target=entry, kind="self", version=version, by=AppointmentFactory())

    with django_assert_num_queries(6):  # sheets; scores, answers, criteria, gates, grades
        sheets = list(ScoreSheet.objects.with_marks())
        assert len({total(sheet).total for sheet in sheets}) == 1
        assert [len(groups(sheet.version, sheet)) for sheet in sheets] == [1] * count
