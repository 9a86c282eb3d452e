"""Every write of this app and who may make it. Reads: see the `visible_to` of each QuerySet."""

from typing import Any

import rules

from awards.models import AwardRound, Nomination
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
rules.add_perm("awards.accept_nomination", may_judge)
rules.add_perm("awards.return_nomination", may_judge & its_unit_is_guided)
rules.add_perm("awards.reject_nomination", may_judge)
rules.add_perm("awards.mark_nomination", sits_in_its_panel & ~person_belongs_to_its_unit)
