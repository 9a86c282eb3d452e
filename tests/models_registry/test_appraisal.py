from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.attachments.services import FileRefused, add_evidence, remove_evidence
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.scoring.selectors import total
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt, Revision
from models_registry.models import Assessment, Recognition, YearlyEntry
from models_registry.selectors import appraisal as selectors
from models_registry.services import appraisal as services
from models_registry.services.appraisal import DossierIncomplete
from tests.attachments import files
from tests.factories import (
    AppointmentFactory,
    RecognitionFactory,
    RegisteredModelFactory,
    RubricVersionFactory,
    YearlyEntryFactory,
)
from tests.models_registry.steps import AT, DOSSIER, decline, fill, marks, propose

Status = Assessment.Status


# The unit's side


def test_a_dossier_is_opened_once_a_year(listed, rubric, officer, head):
    year = listed.entry.campaign_year

    first = services.start_assessment(listed.entry, campaign_year=year, by=officer, at=AT)

    assert services.start_assessment(listed.entry, campaign_year=year, by=head, at=AT) == first
    assert (first.status, first.unit) == (Status.OPEN, officer.unit)


@pytest.mark.parametrize("who", ["outsider", "reviewer", "leader", "clerk"])
def test_nobody_else_opens_it(listed, rubric, request, who):
    with pytest.raises(PermissionDenied):
        services.start_assessment(
            listed.entry, campaign_year=listed.entry.campaign_year, by=request.getfixturevalue(who), at=AT
        )


def test_only_what_stands_in_the_year_s_list_is_appraised(accepted, rubric, officer):
    year = accepted.campaign_year
    with pytest.raises(IllegalMove, match="Chưa có trong danh mục"):
        services.start_assessment(accepted, campaign_year=year, by=officer, at=AT)

    YearlyEntryFactory(entry=accepted, standing=YearlyEntry.Standing.PAUSED, reason="Chờ kinh phí")
    with pytest.raises(IllegalMove, match="Chưa có trong danh mục"):
        services.start_assessment(accepted, campaign_year=year, by=officer, at=AT)


def test_without_published_criteria_or_in_a_closed_year_it_says_so(listed, officer):
    year = listed.entry.campaign_year
    with pytest.raises(IllegalMove, match="Chưa công bố tiêu chí năm 2026 cho tập thể"):
        services.start_assessment(listed.entry, campaign_year=year, by=officer, at=AT)

    CampaignYear.objects.update(status=CampaignYear.Status.CLOSED)
    year.refresh_from_db()
    with pytest.raises(IllegalMove, match="không trong thời gian thực hiện"):
        services.start_assessment(listed.entry, campaign_year=year, by=officer, at=AT)


def test_dossier_and_points_are_saved_together(assessment, rubric, officer):
    saved = fill(assessment, rubric, officer)

    saved.entry.refresh_from_db()
    assert (saved.version, saved.entry.result) == (2, "3 km sạch quanh năm")
    assert "3 km sach quanh nam" in saved.entry.search
    assert total(selectors.own_sheet(saved)).total == Decimal("85.00")


def test_half_of_it_may_be_saved(assessment, rubric, officer):
    saved = fill(assessment, rubric, officer, (50, None), dossier={**DOSSIER, "impact": ""}, met=None)

    assert [gap.sentence for gap in selectors.gaps_in(saved)] == [
        "Chưa ghi sức lan tỏa, ý kiến của Nhân dân.",
        "Chưa tự chấm đủ điều kiện, tiêu chí: G1, A2.",
    ]


def test_of_two_saves_the_second_is_told_and_writes_nothing(assessment, rubric, officer, head):
    fill(assessment, rubric, officer)

    with pytest.raises(Conflict):
        fill(assessment, rubric, head, (1, 1), dossier={**DOSSIER, "method": "Khác"})

    assessment.entry.refresh_from_db()
    assert assessment.entry.method == DOSSIER["method"]


@pytest.mark.parametrize("who", ["outsider", "reviewer", "leader"])
def test_nobody_else_fills_it_in(assessment, rubric, request, who):
    with pytest.raises(PermissionDenied):
        fill(assessment, rubric, request.getfixturevalue(who))


def test_it_is_sent_with_a_receipt_and_kept_as_it_was(assessment, rubric, officer):
    filled = fill(assessment, rubric, officer)

    receipt = services.submit_assessment(filled, version=2, by=officer, at=AT)

    assessment.refresh_from_db()
    assert (assessment.status, assessment.sent_at) == (Status.SUBMITTED, AT)
    assert services.submit_assessment(filled, version=2, by=officer, at=AT) == receipt
    kept = Revision.objects.about(assessment).get().fields
    assert kept["result"]["value"] == "3 km sạch quanh năm"
    assert kept["gate-G1"]["value"] == "Đạt"
    assert kept["criterion-A1"]["value"] == "50/60 điểm."


