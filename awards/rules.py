"""Every write of this app and who may make it. Reads: see the `visible_to` of each QuerySet."""

from typing import Any

import rules

from awards.models import AwardRound, CouncilMeeting, Nomination, Track
from hoaxa_danvan.accounts.models import OFFICE_ROLES
from hoaxa_danvan.accounts.rules import (
    acts_for_its_unit,
    holds,
    is_clerk,
    is_council_member,
    is_council_secretary,
    is_leader,
    is_reviewer,
    is_unit_member,
    may_judge,
    person_belongs_to_its_unit,
)
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.workflow.rules import may_decide

Kind = Document.Kind

is_office = holds(*OFFICE_ROLES, name="is_office")


@rules.predicate
def is_open_for_editing(who: Any, nomination: Nomination | None) -> bool:
    """Being drafted or completed, while the round still receives."""
    return (
        nomination is not None
        and nomination.status in {Nomination.Status.DRAFT, Nomination.Status.RETURNED}
        and nomination.round.status == AwardRound.Status.RECEIVING
    )


@rules.predicate
def its_unit_is_guided(who: Any, nomination: Nomination | None) -> bool:
    """Peer bodies (HĐND, UBND, MTTQ) get remarks, never a return."""
    return nomination is not None and nomination.unit.kind.is_guided


@rules.predicate
def sits_in_its_panel(who: Any, nomination: Nomination | None) -> bool:
    return nomination is not None and nomination.round.panel.filter(pk=who.pk).exists()


# The round

rules.add_perm("awards.prepare_awardround", is_reviewer)
rules.add_perm("awards.open_awardround", is_reviewer)
rules.add_perm("awards.appraise_awardround", is_reviewer)
rules.add_perm("awards.convene_awardround", is_reviewer)
rules.add_perm("awards.follow_awardround", is_office | is_council_member)  # reads its papers
rules.add_perm("awards.rank_awardround", is_reviewer | is_council_member)  # reads the ranking
rules.add_perm("awards.record_awardround", is_council_secretary)  # the session and its votes
rules.add_perm("awards.present_awardround", is_council_secretary | is_reviewer)
rules.add_perm("awards.consider_awardround", is_leader | is_clerk)
rules.add_perm("awards.rework_awardround", is_leader | is_clerk)
rules.add_perm("awards.decide_awardround", is_clerk)
rules.add_perm("awards.publish_awardround", is_reviewer | is_leader)

# The dossier

rules.add_perm("awards.start_nomination", is_unit_member)
rules.add_perm("awards.change_nomination", acts_for_its_unit & is_open_for_editing)
rules.add_perm("awards.attach_nomination", acts_for_its_unit & is_open_for_editing)
rules.add_perm("awards.submit_nomination", acts_for_its_unit)
rules.add_perm("awards.withdraw_nomination", acts_for_its_unit)
rules.add_perm("awards.judge_nomination", may_judge)
rules.add_perm("awards.accept_nomination", may_decide)
rules.add_perm("awards.return_nomination", may_decide & its_unit_is_guided)
rules.add_perm("awards.reject_nomination", may_decide)
rules.add_perm("awards.mark_nomination", sits_in_its_panel & ~person_belongs_to_its_unit)

# The papers, asked about what they are written of


def round_of(thing: AwardRound | CouncilMeeting) -> AwardRound:
    return thing if isinstance(thing, AwardRound) else thing.round


def standing_paper(kind: str, thing: Any) -> OfficialPaper | None:
    """The newest paper of the kind that has been issued about the thing and was not withdrawn since."""
    papers = OfficialPaper.objects.about(thing).filter(kind=kind, status=OfficialPaper.Status.ISSUED)
    standing = papers.filter(documents__is_issued=True, documents__withdrawn_at=None)
    return standing.defer("outline", "facts").order_by("-status_at", "-pk").first()


def has_come_to(status: str) -> Any:
    """A predicate: the round stands at that state or beyond it."""
    return rules.predicate(
        lambda who, thing: thing is not None and round_of(thing).has_reached(status),
        name=f"has_come_to_{status}",
    )


def is_without(kind: str) -> Any:
    """A predicate: no paper of the kind has been issued that still stands."""
    return rules.predicate(
        lambda who, thing: thing is not None and standing_paper(kind, thing) is None,
        name=f"is_without_{kind}",
    )


def has_cases_of(track: str) -> Any:
    """A predicate: a dossier that was taken in asks for an award of that track."""
    return rules.predicate(
        lambda who, award_round: (
            award_round is not None and award_round.nominations.accepted().filter(title__track=track).exists()
        ),
        name=f"has_cases_of_{track}",
    )


def is_recorded_since(kind: str) -> Any:
    """A predicate: the secretary has written the session anew since a paper of the kind was issued."""

    def test(who: Any, meeting: CouncilMeeting | None) -> bool:
        if meeting is None:
            return False
        paper = standing_paper(kind, meeting)
        return paper is None or paper.status_at is None or paper.status_at < meeting.at

    return rules.predicate(test, name=f"is_recorded_since_{kind}")


@rules.predicate
def is_before_the_council(who: Any, meeting: CouncilMeeting | None) -> bool:
    """Not presented yet, or sent back by the Ban Thường vụ."""
    return meeting is not None and meeting.round.status == AwardRound.Status.COUNCIL


is_marked = has_come_to(AwardRound.Status.COUNCIL)
is_considered = has_come_to(AwardRound.Status.CONSIDERED)

rules.add_perm("awards.write_appraisal", is_reviewer & is_marked & is_without(Kind.APPRAISAL))
rules.add_perm("awards.issue_appraisal", is_reviewer)
rules.add_perm("awards.write_minutes", is_council_secretary & is_recorded_since(Kind.MINUTES))
rules.add_perm("awards.write_count", is_council_secretary & is_recorded_since(Kind.COUNT_MINUTES))
rules.add_perm("awards.issue_minutes", is_council_secretary)
presents = is_council_secretary | is_reviewer
rules.add_perm("awards.write_proposal", presents & (is_before_the_council | is_without(Kind.PROPOSAL)))
rules.add_perm("awards.issue_proposal", presents)
rules.add_perm(
    "awards.write_award", is_reviewer & is_considered & is_without(Kind.AWARD) & has_cases_of(Track.PARTY)
)
rules.add_perm(
    "awards.write_referral",
    is_reviewer & is_considered & is_without(Kind.REFERRAL) & has_cases_of(Track.STATE),
)
rules.add_perm("awards.issue_award", is_clerk)
rules.add_perm(
    "awards.write_achievement", acts_for_its_unit & (is_open_for_editing | is_without(Kind.ACHIEVEMENT))
)
rules.add_perm("awards.issue_achievement", acts_for_its_unit)
rules.add_perm("awards.print_awarddecision", is_reviewer | is_clerk)  # the giấy khen of its cases
