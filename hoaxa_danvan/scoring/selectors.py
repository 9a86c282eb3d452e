"""What the marks of a sheet come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.scoring.models import Criterion, Grade, RubricVersion, ScoreSheet, Subject

FULL = 100


@dataclass(frozen=True, slots=True)
class Total:
    """`points` as marked, `out_of` their maxima; `total` on a scale of 100 to two decimals.

    `grade` is None when a condition is not met, or when the rubric has no grades.
    """

    points: Decimal
    out_of: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    gates_met: bool
    grade: Grade | None

    @property
    def is_scaled(self) -> bool:
        return self.out_of != FULL


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with what was marked; `proposed` by the other side, when there is one."""

    criterion: Criterion
    points: Decimal | None
    proposed: Decimal | None
    reason: str

    @property
    def differs(self) -> bool:
        return self.proposed is not None and self.points is not None and self.points != self.proposed


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    name: str
    max_points: Decimal
    lines: tuple[Line, ...]


def total(sheet: ScoreSheet) -> Total:
    """What a sheet comes to. No query when the sheet came from `with_marks()`."""
    criteria = list(sheet.version.criteria.all())
    points = sum((score.points for score in sheet.scores.all()), Decimal(0))
    out_of = sum((criterion.max_points for criterion in criteria), Decimal(0))
    scaled = Fraction(points) * FULL / Fraction(out_of) if out_of else Fraction(0)
    exact = max(scaled + Fraction(sheet.bonus) - Fraction(sheet.penalty), Fraction(0))
    result = two_decimals(exact)
    met = gates_met(sheet)
    return Total(
        points=points,
        out_of=out_of,
        bonus=sheet.bonus,
        penalty=sheet.penalty,
        total=result,
        gates_met=met,
        grade=grade_for(result, sheet.version.grades.all()) if met else None,
    )


def gates_met(sheet: ScoreSheet) -> bool:
    """Every condition of the rubric is answered, and with yes."""
    met = {answer.gate_id for answer in sheet.gate_answers.all() if answer.is_met}
    return all(gate.pk in met for gate in sheet.version.gates.all())


def grade_for(result: Decimal, grades: Iterable[Grade]) -> Grade | None:
    """The highest grade that the total reaches."""
    reached = [grade for grade in grades if grade.min_points <= result]
    return max(reached, key=lambda grade: grade.min_points, default=None)


def two_decimals(value: Fraction) -> Decimal:
    """Half up, decided on the exact fraction: no step through floats or long decimals."""
    cents = value * 100
    whole, rest = divmod(cents.numerator, cents.denominator)
    return (Decimal(whole + (2 * rest >= cents.denominator)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def groups(
    version: RubricVersion, sheet: ScoreSheet | None = None, proposal: ScoreSheet | None = None
) -> list[Group]:
    """The criteria by group, with the marks of a sheet and those proposed beside them."""
    marked = {score.criterion_id: score for score in sheet.scores.all()} if sheet else {}
    proposed = {score.criterion_id: score.points for score in proposal.scores.all()} if proposal else {}

    def line(criterion: Criterion) -> Line:
        score = marked.get(criterion.pk)
        return Line(
            criterion,
            points=score.points if score else None,
            proposed=proposed.get(criterion.pk),
            reason=score.reason if score else "",
        )

    return [
        Group(code, name, sum((c.max_points for c in members), Decimal(0)), tuple(map(line, members)))
        for (code, name), found in groupby(version.criteria.all(), key=lambda c: (c.group_code, c.group_name))
        if (members := list(found))
    ]


def sheet_of(target: models.Model, kind: str, *, by: Appointment | None = None) -> ScoreSheet | None:
    """The sheet of one side on a thing, with its marks; a panel's sheets are told apart by `by`."""
    sheets = ScoreSheet.objects.about(target).filter(kind=kind).with_marks()
    return (sheets.filter(by=by) if by else sheets).first()


def versions_by_year(who: Appointment) -> dict[int, list[RubricVersion]]:
    """What this post may read of the criteria, the newest year first."""
    years: dict[int, list[RubricVersion]] = {}
    for version in RubricVersion.objects.visible_to(who).select_related("rubric"):
        years.setdefault(version.year, []).append(version)
    return years


def guidance_of(year: int) -> list[RubricVersion]:
    """The criteria that hold in a year: of every rubric the newest published version, whole."""
    newest = {
        v.rubric_id: v.pk for v in RubricVersion.objects.published().filter(year=year).order_by("number")
    }
    return list(RubricVersion.objects.filter(pk__in=newest.values()).whole().order_by("rubric__pk"))


def rubric_for(*, subject: str, year: int) -> RubricVersion | None:
    """The newest published criteria of that year for a subject (tập thể, cá nhân, hộ gia đình)."""
    versions = RubricVersion.objects.published().for_year(year)
    return versions.filter(rubric__subject=Subject(subject)).order_by("-number").first()
