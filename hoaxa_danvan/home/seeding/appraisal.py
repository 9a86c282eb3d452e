"""Appraisal and recognition: own points, the reviewer's, proposals, and the decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from hoaxa_danvan.home.seeding.agenda import Story
from hoaxa_danvan.home.seeding.entries import show
from hoaxa_danvan.home.seeding.papers import write_and_issue
from hoaxa_danvan.home.seeding.registrations import Registration, registrations, wording
from hoaxa_danvan.home.seeding.world import World, pick, told
from hoaxa_danvan.scoring.models import RubricVersion
from models_registry.models import Assessment, RegisteredModel, YearlyEntry
from models_registry.selectors.appraisal import reached_grades, review_sheet, rubric_of
from models_registry.services.appraisal import (
    decline_recognition,
    propose_recognition,
    save_assessment,
    save_review,
    start_assessment,
    submit_assessment,
)
from models_registry.services.decisions import choose_for_decision
from models_registry.services.lists import set_standing

QUARTER = Decimal("0.25")
NEVER_SENT = 5  # the last of the list: begun at most
WAITING = (20, 50)  # sent, and not yet looked at
LEFT_OUT = 2  # proposed last, and not in the decision


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the most points: what the unit gives itself, and what a doubted criterion loses."""

    own: Decimal
    loss: Decimal
    every: int


OUTSTANDING = Quality(Decimal("0.98"), Decimal("0.12"), 5)
GOOD = Quality(Decimal("0.92"), Decimal("0.20"), 5)
WEAK = Quality(Decimal("0.82"), Decimal("0.40"), 2)


def quality_of(turn: int) -> Quality:
    if turn % 7 == 3:
        return WEAK
    return OUTSTANDING if turn % 3 == 0 else GOOD


def appraisal_stories(world: World) -> Iterator[Story]:
    texts, themes = told("scoring"), told("entries")
    yield standings_story(world, texts)
    rows = active_entries(world, themes, texts)
    for turn, (row, entry) in enumerate(rows):
        yield assessment_story(world, texts, themes, row, entry, turn, of=len(rows))
    yield decision_story(world, texts)


def active_entries(
    world: World, themes: dict[str, Any], texts: dict[str, Any]
) -> list[tuple[Registration, RegisteredModel]]:
    """What the list carries all year, with the row of the story that it came from."""
    stopped = {(unit, name) for unit, name, *_ in texts["standings"]}
    listed = YearlyEntry.objects.of_year(world.year.year).select_related("entry__unit__kind")
    found = {(row.entry.unit.code, row.entry.name, row.entry.sector.code): row.entry for row in listed}
    rows = [(row, found.get((row.unit, row.name, row.sector))) for row in registrations(themes)]
    return [(row, entry) for row, entry in rows if entry and (row.unit, row.name) not in stopped]


def standings_story(world: World, texts: dict[str, Any]) -> Story:
    at = yield world.days.at(8, 14, 9)
    for unit, name, standing, reason in texts["standings"]:
        rows = YearlyEntry.objects.of_year(world.year.year).filter(entry__unit__code=unit, entry__name=name)
        for row in rows:
            set_standing(row, standing=standing, reason=reason, by=world.cast.reviewer, at=at)


def assessment_story(
    world: World,
    texts: dict[str, Any],
    themes: dict[str, Any],
    row: Registration,
    entry: RegisteredModel,
    turn: int,
    *,
    of: int,
) -> Story:
    days, officer = world.days, world.cast.officer(entry.unit)
    sent = of - NEVER_SENT
    if turn >= sent + 2:
        return
    at = yield days.at(9, 3 + turn % 12, 8 + turn % 8, turn % 60)
    assessment = start_assessment(entry, campaign_year=world.year, by=officer, at=at)
    if turn >= sent:
        return
    at = yield days.at(9, 17 + turn % 10, 8 + turn % 8, turn % 60)
    assessment = fill_in(world, texts, themes, row, assessment, turn, at=at)
    if turn % 6 == 0 and row.place % 10:
        show(world, themes, row, entry, caption=wording(world, themes, row)["updates"][0], at=at)
    submit_assessment(assessment, version=assessment.version, by=officer, at=at)
    if turn not in WAITING:
        at = yield days.at(10, 5 + turn % 9, 8 + turn % 8, turn % 60)
        appraise(world, texts, assessment, turn, at=at)


