"""Every write of this app and who may make it. Reads: see the `visible_to` of each QuerySet."""

from typing import Any

import rules

from campaigns.models import CampaignYear, Finding, Inspection, PlannedTask, UnitPlan
from hoaxa_danvan.accounts.models import UNIT_ROLES, Unit
from hoaxa_danvan.accounts.rules import (
    acts_for_its_unit,
    is_administrator,
    is_clerk,
    is_head_reviewer,
    is_office,
    is_reviewer,
    is_unit_member,
    may_judge,
    person_belongs_to_its_unit,
)
from hoaxa_danvan.workflow.rules import decides_alone, took_it_in


@rules.predicate
def is_open_for_editing(who: Any, plan: UnitPlan | None) -> bool:
    return plan is not None and plan.status in {
        UnitPlan.Status.DRAFT,
        UnitPlan.Status.RETURNED,
        UnitPlan.Status.AMENDING,
    }


@rules.predicate
def is_being_amended(who: Any, plan: UnitPlan | None) -> bool:
    return plan is not None and plan.is_being_amended


@rules.predicate
def its_year_runs(who: Any, plan: UnitPlan | None) -> bool:
    return plan is not None and plan.campaign_year.status == CampaignYear.Status.OPEN


@rules.predicate
def its_unit_is_guided(who: Any, plan: UnitPlan | None) -> bool:
    """Peer bodies (HĐND, UBND, MTTQ) get remarks, never a return."""
    return plan is not None and plan.unit.kind.is_guided


@rules.predicate
def person_belongs_to_a_joint_unit(who: Any, plan: UnitPlan | None) -> bool:
    """A joint plan is the paper of the units that take part in it too."""
    return plan is not None and any(unit.pk in who.person_unit_ids for unit in plan.joint_with.all())


@rules.predicate
def carries_it_out(who: Any, task: PlannedTask | None) -> bool:
    """A unit of the plan, while the plan stands sent and its year runs."""
    if task is None or who.role not in UNIT_ROLES or task.plan.sent_at is None:
        return False
    if task.plan.campaign_year.status != CampaignYear.Status.OPEN:
        return False
    joint = task.plan.joint_with.all() if task.plan.form == UnitPlan.Form.JOINT else ()
    return who.unit_id in {task.plan.unit_id, *(unit.pk for unit in joint)}


@rules.predicate
def steers_it(who: Any, unit: Unit | None) -> bool:
    return unit is not None and unit.steered_by_id == who.unit_id


may_judge_plan = may_judge & ~person_belongs_to_its_unit & ~person_belongs_to_a_joint_unit
may_decide_plan = may_judge_plan & decides_alone

# The commune's plan and its years

rules.add_perm("campaigns.import_campaign", is_administrator)
rules.add_perm("campaigns.draw_campaign", is_office | is_administrator)
rules.add_perm("campaigns.amend_campaign", is_administrator)
rules.add_perm("campaigns.add_itemupdate", is_unit_member)
rules.add_perm("campaigns.change_campaignyear", is_reviewer)
rules.add_perm("campaigns.open_campaignyear", is_reviewer)
rules.add_perm("campaigns.close_campaignyear", is_reviewer)

# Papers about the year

rules.add_perm("campaigns.write_guidance", is_reviewer)
rules.add_perm("campaigns.issue_guidance", is_clerk | is_head_reviewer)
rules.add_perm("campaigns.view_urging", is_office)
rules.add_perm("campaigns.write_urging", is_reviewer)
rules.add_perm("campaigns.issue_urging", is_clerk | is_head_reviewer)

# Who has sent what; reminders

rules.add_perm("campaigns.view_sending", is_office | is_administrator)
rules.add_perm("campaigns.change_reminderrule", is_reviewer)
# Asked about a unit: the reviewing unit reminds everyone, a steering unit those in its charge.
rules.add_perm("campaigns.remind_unit", is_reviewer | (is_unit_member & steers_it))

# A unit's own end of a window

rules.add_perm("campaigns.ask_extension", is_unit_member)
rules.add_perm("campaigns.drop_extension", acts_for_its_unit)
rules.add_perm("campaigns.grant_extension", may_judge)
rules.add_perm("campaigns.decline_extension", may_judge)
rules.add_perm("campaigns.end_extension", may_judge)

# Plans of units

rules.add_perm("campaigns.start_unitplan", is_unit_member)
rules.add_perm("campaigns.change_unitplan", acts_for_its_unit & is_open_for_editing)
rules.add_perm("campaigns.attach_unitplan", acts_for_its_unit & is_open_for_editing)
# What is being edited is its own unit's alone to print.
rules.add_perm("campaigns.draw_unitplan", acts_for_its_unit | ~is_open_for_editing)
rules.add_perm("campaigns.submit_unitplan", acts_for_its_unit)
rules.add_perm("campaigns.withdraw_unitplan", acts_for_its_unit & ~is_being_amended)
rules.add_perm("campaigns.amend_unitplan", acts_for_its_unit & its_year_runs)
rules.add_perm("campaigns.retract_unitplan", acts_for_its_unit & is_being_amended)
rules.add_perm("campaigns.drop_amendment_unitplan", acts_for_its_unit & is_being_amended)
rules.add_perm("campaigns.judge_unitplan", may_judge_plan)
rules.add_perm("campaigns.accept_unitplan", may_decide_plan)
rules.add_perm("campaigns.undo_accept_unitplan", may_decide_plan & took_it_in)
rules.add_perm("campaigns.return_unitplan", may_decide_plan & its_unit_is_guided)

# The work of a plan

rules.add_perm("campaigns.report_plannedtask", carries_it_out)
rules.add_perm("campaigns.attach_plannedtask", carries_it_out)

# Kiểm tra, khảo sát. Nobody inspects the unit they belong to.


@rules.predicate
def is_not_held(who: Any, inspection: Inspection | None) -> bool:
    open_states = {Inspection.Status.PLANNED, Inspection.Status.ANNOUNCED}
    return inspection is not None and inspection.status in open_states


@rules.predicate
def is_held(who: Any, inspection: Inspection | None) -> bool:
    return inspection is not None and inspection.status == Inspection.Status.HELD


@rules.predicate
def is_unsettled(who: Any, finding: Finding | None) -> bool:
    return finding is not None and finding.status != Finding.Status.FIXED


inspects = is_reviewer & ~person_belongs_to_its_unit

rules.add_perm("campaigns.plan_inspection", is_reviewer)
rules.add_perm("campaigns.change_inspection", inspects & is_not_held)
rules.add_perm("campaigns.announce_inspection", inspects)
rules.add_perm("campaigns.hold_inspection", inspects)
rules.add_perm("campaigns.cancel_inspection", inspects)
rules.add_perm("campaigns.close_inspection", inspects)
rules.add_perm("campaigns.attach_inspection", inspects & is_held)
rules.add_perm("campaigns.add_finding", inspects & is_held)
rules.add_perm("campaigns.extend_finding", inspects & is_unsettled)
rules.add_perm("campaigns.reopen_finding", inspects)
rules.add_perm("campaigns.confirm_finding", inspects)
rules.add_perm("campaigns.report_finding", acts_for_its_unit)
rules.add_perm("campaigns.attach_finding", acts_for_its_unit & is_unsettled)
