"""Every step of the round waits for somebody, and for nobody else."""

from datetime import timedelta

import pytest

from awards.models import AwardRound, Nomination
from awards.services import decisions, rounds
from campaigns.fulfilment import standings
from hoaxa_danvan.workflow.todo import todos_for
from tests.awards.steps import (
    AT,
    LATER,
    consider,
    council_of,
    decide,
    dossiers,
    mark,
    meet,
    present,
    to_appraisal,
    to_council,
    vote,
)
from tests.factories import AppointmentFactory, NominationFactory, UnitFactory

POSTS = (
    "officer",
    "outsider",
    "reviewer",
    "panel_member",
    "second_member",
    "council_member",
    "secretary",
    "leader",
    "clerk",
    "administrator",
)


@pytest.fixture
def waits(request):
    """`{post: titles}` of everybody for whom something of the awards waits."""

    def ask(at=AT) -> dict[str, list[str]]:
        found = {}
        for post in POSTS:
            tasks = todos_for(request.getfixturevalue(post), at=at)
            if titles := [task.title for task in tasks if "/khen-thuong/" in task.url]:
                found[post] = titles
        return found

    return ask


def test_a_round_in_preparation_waits_for_the_reviewer(award_round, waits):
    AwardRound.objects.update(status="preparing")

    assert waits() == {"reviewer": ["Mở nhận hồ sơ xét khen thưởng"]}
    AwardRound.objects.update(rule_basis="")
    assert waits() == {"reviewer": ["Chuẩn bị đợt xét"]}


def test_a_unit_is_told_what_it_may_propose_and_what_it_has_begun(award_round, entry, party_title, waits):
    assert waits() == {"officer": ["Lập hồ sơ đề nghị khen thưởng năm 2026"]}

    made = NominationFactory(round=award_round, entry=entry)
    assert waits() == {"officer": [f"Hồ sơ đề nghị khen thưởng: {made.recipient}"]}

    Nomination.objects.update(status="accepted", sent_at=AT, status_at=AT)
    assert "officer" not in waits()


def test_after_closing_a_unit_is_not_asked_to_begin(award_round, entry, waits):
    assert waits(at=AT + timedelta(days=6)) == {}


def test_what_was_returned_comes_first(award_round, entry, officer):
    NominationFactory(round=award_round, entry=entry, status="returned", status_at=AT, sent_at=AT)

    (task,) = [task for task in todos_for(officer, at=AT) if "khen thưởng" in task.title]

    assert (task.is_main, task.tone, task.button) == (True, "back", "Xem ý kiến")


def test_what_was_sent_waits_for_the_reviewer_and_its_own_for_a_leader(award_round, reviewer, waits):
    NominationFactory(round=award_round, submitted=True)
    NominationFactory(round=award_round, entry__unit=reviewer.unit, submitted=True)

    assert waits() == {
        "reviewer": ["Xem 1 hồ sơ đề nghị khen thưởng đã gửi"],
        "leader": ["Xem 1 hồ sơ đề nghị khen thưởng đã gửi"],
    }


def test_when_all_is_taken_in_and_due_the_reviewer_ends_receiving(award_round, waits):
    dossiers(award_round, 1)

    assert waits(at=AT - timedelta(days=8)) == {}
    assert waits(at=AT) == {"reviewer": ["Kết thúc nhận hồ sơ, chuyển thẩm định"]}


def test_each_member_is_told_how_many_are_left(award_round, reviewer, panel_member, second_member, waits):
    first, last = dossiers(award_round, 2)
    AppointmentFactory(person=second_member.person, unit=first.unit)
    to_appraisal(award_round, reviewer)
    mark(first, panel_member)

    assert waits() == {
        "panel_member": ["Chấm 1 hồ sơ đề nghị khen thưởng"],
        "second_member": ["Chấm 1 hồ sơ đề nghị khen thưởng"],
    }
    mark(last, panel_member)
    mark(last, second_member)
    assert waits() == {"reviewer": ["Chuyển kết quả thẩm định sang Hội đồng"]}


def test_the_way_from_the_council_to_publication(
    award_round, reviewer, secretary, leader, clerk, party_title, state_title, waits
):
    council_of(3, like=secretary)
    first, last = dossiers(award_round, 1, title=party_title) + dossiers(award_round, 1, title=state_title)
    to_council(award_round, reviewer)
    assert waits() == {"secretary": ["Ghi phiên họp Hội đồng"]}

    meeting = meet(award_round, secretary)
    assert waits() == {"secretary": ["Ghi kết quả biểu quyết 2 hồ sơ"]}

    vote(meeting, secretary, {first: (3, 0), last: (3, 0)})
    ask = "Trình Ban Thường vụ kết quả xét khen thưởng"
    assert waits() == {"secretary": [ask], "reviewer": [ask]}

    present(award_round, secretary)
    ask = "Ghi ý kiến của Ban Thường vụ về danh sách khen thưởng"
    assert waits() == {"leader": [ask], "clerk": [ask]}

    consider(award_round, leader)
    both = ["Nhập quyết định khen thưởng của Chủ tịch UBND xã", "Nhập quyết định khen thưởng của Đảng ủy"]
    assert waits() == {"clerk": both}

    decide(award_round, clerk)
    ask = "Công bố kết quả khen thưởng"
    assert waits() == {"clerk": both[:1], "reviewer": [ask], "leader": [ask]}

    decisions.publish_round(award_round, by=leader, at=LATER)
    assert waits() == {"clerk": both[:1]}

    decide(award_round, clerk, track="state")
    assert waits() == {}


# Where units stand


@pytest.mark.parametrize(
    ("states", "label", "is_sent", "is_accepted"),
    [
        (["draft"], "Đang soạn", False, False),
        (["submitted"], "Đã gửi", True, False),
        (["accepted"], "Đã tiếp nhận", True, True),
        (["accepted", "returned"], "Cần bổ sung (2 hồ sơ)", True, False),
        (["accepted", "submitted", "draft"], "Đang soạn (3 hồ sơ)", True, False),
        (["rejected"], "Trả lại hồ sơ", True, False),
    ],
)
def test_a_unit_stands_where_its_least_advanced_dossier_stands(
    award_round, states, label, is_sent, is_accepted
):
    unit = UnitFactory()
    for state in states:
        sent = None if state == "draft" else AT
        NominationFactory(round=award_round, entry__unit=unit, status=state, status_at=AT, sent_at=sent)

    standing = standings(award_round.window)[unit.pk]

    assert (standing.label, standing.is_sent, standing.is_accepted) == (label, is_sent, is_accepted)
    assert standing.url == award_round.get_absolute_url()


@pytest.mark.parametrize("count", [1, 3])
def test_standings_cost_the_same_for_all_units(award_round, count, django_assert_num_queries):
    NominationFactory.create_batch(count, round=award_round, submitted=True)

    with django_assert_num_queries(2):
        assert len(standings(award_round.window)) == count


def test_an_ended_round_asks_nothing_of_units(award_round, entry, reviewer, waits):
    dossiers(award_round, 1)
    rounds.appraise_round(award_round, by=reviewer, at=AT)

    assert "officer" not in waits()