def fill_in(
    world: World,
    texts: dict[str, Any],
    themes: dict[str, Any],
    row: Registration,
    assessment: Assessment,
    turn: int,
    *,
    at: datetime,
) -> Assessment:
    words = wording(world, themes, row)
    rubric = criteria_of(assessment)
    quality = quality_of(turn)
    points = {line.pk: quarter(line.max_points * quality.own) for line in rubric.criteria.all()}
    return save_assessment(
        assessment,
        version=assessment.version,
        dossier={name: words[name] for name in assessment.entry.dossier_fields},
        marks=marks(rubric, points),
        by=world.cast.officer(assessment.unit),
        at=at,
    )


def appraise(world: World, texts: dict[str, Any], assessment: Assessment, turn: int, *, at: datetime) -> None:
    """The reviewer's points, changed with reasons; then proposed or not."""
    by, quality = world.cast.judge(assessment.unit), quality_of(turn)
    criteria = criteria_of(assessment)
    points, reasons = {}, {}
    for place, line in enumerate(criteria.criteria.all()):
        points[line.pk] = quarter(line.max_points * quality.own)
        if (place + turn) % quality.every == 0:
            points[line.pk] -= quarter(line.max_points * quality.loss)
            reasons[line.pk] = pick(texts["changes"], place + turn)
    is_weak = quality is WEAK
    comment = texts["comments"]["declined" if is_weak else "proposed"]
    sheet = marks(criteria, points, reasons=reasons, comment=comment)
    save_review(assessment, marks=sheet, by=by, at=at)
    if is_weak:
        decline_recognition(assessment, reason=texts["reasons"]["declined"], by=by, at=at)
        return
    written = review_sheet(assessment)
    grades = reached_grades(written) if written else []
    reason = texts["reasons"]["outstanding" if quality is OUTSTANDING else "good"]
    propose_recognition(assessment, grade=grades[0].name, reason=reason, by=by, at=at)


def criteria_of(assessment: Assessment) -> RubricVersion:
    found = rubric_of(assessment)
    assert found is not None  # noqa: S101 – the year was opened with its criteria
    return RubricVersion.objects.whole().get(pk=found.pk)


def quarter(points: Decimal) -> Decimal:
    return (points / QUARTER).to_integral_value() * QUARTER


def marks(
    rubric: RubricVersion,
    points: dict[int, Decimal],
    *,
    reasons: dict[int, str] | None = None,
    comment: str = "",
    revision: int = 0,
) -> dict[str, Any]:
    """A whole sheet, as the form would give it."""
    return {
        "points": points,
        "reasons": reasons or {},
        "gates": {gate.pk: True for gate in rubric.gates.all()},
        "bonus": Decimal(0),
        "penalty": Decimal(0),
        "comment": comment,
        "revision": revision,
    }


def decision_story(world: World, texts: dict[str, Any]) -> Story:
    """Whom it names is chosen, the decision is written, and recorded as the clerk issues it."""
    at = yield world.days.at(10, 16, 9)
    proposed = Assessment.objects.filter(campaign_year=world.year).to_be_recognised().order_by("pk")
    by_reason = dict(proposed.values_list("pk", "reason"))
    chosen = list(by_reason)[:-LEFT_OUT]
    best = [key for key in chosen if by_reason[key] == texts["reasons"]["outstanding"]]
    writer, issuer = world.cast.reviewer, world.cast.clerk
    choose_for_decision(world.year, recognised=chosen, outstanding=best, by=writer, at=at)
    at = yield world.days.at(10, 19, 14)
    write_and_issue("recognition", world.year, texts["decision"], writer=writer, issuer=issuer, at=at)
