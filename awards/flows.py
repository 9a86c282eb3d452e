"""The papers of a round: who writes and issues each, and what its issue does to the round."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from awards.models import AwardDecision, AwardRound, Nomination, Track
from awards.papers.achievement import achievement_facts
from awards.papers.appraisal import appraisal_facts, appraised_table, received_table
from awards.papers.decision import award_facts, award_table, referral_facts
from awards.papers.proposal import proposal_facts, proposed_table
from awards.papers.session import session_facts, vote_table
from awards.selectors.reading import achievements_opened_to, decisions_opened_to
from awards.services.council import present_round
from awards.services.decisions import enter_decision
from awards.services.locks import lock_round
from campaigns.letterheads import unit_letterhead
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, REVIEW_ROLES, Appointment, Unit
from hoaxa_danvan.documents.flows import Flow, register
from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.workflow.models import IllegalMove

OUTLINES = "awards/papers.yaml"
ROUND, SESSION, DOSSIER = "awards.awardround", "awards.councilmeeting", "awards.nomination"
# Who follows the council's papers; of the decision that names it a unit learns when the round is published.
FOLLOWERS = frozenset(OFFICE_ROLES | COUNCIL_ROLES)
# Who sees the panel's marks once the appraisal is over.
SEE_MARKS = frozenset(REVIEW_ROLES | COUNCIL_ROLES)

Issued = Callable[[OfficialPaper, Document, Appointment, datetime], None]


def still_true(collect: Callable[[Any], dict[str, Any]], then: Issued | None = None) -> Issued:
    """On issue: the paper's figures are still those of the records, and then what its issue does."""

    def on_issue(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
        if paper.facts["figures"] != collect(paper.target)["figures"]:
            raise IllegalMove(
                "Số liệu trong văn bản không còn khớp với dữ liệu của đợt xét. "
                "Vui lòng lấy lại số liệu, xem lại rồi ban hành."
            )
        if then is not None:
            then(paper, document, by, at)

    return on_issue


def present(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
    """The tờ trình is what presents the round. Where a number was typed before, this is that paper."""
    award_round = lock_round(paper.target.round_id)
    if award_round.status == AwardRound.Status.COUNCIL:
        present_round(award_round, number=paper.number, on=paper.day_of_issue, by=by, at=at)
    else:
        refuse_other(paper, "tờ trình", number=award_round.proposal_number, on=award_round.proposal_on)


def decide(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
    """The decision is entered as it is issued. After publication it can only be the one entered."""
    award_round = lock_round(paper.target_id)
    there = AwardDecision.objects.filter(round=award_round, track=Track.PARTY).first()
    if there is not None and award_round.status == AwardRound.Status.PUBLISHED:
        refuse_other(paper, "quyết định", number=there.number, on=there.issued_on)
        return
    enter_decision(
        award_round,
        track=Track.PARTY,
        number=paper.number,
        issued_on=paper.day_of_issue,
        signer=paper.signer,
        signer_office=paper.signer_office,
        by=by,
        at=at,
    )


def refuse_other(paper: OfficialPaper, what: str, *, number: str, on: Any) -> None:
    if (paper.number, paper.issued_on) != (number, on):
        raise IllegalMove(
            f"Đợt xét đã ghi {what} số {number} ngày {on:%d/%m/%Y}: văn bản phải mang đúng số, ngày ấy."
        )


def refuse_empty(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
    if not paper.facts["figures"]["cases"]:
        raise IllegalMove("Không có trường hợp nào được Ban Thường vụ đồng ý để đề nghị.")


def unit_of(nomination: Nomination) -> Unit:
    return nomination.unit


def dossier_letterhead(nomination: Nomination) -> Letterhead:
    return unit_letterhead(nomination.unit)


council_paper = partial(Flow, outline=OUTLINES, readers=FOLLOWERS)
minutes = partial(
    council_paper,
    target_model=SESSION,
    collect=session_facts,
    issue="awards.issue_minutes",
    blocks={"votes": vote_table},
    on_issue=still_true(session_facts),
)

register(
    council_paper(
        kind=Document.Kind.APPRAISAL,
        target_model=ROUND,
        collect=appraisal_facts,
        write="awards.write_appraisal",
        issue="awards.issue_appraisal",
        blocks={"received": received_table, "appraised": appraised_table},
        readers=SEE_MARKS,
        on_issue=still_true(appraisal_facts),
    )
)
register(minutes(kind=Document.Kind.MINUTES, write="awards.write_minutes"))
register(minutes(kind=Document.Kind.COUNT_MINUTES, write="awards.write_count"))
register(
    council_paper(
        kind=Document.Kind.PROPOSAL,
        target_model=SESSION,
        collect=proposal_facts,
        write="awards.write_proposal",
        issue="awards.issue_proposal",
        blocks={"proposed": proposed_table},
        on_issue=still_true(proposal_facts, present),
    )
)
register(
    council_paper(
        kind=Document.Kind.AWARD,
        target_model=ROUND,
        collect=award_facts,
        write="awards.write_award",
        issue="awards.issue_award",
        blocks={"awarded": award_table},
        opened_to=decisions_opened_to,
        on_issue=still_true(award_facts, decide),
    )
)
register(
    council_paper(
        kind=Document.Kind.REFERRAL,
        target_model=ROUND,
        collect=referral_facts,
        write="awards.write_referral",
        issue="awards.issue_award",
        blocks={"awarded": award_table},
        on_issue=still_true(referral_facts, refuse_empty),
    )
)
register(
    Flow(
        kind=Document.Kind.ACHIEVEMENT,
        target_model=DOSSIER,
        outline=OUTLINES,
        collect=achievement_facts,
        write="awards.write_achievement",
        issue="awards.issue_achievement",
        opened_to=achievements_opened_to,
        unit_of=unit_of,
        letterhead_of=dossier_letterhead,
    )
)
