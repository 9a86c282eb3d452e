"""The panel's marks: what one member has before them, and the order that all marks make.

Nobody learns anything of another's marks before having given all of their own: ask `may_see_marks`
before showing any of it to anyone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.contrib.contenttypes.models import ContentType

from awards.models import AwardRound, Nomination
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, REVIEW_ROLES, Appointment, Role
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.scoring.models import ScoreSheet, ScoreSheetQuerySet
from hoaxa_danvan.scoring.selectors import Total, total, two_decimals

ENOUGH = 2  # marks below which there is no mean


@dataclass(frozen=True, slots=True)
class Task:
    """One dossier on a member's desk; `sheet` is this member's own."""

    nomination: Nomination
    sheet: ScoreSheet | None
    is_of_own_unit: bool

    @property
    def is_given(self) -> bool:
        return self.sheet is not None and self.sheet.given_at is not None

    @property
    def is_open(self) -> bool:
        return not self.is_of_own_unit and not self.is_given


def desk(award_round: AwardRound, member: Appointment) -> list[Task]:
    """Every dossier of the round with what this member, and nobody else, has marked."""
    nominations = list(award_round.nominations.accepted().for_list())
    sheets = sheets_of(nominations).filter(by=member)
    own = {sheet.target_id: sheet for sheet in sheets}
    return [
        Task(nomination, own.get(nomination.pk), nomination.unit_id in member.person_unit_ids)
        for nomination in nominations
    ]


def sheets_of(nominations: Iterable[Nomination]) -> ScoreSheetQuerySet:
    kind = ContentType.objects.get_for_model(Nomination)
    return ScoreSheet.objects.panel().filter(target_type=kind, target_id__in=[n.pk for n in nominations])


def seats_of(award_round: AwardRound, who: Appointment) -> list[Appointment]:
    """The panel's seats that this person holds, by whatever post they act in now."""
    return list(award_round.panel.filter(person=who.person_id))


def has_given_all(award_round: AwardRound, member: Appointment) -> bool:
    return not any(task.is_open for task in desk(award_round, member))


def may_see_marks(award_round: AwardRound, who: Appointment) -> bool:
    """Whether others' marks, and how many there are, may be shown to this post now.

    A member of the panel has to have given all of their own; the reviewing unit and the council see
    them when appraisal is over, so that no other post of a member is a way round.
    """
    if award_round.panel.filter(pk=who.pk).exists():
        return award_round.has_reached(AwardRound.Status.APPRAISAL) and has_given_all(award_round, who)
    is_over = award_round.has_reached(AwardRound.Status.COUNCIL)
    return is_over and who.role in REVIEW_ROLES | COUNCIL_ROLES


def may_see_marks_of(nomination: Nomination, who: Appointment) -> bool:
    """As `may_see_marks`; a member of the panel learns nothing of their own unit's dossier."""
    if who.role == Role.PANEL_MEMBER and nomination.unit_id in who.person_unit_ids:
        return False
    is_marked = nomination.status == Nomination.Status.ACCEPTED
    return is_marked and may_see_marks(nomination.round, who)


def may_see_progress(award_round: AwardRound, who: Appointment) -> bool:
    """The reviewing unit, unless the person still has sheets of their own to give."""
    seats = seats_of(award_round, who)
    return who.role in REVIEW_ROLES and all(has_given_all(award_round, seat) for seat in seats)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one member is; shown to the reviewing unit, who decides when appraisal ends."""

    member: Appointment
    given: int
    wanted: int


def progress(award_round: AwardRound) -> list[Progress]:
    """Given sheets per member, of those the member may mark."""
    desks = [(member, desk(award_round, member)) for member in award_round.panel.with_unit().order_by("pk")]
    return [
        Progress(
            member,
            given=sum(task.is_given for task in tasks),
            wanted=sum(not task.is_of_own_unit for task in tasks),
        )
        for member, tasks in desks
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    sheet: ScoreSheet
    total: Total

    @property
    def words(self) -> str:
        return number(self.total.total, decimals=2)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A dossier with its given marks. `mean` and `place` are None with fewer than two."""

    nomination: Nomination
    marks: tuple[Mark, ...]
    mean: Decimal | None
    place: int | None

    @property
    def sum(self) -> Decimal:
        return sum((mark.total.total for mark in self.marks), Decimal(0))

    @property
    def mean_words(self) -> str:
        return "" if self.mean is None else number(self.mean, decimals=2)

    @property
    def working(self) -> str:
        """“(80,01 + 80,02) : 2 = 160,03 : 2 = 80,02”, for whoever does the sum again by hand."""
        terms = " + ".join(mark.words for mark in self.marks)
        count = len(self.marks)
        return f"({terms}) : {count} = {number(self.sum, decimals=2)} : {count} = {self.mean_words}"


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """Dossiers marked by the same criteria: only these can be compared."""

    subject: str
    label: str
    dossiers: tuple[Ranked, ...]

    @property
    def short(self) -> int:
        return sum(ranked.mean is None for ranked in self.dossiers)


def ranking(award_round: AwardRound) -> list[RankedGroup]:
    """The order by appraisal marks, per kind of recipient; the same queries however many dossiers."""
    nominations = list(award_round.nominations.accepted().for_list())
    marks: dict[int, list[Mark]] = {}
    for sheet in sheets_of(nominations).given().with_marks().order_by("pk"):
        marks.setdefault(sheet.target_id, []).append(Mark(sheet, total(sheet)))
    groups: dict[str, list[tuple[Nomination, list[Mark]]]] = {}
    for nomination in nominations:
        groups.setdefault(nomination.subject, []).append((nomination, marks.get(nomination.pk, [])))
    return [
        RankedGroup(subject, rows[0][0].get_subject_display(), placed(rows))
        for subject, rows in sorted(groups.items(), reverse=True)
    ]


def placed(rows: list[tuple[Nomination, list[Mark]]]) -> tuple[Ranked, ...]:
    """Highest mean first; equal means share a place and the next one is left out: 1, 2, 2, 4."""
    means = [mean_of(marks) for _, marks in rows]
    found = [
        Ranked(
            nomination,
            tuple(marks),
            mean,
            place=None if mean is None else 1 + sum(other > mean for other in means if other is not None),
        )
        for (nomination, marks), mean in zip(rows, means, strict=True)
    ]
    return tuple(sorted(found, key=lambda ranked: (ranked.place is None, ranked.place or 0)))


def mean_of(marks: list[Mark]) -> Decimal | None:
    """Of the totals as they stand on the sheets, so that anyone can do the sum again by hand."""
    if len(marks) < ENOUGH:
        return None
    return two_decimals(sum((Fraction(mark.total.total) for mark in marks), Fraction(0)) / len(marks))


def place_of(nomination: Nomination) -> Ranked:
    """One dossier of the ranking, with the place that it has among all."""
    everyone = (ranked for group in ranking(nomination.round) for ranked in group.dossiers)
    return next(ranked for ranked in everyone if ranked.nomination.pk == nomination.pk)
