"""The appraisal of a model in one year: the unit proposes points, the reviewer sets them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.scoring.models import RubricVersion, ScoreSheet
from hoaxa_danvan.scoring.services import give_sheet, save_sheet
from hoaxa_danvan.workflow.models import IllegalMove, Receipt
from hoaxa_danvan.workflow.services import drop_draft, may_edit_now, save_version, send, take_back
from models_registry.models import Assessment, Recognition, RegisteredModel
from models_registry.selectors.appraisal import (
    REVIEW,
    SELF,
    dossier_due,
    gaps_in,
    own_sheet,
    reached_grades,
    review_sheet,
    rubric_of,
    unmarked,
)
from models_registry.selectors.entries import Gap
from models_registry.selectors.lists import is_active_in

# While the reviewer may still change points: not sent yet is the unit's time, proposed is decided.
UNDER_REVIEW = frozenset({Assessment.Status.SUBMITTED, Assessment.Status.DECLINED})


class DossierIncomplete(IllegalMove):
    """What is missing, for the page to lead to each field."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(" ".join(gap.sentence for gap in gaps))
        self.gaps = gaps


@transaction.atomic
def start_assessment(
    entry: RegisteredModel, *, campaign_year: CampaignYear, by: Appointment, at: datetime
) -> Assessment:
    """Open the dossier of a year; opened before, it is the same one."""
    row = RegisteredModel.objects.select_for_update().get(pk=entry.pk)
    if not by.may("models_registry.start_assessment", row):
        raise PermissionDenied
    if there := row.assessments.filter(campaign_year=campaign_year).first():
        return there
    year = campaign_year.year
    if campaign_year.status != CampaignYear.Status.OPEN:
        raise IllegalMove(f"Năm {year} không trong thời gian thực hiện.")
    if not is_active_in(row, campaign_year=campaign_year):
        raise IllegalMove(f"Chưa có trong danh mục đang thực hiện của năm {year}.")
    assessment = Assessment(entry=row, campaign_year=campaign_year)
    rubric_or_refuse(assessment)
    assessment.save()
    record("start", target=assessment, by=by, at=at)
    return assessment


def rubric_or_refuse(assessment: Assessment) -> RubricVersion:
    rubric = rubric_of(assessment)
    if rubric is None:
        subject = assessment.entry.get_subject_display().lower()
        year = assessment.campaign_year.year
        raise IllegalMove(f"Chưa công bố tiêu chí năm {year} cho {subject}.")
    return rubric


@transaction.atomic
def save_assessment(
    assessment: Assessment,
    *,
    version: int,
    dossier: Mapping[str, str],
    marks: Mapping[str, Any],
    by: Appointment,
    at: datetime,
) -> Assessment:
    """Write the boxes of the dossier and the unit's own points (`ScoreSheetForm.marks()`)."""
    fresh = save_version(assessment, version=version, fields={})
    may_edit_now(fresh, by=by)
    entry = fresh.entry
    for name in entry.dossier_fields:
        setattr(entry, name, dossier[name])
    entry.save(update_fields=list(entry.dossier_fields))
    save_sheet(target=fresh, kind=SELF, version=rubric_or_refuse(fresh), **marks, by=by, at=at)
    record("save", target=fresh, by=by, at=at, details={"version": fresh.version})
    drop_draft(by=by, form=fresh.draft_key, target_id=fresh.pk)
    return fresh


def submit_assessment(assessment: Assessment, *, version: int, by: Appointment, at: datetime) -> Receipt:
    """Send dossier and points. Sent again at the same version, it is the same receipt."""
    window = dossier_due(assessment.campaign_year)

    def check(row: Assessment) -> None:
        if gaps := list(gaps_in(row)):
            raise DossierIncomplete(gaps)

    due_at = window.due_at if window else at
    return send(assessment, version=version, due_at=due_at, by=by, at=at, check=check)


def withdraw_assessment(assessment: Assessment, *, by: Appointment, at: datetime) -> Assessment:
    """Take it back while nobody has begun to appraise it."""
    if ScoreSheet.objects.about(assessment).filter(kind=REVIEW).exists():
        raise IllegalMove("Ban Xây dựng Đảng đã bắt đầu thẩm định, không rút lại được.")
    return take_back(assessment, by=by, at=at)


@transaction.atomic
def save_review(
    assessment: Assessment, *, marks: Mapping[str, Any], by: Appointment, at: datetime
) -> ScoreSheet:
    """Set the points beside the unit's own; a change needs its reason."""
    row = _under_review(assessment, verb="review", by=by)
    if row.status not in UNDER_REVIEW:
        raise IllegalMove(f"Không chấm được: đang ở trạng thái “{row.get_status_display()}”.")
    proposal = own_sheet(row)
    return save_sheet(
        target=row,
        kind=REVIEW,
        version=rubric_or_refuse(row),
        proposal=proposal,
        **marks,
        by=by,
        at=at,
    )


@transaction.atomic
def propose_recognition(
    assessment: Assessment, *, grade: str, reason: str, by: Appointment, at: datetime
) -> Assessment:
    """Đề nghị công nhận: every point is set, every condition met, the grade is one that is reached."""
    row = _under_review(assessment, verb="propose", by=by)
    sheet = review_sheet(row)
    if sheet is None or (missing := unmarked(sheet)):
        raise IllegalMove(f"Chưa chấm đủ{': ' + ', '.join(missing) if sheet else ''}.")
    if unmet := [str(answer.gate) for answer in sheet.gate_answers.all() if not answer.is_met]:
        raise IllegalMove(f"Chưa đạt điều kiện: {'; '.join(unmet)}.")
    reached = {reached.name for reached in reached_grades(sheet)}
    if grade not in reached and (grade or sheet.version.grades.all()):
        raise IllegalMove("Điểm thẩm định chưa đạt mức xếp loại này.")
    decided = _decide(row, "propose", reason=reason, grade=grade, by=by, at=at)
    for one in (sheet, own_sheet(row)):
        if one is not None and one.given_at is None:
            give_sheet(one, by=by, at=at)
    return decided


@transaction.atomic
def decline_recognition(assessment: Assessment, *, reason: str, by: Appointment, at: datetime) -> Assessment:
    """Chưa đề nghị công nhận, with the reason that the unit reads."""
    row = _under_review(assessment, verb="decline", by=by)
    if Recognition.objects.filter(entry=row.entry_id, campaign_year=row.campaign_year_id).exists():
        raise IllegalMove("Đã được công nhận theo quyết định, không đổi được.")
    return _decide(row, "decline", reason=reason, grade="", by=by, at=at)


def _under_review(assessment: Assessment, *, verb: str, by: Appointment) -> Assessment:
    row = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not by.may(row.perm(verb), row):
        raise PermissionDenied
    return row


def _decide(
    row: Assessment, verb: str, *, reason: str, grade: str, by: Appointment, at: datetime
) -> Assessment:
    decided = row.advance(verb, by=by, at=at, note=reason)
    decided.reason, decided.proposed_grade = reason.strip(), grade
    decided.save(update_fields=["reason", "proposed_grade"])
    return decided
