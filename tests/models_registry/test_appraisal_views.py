import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.workflow.models import Draft, Receipt
from models_registry.models import Assessment, Recognition, RecognitionDecision
from tests.factories import AssessmentFactory, RecognitionFactory, UnitFactory
from tests.models_registry.steps import AT, DOSSIER, decline, fill, propose

Status = Assessment.Status


def url(name, *args):
    return reverse(f"models_registry:{name}", args=args)


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(AT, tick=False):
        yield


def points_of(rubric, first, second, *, revision=0, prefix="", reasons=("", ""), met="yes"):
    a1, a2 = rubric.criteria.all()
    return {
        f"{prefix}version": revision,
        f"{prefix}gate_{rubric.gates.get().pk}": met,
        f"{prefix}points_{a1.pk}": first,
        f"{prefix}points_{a2.pk}": second,
        f"{prefix}reason_{a1.pk}": reasons[0],
        f"{prefix}reason_{a2.pk}": reasons[1],
        f"{prefix}comment": "",
    }


# The unit's side


def test_the_dossier_is_opened_from_the_model_s_page(sign_in, officer, listed, rubric):
    client = sign_in(officer)
    assertContains(client.get(listed.entry.get_absolute_url()), "Hoàn thiện hồ sơ, tự chấm năm 2026")

    answer = client.post(url("assessment-start", listed.entry_id, 2026))

    assertRedirects(answer, url("assessment-edit", Assessment.objects.get().pk))


def test_a_refusal_is_said_on_the_model_s_page(sign_in, officer, accepted, rubric):
    answer = sign_in(officer).post(url("assessment-start", accepted.pk, 2026), follow=True)

    assertContains(answer, "Chưa có trong danh mục đang thực hiện của năm 2026.")


def test_dossier_and_points_are_one_page(sign_in, officer, assessment, rubric):
    client, address = sign_in(officer), url("assessment-edit", assessment.pk)
    assertContains(client.get(address), "Sự cần thiết, thực trạng trước khi làm")

    answer = client.post(
        address, {"version": 1, **DOSSIER, **points_of(rubric, "50", "35,5", prefix="diem-"), "next": "check"}
    )

    assertRedirects(answer, assessment.get_absolute_url())
    page = client.get(assessment.get_absolute_url())
    assertContains(page, "35,5/40 điểm")
    assertContains(page, "Gửi hồ sơ, điểm tự chấm")


def test_too_many_points_are_answered_in_the_form(sign_in, officer, assessment, rubric):
    answer = sign_in(officer).post(
        url("assessment-edit", assessment.pk),
        {"version": 1, **DOSSIER, **points_of(rubric, "61", "35", prefix="diem-")},
    )

    assertContains(answer, "iểm phải từ 0 đến 60.", status_code=422)
    assertContains(answer, DOSSIER["method"], status_code=422)


def test_a_conflict_shows_both_texts(sign_in, officer, head, assessment, rubric):
    fill(assessment, rubric, head, dossier={**DOSSIER, "method": "Của người khác"})
    client, address = sign_in(officer), url("assessment-edit", assessment.pk)
    mine = {**DOSSIER, "method": "Của tôi", **points_of(rubric, "40", "35", prefix="diem-")}

    answer = client.post(address, {"version": 1, **mine})

    for text in ("Của người khác", "Của tôi", "50/60 điểm", "40/60 điểm"):
        assertContains(answer, text, status_code=409)
    assertContains(answer, 'name="diem-version" value="1"', status_code=409)
    assertRedirects(client.post(address, {"version": 2, **mine, "diem-version": 1}), address)
    assessment.entry.refresh_from_db()
    assert assessment.entry.method == "Của tôi"


def test_what_is_typed_is_kept_and_comes_back(sign_in, officer, assessment, rubric):
    client = sign_in(officer)
    typed = {"version": 1, **DOSSIER, "method": "Đang gõ dở", **points_of(rubric, "9", "", prefix="diem-")}

    assert client.post(url("assessment-autosave", assessment.pk), typed).json() == {"saved_at": "09:00"}

    page = client.get(url("assessment-edit", assessment.pk))
    assertContains(page, "Đang gõ dở")
    assertContains(page, 'value="9"')
    assert Draft.objects.count() == 1


def test_it_is_sent_and_the_receipt_answers(sign_in, officer, assessment, rubric):
    fill(assessment, rubric, officer)

    answer = sign_in(officer).post(url("assessment-submit", assessment.pk), {"version": 2})

    assertRedirects(answer, Receipt.objects.about(assessment).get().get_absolute_url())


