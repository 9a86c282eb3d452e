from collections.abc import Iterable, Iterator
from datetime import datetime

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, Role
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.scoring.models import Grade, RubricVersion, ScoreSheet
from hoaxa_danvan.scoring.selectors import rubric_for, sheet_of, total
from models_registry.models import Assessment, DecisionChoice, RegisteredModel, YearlyEntry
from models_registry.selectors.entries import Gap

BEST = "tiêu biểu"  # in the name of a grade
SELF, REVIEW = ScoreSheet.Kind.SELF, ScoreSheet.Kind.REVIEW


def rubric_of(assessment: Assessment) -> RubricVersion | None:
    """The criteria it is appraised by: those of its first mark, else the newest of the year."""
    first = ScoreSheet.objects.about(assessment).select_related("version__rubric").first()
    if first is not None:
        return first.version
    return rubric_for(subject=assessment.entry.subject, year=assessment.campaign_year.year)


def own_sheet(assessment: Assessment) -> ScoreSheet | None:
    return sheet_of(assessment, SELF)


def review_sheet(assessment: Assessment) -> ScoreSheet | None:
    return sheet_of(assessment, REVIEW)


def dossier_due(campaign_year: CampaignYear) -> Window | None:
    """The one hand-in in autumn: with the award dossiers."""
    return campaign_year.windows.filter(kind=Window.Kind.AWARD).first()


def gaps_in(assessment: Assessment) -> Iterator[Gap]:
    """What stands between the dossier with its own points and its sending."""
    entry = assessment.entry
    for name in entry.dossier_fields:
        if not getattr(entry, name).strip():
            label = str(RegisteredModel._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain
            yield Gap(name, f"Chưa ghi {label}.")
    sheet = own_sheet(assessment)
    if sheet is None or (missing := unmarked(sheet)):
        codes = f": {', '.join(missing)}" if sheet else ""
        yield Gap("diem", f"Chưa tự chấm đủ điều kiện, tiêu chí{codes}.")


def warnings_in(assessment: Assessment) -> Iterator[Gap]:
    if not Evidence.objects.kept().about(assessment.entry).exists():
        yield Gap("minh-chung", "Chưa có ảnh hoặc tệp minh chứng nào.")


def unmarked(sheet: ScoreSheet) -> list[str]:
    """Codes of conditions and criteria without an answer, of a sheet with its marks."""
    answered = {answer.gate_id for answer in sheet.gate_answers.all()}
    marked = {score.criterion_id for score in sheet.scores.all()}
    gates = [gate.code for gate in sheet.version.gates.all() if gate.pk not in answered]
    return gates + [line.code for line in sheet.version.criteria.all() if line.pk not in marked]


def reached_grades(sheet: ScoreSheet) -> list[Grade]:
    """The grades that the sheet's total reaches, the highest first; none while a condition is not met."""
    result = total(sheet)
    grades = sheet.version.grades.all() if result.gates_met else ()
    reached = [grade for grade in grades if grade.min_points <= result.total]
    return sorted(reached, key=lambda grade: -grade.min_points)


def assessments_to_judge(who: Appointment) -> list[Assessment]:
    """What waits for this post's appraisal, the longest waiting first."""
    if who.role not in REVIEW_ROLES | {Role.LEADER}:
        return []
    waiting = Assessment.objects.visible_to(who).waiting()
    rows = waiting.select_related("entry__unit__kind", "campaign_year")
    return [row for row in rows if who.may("models_registry.review_assessment", row)]


def dossiers_to_send(
    unit_id: int, *, at: datetime
) -> Iterator[tuple[YearlyEntry, Window, Assessment | None]]:
    """Models in a running year's list whose dossier the unit still has to send, once it is asked for."""
    windows = {
        window.campaign_year_id: window
        for window in Window.objects.filter(
            kind=Window.Kind.AWARD, campaign_year__status=CampaignYear.Status.OPEN, opens_at__lte=at
        )
    }
    rows = YearlyEntry.objects.active().filter(
        entry__unit=unit_id, yearly_list__status="confirmed", yearly_list__campaign_year__in=windows
    )
    begun = {
        (row.entry_id, row.campaign_year_id): row for row in Assessment.objects.filter(entry__unit=unit_id)
    }
    for row in rows.for_list():
        year_id = row.yearly_list.campaign_year_id
        assessment = begun.get((row.entry_id, year_id))
        if assessment is None or assessment.status == Assessment.Status.OPEN:
            yield row, windows[year_id], assessment


def proposed_choice(proposed: Iterable[Assessment]) -> dict[str, list[int]]:
    """What the choice for a decision begins with: as it was last made, else all, with the grades proposed."""
    rows = list(proposed)
    made = {
        choice.assessment_id: choice.is_outstanding
        for choice in DecisionChoice.objects.filter(assessment__in=rows)
    }
    if made:
        return {"recognised": list(made), "outstanding": [key for key, best in made.items() if best]}
    best = [row.pk for row in rows if BEST in row.proposed_grade.casefold()]
    return {"recognised": [row.pk for row in rows], "outstanding": best}
