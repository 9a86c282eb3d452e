"""What the papers of a round say, and that their figures are those of the records."""

from datetime import date

import pytest

from awards.models import AwardRound, AwardTitle, Nomination, Vote
from awards.papers.bases import bases_on
from awards.papers.proposal import proposal
from awards.services.decisions import publish_round
from awards.services.nominations import reject_nomination
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.lib.numbers import ratio
from hoaxa_danvan.scoring.models import RubricVersion, Score, ScoreSheet
from models_registry.models import Assessment
from tests.awards import steps
from tests.awards.steps import (
    AT,
    LATER,
    consider,
    council_of,
    decide,
    dossiers,
    mark,
    meet,
    printed,
    rows,
    said,
    start,
    to_council,
    vote,
)
from tests.factories import AppointmentFactory, AwardRoundFactory, CampaignYearFactory, RegisteredModelFactory


def names(table: list[tuple[str, ...]]) -> list[str]:
    return [row[1] for row in table]


# The minutes


def test_the_minutes_have_every_vote_as_it_was_counted(meeting, secretary):
    paper = printed(start("minutes", meeting, secretary))

    votes = Vote.objects.filter(meeting=meeting).order_by(
        "nomination__title__order", "nomination__unit__sort_key", "pk"
    )
    counted = [
        (v.nomination.recipient, str(v.eligible), str(v.in_favour), str(v.against), ratio(v.in_favour, 3))
        for v in votes
    ]
    assert sorted((row[1], row[3], row[4], row[5], row[7]) for row in rows(paper)) == sorted(counted)
    assert [row[-1] for row in rows(paper)].count("Đạt") == 3


def test_the_minutes_say_who_was_there_by_which_rule_and_what_came_of_it(
    award_round, secretary, reviewer, party_title
):
    council_of(5, like=secretary)
    good, poor = dossiers(award_round, 2, title=party_title)
    to_council(award_round, reviewer)
    vote(meet(award_round, secretary, absent=1), secretary, {good: (4, 0), poor: (1, 3)})

    paper = printed(start("minutes", award_round.meeting, secretary))

    words = said(paper)
    assert "Hội đồng có 5 thành viên; có mặt 4/5 (80,0%), đủ số có mặt theo quy định (từ 2/3" in words
    assert "(lý do: Đi công tác)" in words
    assert "Mẫu số để tính tỷ lệ là 5; hồ sơ đạt khi có ít nhất 3 thành viên đồng ý." in words
    assert "(Quy chế của Hội đồng)" in words
    assert f"Hội đồng đề nghị khen thưởng {ratio(1, 2)} trường hợp:\n- {good.recipient}" in words
    assert f"Không đề nghị 1 trường hợp:\n- {poor.recipient}: 1/5 (20,0%) – chưa đạt" in words
    assert "8. Nội dung khác\nKhông phát sinh." in words
    assert "Không có" not in words.partition("Biểu quyết công khai.")[0]


def test_whoever_does_not_vote_about_their_own_unit_is_named(award_round, secretary, reviewer, party_title):
    chair, *_ = council_of(3, like=secretary)
    (own,) = dossiers(award_round, 1, title=party_title)
    AppointmentFactory(person=chair.person, unit=own.unit)
    to_council(award_round, reviewer)
    vote(meet(award_round, secretary), secretary, {own: (2, 0)})

    paper = printed(start("minutes", award_round.meeting, secretary))

    assert f"Các thành viên có mặt không tham gia biểu quyết:\n- {chair.person}: hồ sơ của" in said(paper)
    assert rows(paper)[0][3] == "2"


def test_the_secretary_signs_on_the_left_and_the_chair_on_the_right(meeting, secretary):
    paper = printed(start("minutes", meeting, secretary))

    assert [(signer.office, signer.name) for signer in paper.co_signers] == [
        ("THƯ KÝ", str(secretary.person))
    ]
    assert (paper.signature.office, paper.signature.authority) == ("CHỦ TRÌ", "")


def test_the_count_says_that_hands_were_raised_and_no_ballots_given_out(meeting, secretary):
    paper = printed(start("count_minutes", meeting, secretary))

    assert "Biểu quyết công khai, không phát phiếu" in said(paper)
    assert "Đạt 3/4 (75,0%) trường hợp; chưa đạt 1 trường hợp." in said(paper)
    assert (paper.is_numbered, len(rows(paper))) == (False, Vote.objects.count())


# The tờ trình


