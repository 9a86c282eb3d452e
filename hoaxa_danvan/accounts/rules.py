"""Who one is. Asked about a post (`who`) and, where it matters, a thing that has a unit."""

from typing import Any

import rules

from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, REVIEW_ROLES, UNIT_ROLES, Role


def holds(*roles: str, name: str) -> Any:
    """A predicate: the post has one of these roles."""
    wanted = frozenset(roles)
    return rules.predicate(lambda who: who.role in wanted, name=name)


is_unit_member = holds(*UNIT_ROLES, name="is_unit_member")
is_reviewer = holds(*REVIEW_ROLES, name="is_reviewer")
is_head_reviewer = holds(Role.HEAD_REVIEWER, name="is_head_reviewer")
is_panel_member = holds(Role.PANEL_MEMBER, name="is_panel_member")
is_council_member = holds(*COUNCIL_ROLES, name="is_council_member")
is_council_secretary = holds(Role.COUNCIL_SECRETARY, name="is_council_secretary")
is_clerk = holds(Role.CLERK, name="is_clerk")
is_office = holds(*OFFICE_ROLES, name="is_office")
is_leader = holds(Role.LEADER, name="is_leader")
is_administrator = holds(Role.ADMINISTRATOR, name="is_administrator")


@rules.predicate
def acts_for_its_unit(who: Any, thing: Any) -> bool:
    """The thing belongs to the unit for which this post drafts and sends, or to one merged into it."""
    if who.role not in UNIT_ROLES or thing is None:
        return False
    # Only another unit's paper costs a look at that unit.
    return bool(thing.unit_id == who.unit_id or who.acts_for(thing.unit))


@rules.predicate
def person_belongs_to_its_unit(who: Any, thing: Any) -> bool:
    """By any of the person's posts, not only the one acted in."""
    return thing is not None and thing.unit_id in who.person_unit_ids


@rules.predicate
def comes_from_the_reviewing_unit(who: Any, thing: Any) -> bool:
    return thing is not None and thing.unit.reviews


# Nobody judges their own unit's paper; the reviewing unit's own go to a leader.
may_judge = (is_reviewer | (is_leader & comes_from_the_reviewing_unit)) & ~person_belongs_to_its_unit

rules.add_perm("accounts.manage_accounts", is_administrator)
rules.add_perm("accounts.view_units", is_administrator | is_reviewer | is_leader)
