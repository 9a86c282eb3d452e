from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import Assessment, Recognition, RecognitionDecision, RegisteredModel
from models_registry.services import recognition as services
from tests.factories import AssessmentFactory, CampaignYearFactory
from tests.models_registry.steps import AT

DAY = date(2026, 2, 9)


@pytest.fixture
def proposed(year):
    return AssessmentFactory(proposed=True, entry__campaign_year=year, entry__result="3 km sạch")


def recognise(year, assessments, by, **changes):
    about = {
        "campaign_year": year,
        "number": "125-QĐ/ĐU",
        "issued_on": DAY,
        "signer": "Bí thư Đảng ủy xã",
        "signer_office": "T/M Ban Thường vụ, Bí thư",
        "recognised": [assessment.pk for assessment in assessments],
        **changes,
    }
    return services.record_recognition(**about, by=by, at=AT)


def test_a_decision_recognises_and_the_trail_says_so(proposed, year, clerk):
    assert not RegisteredModel.objects.recognised().exists()

    decision = recognise(year, [proposed], clerk, outstanding=[proposed.pk])

    row = Recognition.objects.get()
    assert (row.entry, row.decision, row.grade) == (proposed.entry, decision, "Tiêu biểu")
    assert (row.name, row.result) == (proposed.entry.name, "3 km sạch")
    assert list(RegisteredModel.objects.recognised(2026)) == [proposed.entry]
    trail = [(e.verb, e.target, e.note) for e in AuditEntry.objects.order_by("number")]
    assert trail == [
        ("recognise", decision, "1 mô hình, điển hình"),
        ("recognise", proposed.entry, "Tiêu biểu theo Quyết định số 125-QĐ/ĐU ngày 09/02/2026"),
    ]


def test_what_was_decided_upon_stays_as_it_was(proposed, year, clerk):
    recognise(year, [proposed], clerk)

    RegisteredModel.objects.update(result="Đã sửa")

    row = Recognition.objects.get()
    row.is_outstanding = True
    row.save()
    assert (row.result, "da sua" in row.search) == ("3 km sạch", False)


@pytest.mark.parametrize("status", ["open", "submitted", "declined"])
def test_what_is_not_proposed_is_refused(year, clerk, status):
    assessment = AssessmentFactory(status=status, status_at=AT, entry__campaign_year=year)

    with pytest.raises(IllegalMove, match="chưa được đề nghị công nhận"):
        recognise(year, [assessment], clerk)

    assert not RecognitionDecision.objects.exists()


def test_one_that_is_not_proposed_holds_the_whole_decision_back(proposed, year, clerk):
    stray = AssessmentFactory(submitted=True, entry__campaign_year=year)

    with pytest.raises(IllegalMove):
        recognise(year, [proposed, stray], clerk)

    assert not Recognition.objects.exists()
    assert not AuditEntry.objects.exists()


def test_twice_is_refused(proposed, year, clerk):
    recognise(year, [proposed], clerk)

    with pytest.raises(IllegalMove, match="đã được công nhận theo Quyết định số 125-QĐ/ĐU"):
        recognise(year, [proposed], clerk, number="126-QĐ/ĐU")

    assert Recognition.objects.count() == 1


def test_a_number_names_one_decision_a_year(proposed, year, clerk):
    recognise(year, [proposed], clerk)
    other = AssessmentFactory(proposed=True, entry__campaign_year=year)

    with pytest.raises(IllegalMove, match="Số quyết định này đã nhập"):
        recognise(year, [other], clerk, number=" 125-QĐ/ĐU ")

    following = CampaignYearFactory(year=2027)
    later = AssessmentFactory(proposed=True, entry__campaign_year=following)
    assert recognise(following, [later], clerk).campaign_year == following


def test_an_assessment_of_another_year_is_refused(proposed, clerk):
    with pytest.raises(IllegalMove, match="không thuộc năm này"):
        recognise(CampaignYearFactory(year=2027), [proposed], clerk)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": " "}, "đủ số, người ký"),
        ({"signer": ""}, "đủ số, người ký"),
        ({"signer_office": ""}, "đủ số, người ký"),
        ({"issued_on": AT.date() + timedelta(1)}, "sau hôm nay"),
        ({"recognised": []}, "Chưa chọn"),
        ({"outstanding": [987]}, "chưa chọn công nhận"),
    ],
)
def test_half_a_decision_is_refused(proposed, year, clerk, changes, said):
    with pytest.raises(IllegalMove, match=said):
        recognise(year, [proposed], clerk, **changes)

    assert not Recognition.objects.exists()


@pytest.mark.parametrize("who", ["officer", "reviewer", "leader", "council_member", "administrator"])
def test_only_the_clerk_records_it(proposed, year, request, who):
    with pytest.raises(PermissionDenied):
        recognise(year, [proposed], request.getfixturevalue(who))

    assert not Recognition.objects.exists()


def test_what_waits_for_a_decision(proposed, year, clerk):
    waiting = Assessment.objects.filter(campaign_year=year).to_be_recognised()
    AssessmentFactory(submitted=True, entry__campaign_year=year)
    assert list(waiting) == [proposed]

    recognise(year, [proposed], clerk)

    assert not waiting.all().exists()