def test_each_track_is_listed_and_counted_apart(meeting):
    party, state = proposal(meeting).tracks

    assert ([c.nomination.recipient for c in party.cases], party.counts) == (
        ["Chi bộ thôn Mẫu 1", "Trưởng thôn Mẫu 2"],
        "1 tập thể, 1 cá nhân",
    )
    assert ([c.nomination.recipient for c in state.cases], state.counts) == (["Hội Nông dân xã"], "1 tập thể")
    assert [c.nomination.recipient for c in proposal(meeting).declined] == ["Đơn vị chưa đạt"]


@pytest.mark.parametrize(("money", "total"), [(500_000, "1.000.000 đồng"), (None, "theo quy định hiện hành")])
def test_money_is_summed_only_when_it_is_fixed(meeting, secretary, party_title, money, total):
    AwardTitle.objects.filter(pk=party_title.pk).update(money=money)

    words = said(printed(start("proposal", meeting, secretary)))

    assert ("đồng, chi từ" in words, total in words) == (money is not None, True)


def test_the_proposal_tells_the_vote_and_asks_for_the_awards(meeting, secretary):
    paper = printed(start("proposal", meeting, secretary))

    words = said(paper)
    assert "Ban Xây dựng Đảng nhận 4 hồ sơ; 4 hồ sơ đủ điều kiện, đã được" in words
    assert "có mặt 3/3 (100,0%) thành viên; xem xét 4 hồ sơ" in words
    assert "Có 3/4 (75,0%) trường hợp đạt." in words
    assert "a) Tặng Giấy khen của Đảng ủy\n1 tập thể, 1 cá nhân (danh sách kèm theo)." in words
    assert "tặng Giấy khen\n1 tập thể (danh sách kèm theo)." in words
    assert "- Đơn vị chưa đạt" in words
    assert "1/3 (33,3%) – chưa đạt" in words
    assert (paper.addressee_label, paper.addressees) == ("Kính trình", ("Ban Thường vụ Đảng ủy xã",))
    assert [names(rows(paper, place)) for place in (0, 1)] == [
        ["Chi bộ thôn Mẫu 1", "Trưởng thôn Mẫu 2"],
        ["Hội Nông dân xã"],
    ]
    assert Paper.from_dict(paper.to_dict()) == paper


def test_issued_minutes_are_cited_by_its_number(meeting, secretary):
    steps.issue(start("minutes", meeting, secretary), secretary, number="3")

    words = said(printed(start("proposal", meeting, secretary)))

    assert "Căn cứ Biên bản số 03-BB/HĐTĐKT, ngày 10/12/2026 họp Hội đồng" in words


# The appraisal


def test_the_appraisal_sets_the_marks_beside_the_unit_s_own(
    award_round, nomination, entry, officer, reviewer, panel_member, second_member
):
    Nomination.objects.filter(pk=nomination.pk).update(status="accepted", sent_at=AT, status_at=AT)
    own_marks(entry, officer, "90")
    steps.to_appraisal(award_round, reviewer)
    nomination.refresh_from_db()
    mark(nomination, panel_member, "80")
    mark(nomination, second_member, "81")
    to_council(AwardRound.objects.get(), reviewer)

    (row,) = rows(printed(start("appraisal", award_round, reviewer)), 1)

    assert row[1:5] == (nomination.recipient, "Tập thể", entry.sector.name, "Công nhận")
    assert row[5:8] == ("90,00", "80,50", "-9,50")
    assert row[-1] == "Trình Hội đồng xét tặng Giấy khen của Đảng ủy"


def own_marks(entry, officer, points: str) -> ScoreSheet:
    """The unit's own sheet on its model, by the criteria of the round."""
    version = RubricVersion.objects.get()
    assessment = Assessment.objects.create(
        entry=entry, campaign_year=entry.campaign_year, status="proposed", status_at=AT, sent_at=AT
    )
    sheet = ScoreSheet.objects.create(
        target=assessment, kind="self", version=version, by=officer, given_at=AT
    )
    left = int(points)
    for criterion in version.criteria.all():
        given = min(left, int(criterion.max_points))
        Score.objects.create(sheet=sheet, criterion=criterion, points=given)
        left -= given
    return sheet


def test_the_appraisal_counts_what_came_and_says_why_some_did_not_pass(award_round, reviewer):
    dossiers(award_round, 2)
    (bad,) = dossiers(award_round, 1, recipient="Đơn vị khai trùng")
    reject_nomination(bad, reason="Đã được khen cùng thành tích.", by=reviewer, at=AT)
    to_council(award_round, reviewer)

    paper = printed(start("appraisal", award_round, reviewer))

    words = said(paper)
    assert "nhận 3 hồ sơ của 3 cơ quan, đơn vị; 2/3 (66,7%) hồ sơ đủ điều kiện." in words
    assert "Không đủ điều kiện 1 hồ sơ:\n- Đơn vị khai trùng" in words
    assert "Đã được khen cùng thành tích." in words
    assert len(rows(paper, 1)) == award_round.nominations.accepted().count() == 2
    assert {row[-1] for row in rows(paper, 1)} == {"Trình Hội đồng xem xét; mới có 0 phiếu chấm"}


