"""The council: who sits that day, whether they are enough, exact votes, nobody over their own unit."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import AwardRound, CouncilMeeting, Vote
from awards.selectors.council import Quorum, council_on, outcome, quorum_of
from awards.services import council, nominations
from awards.services.council import Presence
from awards.services.locks import Stale
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import AT, LATER, MET_AT, council_of, dossiers, meet, present, to_council, vote
from tests.factories import AppointmentFactory

Status = AwardRound.Status
DAY = MET_AT.date()


@pytest.fixture
def convened(award_round, secretary, reviewer) -> AwardRound:
    """Two dossiers before a council of fifteen."""
    council_of(15, like=secretary)
    dossiers(award_round, 2)
    return to_council(award_round, reviewer)


@pytest.fixture
def first(convened):
    return convened.nominations.order_by("pk").first()


@pytest.fixture
def last(convened):
    return convened.nominations.order_by("pk").last()


# Who sits


def test_the_council_is_those_in_office_that_day(convened, secretary):
    AppointmentFactory(role=Role.COUNCIL_MEMBER, until=DAY - timedelta(days=1))
    AppointmentFactory(role=Role.COUNCIL_MEMBER, since=DAY + timedelta(days=1))
    AppointmentFactory(role=Role.COUNCIL_MEMBER, person__is_active=False)

    members = council_on(DAY)

    assert len(members) == 15
    assert members[0].role == Role.COUNCIL_CHAIR
    assert secretary in members


def test_one_person_is_one_member_however_many_seats(convened, secretary):
    AppointmentFactory(person=secretary.person, role=Role.COUNCIL_MEMBER)

    assert len(council_on(DAY)) == 15


# Quorum


@pytest.mark.parametrize(("present", "met"), [(9, False), (10, True), (15, True)])
def test_two_thirds_of_fifteen_are_ten(convened, secretary, present, met):
    meeting = meet(convened, secretary, absent=15 - present)

    quorum = quorum_of(meeting)

    assert (quorum.present, quorum.members, quorum.is_met) == (present, 15, met)


@pytest.mark.parametrize(
    ("present", "members", "needed", "met"),
    [(2, 3, "2/3", True), (66, 100, "2/3", False), (0, 0, "2/3", False)],
)
def test_a_quorum_is_an_exact_fraction(present, members, needed, met):
    from fractions import Fraction

    assert Quorum(present, members, Fraction(needed)).is_met is met


# Outcome


@pytest.mark.parametrize(
    ("rule", "in_favour", "words"),
    [
        ({}, 8, "8/15 (53,3%) – đạt"),
        ({}, 7, "7/15 (46,7%) – chưa đạt"),
        ({"pass_part": 2, "pass_whole": 3, "pass_is_strict": False}, 10, "10/15 (66,7%) – đạt"),
        ({"pass_part": 2, "pass_whole": 3, "pass_is_strict": True}, 10, "10/15 (66,7%) – chưa đạt"),
        ({"pass_part": 2, "pass_whole": 3, "pass_is_strict": True}, 11, "11/15 (73,3%) – đạt"),
        ({"pass_part": 4, "pass_whole": 5, "pass_is_strict": False}, 12, "12/15 (80,0%) – đạt"),
        ({"pass_part": 1, "pass_whole": 1, "pass_is_strict": False}, 14, "14/15 (93,3%) – chưa đạt"),
        ({"base": "present"}, 6, "6/12 (50,0%) – chưa đạt"),
        ({"base": "present"}, 7, "7/12 (58,3%) – đạt"),
        ({"base": "present", "pass_is_strict": False}, 6, "6/12 (50,0%) – đạt"),
    ],
)
def test_a_vote_is_exact_of_all_or_of_those_present(award_round, rule, in_favour, words):
    for name, value in rule.items():
        setattr(award_round, name, value)

    result = outcome(in_favour, award_round=award_round, quorum=Quorum(12, 15, award_round.quorum))

    assert result.words == words


# Recorded by the secretary


def test_the_session_is_kept_as_recorded(convened, secretary):
    meeting = meet(convened, secretary, absent=2)

    assert (meeting.member_total, meeting.version, meeting.by, meeting.held_on) == (15, 1, secretary, DAY)
    away = meeting.attendances.filter(is_present=False)
    assert [a.reason for a in away] == ["Đi công tác", "Đi công tác"]
    assert AuditEntry.objects.filter(verb="record_meeting").get().details == {"present": 13, "of": 15}


def test_it_is_changed_from_what_was_read(convened, secretary):
    meet(convened, secretary)

    with pytest.raises(Stale) as refusal:
        meet(convened, secretary, version=0, place="Nơi khác")
    assert refusal.value.version == 1
    assert meet(convened, secretary, version=1, place="Nơi khác").version == 2
    assert CouncilMeeting.objects.get().place == "Nơi khác"


def test_everybody_is_present_or_has_a_reason(convened, secretary):
    members = council_on(DAY)
    fields = {
        "held_at": MET_AT,
        "ended_at": None,
        "place": "Phòng họp",
        "invited": "",
        "discussion": "",
        "conclusion": "",
        "other_business": "",
    }

    def save(attendance, chair=members[0], **changes):
        council.record_meeting(
            convened,
            version=0,
            fields=fields | changes,
            chaired_by=chair,
            attendance=attendance,
            by=secretary,
            at=LATER,
        )

    everyone = {post.pk: Presence(is_present=True) for post in members}
    with pytest.raises(IllegalMove, match="cần có lý do"):
        save(everyone | {members[3].pk: Presence(is_present=False)})
    with pytest.raises(IllegalMove, match="không khớp"):
        save({key: everyone[key] for key in list(everyone)[1:]})
    with pytest.raises(IllegalMove, match="không khớp"):
        save(everyone | {AppointmentFactory().pk: Presence(is_present=True)})
    with pytest.raises(IllegalMove, match="chủ trì"):
        save(everyone | {members[0].pk: Presence(is_present=False, reason="Ốm")})
    with pytest.raises(IllegalMove, match="chưa diễn ra"):
        save(everyone, held_at=LATER + timedelta(days=1))
    with pytest.raises(IllegalMove, match="Giờ kết thúc"):
        save(everyone, ended_at=MET_AT - timedelta(minutes=1))
    assert not CouncilMeeting.objects.exists()


OTHERS = ["officer", "reviewer", "panel_member", "council_member", "clerk", "leader", "administrator"]


@pytest.mark.parametrize("post", OTHERS)
def test_nobody_but_the_secretary_records(request, convened, secretary, first, post):
    by = request.getfixturevalue(post)
    with pytest.raises(PermissionDenied):
        meet(convened, by)
    meeting = meet(convened, secretary)
    with pytest.raises(PermissionDenied):
        vote(meeting, by, {first: (15, 0)})

    assert not Vote.objects.exists()


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.COUNCIL}))
def test_it_is_recorded_while_the_council_has_the_list(convened, secretary, first, status):
    meeting = meet(convened, secretary)
    AwardRound.objects.update(status=status)

    with pytest.raises(IllegalMove, match="Không thể ghi phiên họp"):
        meet(convened, secretary, version=1)
    with pytest.raises(IllegalMove, match="Không thể ghi phiên họp"):
        vote(meeting, secretary, {first: (15, 0)})


# Presented


def test_with_quorum_and_every_vote_it_is_presented(convened, secretary, first, last):
    meeting = meet(convened, secretary, absent=5)
    vote(meeting, secretary, {first: (10, 0), last: (2, 8)})

    row = present(convened, secretary)

    row.refresh_from_db()
    assert (row.status, row.proposal_number, row.proposal_on) == (
        Status.PRESENTED,
        "05-TTr/HĐTĐKT",
        date(2026, 12, 4),
    )


@pytest.mark.parametrize(
    ("absent", "votes", "fields", "words"),
    [
        (6, 2, {}, "không đủ số có mặt: 9/15"),
        (0, 1, {}, "Còn 1 hồ sơ chưa biểu quyết"),
        (0, 2, {"conclusion": " "}, "Chưa ghi kết luận"),
    ],
)
def test_what_is_missing_keeps_it_from_being_presented(
    convened, secretary, first, last, absent, votes, fields, words
):
    meeting = meet(convened, secretary, absent=absent, **fields)
    vote(meeting, secretary, dict.fromkeys([first, last][:votes], (9, 0)))

    with pytest.raises(IllegalMove, match=words):
        present(convened, secretary)

    convened.refresh_from_db()
    assert (convened.status, convened.proposal_number) == (Status.COUNCIL, "")


def test_without_a_session_or_a_number_it_is_not_presented(convened, secretary, first, last):
    with pytest.raises(IllegalMove, match="Chưa ghi phiên họp"):
        present(convened, secretary)
    vote(meet(convened, secretary), secretary, {first: (15, 0), last: (15, 0)})
    with pytest.raises(IllegalMove, match="số tờ trình"):
        council.present_round(convened, number=" ", on=DAY, by=secretary, at=LATER)


def test_a_dossier_refused_meanwhile_needs_no_vote(convened, secretary, reviewer, first, last):
    vote(meet(convened, secretary), secretary, {first: (15, 0)})
    nominations.reject_nomination(last, reason="Đang có đơn", by=reviewer, at=LATER)

    assert present(convened, reviewer).status == Status.PRESENTED


@pytest.mark.parametrize(
    "post", ["officer", "panel_member", "council_member", "clerk", "leader", "administrator"]
)
def test_nobody_but_secretary_and_reviewer_presents(request, convened, secretary, first, last, post):
    vote(meet(convened, secretary), secretary, {first: (15, 0), last: (15, 0)})

    with pytest.raises(PermissionDenied):
        present(convened, request.getfixturevalue(post))


@pytest.mark.parametrize("post", ["officer", "head", "panel_member", "administrator"])
def test_the_session_is_not_known_to_others(request, convened, secretary, post):
    meet(convened, secretary)

    assert not CouncilMeeting.objects.visible_to(request.getfixturevalue(post)).exists()


def test_nothing_of_the_council_happens_before_its_time(award_round, secretary):
    assert AT < MET_AT
    with pytest.raises(IllegalMove):
        meet(award_round, secretary)
