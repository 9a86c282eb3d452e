"""Reports of the units, the figures frozen, and the commune's own report up to its issue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.home.seeding.agenda import Story
from hoaxa_danvan.home.seeding.world import World, pick, told
from hoaxa_danvan.jobs import services as jobs
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import ReturnNote
from hoaxa_danvan.workflow.services import answer_note, pin_note
from reports.models import AggregateReport, ReportFigure, ReportPeriod, UnitReport
from reports.selectors.aggregates import newest_draft, open_sections
from reports.services.aggregates import issue_report, order_draft, present_report, save_sections, send_report
from reports.services.periods import change_days, freeze_period
from reports.services.unit_reports import (
    FigureContent,
    ReportContent,
    accept_report,
    return_report,
    save_report,
    start_report,
    submit_report,
)

Kind = ReportPeriod.Kind
Review = UnitReport.Review


@dataclass(frozen=True, slots=True)
class Term:
    """The usual days (month, day) of one kind of period."""

    kind: str
    begun: tuple[int, int]
    sent: tuple[int, int]
    late: tuple[int, int]
    taken_in: tuple[int, int]
    frozen: tuple[int, int]


INTERIM = Term(Kind.INTERIM, (6, 2), (6, 8), (6, 18), (6, 20), (6, 26))
FINAL = Term(Kind.FINAL, (11, 16), (11, 20), (12, 2), (12, 3), (12, 8))


def report_stories(world: World, term: Term) -> Iterator[Story]:
    """Begun, sent, completed, taken in; then the figures are frozen."""
    period, texts = period_of(world, term.kind), told("reports")
    course = texts[term.kind]
    yield fitting_story(world, term, period)
    for place, (code, unit) in enumerate(world.units.items()):
        begun = UnitReport.objects.filter(unit=unit, period=period).exists()
        if code not in course["missing"] and not begun:
            yield report_story(world, texts, term, period, unit, place)
    yield freezing_story(world, term, period)


def period_of(world: World, kind: str) -> ReportPeriod:
    periods = ReportPeriod.objects.select_related("window__campaign_year")
    return periods.get(window__campaign_year=world.year, kind=kind)


def fitting_story(world: World, term: Term, period: ReportPeriod) -> Story:
    """The days that are counted end with the window, wherever that has been moved."""
    at = yield world.days.at(*term.begun, 8)
    last_day = local_day(period.window.due_at)
    if not period.is_frozen and period.last_day != last_day:
        by = world.cast.head_reviewer
        change_days(period, first_day=period.first_day, last_day=last_day, by=by, at=at)


def freezing_story(world: World, term: Term, period: ReportPeriod) -> Story:
    at = yield world.days.at(*term.frozen, 9)
    if not ReportPeriod.objects.get(pk=period.pk).is_frozen:
        freeze_period(period, by=world.cast.head_reviewer, at=at)


def report_story(
    world: World, texts: dict[str, Any], term: Term, period: ReportPeriod, unit: Unit, place: int
) -> Story:
    days, officer, course = world.days, world.cast.officer(unit), texts[term.kind]
    at = yield days.at(term.begun[0], term.begun[1] + place % 4, 8 + place % 8, place)
    report = start_report(period, by=officer, at=at)
    is_late, is_returned = unit.code in course["late"], unit.code in course["returned"]
    month, day = term.late if is_late else term.sent
    at = yield days.at(month, day + (0 if is_returned else place % 6), 8 + place % 8, place % 57)
    content = report_content(world, texts, term, report, place)
    report = save_report(report, version=report.version, content=content, by=officer, at=at)
    submit_report(report, version=report.version, by=officer, at=at)
    if is_returned:
        yield from complete(world, texts, term, report, content, place)
    if unit.code not in course["waiting"]:
        at = yield days.at(*term.taken_in, 8 + place % 8, place)
        report = UnitReport.objects.get(pk=report.pk)
        accept_report(report, version=report.version, by=world.cast.judge(unit), at=at)


def complete(
    world: World, texts: dict[str, Any], term: Term, report: UnitReport, content: ReportContent, place: int
) -> Story:
    reviewer, officer = world.cast.reviewer, world.cast.officer(report.unit)
    month, day = term.sent
    at = yield world.days.at(month, day + 2, 9, place)
    pin_note(report, field="highlights", text=texts["opinion"], by=reviewer, at=at)
    report = return_report(report, version=report.version, by=reviewer, at=at)
    at = yield world.days.at(month, day + 4, 10, place)
    for note in ReturnNote.objects.about(report).unanswered():
        answer_note(note, answer=texts["answer"], by=officer, at=at)
    report = save_report(report, version=report.version, content=content, by=officer, at=at)
    submit_report(report, version=report.version, by=officer, at=at)


# What a unit writes


def report_content(
    world: World, texts: dict[str, Any], term: Term, report: UnitReport, place: int
) -> ReportContent:
    review = pick([Review.EMBEDDED, Review.MEETING, Review.WRITTEN, Review.EMBEDDED], place)
    return ReportContent(
        figures=figures_of(texts, term, report, place),
        highlights=texts["highlights"][report.unit.kind.code],
        difficulties=texts["difficulties"],
        next_steps=texts["next_steps"],
        review_form=review,
        review_on=world.days.date(*term.begun),
    )


def figures_of(texts: dict[str, Any], term: Term, report: UnitReport, place: int) -> dict[str, FigureContent]:
    """What the registers do not know is typed; one unit corrects them, a few cannot say something."""
    figures: dict[str, FigureContent] = {}
    so_far: dict[str, Decimal] = {}
    for figure in report.all_figures():
        code = figure.indicator.code
        if figure.is_counted:
            if (report.unit.code, code) == (texts["corrected"]["unit"], texts["corrected"]["code"]):
                value = (figure.prefilled or Decimal(0)) + 1
                figures[code] = FigureContent(value, texts["corrected"]["reason"])
        elif code in texts["unknown"].get(report.unit.code, []):
            figures[code] = FigureContent(None, texts["not_known"])
        else:
            figures[code] = typed(texts, term, figure, so_far, place)
            so_far[code] = figures[code].value or Decimal(0)
    return figures


def typed(
    texts: dict[str, Any], term: Term, figure: ReportFigure, so_far: dict[str, Decimal], place: int
) -> FigureContent:
    """A figure of the list, or a share of the one that it is a part of."""
    said, whole = str(texts["figures"][figure.indicator.code]), figure.indicator.denominator
    of = so_far.get(whole.code) if whole else None
    if not said.endswith("%"):
        return FigureContent(Decimal((int(said) + place % 3) * (2 if term.kind == Kind.FINAL else 1)))
    if of:
        return FigureContent(of * int(said[:-1]) // 100)
    # The registers know no whole for this unit: it speaks of the commune.
    return FigureContent(Decimal(84 * int(said[:-1]) // 100), texts["of_the_commune"])


# The commune's report


def draw(document: Document | None) -> bool:
    """Do now what a worker would do; False when this machine, or this moment, cannot."""
    if document is None:
        return False
    if document.made_at is None and document.job_id:
        jobs.run(job_id=document.job_id, at=timezone.now())
    return Document.objects.get(pk=document.pk).made_at is not None


def issue(world: World, term: Term, *, days: tuple[tuple[int, int], ...]) -> None:
    """Drafted, completed, presented, issued; goes on from wherever the report stands.

    `days`: edited, presented, issued. It waits where the PDF cannot be made.
    """
    texts, period = told("reports"), period_of(world, term.kind)
    edited, presented, issued = (world.days.at(*day, 14) for day in days)
    report = AggregateReport.objects.get(period=period)
    steps: list[tuple[str, Callable[[], object]]] = [
        (AggregateReport.Status.COMPILING, lambda: draw(newest_draft(report))),
        (AggregateReport.Status.DRAFT, lambda: edit_and_present(world, texts, period, edited, presented)),
        (AggregateReport.Status.PRESENTED, lambda: issue_now(world, texts, period, issued)),
    ]
    for status, step in steps:
        if AggregateReport.objects.get(pk=report.pk).status == status:
            step()


def edit_and_present(
    world: World, texts: dict[str, Any], period: ReportPeriod, edited: datetime, presented: datetime
) -> None:
    report, by = AggregateReport.objects.get(period=period), world.cast.head_reviewer
    words = {
        section.code: texts["sections"][section.code].format(units=len(world.units))
        for section in open_sections(report)
    }
    if words:
        report = save_sections(report, version=report.version, texts=words, by=by, at=edited)
    if draw(order_draft(report, by=by, at=edited)):
        report = AggregateReport.objects.get(pk=report.pk)
        present_report(report, version=report.version, by=by, at=presented)


def issue_now(world: World, texts: dict[str, Any], period: ReportPeriod, at: datetime) -> None:
    report, paper = AggregateReport.objects.get(period=period), texts[f"{period.kind}_paper"]
    document = issue_report(
        report,
        number=paper["number"],
        issued_on=local_day(at),
        signer=texts["signer"],
        signer_office=texts["signer_office"],
        by=world.cast.clerk,
        at=at,
    )
    draw(document)
    if note := paper.get("note"):
        report = AggregateReport.objects.get(pk=report.pk)
        send_report(report, note=note.format(date=f"{local_day(at):%d/%m/%Y}"), by=world.cast.clerk, at=at)