# After the Ban Thường vụ


def test_the_decision_names_whom_the_board_agreed_to_and_nobody_else(meeting, secretary, leader, reviewer):
    steps.present(meeting.round, secretary)
    out = meeting.round.nominations.get(recipient="Trưởng thôn Mẫu 2")
    consider(meeting.round, leader, verdict="adjusted", exceptions={out.pk: "Cần kiểm chứng thêm."})

    paper = printed(start("award", meeting.round, reviewer))

    words = said(paper)
    assert "Điều 1. Tặng Giấy khen của Đảng ủy cho 1 tập thể có thành tích" in words
    assert "tại Tờ trình số 05-TTr/HĐTĐKT, ngày 04/12/2026," in words
    assert "phiên họp ngày 08/12/2026 (Thông báo số 210-TB/ĐU);" in words
    assert "- Căn cứ" not in words
    assert [names(rows(paper, place)) for place in range(len(paper.appendices))] == [["Chi bộ thôn Mẫu 1"]]
    assert paper.appendices[0].landscape


def test_the_letter_to_the_chairman_names_the_state_s_cases(considered, reviewer):
    paper = printed(start("referral", considered, reviewer))

    assert (paper.kind, paper.addressees[0]) == ("", "Chủ tịch Ủy ban nhân dân xã")
    assert "tặng Giấy khen cho 1 tập thể có thành tích" in said(paper)
    assert names(rows(paper)) == ["Hội Nông dân xã"]


def test_money_stands_in_the_list_and_in_article_two(considered, reviewer, party_title):
    AwardTitle.objects.filter(pk=party_title.pk).update(money=600_000)

    paper = printed(start("award", considered, reviewer))

    assert "tổng số 1.200.000 đồng" in said(paper)
    assert rows(paper)[0][-1] == "600.000"


def test_a_rule_is_cited_only_while_it_holds():
    before, now = date(2025, 6, 30), date(2025, 7, 1)

    assert [base["title"][:7] for base in bases_on(before, track="party")] == ["Điều lệ"]
    assert any("294-QĐ/TW" in base["title"] for base in bases_on(now, track="party"))
    assert all(base["certainty"] for base in bases_on(now, track="party"))


# The unit's own


def test_the_unit_gets_its_report_from_what_it_has_written(nomination, entry, officer):
    entry.resources = "Nhân dân góp 41 triệu đồng."
    entry.save(update_fields=["resources"])

    paper = printed(start("achievement", nomination, officer))

    words = said(paper)
    assert paper.issuer_line == "HỘI NÔNG DÂN XÃ"
    assert (paper.kind, paper.is_numbered) == ("BÁO CÁO THÀNH TÍCH", False)
    assert "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH\nHội có 320 hội viên." in words
    assert "3 km đường sạch quanh năm, 2 thôn khác làm theo." in words
    assert "Nguồn lực huy động: Nhân dân góp 41 triệu đồng." in words
    assert "được công nhận (công nhận) năm 2026, Quyết định số 45-QĐ/ĐU" in words
    assert "cam kết" not in words  # nobody has pledged yet


@pytest.mark.parametrize("is_published", [True, False])
def test_earlier_awards_of_the_same_recipient_are_found_once_published(
    considered, reviewer, clerk, officer, is_published
):
    decide(considered, clerk)
    if is_published:
        publish_round(considered, by=reviewer, at=LATER)
    before = considered.nominations.get(recipient="Chi bộ thôn Mẫu 1")
    next_round = AwardRoundFactory(
        campaign_year=CampaignYearFactory(year=2027), window__kind="award", name="Đợt xét năm sau"
    )
    again = RegisteredModelFactory(unit=before.unit, accepted=True)
    (dossier,) = dossiers(next_round, 1, entry=again, recipient="Chi bộ thôn Mẫu 1", title=before.title)
    own = AppointmentFactory(unit=before.unit)

    words = said(printed(start("achievement", dossier, own)))

    assert ("Quyết định số 88-QĐ/ĐU" in words) == is_published
    assert ("Chưa có quyết định công nhận, khen thưởng nào" in words) != is_published
