"""Every write of this app and who may make it. Reads: see the `visible_to` of each QuerySet."""

from typing import Any

import rules

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.rules import (
    acts_for_its_unit,
    is_clerk,
    is_office,
    is_reviewer,
    is_unit_member,
    may_judge,
)
from hoaxa_danvan.workflow.rules import may_decide
from models_registry.models import Assessment, DecisionChoice, ProgressUpdate, RegisteredModel


@rules.predicate
def is_open_for_editing(who: Any, entry: RegisteredModel | None) -> bool:
    return entry is not None and entry.status in {
        RegisteredModel.Status.DRAFT,
        RegisteredModel.Status.RETURNED,
    }


@rules.predicate
def is_taken_in(who: Any, entry: RegisteredModel | None) -> bool:
    return entry is not None and entry.status == RegisteredModel.Status.ACCEPTED


@rules.predicate
def is_not_being_appraised(who: Any, entry: RegisteredModel | None) -> bool:
    """What lies before an appraiser does not change under their hands."""
    waiting = Assessment.Status.SUBMITTED
    return entry is not None and not entry.assessments.filter(status=waiting).exists()


@rules.predicate
def its_unit_is_guided(who: Any, thing: Any) -> bool:
    """Peer bodies (HĐND, UBND, MTTQ) get remarks, never a return."""
    return thing is not None and thing.unit.kind.is_guided


@rules.predicate
def its_model_is_at_work(who: Any, update: ProgressUpdate | None) -> bool:
    return update is not None and is_at_work.test(who, update.entry)


@rules.predicate
def has_been_sent(who: Any, entry: RegisteredModel | None) -> bool:
    return entry is not None and entry.sent_at is not None


@rules.predicate
def somebody_is_chosen(who: Any, campaign_year: CampaignYear | None) -> bool:
    """Whom the year's decision is to name has been said."""
    return campaign_year is not None and DecisionChoice.objects.of_year(campaign_year).exists()


is_at_work = is_taken_in & is_not_being_appraised

# Registration

rules.add_perm("models_registry.start_registeredmodel", is_unit_member)
rules.add_perm("models_registry.change_registeredmodel", acts_for_its_unit & is_open_for_editing)
rules.add_perm("models_registry.submit_registeredmodel", acts_for_its_unit)
rules.add_perm("models_registry.withdraw_registeredmodel", acts_for_its_unit)
rules.add_perm("models_registry.judge_registeredmodel", may_judge)
rules.add_perm("models_registry.accept_registeredmodel", may_decide)
rules.add_perm("models_registry.return_registeredmodel", may_decide & its_unit_is_guided)

# What is done with it afterwards

rules.add_perm(
    "models_registry.attach_registeredmodel", acts_for_its_unit & (is_open_for_editing | is_at_work)
)
rules.add_perm("models_registry.show_registeredmodel", acts_for_its_unit | is_reviewer)
rules.add_perm("models_registry.draw_registeredmodel", (acts_for_its_unit | is_office) & has_been_sent)
rules.add_perm("models_registry.add_progressupdate", acts_for_its_unit & is_taken_in)
rules.add_perm("models_registry.attach_progressupdate", acts_for_its_unit & its_model_is_at_work)

# The year's list

rules.add_perm("models_registry.confirm_yearlylist", is_reviewer)
rules.add_perm("models_registry.change_yearlyentry", is_reviewer)

# Appraisal: nobody appraises a model of their own unit, by any of their posts

rules.add_perm("models_registry.start_assessment", acts_for_its_unit & is_taken_in)
rules.add_perm("models_registry.submit_assessment", acts_for_its_unit)
rules.add_perm("models_registry.withdraw_assessment", acts_for_its_unit)
rules.add_perm("models_registry.review_assessment", may_judge)
rules.add_perm("models_registry.propose_assessment", may_judge)
rules.add_perm("models_registry.decline_assessment", may_judge)

# Recognition: by a decision that has been numbered and signed

rules.add_perm("models_registry.record_recognitiondecision", is_clerk)
rules.add_perm("models_registry.attach_recognitiondecision", is_clerk)
rules.add_perm("models_registry.choose_recognised", is_reviewer)
rules.add_perm("models_registry.write_recognitiondecision", is_reviewer & somebody_is_chosen)
rules.add_perm("models_registry.draw_certificates", is_clerk | is_reviewer)