def test_what_is_missing_holds_it_back(assessment, officer):
    with pytest.raises(DossierIncomplete) as refusal:
        services.submit_assessment(assessment, version=1, by=officer, at=AT)

    assert [gap.field for gap in refusal.value.gaps] == [*DOSSIER, "diem"]
    assert not Receipt.objects.about(assessment).exists()


def test_evidence_is_recommended(assessment, officer):
    assert [w.sentence for w in selectors.warnings_in(assessment)] == ["Chưa có ảnh hoặc tệp minh chứng nào."]


@pytest.mark.parametrize("who", ["outsider", "reviewer", "leader"])
def test_nobody_else_sends_it(assessment, rubric, officer, request, who):
    filled = fill(assessment, rubric, officer)

    with pytest.raises(PermissionDenied):
        services.submit_assessment(filled, version=2, by=request.getfixturevalue(who), at=AT)


def test_it_is_taken_back_until_the_reviewer_begins(sent_in, rubric, officer, reviewer):
    services.withdraw_assessment(sent_in, by=officer, at=AT)
    sent_in.refresh_from_db()
    assert (sent_in.status, sent_in.sent_at) == (Status.OPEN, None)

    services.submit_assessment(sent_in, version=sent_in.version, by=officer, at=AT)
    services.save_review(sent_in, marks=marks(rubric, (50, 35)), by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="đã bắt đầu thẩm định"):
        services.withdraw_assessment(sent_in, by=officer, at=AT)


def test_what_lies_before_the_reviewer_does_not_change(assessment, rubric, officer):
    evidence = add_evidence(target=assessment.entry, upload=files.upload(files.photo()), by=officer, at=AT)
    filled = fill(assessment, rubric, officer)
    services.submit_assessment(filled, version=2, by=officer, at=AT)

    with pytest.raises(IllegalMove):
        fill(assessment, rubric, officer, version=2)
    with pytest.raises(PermissionDenied):
        add_evidence(
            target=assessment.entry, upload=files.upload(files.photo(size=(9, 9))), by=officer, at=AT
        )
    with pytest.raises(PermissionDenied):
        remove_evidence(evidence, by=officer, at=AT)


def test_evidence_that_was_appraised_stays(assessment, rubric, officer, reviewer):
    evidence = add_evidence(target=assessment.entry, upload=files.upload(files.photo()), by=officer, at=AT)
    filled = fill(assessment, rubric, officer)
    services.submit_assessment(filled, version=2, by=officer, at=AT)
    decline(assessment, reviewer)

    with pytest.raises(FileRefused, match="đã dùng để xem xét"):
        remove_evidence(evidence, by=officer, at=AT)


# The reviewer's side


def test_the_reviewer_sets_points_and_a_change_needs_its_reason(sent_in, rubric, reviewer):
    with pytest.raises(IllegalMove, match="A1: điểm khác với đề xuất 50, cần ghi lý do"):
        services.save_review(sent_in, marks=marks(rubric, (45, 35)), by=reviewer, at=AT)

    services.save_review(
        sent_in, marks=marks(rubric, (45, 35), reasons=("Thiếu biên bản", "")), by=reviewer, at=AT
    )

    assert total(selectors.review_sheet(sent_in)).total == Decimal("80.00")
    assert total(selectors.own_sheet(sent_in)).total == Decimal("85.00")


@pytest.mark.parametrize("who", ["officer", "head", "outsider", "leader", "clerk", "panel_member"])
def test_nobody_else_appraises(reviewed, rubric, request, who):
    by = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        services.save_review(reviewed, marks=marks(rubric, (50, 35), revision=1), by=by, at=AT)
    with pytest.raises(PermissionDenied):
        propose(reviewed, by)
    with pytest.raises(PermissionDenied):
        decline(reviewed, by)

    reviewed.refresh_from_db()
    assert reviewed.status == Status.SUBMITTED


def test_nobody_appraises_the_own_unit_by_any_of_their_posts(sent_in, rubric, reviewer, officer):
    AppointmentFactory(person=reviewer.person, unit=officer.unit)
    reviewer = Appointment.objects.get(pk=reviewer.pk)  # as at the next request

    with pytest.raises(PermissionDenied):
        services.save_review(sent_in, marks=marks(rubric, (50, 35)), by=reviewer, at=AT)
    with pytest.raises(PermissionDenied):
        decline(sent_in, reviewer)
    assert selectors.assessments_to_judge(reviewer) == []


