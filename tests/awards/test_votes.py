"""Votes: by those who may, from what was read, counted anew when presence changes."""

from datetime import timedelta

import pytest

from awards.models import AwardRound, CouncilMeeting, Vote
from awards.selectors.council import ballots, council_on
from awards.services import council
from awards.services.council import Count
from awards.services.locks import Stale
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import LATER, MET_AT, council_of, dossiers, meet, to_council, vote
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


# Votes


def test_votes_are_kept_row_by_row_with_who_might_vote(convened, secretary, first, last):
    meeting = meet(convened, secretary, absent=3)

    saved = vote(meeting, secretary, {first: (11, 1), last: (5, 6)})

    assert saved.version == 2
    assert [(c.vote.eligible, c.vote.in_favour, c.vote.against, c.abstained) for c in ballots(saved)] == [
        (12, 11, 1, 0),
        (12, 5, 6, 1),
    ]
    assert [c.outcome.words for c in ballots(saved)] == ["11/15 (73,3%) – đạt", "5/15 (33,3%) – chưa đạt"]


def test_whoever_belongs_to_the_unit_by_any_post_does_not_vote_on_it(convened, secretary, first, last):
    member = Appointment.objects.filter(role=Role.COUNCIL_MEMBER).first()
    AppointmentFactory(person=member.person, unit=first.unit, role=Role.UNIT_HEAD)
    AppointmentFactory(person=member.person, unit=first.unit, role=Role.UNIT_OFFICER)

    meeting = meet(convened, secretary)

    assert {c.nomination: c.eligible for c in ballots(meeting)} == {first: 14, last: 15}
    with pytest.raises(IllegalMove, match="chỉ có 14 người được biểu quyết"):
        vote(meeting, secretary, {first: (15, 0)})
    assert not Vote.objects.exists()


def test_who_is_away_takes_no_vote_from_their_unit(convened, secretary, first):
    away = council_on(DAY)[-1]
    AppointmentFactory(person=away.person, unit=first.unit)

    meeting = meet(convened, secretary, absent=1)

    assert {c.eligible for c in ballots(meeting)} == {14}


def test_a_post_ended_before_the_day_is_no_conflict(convened, secretary, first):
    member = council_on(DAY)[-1]
    AppointmentFactory(person=member.person, unit=first.unit, until=DAY - timedelta(days=1))

    assert {c.eligible for c in ballots(meet(convened, secretary))} == {15}


@pytest.mark.parametrize("hands", [(16, 0), (8, 8), (-1, 0)])
def test_more_hands_than_people_are_refused_and_nothing_is_saved(convened, secretary, first, last, hands):
    meeting = meet(convened, secretary)

    with pytest.raises(IllegalMove):
        vote(meeting, secretary, {last: (15, 0), first: hands})

    assert not Vote.objects.exists()


def test_votes_from_an_older_reading_overwrite_nothing(convened, secretary, first):
    meet(convened, secretary)
    council.record_votes(convened, version=1, counts={first.pk: Count(15, 0)}, by=secretary, at=LATER)

    with pytest.raises(Stale):
        council.record_votes(convened, version=1, counts={first.pk: Count(1, 0)}, by=secretary, at=LATER)

    assert Vote.objects.get().in_favour == 15


def test_a_vote_can_be_taken_back(convened, secretary, first):
    meeting = meet(convened, secretary)
    vote(meeting, secretary, {first: (15, 0)})

    council.record_votes(convened, version=2, counts={first.pk: None}, by=secretary, at=LATER)

    assert not Vote.objects.exists()


def test_votes_need_a_session(convened, secretary, first):
    with pytest.raises(IllegalMove, match="Cần ghi phiên họp"):
        council.record_votes(convened, version=0, counts={first.pk: Count(1, 0)}, by=secretary, at=LATER)


def test_another_presence_is_counted_anew_or_refused(convened, secretary, first, last):
    meeting = meet(convened, secretary)
    vote(meeting, secretary, {first: (10, 0), last: (14, 1)})

    with pytest.raises(IllegalMove, match="nhiều hơn 13 người"):
        meet(convened, secretary, version=2, absent=2)
    vote(meeting, secretary, {last: (12, 1)})
    meet(convened, secretary, version=3, absent=2)

    assert set(Vote.objects.values_list("eligible", flat=True)) == {13}


@pytest.mark.parametrize("count", [1, 3])
def test_ballots_cost_the_same_however_many(
    award_round, secretary, reviewer, count, django_assert_num_queries
):
    council_of(3, like=secretary)
    dossiers(award_round, count)
    to_council(award_round, reviewer)
    meeting = meet(award_round, secretary)

    with django_assert_num_queries(7):  # meeting, round, quorum, those present, their posts, votes, dossiers
        assert len(ballots(CouncilMeeting.objects.get(pk=meeting.pk))) == count
