"""Every write of this app and who may make it. Reads: see the `visible_to` of each QuerySet."""

from typing import Any

import rules

from hoaxa_danvan.accounts.models import OFFICE_ROLES
from hoaxa_danvan.accounts.rules import (
    acts_for_its_unit,
    holds,
    is_clerk,
    is_leader,
    is_reviewer,
    is_unit_member,
    may_judge,
)
from hoaxa_danvan.workflow.rules import may_decide
from reports.models import AggregateReport, UnitReport


@rules.predicate
def is_open_for_editing(who: Any, report: UnitReport | None) -> bool:
    return report is not None and report.status in {UnitReport.Status.DRAFT, UnitReport.Status.RETURNED}


@rules.predicate
def its_unit_is_guided(who: Any, report: UnitReport | None) -> bool:
    """Peer bodies (HĐND, UBND, MTTQ) get remarks, never a return."""
    return report is not None and report.unit.kind.is_guided


@rules.predicate
def is_still_open(who: Any, report: AggregateReport | None) -> bool:
    return report is not None and report.is_open


# The unit's own report

rules.add_perm("reports.start_unitreport", is_unit_member)
rules.add_perm("reports.change_unitreport", acts_for_its_unit & is_open_for_editing)
rules.add_perm("reports.attach_unitreport", acts_for_its_unit & is_open_for_editing)
rules.add_perm("reports.submit_unitreport", acts_for_its_unit)
rules.add_perm("reports.withdraw_unitreport", acts_for_its_unit)
rules.add_perm("reports.judge_unitreport", may_judge)
rules.add_perm("reports.accept_unitreport", may_decide)
rules.add_perm("reports.return_unitreport", may_decide & its_unit_is_guided)

# The commune's report

rules.add_perm("reports.freeze_reportperiod", is_reviewer)
rules.add_perm("reports.change_aggregatereport", is_reviewer & is_still_open)
rules.add_perm("reports.present_aggregatereport", is_reviewer)
rules.add_perm("reports.rework_aggregatereport", is_leader)
rules.add_perm("reports.issue_aggregatereport", is_clerk)
rules.add_perm("reports.send_aggregatereport", is_clerk)

rules.add_perm("reports.view_dashboard", holds(*OFFICE_ROLES, name="is_in_the_office"))