def test_what_is_missing_is_led_to(sign_in, officer, assessment):
    page = sign_in(officer).get(assessment.get_absolute_url())

    assertContains(page, f"{url('assessment-edit', assessment.pk)}#id_diem")
    assertNotContains(page, "Gửi hồ sơ, điểm tự chấm</button>")


def test_what_is_sent_is_not_edited(sign_in, officer, sent_in):
    answer = sign_in(officer).get(url("assessment-edit", sent_in.pk))

    assertRedirects(answer, sent_in.get_absolute_url())


# The reviewer's side


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(sign_in, reviewer, count, django_assert_num_queries):
    rows = AssessmentFactory.create_batch(count, submitted=True)
    client = sign_in(reviewer)

    # session, person, posts; waiting, the reviewer's units; count, sectors, units, years, page
    with django_assert_num_queries(10):
        page = client.get(url("assessment-list"))

    for row in rows:
        assertContains(page, row.entry.name)


def test_the_list_is_narrowed_by_its_result(sign_in, reviewer):
    waiting, proposed = AssessmentFactory(submitted=True), AssessmentFactory(proposed=True)

    page = sign_in(reviewer).get(url("assessment-list"), {"status": "proposed"})

    assertContains(page, proposed.entry.name)
    assert waiting not in [row.record for row in page.context["table"].rows]


def test_the_reviewer_begins_with_what_the_unit_proposes(sign_in, reviewer, sent_in, rubric):
    client = sign_in(reviewer)
    page = client.get(url("assessment-review", sent_in.pk))
    assertContains(page, 'value="50"')
    assertContains(page, "Đề xuất: 50.")

    refused = client.post(url("assessment-review", sent_in.pk), points_of(rubric, "45", "35"))
    assertContains(refused, "iểm khác với đề xuất 50, cần ghi lý do.", status_code=422)
    answer = client.post(
        url("assessment-review", sent_in.pk),
        points_of(rubric, "45", "35", reasons=("Thiếu biên bản", "")),
    )

    assertRedirects(answer, url("assessment-decide", sent_in.pk))


def test_two_reviewers_do_not_overwrite_each_other(sign_in, reviewer, reviewed, rubric):
    answer = sign_in(reviewer).post(
        url("assessment-review", reviewed.pk), points_of(rubric, "50", "35", revision=0)
    )

    assertContains(answer, "Người khác đã lưu", status_code=422)


@pytest.mark.parametrize(("verdict", "status"), [("propose", Status.PROPOSED), ("decline", Status.DECLINED)])
def test_the_verdict_is_recorded_with_its_reason(sign_in, reviewer, officer, reviewed, verdict, status):
    answer = sign_in(reviewer).post(
        url("assessment-decide", reviewed.pk),
        {"verdict": verdict, "grade": "Tốt", "reason": "Theo điểm thẩm định"},
    )

    assertRedirects(answer, reviewed.get_absolute_url())
    reviewed.refresh_from_db()
    assert reviewed.status == status
    assertContains(sign_in(officer).get(reviewed.entry.get_absolute_url()), "Theo điểm thẩm định")


def test_a_verdict_that_cannot_be_is_refused_in_the_form(sign_in, reviewer, sent_in):
    answer = sign_in(reviewer).post(
        url("assessment-decide", sent_in.pk), {"verdict": "propose", "reason": "x"}
    )

    assertContains(answer, "Chưa chấm đủ", status_code=422)


def test_the_unit_sees_the_reviewer_s_points_after_the_verdict(sign_in, officer, reviewer, reviewed):
    assertNotContains(sign_in(officer).get(reviewed.get_absolute_url()), "Chưa đủ minh chứng")

    decline(reviewed, reviewer, reason="Cần bổ sung số liệu")

    assertContains(sign_in(officer).get(reviewed.get_absolute_url()), "Chưa đủ minh chứng")


UNIT_PAGES = ("assessment-edit", "assessment-autosave", "assessment-submit", "assessment-withdraw")
REVIEW_PAGES = ("assessment-review", "assessment-decide")


@pytest.mark.parametrize("name", ["assessment-detail", *UNIT_PAGES, *REVIEW_PAGES])
def test_another_unit_s_dossier_is_not_there(sign_in, sent_in, outsider, name):
    client = sign_in(outsider)

    assert {
        client.get(url(name, sent_in.pk)).status_code,
        client.post(url(name, sent_in.pk)).status_code,
    } <= {
        404,
        405,
    }


@pytest.mark.parametrize("name", UNIT_PAGES)
def test_the_reviewer_does_not_act_for_the_unit(sign_in, sent_in, reviewer, name):
    assert sign_in(reviewer).post(url(name, sent_in.pk), {"version": 2}).status_code == 403