def test_before_it_is_sent_there_is_nothing_to_appraise(assessment, rubric, reviewer):
    with pytest.raises(IllegalMove, match="Đơn vị tự chấm"):
        services.save_review(assessment, marks=marks(rubric, (50, 35)), by=reviewer, at=AT)
    with pytest.raises(IllegalMove):
        decline(assessment, reviewer)


def test_recognition_is_proposed_with_grade_and_reason(reviewed, reviewer):
    row = propose(reviewed, reviewer)

    assert (row.status, row.proposed_grade, row.reason) == (Status.PROPOSED, "Tốt", "Kết quả rõ")
    assert selectors.review_sheet(row).given_at == AT
    assert selectors.own_sheet(row).given_at == AT
    moves = [(e.verb, e.note) for e in AuditEntry.objects.filter(to_status="proposed")]
    assert moves == [("propose", "Kết quả rõ")]


def test_a_grade_must_be_reached(sent_in, rubric, reviewer):
    services.save_review(sent_in, marks=marks(rubric, (20, 35), reasons=("Ít", "")), by=reviewer, at=AT)

    assert [grade.name for grade in selectors.reached_grades(selectors.review_sheet(sent_in))] == ["Đạt"]
    for grade in ("Tốt", "Xuất sắc", ""):
        with pytest.raises(IllegalMove, match="chưa đạt mức"):
            propose(sent_in, reviewer, grade=grade)
    assert propose(sent_in, reviewer, grade="Đạt").proposed_grade == "Đạt"


def test_a_condition_that_is_not_met_forbids_it(sent_in, rubric, reviewer):
    services.save_review(
        sent_in, marks=marks(rubric, (50, 35), met=False, comment="Không có"), by=reviewer, at=AT
    )

    with pytest.raises(IllegalMove, match="Chưa đạt điều kiện: G1"):
        propose(sent_in, reviewer)


def test_every_point_is_set_before(sent_in, rubric, reviewer):
    with pytest.raises(IllegalMove, match="Chưa chấm đủ"):
        propose(sent_in, reviewer)
    services.save_review(sent_in, marks=marks(rubric, (50, None)), by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="Chưa chấm đủ: A2"):
        propose(sent_in, reviewer)


def test_both_ways_need_a_reason(reviewed, reviewer):
    for verdict in (propose, decline):
        with pytest.raises(IllegalMove, match="lý do"):
            verdict(reviewed, reviewer, reason=" ")

    reviewed.refresh_from_db()
    assert reviewed.status == Status.SUBMITTED
    assert selectors.review_sheet(reviewed).given_at is None


def test_a_verdict_may_be_reconsidered_until_the_decision(reviewed, reviewer):
    declined = decline(reviewed, reviewer)
    assert (declined.status, declined.proposed_grade) == (Status.DECLINED, "")

    proposed = propose(declined, reviewer)
    assert decline(proposed, reviewer).status == Status.DECLINED

    propose(reviewed, reviewer)
    RecognitionFactory(entry=reviewed.entry)
    with pytest.raises(IllegalMove, match="Đã được công nhận"):
        decline(reviewed, reviewer)


def test_twice_is_refused(reviewed, reviewer):
    propose(reviewed, reviewer)

    with pytest.raises(IllegalMove):
        propose(reviewed, reviewer)


def test_points_that_were_decided_upon_do_not_change(reviewed, rubric, reviewer):
    propose(reviewed, reviewer)

    with pytest.raises(IllegalMove, match="Đề nghị công nhận"):
        services.save_review(reviewed, marks=marks(rubric, (60, 40), revision=1), by=reviewer, at=AT)


def test_new_criteria_of_the_year_do_not_touch_what_was_begun(assessment, rubric, officer):
    fill(assessment, rubric, officer)
    RubricVersionFactory(published=True, number=2)

    assert selectors.rubric_of(assessment) == rubric


def test_who_reads_a_dossier_when(assessment, officer, outsider, reviewer, panel_member, rubric):
    readers = (officer, outsider, reviewer, panel_member)

    def reading():
        return [who for who in readers if Assessment.objects.visible_to(who).exists()]

    assert reading() == [officer]
    filled = fill(assessment, rubric, officer)
    services.submit_assessment(filled, version=2, by=officer, at=AT)
    assert reading() == [officer, reviewer]
    decline(assessment, reviewer)
    assert reading() == [officer, reviewer, panel_member]


def test_an_exemplar_s_dossier_is_short():
    entry = RegisteredModelFactory.build(kind="dien_hinh")

    assert entry.dossier_fields == ("result", "impact")
    assert not Recognition.objects.none()
