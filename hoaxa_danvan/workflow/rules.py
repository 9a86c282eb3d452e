"""What may be done with a paper follows from the verbs of its own app: see `Sendable`.

`judge`: read it for the reviewing unit, pin opinions, lay a decision before the Trưởng ban.
`accept`, `return`: decide; with two steps in the office the Trưởng ban alone (`may_decide`).
`submit`: the unit, which also answers opinions. Receipts are read through `Receipt.visible_to`.
"""

from typing import Any

import rules
from django.contrib.contenttypes.models import ContentType

from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.accounts.rules import (
    is_administrator,
    is_head_reviewer,
    is_leader,
    is_reviewer,
    may_judge,
    person_belongs_to_its_unit,
)
from hoaxa_danvan.workflow.models import Acceptance, ReviewSetting


@rules.predicate
def decides_alone(who: Any, thing: Any) -> bool:
    """A chuyên viên only where the office works in one step; the Trưởng ban and the leaders always."""
    return who.role != Role.REVIEWER or not ReviewSetting.now().two_steps


@rules.predicate
def took_it_in(who: Any, thing: Any) -> bool:
    """The person whose tiếp nhận stands."""
    if thing is None:
        return False
    kind = ContentType.objects.get_for_model(thing)
    found = Acceptance.objects.filter(target_type=kind, target_id=thing.pk).standing()
    last = found.select_related("by").order_by("pk").last()
    return last is not None and last.by.person_id == who.person_id


may_decide = may_judge & decides_alone

rules.add_perm("workflow.view_cannedremark", is_reviewer)
rules.add_perm("workflow.change_cannedremark", is_reviewer)
rules.add_perm("workflow.view_reviewsetting", is_reviewer | is_administrator)
rules.add_perm("workflow.change_reviewsetting", is_head_reviewer | is_administrator)
rules.add_perm("workflow.view_proposal", is_reviewer)
rules.add_perm("workflow.approve_proposal", is_head_reviewer)
# Nobody gives the Thường trực's opinion on a disagreement with a unit of their own.
rules.add_perm("workflow.give_opinion", is_leader & ~person_belongs_to_its_unit)
