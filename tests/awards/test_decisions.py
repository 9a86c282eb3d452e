"""After the tờ trình: opinion, decisions of two tracks, publication – at once, and not before."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Award, AwardDecision, AwardRound, BoardOpinion, Nomination
from awards.selectors.decisions import (
    agreed_nominations,
    awards_by_entry,
    passed_nominations,
    result_of,
    results_of,
    tracks_to_decide,
)
from awards.services import decisions
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import LATER, consider, council_of, decide, dossiers, meet, present, to_council, vote
from tests.factories import AwardTitleFactory

Status = AwardRound.Status


@pytest.fixture
def presented(award_round, secretary, reviewer, party_title, state_title) -> AwardRound:
    """Four dossiers before a council of three: Party passed, Party failed, Party passed, State passed."""
    council_of(3, like=secretary)
    for name, title in (("A", party_title), ("B", party_title), ("C", party_title), ("D", state_title)):
        dossiers(award_round, 1, recipient=f"Đơn vị {name}", title=title)
    to_council(award_round, reviewer)
    hands = {n: (0, 3) if n.recipient == "Đơn vị B" else (3, 0) for n in award_round.nominations.all()}
    vote(meet(award_round, secretary), secretary, hands)
    return present(award_round, secretary)


def named(nominations) -> list[str]:
    return sorted(n.recipient for n in nominations)


def find(name: str) -> Nomination:
    return Nomination.objects.get(recipient=f"Đơn vị {name}")


# Opinion


def test_the_council_proposes_what_passed(presented):
    assert named(passed_nominations(presented)) == ["Đơn vị A", "Đơn vị C", "Đơn vị D"]
    assert agreed_nominations(presented) == []


@pytest.mark.parametrize("post", ["leader", "clerk"])
def test_the_board_s_agreement_is_recorded(request, presented, post):
    by = request.getfixturevalue(post)

    opinion = consider(presented, by)

    presented.refresh_from_db()
    assert presented.status == Status.CONSIDERED
    assert (opinion.verdict, opinion.by, opinion.notice_number) == ("agreed", by, "210-TB/ĐU")
    assert named(agreed_nominations(presented)) == ["Đơn vị A", "Đơn vị C", "Đơn vị D"]
    assert named(agreed_nominations(presented, "party")) == ["Đơn vị A", "Đơn vị C"]


def test_cases_are_taken_out_with_a_reason(presented, leader):
    consider(presented, leader, verdict="adjusted", exceptions={find("C").pk: "Xem xét đợt sau"})

    assert named(agreed_nominations(presented)) == ["Đơn vị A", "Đơn vị D"]


def test_not_yet_sends_it_back_to_the_council_which_may_present_again(presented, leader, secretary):
    consider(presented, leader, verdict="not_yet", text="Rà soát đối tượng thứ ba.")

    presented.refresh_from_db()
    assert presented.status == Status.COUNCIL
    assert AuditEntry.objects.filter(verb="rework").get().note == "Rà soát đối tượng thứ ba."
    assert agreed_nominations(presented) == []
    meeting = presented.meeting
    vote(meeting, secretary, {find("C"): (0, 3)})
    present(presented, secretary)
    consider(presented, leader)
    assert named(agreed_nominations(presented)) == ["Đơn vị A", "Đơn vị D"]


@pytest.mark.parametrize(
    ("verdict", "fields", "words"),
    [
        ("not_yet", {}, "Cần ghi nội dung"),
        ("adjusted", {}, "cần chọn trường hợp"),
        ("adjusted", {"exceptions": {"A": " "}}, "cần có lý do"),
        ("adjusted", {"exceptions": {"B": "Không đạt"}}, "không nằm trong danh sách"),
        ("agreed", {"exceptions": {"A": "Không"}}, "Chỉ đưa trường hợp ra"),
        ("agreed", {"met_on": date(2026, 12, 11)}, "còn ở phía trước"),
    ],
)
def test_an_opinion_that_does_not_hold_together_is_refused(presented, leader, verdict, fields, words):
    if names := fields.get("exceptions"):
        fields = {**fields, "exceptions": {find(name).pk: reason for name, reason in names.items()}}

    with pytest.raises(IllegalMove, match=words):
        consider(presented, leader, verdict=verdict, **fields)

    presented.refresh_from_db()
    assert presented.status == Status.PRESENTED
    assert not BoardOpinion.objects.exists()


@pytest.mark.parametrize(
    "post", ["officer", "reviewer", "panel_member", "council_member", "secretary", "administrator"]
)
def test_nobody_else_speaks_for_the_board(request, presented, post):
    with pytest.raises(PermissionDenied):
        consider(presented, request.getfixturevalue(post))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PRESENTED}))
def test_the_board_is_asked_before_it_answers(presented, leader, status):
    AwardRound.objects.update(status=status)

    with pytest.raises(IllegalMove, match="Không thể ghi ý kiến"):
        consider(presented, leader)


# Decisions


@pytest.fixture
def considered(presented, leader) -> AwardRound:
    consider(presented, leader)
    presented.refresh_from_db()
    return presented


def test_the_clerk_s_entry_makes_the_awards_of_its_track(considered, clerk):
    assert [t.value for t in tracks_to_decide(considered)] == ["party", "state"]

    decision = decide(considered, clerk)

    assert named(award.nomination for award in decision.awards.all()) == ["Đơn vị A", "Đơn vị C"]
    assert [t.value for t in tracks_to_decide(considered)] == ["state"]
    assert (decision.number, decision.signer, decision.by) == ("88-QĐ/ĐU", "Phó Bí thư Thường trực", clerk)


def test_the_money_is_that_of_the_title_on_that_day(considered, clerk, party_title):
    AwardTitleFactory._meta.model.objects.filter(pk=party_title.pk).update(money=500_000)

    decision = decide(considered, clerk)
    AwardTitleFactory._meta.model.objects.update(money=1)

    assert set(decision.awards.values_list("money", flat=True)) == {500_000}


def test_a_slip_of_the_pen_is_mended_until_publication(considered, clerk, leader):
    decide(considered, clerk, number="88-QĐ/DU")

    assert decide(considered, clerk).number == "88-QĐ/ĐU"
    assert (AwardDecision.objects.count(), Award.objects.count()) == (1, 2)
    decisions.publish_round(considered, by=leader, at=LATER)
    with pytest.raises(IllegalMove, match="không sửa được"):
        decide(considered, clerk, number="99-QĐ/ĐU")


def test_the_chairman_may_leave_a_case_out_the_party_s_list_is_settled(considered, clerk):
    with pytest.raises(IllegalMove, match="không bỏ bớt được"):
        decide(considered, clerk, left_out={find("A").pk})
    with pytest.raises(IllegalMove, match="Không có trường hợp nào"):
        decide(considered, clerk, track="state", left_out={find("D").pk})


@pytest.mark.parametrize(
    ("fields", "words"), [({"number": " "}, "số quyết định"), ({"issued_on": date(2027, 1, 1)}, "phía trước")]
)
def test_a_decision_has_its_number_and_a_day_that_has_come(considered, clerk, fields, words):
    with pytest.raises(IllegalMove, match=words):
        decide(considered, clerk, **fields)


@pytest.mark.parametrize(
    "post", ["officer", "reviewer", "panel_member", "council_member", "secretary", "leader", "administrator"]
)
def test_nobody_but_the_clerk_enters_it(request, considered, post):
    with pytest.raises(PermissionDenied):
        decide(considered, request.getfixturevalue(post))

    assert not AwardDecision.objects.exists()


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONSIDERED, Status.PUBLISHED}))
def test_no_decision_before_the_board_has_spoken(considered, clerk, status):
    AwardRound.objects.update(status=status)

    with pytest.raises(IllegalMove, match="Không thể nhập quyết định"):
        decide(considered, clerk)


# Publication


@pytest.mark.parametrize("post", ["reviewer", "leader"])
def test_it_is_published_once_the_party_s_decision_is_there(request, considered, clerk, post):
    by = request.getfixturevalue(post)
    with pytest.raises(IllegalMove, match="Chưa nhập quyết định khen thưởng của Đảng ủy"):
        decisions.publish_round(considered, by=by, at=LATER)
    decide(considered, clerk)

    assert decisions.publish_round(considered, by=by, at=LATER).status == Status.PUBLISHED


@pytest.mark.parametrize(
    "post", ["officer", "panel_member", "council_member", "secretary", "clerk", "administrator"]
)
def test_nobody_else_publishes(request, considered, clerk, post):
    decide(considered, clerk)

    with pytest.raises(PermissionDenied):
        decisions.publish_round(considered, by=request.getfixturevalue(post), at=LATER)

    considered.refresh_from_db()
    assert considered.status == Status.CONSIDERED


def test_a_round_of_the_state_track_alone_waits_for_no_party_decision(considered, leader):
    for name in ("A", "C"):
        Nomination.objects.filter(pk=find(name).pk).update(title=find("D").title)

    assert decisions.publish_round(considered, by=leader, at=LATER).status == Status.PUBLISHED


def test_before_publication_there_is_nothing_to_see(considered, clerk, officer):
    decide(considered, clerk)
    nomination = find("A")

    assert not Award.objects.published().exists()
    assert results_of(considered) == []
    assert awards_by_entry([nomination.entry]) == {}
    assert result_of(nomination) is None


def test_publication_shows_everything_at_once(considered, clerk, leader):
    decide(considered, clerk)
    decisions.publish_round(considered, by=leader, at=LATER)

    assert named(award.nomination for award in results_of(considered)) == ["Đơn vị A", "Đơn vị C"]
    assert [result_of(find(name)).label for name in "ABCD"] == [
        "Được khen thưởng: Giấy khen của Đảng ủy",
        "Không có trong danh sách khen thưởng đợt này",
        "Được khen thưởng: Giấy khen của Đảng ủy",
        "Đã giới thiệu, chờ quyết định của Chủ tịch UBND xã",
    ]


def test_the_state_s_decision_comes_later_and_shows_at_once(considered, clerk, leader):
    decide(considered, clerk)
    decisions.publish_round(considered, by=leader, at=LATER)

    decide(considered, clerk, track="state", number="512/QĐ-UBND")

    assert named(award.nomination for award in results_of(considered)) == ["Đơn vị A", "Đơn vị C", "Đơn vị D"]
    assert result_of(find("D")).tone == "done"
    with pytest.raises(IllegalMove, match="không sửa được"):
        decide(considered, clerk, track="state", number="513/QĐ-UBND")


@pytest.mark.parametrize("count", [1, 3])
def test_awards_of_a_list_of_models_take_one_query(
    considered, clerk, leader, count, django_assert_num_queries
):
    decide(considered, clerk)
    decisions.publish_round(considered, by=leader, at=LATER)
    entries = [n.entry for n in Nomination.objects.select_related("entry")[:count]]

    with django_assert_num_queries(1):
        found = awards_by_entry(entries)
        assert all(str(award.title) and str(award.decision) for awards in found.values() for award in awards)