@pytest.mark.parametrize("name", REVIEW_PAGES)
@pytest.mark.parametrize("who", ["officer", "leader", "clerk"])
def test_nobody_else_appraises(sign_in, sent_in, request, name, who):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(url(name, sent_in.pk)).status_code == 403
    assert client.post(url(name, sent_in.pk)).status_code == 403


# The decision


def decision_form(*proposed, **changes):
    return {
        "number": "125-QĐ/ĐU",
        "issued_on": "09/02/2026",
        "signer": "Bí thư Đảng ủy xã",
        "signer_office": "T/M Ban Thường vụ, Bí thư",
        "recognised": [row.pk for row in proposed],
        **changes,
    }


def test_the_clerk_records_the_decision(sign_in, clerk, reviewer, reviewed):
    proposed = propose(reviewed, reviewer)
    client = sign_in(clerk)
    assertContains(client.get(url("recognition-record", 2026)), proposed.entry.name)

    answer = client.post(url("recognition-record", 2026), decision_form(proposed, outstanding=[proposed.pk]))

    decision = RecognitionDecision.objects.get()
    assertRedirects(answer, decision.get_absolute_url())
    assert Recognition.objects.get().is_outstanding
    assertContains(client.get(decision.get_absolute_url()), proposed.entry.name)


def test_a_mistake_keeps_what_was_ticked(sign_in, clerk, year):
    proposed = AssessmentFactory(proposed=True, entry__campaign_year=year)

    answer = sign_in(clerk).post(url("recognition-record", 2026), decision_form(proposed, signer=""))

    assertContains(answer, "Vui lòng nhập người ký.", status_code=422)
    assertContains(answer, f'value="{proposed.pk}" checked', status_code=422)


def test_outstanding_without_recognised_is_refused(sign_in, clerk, year):
    first, second = AssessmentFactory.create_batch(2, proposed=True, entry__campaign_year=year)

    answer = sign_in(clerk).post(
        url("recognition-record", 2026), decision_form(first, outstanding=[second.pk])
    )

    assertContains(answer, "Chọn tiêu biểu thì cũng cần chọn công nhận.", status_code=422)
    assert not Recognition.objects.exists()


def test_what_was_recognised_meanwhile_is_refused(sign_in, clerk, year):
    proposed = AssessmentFactory(proposed=True, entry__campaign_year=year)
    RecognitionFactory(entry=proposed.entry)

    answer = sign_in(clerk).post(url("recognition-record", 2026), decision_form(proposed))

    assert answer.status_code == 422
    assert Recognition.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_recording_costs_the_same_however_long(sign_in, clerk, year, count, django_assert_num_queries):
    AssessmentFactory.create_batch(count, proposed=True, entry__campaign_year=year)
    client = sign_in(clerk)

    with django_assert_num_queries(6):  # session, person, posts; year, proposed, decisions
        client.get(url("recognition-record", 2026))


@pytest.mark.parametrize("count", [1, 3])
def test_a_decision_costs_the_same_however_long(sign_in, officer, year, count, django_assert_num_queries):
    first = RecognitionFactory(entry__campaign_year=year)
    RecognitionFactory.create_batch(count - 1, decision=first.decision, campaign_year=year)
    client = sign_in(officer)
    client.get(first.decision.get_absolute_url())

    with django_assert_num_queries(7):  # session, person, posts; decision, rows, paper, files
        client.get(first.decision.get_absolute_url())


@pytest.mark.parametrize("who", ["officer", "reviewer", "leader", "council_member", "administrator"])
def test_only_the_clerk_records(sign_in, year, request, who):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(url("recognition-record", 2026)).status_code == 403
    assert client.post(url("recognition-record", 2026)).status_code == 403


def test_the_signed_copy_is_added_by_the_clerk_alone(sign_in, clerk, officer, year):
    decision = RecognitionFactory(entry__campaign_year=year).decision

    assertContains(sign_in(clerk).get(decision.get_absolute_url()), "Thêm ảnh, tệp PDF")
    assertNotContains(sign_in(officer).get(decision.get_absolute_url()), "Thêm ảnh, tệp PDF")


def test_visitors_are_asked_to_sign_in(client, sent_in, year):
    decision = RecognitionFactory(entry__campaign_year=year, entry__unit=UnitFactory()).decision
    addresses = [url(name, sent_in.pk) for name in ("assessment-detail", *UNIT_PAGES, *REVIEW_PAGES)]
    for address in (*addresses, url("recognition-record", 2026), decision.get_absolute_url()):
        assert client.get(address).status_code == 302
