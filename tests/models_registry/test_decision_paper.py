"""Quyết định công nhận written in the portal: chosen, frozen, recorded as it is issued, or not at all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.documents.composing import compose
from hoaxa_danvan.documents.models import Document, OfficialPaper, PaperNumber
from hoaxa_danvan.documents.paper import Paragraph, Section
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.services import papers
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import (
    Assessment,
    DecisionChoice,
    Recognition,
    RecognitionDecision,
    RegisteredModel,
)
from models_registry.services.decisions import choose_for_decision
from tests.factories import AssessmentFactory, CampaignYearFactory, RecognitionFactory, UnitFactory
from tests.models_registry.steps import AT

DAY = date(2026, 2, 10)


@pytest.fixture
def proposed(year):
    """Two models and an exemplary household, all proposed."""
    unit = UnitFactory(name="Chi bộ Thôn Mẫu 1")
    about = {"proposed": True, "entry__campaign_year": year, "entry__unit": unit}
    return [
        AssessmentFactory(entry__name="Cánh đồng không rác", **about),
        AssessmentFactory(entry__name="Tuyến đường hoa", proposed_grade="Tiêu biểu xuất sắc", **about),
        AssessmentFactory(
            entry__name="Hộ gia đình mẫu", entry__kind="dien_hinh", entry__subject="ho_gia_dinh", **about
        ),
    ]


def keys(assessments):
    return [assessment.pk for assessment in assessments]


def choose(year, assessments, by, *, outstanding=()):
    return choose_for_decision(
        year, recognised=keys(assessments), outstanding=keys(outstanding), by=by, at=AT
    )


def issue(paper, by, **changes):
    given = {"number": "125", "issued_on": DAY, "signer": "Bí thư Đảng ủy xã", **changes}
    return papers.issue_paper(paper, version=paper.version, **given, by=by, at=AT)


def ticks(response):
    return {row.entry.name: marks for row, *marks in response.context["form"].lines()}


def printed(paper):
    return compose(paper, profile_of("party"), draft=1)


def test_whom_it_names_is_chosen_and_the_decision_says_so(year, proposed, reviewer):
    paper = choose(year, proposed, reviewer, outstanding=proposed[1:2])

    whole = printed(paper)
    assert (whole.kind, whole.symbol, whole.issuer_line) == ("QUYẾT ĐỊNH", "-QĐ/ĐU", "ĐẢNG ỦY XÃ HÒA XÁ")
    assert Section(0, "BAN THƯỜNG VỤ ĐẢNG ỦY XÃ\nQUYẾT ĐỊNH:") in whole.body
    texts = [block.text for block in whole.body if isinstance(block, Paragraph)]
    assert texts[-3] == (
        "Điều 1. Công nhận 3 mô hình, điển hình “Dân vận khéo” năm 2026, "
        "trong đó 1 mô hình, điển hình tiêu biểu (danh sách kèm theo)."
    )
    assert [text[:7] for text in texts[-3:]] == ["Điều 1.", "Điều 2.", "Điều 3."]
    assert [block.kind for block in whole.body[:4]] == ["basis"] * 4
    (appendix,) = whole.appendices
    assert appendix.landscape
    assert appendix.body[0].rows == (
        ("1", "Tuyến đường hoa", "Mô hình", "Chi bộ Thôn Mẫu 1", "Văn hóa - xã hội", "Tiêu biểu"),
        ("2", "Cánh đồng không rác", "Mô hình", "Chi bộ Thôn Mẫu 1", "Văn hóa - xã hội", "Công nhận"),
        (
            "3",
            "Hộ gia đình mẫu",
            "Điển hình hộ gia đình",
            "Chi bộ Thôn Mẫu 1",
            "Văn hóa - xã hội",
            "Công nhận",
        ),
    )


def test_issuing_it_records_the_recognition_and_opens_the_public_page(year, proposed, reviewer, clerk):
    paper = choose(year, proposed[:2], reviewer, outstanding=proposed[1:2])
    assert not RegisteredModel.objects.recognised().exists()

    document = issue(paper, clerk)

    decision = RecognitionDecision.objects.get()
    assert (decision.number, decision.issued_on, decision.signer, decision.signer_office, decision.by) == (
        "125-QĐ/ĐU",
        DAY,
        "Bí thư Đảng ủy xã",
        "T/M BAN THƯỜNG VỤ, PHÓ BÍ THƯ",
        clerk,
    )
    named = {(row.entry.name, row.is_outstanding) for row in decision.recognitions.all()}
    assert named == {("Cánh đồng không rác", False), ("Tuyến đường hoa", True)}
    printed_rows = document.paper["appendices"][0]["body"][0]["rows"]
    assert len(printed_rows) == decision.recognitions.count() == 2
    assert not DecisionChoice.objects.exists()
    assert list(Assessment.objects.to_be_recognised()) == [proposed[2]]


def test_the_list_is_chosen_anew_while_the_words_stay(year, proposed, reviewer):
    paper = choose(year, proposed, reviewer)
    edited = papers.save_paper(
        paper,
        version=paper.version,
        fields={},
        texts={"dieu-2": "Điều 2. Các đơn vị duy trì, nhân rộng."},
        by=reviewer,
        at=AT,
    )

    again = choose(year, proposed[:1], reviewer)

    assert again == edited
    assert OfficialPaper.objects.count() == 1
    assert [row[1] for row in printed(again).appendices[0].body[0].rows] == ["Cánh đồng không rác"]
    texts = [block.text for block in printed(again).body if isinstance(block, Paragraph)]
    assert "Điều 2. Các đơn vị duy trì, nhân rộng." in texts
    assert "Điều 1. Công nhận 1 mô hình, điển hình “Dân vận khéo” năm 2026 (danh sách kèm theo)." in texts


@pytest.mark.parametrize("change", ["declined", "renamed", "decided"])
def test_what_changed_meanwhile_holds_the_whole_decision_back(year, proposed, reviewer, clerk, change):
    paper = choose(year, proposed, reviewer)
    if change == "declined":
        Assessment.objects.filter(pk=proposed[0].pk).update(status="declined")
    elif change == "renamed":
        RegisteredModel.objects.filter(pk=proposed[0].entry_id).update(name="Tên khác")
    else:
        RecognitionFactory(entry=proposed[0].entry)
    before = Recognition.objects.count()

    with pytest.raises(IllegalMove, match="Danh sách đã thay đổi từ khi soạn"):
        issue(paper, clerk)

    paper.refresh_from_db()
    assert (paper.status, paper.number, Recognition.objects.count()) == ("draft", "", before)
    assert not PaperNumber.objects.exists()
    assert not Document.objects.exists()

    renewed = papers.renew_facts(paper, by=reviewer, at=AT).paper
    issue(renewed, clerk)
    named = RecognitionDecision.objects.get(number="125-QĐ/ĐU").recognitions
    assert named.count() == (3 if change == "renamed" else 2)


def test_a_number_that_was_entered_by_hand_is_refused(year, proposed, reviewer, clerk):
    decided = RecognitionFactory(entry__campaign_year=year).decision
    paper = choose(year, proposed, reviewer)

    with pytest.raises(IllegalMove, match="Số quyết định này đã nhập"):
        issue(paper, clerk, number=decided.number)

    assert Recognition.objects.count() == 1


def test_the_guidance_of_the_year_is_cited_once_it_is_issued(year, proposed, reviewer, clerk):
    guidance = papers.start_paper("guidance", target=year, by=reviewer, at=AT)
    OfficialPaper.objects.filter(pk=guidance.pk).update(
        status="issued", number="01-HD/BXDĐ", issued_on=date(2026, 1, 5)
    )

    paper = choose(year, proposed, reviewer)

    assert (
        "Căn cứ Hướng dẫn số 01-HD/BXDĐ ngày 05/01/2026 của Ban Xây dựng Đảng Đảng ủy xã về tiêu chí"
        in paper.sections.get(code="can-cu").text
    )


@pytest.mark.parametrize(
    ("recognised", "outstanding", "said"),
    [((), (), "Chưa chọn mô hình"), ((0,), (1,), "chọn tiêu biểu mà chưa chọn công nhận")],
)
def test_half_a_choice_is_refused(year, proposed, reviewer, recognised, outstanding, said):
    chosen = [proposed[place] for place in recognised]

    with pytest.raises(IllegalMove, match=said):
        choose(year, chosen, reviewer, outstanding=[proposed[place] for place in outstanding])

    assert not DecisionChoice.objects.exists()
    assert not OfficialPaper.objects.exists()


def test_another_years_models_and_unproposed_ones_are_refused(year, proposed, reviewer):
    with pytest.raises(IllegalMove, match="không thuộc năm này"):
        choose(CampaignYearFactory(year=2027), proposed, reviewer)

    stray = AssessmentFactory(submitted=True, entry__campaign_year=year)
    with pytest.raises(IllegalMove, match="chưa được đề nghị công nhận"):
        choose(year, [*proposed, stray], reviewer)


@pytest.mark.parametrize("who", ["officer", "clerk", "leader", "council_member", "administrator"])
def test_only_reviewers_choose_and_write(year, proposed, request, reviewer, sign_in, who):
    post = request.getfixturevalue(who)
    page = reverse("models_registry:decision-draft", args=[2026])

    with pytest.raises(PermissionDenied):
        choose(year, proposed, post)
    client = sign_in(post)
    assert client.get(page).status_code == client.post(page).status_code == 403

    choose(year, proposed, reviewer)
    with pytest.raises(PermissionDenied):
        papers.start_paper("recognition", target=year, by=post, at=AT)


@pytest.mark.parametrize("who", ["officer", "reviewer", "leader"])
def test_only_the_clerk_issues(year, proposed, request, reviewer, who):
    paper = choose(year, proposed, reviewer)

    with pytest.raises(PermissionDenied):
        issue(paper, request.getfixturevalue(who))

    assert not Recognition.objects.exists()


def test_it_is_not_begun_before_somebody_is_chosen(year, proposed, reviewer, sign_in):
    with pytest.raises(PermissionDenied):
        papers.start_paper("recognition", target=year, by=reviewer, at=AT)

    assertNotContains(sign_in(reviewer).get(year.get_absolute_url()), "Soạn: Quyết định công nhận")


def test_the_reviewer_ticks_and_writes_on(year, proposed, reviewer, sign_in):
    client = sign_in(reviewer)
    page = reverse("models_registry:decision-draft", args=[2026])
    assertContains(client.get(reverse("models_registry:entry-list")), page)

    first = client.get(page)
    # At first all are ticked, and as tiêu biểu who was proposed so.
    assert ticks(first) == {
        "Cánh đồng không rác": [True, False],
        "Tuyến đường hoa": [True, True],
        "Hộ gia đình mẫu": [True, False],
    }
    answer = client.post(page, {"recognised": keys(proposed[:2]), "outstanding": keys(proposed[:1])})

    paper = OfficialPaper.objects.get()
    assertRedirects(answer, reverse("documents:paper-edit", args=[paper.pk]))
    again = client.get(page)
    assertContains(again, "Quyết định đang soạn")
    assert ticks(again) == {
        "Cánh đồng không rác": [True, True],
        "Tuyến đường hoa": [True, False],
        "Hộ gia đình mẫu": [False, False],
    }


def test_a_mistake_keeps_what_was_ticked(year, proposed, reviewer, sign_in):
    page = reverse("models_registry:decision-draft", args=[2026])

    answer = sign_in(reviewer).post(
        page, {"recognised": keys(proposed[:1]), "outstanding": keys(proposed[1:2])}
    )

    assertContains(answer, "Chọn tiêu biểu thì cũng cần chọn công nhận.", status_code=422)
    assertContains(answer, f'value="{proposed[0].pk}" checked', status_code=422)
    assert not OfficialPaper.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_costs_the_same_however_long(sign_in, reviewer, year, count, django_assert_num_queries):
    AssessmentFactory.create_batch(count, proposed=True, entry__campaign_year=year)
    client = sign_in(reviewer)

    with django_assert_num_queries(7):  # session, person, posts; year, proposed, choices, paper
        client.get(reverse("models_registry:decision-draft", args=[2026]))


def test_units_read_the_decision_once_it_is_issued(year, proposed, reviewer, clerk, officer, sign_in):
    paper = choose(year, proposed, reviewer)
    draft = papers.order_paper_draft(paper, by=reviewer, at=AT)
    assert list(OfficialPaper.objects.visible_to(officer)) == []

    document = issue(paper, clerk)

    client = sign_in(officer)
    assert list(OfficialPaper.objects.visible_to(officer)) == [paper]
    assert client.get(reverse("documents:document-detail", args=[document.pk])).status_code == 200
    assert client.get(reverse("documents:document-detail", args=[draft.pk])).status_code == 404
    decision_page = client.get(RecognitionDecision.objects.get().get_absolute_url())
    assertContains(decision_page, paper.get_absolute_url())
    assertNotContains(decision_page, "Giấy chứng nhận")
