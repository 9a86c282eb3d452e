"""The council's session: who sits, whether they are enough, what a vote comes to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from awards.models import AwardRound, CouncilMeeting, Nomination, Vote
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, Appointment, Role
from hoaxa_danvan.lib.numbers import ratio

SEATS = (Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER)


def council_on(day: date) -> list[Appointment]:
    """The council's members of that day, chair first; a person with two seats is one member."""
    posts = Appointment.objects.current(day).filter(role__in=COUNCIL_ROLES).with_unit()
    ranked = sorted(posts, key=lambda p: (SEATS.index(Role(p.role)), p.person.sort_key, p.pk))
    members: dict[int, Appointment] = {}
    for post in ranked:
        members.setdefault(post.person_id, post)
    return list(members.values())


@dataclass(frozen=True, slots=True)
class Quorum:
    present: int
    members: int
    needed: Fraction

    @property
    def is_met(self) -> bool:
        return self.members > 0 and Fraction(self.present, self.members) >= self.needed

    @property
    def words(self) -> str:
        return ratio(self.present, self.members)


def quorum_of(meeting: CouncilMeeting) -> Quorum:
    present = meeting.attendances.filter(is_present=True).count()
    return Quorum(present, meeting.member_total, meeting.round.quorum)


def needed_to_pass(award_round: AwardRound, *, whole: int) -> int:
    """The least number in favour that the round's rule asks of so many."""
    exact = award_round.pass_share * whole
    least = ceil(exact)
    return least + 1 if award_round.pass_is_strict and least == exact else least


def whole_of(award_round: AwardRound, quorum: Quorum) -> int:
    """What the share is taken of."""
    return quorum.members if award_round.base == AwardRound.Base.ALL else quorum.present


@dataclass(frozen=True, slots=True)
class Outcome:
    """A vote against the round's rule: `whole` is what the share is taken of."""

    in_favour: int
    whole: int
    is_passed: bool

    @property
    def words(self) -> str:
        """“12/15 (80,0%) – đạt”"""
        return f"{ratio(self.in_favour, self.whole)} – {'đạt' if self.is_passed else 'chưa đạt'}"


def outcome(in_favour: int, *, award_round: AwardRound, quorum: Quorum) -> Outcome:
    """Exact: 10 of 15 is two thirds, neither more nor less."""
    whole = whole_of(award_round, quorum)
    share = Fraction(in_favour, whole) if whole else Fraction(0)
    needed = award_round.pass_share
    passed = share > needed if award_round.pass_is_strict else share >= needed
    return Outcome(in_favour, whole, bool(whole) and passed)


def barred_by_unit(present: Collection[Appointment], *, day: date) -> dict[int, set[int]]:
    """People among those present who may not vote on a unit: they hold any post in it that day."""
    posts = Appointment.objects.current(day).filter(person__in=[post.person_id for post in present])
    barred: dict[int, set[int]] = {}
    for person_id, unit_id in posts.values_list("person", "unit").distinct():
        barred.setdefault(unit_id, set()).add(person_id)
    return barred


@dataclass(frozen=True, slots=True)
class Ballot:
    """One dossier before the council: who may vote, and what the vote was when it was taken."""

    nomination: Nomination
    eligible: int
    vote: Vote | None
    outcome: Outcome | None
    barred: tuple[Appointment, ...] = ()  # present, and of the dossier's own unit

    @property
    def abstained(self) -> int:
        return self.vote.eligible - self.vote.in_favour - self.vote.against if self.vote else 0


def ballots(meeting: CouncilMeeting) -> list[Ballot]:
    """Every accepted dossier with its vote; as many queries for one as for many."""
    award_round, quorum = meeting.round, quorum_of(meeting)
    attendances = meeting.attendances.filter(is_present=True).select_related("member__person", "member__unit")
    present = [attendance.member for attendance in attendances.order_by("pk")]
    barred = barred_by_unit(present, day=meeting.held_on)
    votes = {vote.nomination_id: vote for vote in meeting.votes.all()}

    def ballot(nomination: Nomination) -> Ballot:
        vote = votes.get(nomination.pk)
        result = outcome(vote.in_favour, award_round=award_round, quorum=quorum) if vote else None
        people = barred.get(nomination.unit_id, set())
        own = tuple(post for post in present if post.person_id in people)
        return Ballot(nomination, quorum.present - len(own), vote, result, own)

    nominations = award_round.nominations.accepted().for_list()
    return [ballot(n) for n in nominations.order_by("title__order", "unit__sort_key", "pk")]


def meeting_of(award_round: AwardRound) -> CouncilMeeting | None:
    return CouncilMeeting.objects.with_round().filter(round=award_round).first()


def passed(cases: Iterable[Ballot]) -> list[Nomination]:
    return [case.nomination for case in cases if case.outcome and case.outcome.is_passed]


def missing_before_presenting(award_round: AwardRound) -> list[str]:
    """A sentence for everything that keeps the tờ trình from being sent."""
    meeting = meeting_of(award_round)
    if meeting is None:
        return ["Chưa ghi phiên họp Hội đồng."]
    quorum = quorum_of(meeting)
    missing = [] if quorum.is_met else [f"Phiên họp không đủ số có mặt: {quorum.words}."]
    unvoted = sum(case.vote is None for case in ballots(meeting))
    if unvoted:
        missing.append(f"Còn {unvoted} hồ sơ chưa biểu quyết.")
    if not meeting.conclusion.strip():
        missing.append("Chưa ghi kết luận của chủ trì.")
    return missing
