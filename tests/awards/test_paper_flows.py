"""Who writes and issues which paper, and what its issue does to the round."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from awards.models import AwardDecision, AwardRound, CouncilMeeting, Track
from awards.services.decisions import publish_round
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.services.documents import withdraw_document
from hoaxa_danvan.documents.services.papers import renew_facts
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards import steps
from tests.awards.pages import text, url
from tests.awards.steps import (
    ISSUED_ON,
    LATER,
    decide,
    dossiers,
    issue,
    printed,
    rows,
    start,
    to_council,
    write,
)

Status = AwardRound.Status
OFFICE = ["reviewer", "council_member", "secretary", "leader", "clerk"]
EVERYONE = [*OFFICE, "officer", "panel_member", "administrator"]


@pytest.fixture
def target_of(meeting, considered):
    """What each kind is written about, in a round that the Ban Thường vụ has agreed to."""
    kinds = {"minutes": meeting, "count_minutes": meeting, "proposal": meeting}
    return lambda kind: kinds.get(kind, considered)


WRITERS = {
    "appraisal": {"reviewer"},
    "minutes": {"secretary"},
    "count_minutes": {"secretary"},
    "proposal": {"secretary", "reviewer"},
    "award": {"reviewer"},
    "referral": {"reviewer"},
}
ISSUERS = {**WRITERS, "award": {"clerk"}, "referral": {"clerk"}}
READERS = {kind: set(OFFICE) for kind in WRITERS} | {"appraisal": {"reviewer", "council_member", "secretary"}}


@pytest.mark.parametrize("post", EVERYONE)
@pytest.mark.parametrize("kind", WRITERS)
def test_a_paper_is_begun_by_whose_work_it_is(request, target_of, kind, post):
    by = request.getfixturevalue(post)
    if post in WRITERS[kind]:
        assert start(kind, target_of(kind), by).kind == kind
        return

    with pytest.raises(PermissionDenied):
        start(kind, target_of(kind), by)

    assert not OfficialPaper.objects.exists()


@pytest.mark.parametrize("post", EVERYONE)
@pytest.mark.parametrize("kind", WRITERS)
def test_it_is_issued_by_who_has_its_number(request, target_of, kind, post):
    paper = start(kind, target_of(kind), request.getfixturevalue(min(WRITERS[kind])))
    given = {"proposal": ("05-TTr/HĐTĐKT", steps.PRESENTED_ON)}.get(kind, ("7", ISSUED_ON))
    if kind in {"appraisal", "count_minutes"}:
        code = {"appraisal": "khao_sat", "count_minutes": "to_kiem_phieu"}[kind]
        paper = write(paper, request.getfixturevalue(min(WRITERS[kind])), **{code: "Đã ghi."})
    by = request.getfixturevalue(post)
    if post in ISSUERS[kind]:
        assert issue(paper, by, number=given[0], on=given[1]).is_issued
        return

    with pytest.raises(PermissionDenied):
        issue(paper, by, number=given[0], on=given[1])

    assert not Document.objects.exists()


@pytest.mark.parametrize("post", EVERYONE)
@pytest.mark.parametrize("kind", WRITERS)
def test_it_is_read_by_whom_the_proceedings_are_open_to(request, sign_in, target_of, kind, post):
    paper = start(kind, target_of(kind), request.getfixturevalue(min(WRITERS[kind])))

    page = sign_in(request.getfixturevalue(post)).get(paper.get_absolute_url())

    assert page.status_code == (200 if post in READERS[kind] else 404)


def test_there_is_no_appraisal_report_while_the_panel_marks(award_round, reviewer):
    """It has the marks of all: whoever also sits in the panel would learn them too soon."""
    dossiers(award_round, 1)
    steps.to_appraisal(award_round, reviewer)

    with pytest.raises(PermissionDenied):
        start("appraisal", award_round, reviewer)


@pytest.mark.parametrize("kind", ["award", "referral"])
def test_there_is_no_decision_before_the_board_has_agreed(meeting, secretary, reviewer, kind):
    steps.present(meeting.round, secretary)

    with pytest.raises(PermissionDenied):
        start(kind, meeting.round, reviewer)


# The figures


def test_figures_that_have_changed_since_are_refused_and_taken_anew(meeting, secretary):
    paper = start("minutes", meeting, secretary)
    case = meeting.round.nominations.get(recipient="Đơn vị chưa đạt")
    steps.vote(meeting, secretary, {case: (2, 1)})

    with pytest.raises(IllegalMove, match="lấy lại số liệu"):
        issue(paper, secretary)
    assert not Document.objects.exists()

    renew_facts(paper, by=secretary, at=LATER)
    issued = issue(paper, secretary, number="3")

    paper.refresh_from_db()
    assert (paper.number, issued.is_issued) == ("03-BB/HĐTĐKT", True)
    assert [row[-1] for row in rows(printed(paper))] == ["Đạt"] * 4


def test_issued_minutes_are_begun_again_only_when_the_session_is_written_anew(meeting, secretary):
    issue(start("minutes", meeting, secretary), secretary)
    with pytest.raises(PermissionDenied):
        start("minutes", meeting, secretary)

    meeting.refresh_from_db()
    CouncilMeeting.objects.filter(pk=meeting.pk).update(at=LATER.replace(hour=15))

    assert start("minutes", meeting, secretary).status == "draft"


def test_a_count_bears_no_number_and_names_its_tellers(meeting, secretary):
    paper = start("count_minutes", meeting, secretary)
    with pytest.raises(IllegalMove, match="Tổ kiểm phiếu"):
        issue(paper, secretary)

    issued = issue(write(paper, secretary, to_kiem_phieu="Tổ trưởng: Ủy viên thứ nhất."), secretary)

    assert (issued.number, issued.is_issued) == ("", True)


# The tờ trình presents the round


def test_issuing_the_proposal_presents_the_round(meeting, secretary):
    issue(start("proposal", meeting, secretary), secretary, number="5")

    award_round = AwardRound.objects.get()
    assert (award_round.status, award_round.proposal_number, award_round.proposal_on) == (
        Status.PRESENTED,
        "05-TTr/HĐTĐKT",
        ISSUED_ON,
    )


def test_what_keeps_the_round_keeps_the_proposal_too(award_round, secretary, reviewer, party_title):
    steps.council_of(3, like=secretary)
    dossiers(award_round, 1, title=party_title)
    to_council(award_round, reviewer)
    steps.meet(award_round, secretary)
    paper = start("proposal", award_round.meeting, secretary)

    with pytest.raises(IllegalMove, match="chưa biểu quyết"):
        issue(paper, secretary)

    paper.refresh_from_db()
    assert (paper.status, AwardRound.objects.get().status) == ("draft", Status.COUNCIL)


def test_a_number_typed_before_is_the_number_of_the_paper(meeting, secretary):
    steps.present(meeting.round, secretary)
    paper = start("proposal", meeting, secretary)

    with pytest.raises(IllegalMove, match=r"đã ghi tờ trình số 05-TTr/HĐTĐKT ngày 04/12/2026"):
        issue(paper, secretary, number="6")
    issued = issue(paper, secretary, number="5", on=steps.PRESENTED_ON)

    assert issued.number == "05-TTr/HĐTĐKT"


def test_a_round_sent_back_is_presented_by_another_paper(meeting, secretary, leader):
    issue(start("proposal", meeting, secretary), secretary, number="5")
    with pytest.raises(PermissionDenied):
        start("proposal", meeting, secretary)
    steps.consider(meeting.round, leader, verdict="not_yet", text="Xem lại một trường hợp.")

    issue(start("proposal", meeting, secretary), secretary, number="6")

    assert AwardRound.objects.get().proposal_number == "06-TTr/HĐTĐKT"


# The decision is entered as it is issued


def test_issuing_the_decision_enters_it_with_its_awards(considered, reviewer, clerk):
    paper = start("award", considered, reviewer)

    document = issue(paper, clerk, number="88", signer="Phó Bí thư mẫu")

    decision = AwardDecision.objects.get()
    assert (decision.track, decision.number, decision.issued_on) == (Track.PARTY, "88-QĐ/ĐU", ISSUED_ON)
    assert (decision.signer, decision.signer_office) == ("Phó Bí thư mẫu", "PHÓ BÍ THƯ")
    listed = [row[1] for place in (0, 1) for row in rows(printed(OfficialPaper.objects.get()), place)]
    assert sorted(listed) == sorted(award.nomination.recipient for award in decision.awards.all())
    assert document.kind == "award"


def test_a_decision_issued_here_is_not_typed_over(considered, reviewer, clerk):
    document = issue(start("award", considered, reviewer), clerk, number="88")

    with pytest.raises(IllegalMove, match="88-QĐ/ĐU đã ban hành trên cổng"):
        decide(considered, clerk, number="90-QĐ/ĐU")
    withdraw_document(document, reason="Sai tên một tập thể.", by=clerk, at=LATER)
    decide(considered, clerk, number="90-QĐ/ĐU")

    assert AwardDecision.objects.get().number == "90-QĐ/ĐU"


def test_after_publication_the_paper_can_only_be_the_decision_entered(considered, reviewer, clerk):
    decide(considered, clerk, issued_on=ISSUED_ON)
    publish_round(considered, by=reviewer, at=LATER)
    paper = start("award", considered, reviewer)

    with pytest.raises(IllegalMove, match="88-QĐ/ĐU"):
        issue(paper, clerk, number="89")
    issue(paper, clerk, number="88")

    assert (AwardDecision.objects.count(), AwardDecision.objects.get().number) == (1, "88-QĐ/ĐU")


def test_a_letter_without_cases_does_not_leave(award_round, secretary, reviewer, leader, clerk, state_title):
    steps.council_of(3, like=secretary)
    (case,) = dossiers(award_round, 1, title=state_title)
    to_council(award_round, reviewer)
    steps.vote(steps.meet(award_round, secretary), secretary, {case: (0, 3)})
    steps.present(award_round, secretary)
    steps.consider(award_round, leader)

    with pytest.raises(IllegalMove, match="Không có trường hợp nào"):
        issue(start("referral", award_round, reviewer), clerk)

    assert not AwardDecision.objects.exists()


# The unit's own report


@pytest.mark.parametrize(("post", "is_theirs"), [("officer", True), ("head", True), ("outsider", False)])
def test_the_achievements_are_the_unit_s_to_write(request, nomination, post, is_theirs):
    by = request.getfixturevalue(post)
    if is_theirs:
        assert start("achievement", nomination, by).unit == nomination.unit
        return

    with pytest.raises(PermissionDenied):
        start("achievement", nomination, by)


@pytest.mark.parametrize(
    "post", ["reviewer", "clerk", "leader", "secretary", "panel_member", "administrator"]
)
def test_the_office_writes_no_achievements_and_reads_them_when_issued(
    request, sign_in, nomination, officer, post
):
    by = request.getfixturevalue(post)
    paper = start("achievement", nomination, officer)
    with pytest.raises(PermissionDenied):
        start("achievement", nomination, by)
    page = sign_in(by).get(paper.get_absolute_url())
    assert page.status_code == 404

    issue(paper, officer)

    reads = post in {"reviewer", "clerk", "leader"}
    assert sign_in(by).get(paper.get_absolute_url()).status_code == (200 if reads else 404)


# The pages


def test_the_round_s_page_offers_each_paper_in_its_time(sign_in, award_round, reviewer, officer):
    dossiers(award_round, 1)
    offer = "Soạn: Báo cáo thẩm định"
    assert offer not in text(sign_in(reviewer).get(award_round.get_absolute_url()))

    to_council(award_round, reviewer)

    assert offer in text(sign_in(reviewer).get(award_round.get_absolute_url()))
    assert "Soạn: Quyết định" not in text(sign_in(reviewer).get(award_round.get_absolute_url()))
    assert "Soạn:" not in text(sign_in(officer).get(award_round.get_absolute_url()))


def test_the_session_s_pages_offer_the_secretary_its_papers(sign_in, meeting, secretary, council_member):
    for name in ("meeting-detail", "proposal-detail"):
        page = text(sign_in(secretary).get(url(name, meeting.round)))
        assert [f"Soạn: {kind}" in page for kind in ("Biên bản họp", "Biên bản kiểm phiếu", "Tờ trình")] == [
            True
        ] * 3
        assert "Soạn:" not in text(sign_in(council_member).get(url(name, meeting.round)))


def test_the_button_begins_the_paper_and_the_second_click_finds_it(sign_in, meeting, secretary, officer):
    data = {"kind": "minutes", "target_type": "awards.councilmeeting", "target_id": str(meeting.pk)}
    begin = reverse("documents:paper-start")

    assert sign_in(officer).post(begin, data).status_code == 404
    for _ in range(2):
        assert sign_in(secretary).post(begin, data).status_code == 302

    assert OfficialPaper.objects.get().by == secretary


def test_a_unit_begins_its_report_on_the_dossier_s_page(sign_in, nomination, officer, reviewer):
    assert "Soạn: Báo cáo thành tích" in text(sign_in(officer).get(nomination.get_absolute_url()))

    steps.send(nomination, by=officer)

    assert "Soạn:" not in text(sign_in(reviewer).get(nomination.get_absolute_url()))
