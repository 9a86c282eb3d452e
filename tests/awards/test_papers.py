"""The tờ trình says what the council voted, in the office's words; the worker draws it."""

import pytest

from awards.models import AwardTitle, CouncilMeeting
from awards.papers import proposal, proposal_paper
from awards.services.council import DRAW_PROPOSAL, order_proposal_paper
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Bullets, Paper, Paragraph, Section
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.registry import HANDLERS
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import LATER, council_of, dossiers, meet, present, to_council, vote


@pytest.fixture
def meeting(award_round, secretary, reviewer, party_title, state_title) -> CouncilMeeting:
    """Of a council of three: two Party cases (a unit, a person), a State one, and one that failed."""
    council_of(3, like=secretary)
    cases = [
        *dossiers(award_round, 1, recipient="Chi bộ thôn Mẫu 1", title=party_title),
        *dossiers(award_round, 1, recipient="Trưởng thôn Mẫu 2", title=party_title, subject="ca_nhan"),
        *dossiers(award_round, 1, recipient="Hội Nông dân xã", title=state_title),
        *dossiers(award_round, 1, recipient="Đơn vị chưa đạt", title=party_title),
    ]
    to_council(award_round, reviewer)
    hands = dict.fromkeys(cases[:3], (3, 0)) | {cases[3]: (1, 2)}
    vote(meet(award_round, secretary), secretary, hands)
    return CouncilMeeting.objects.with_round().get()


def said(paper: Paper) -> str:
    lines = [block.text for block in paper.body if isinstance(block, Paragraph | Section)]
    lines += [item for block in paper.body if isinstance(block, Bullets) for item in block.items]
    return "\n".join(lines)


def test_each_track_is_listed_and_counted_apart(meeting):
    party, state = proposal(meeting).tracks

    assert ([c.nomination.recipient for c in party.cases], party.counts) == (
        ["Chi bộ thôn Mẫu 1", "Trưởng thôn Mẫu 2"],
        "1 tập thể, 1 cá nhân",
    )
    assert ([c.nomination.recipient for c in state.cases], state.counts) == (["Hội Nông dân xã"], "1 tập thể")
    assert [c.nomination.recipient for c in proposal(meeting).declined] == ["Đơn vị chưa đạt"]


@pytest.mark.parametrize(("money", "total"), [(500_000, 1_000_000), (None, None)])
def test_money_is_summed_only_when_it_is_fixed(meeting, party_title, money, total):
    AwardTitle.objects.filter(pk=party_title.pk).update(money=money)

    assert proposal(meeting).tracks[0].money == total


def test_the_paper_tells_the_vote_and_asks_for_the_awards(meeting):
    paper = proposal_paper(meeting)

    words = said(paper)
    assert "có mặt 3/3 (100,0%) thành viên" in words
    assert "Có 3/4 (75,0%) trường hợp đạt." in words
    assert "1. Tặng Giấy khen của Đảng ủy\n1 tập thể, 1 cá nhân (danh sách kèm theo)." in words
    assert "đề nghị Chủ tịch UBND xã tặng Giấy khen\n1 tập thể (danh sách kèm theo)." in words
    assert "Đơn vị chưa đạt" in words
    assert "1/3 (33,3%) – chưa đạt" in words
    assert paper.addressee_label == "Kính trình"
    assert [appendix.number for appendix in paper.appendices] == ["I", "II"]
    assert Paper.from_dict(paper.to_dict()) == paper


def test_without_number_it_is_a_draft_and_with_it_not(meeting, secretary):
    assert (proposal_paper(meeting).draft, proposal_paper(meeting).number) == (1, "")

    present(meeting.round, secretary)

    paper = proposal_paper(CouncilMeeting.objects.with_round().get())
    assert (paper.draft, paper.number, f"{paper.date:%d/%m/%Y}") == (None, "05-TTr/HĐTĐKT", "04/12/2026")


def test_the_worker_draws_what_was_ordered(meeting, reviewer):
    document = order_proposal_paper(meeting.round, by=reviewer, at=LATER)
    job = Job.objects.get()
    Job.objects.update(state=Job.State.RUNNING, tries=1)
    job.refresh_from_db()

    HANDLERS[DRAW_PROPOSAL](job)

    document.refresh_from_db()
    with document.file.open() as drawn:
        assert drawn.read(5) == b"%PDF-"
    assert Job.objects.get().state == Job.State.DONE


def test_the_same_content_is_the_same_document_and_another_is_another(meeting, secretary, reviewer):
    first = order_proposal_paper(meeting.round, by=reviewer, at=LATER)
    assert order_proposal_paper(meeting.round, by=secretary, at=LATER) == first

    present(meeting.round, secretary)

    issued = order_proposal_paper(meeting.round, by=reviewer, at=LATER)
    assert (issued != first, issued.is_issued, Document.objects.count()) == (True, True, 2)


def test_without_a_session_there_is_no_paper(award_round, reviewer):
    with pytest.raises(IllegalMove, match="Chưa ghi phiên họp"):
        order_proposal_paper(award_round, by=reviewer, at=LATER)
