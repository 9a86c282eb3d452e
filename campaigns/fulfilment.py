"""Whether a unit has done what a window asks: derived by each app for its kind, never stored.

An app's fulfilment.py registers a reader per kind of window; it answers for all units at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.deadlines import Deadlines
from campaigns.models import UnitPlan, Window

TONES: dict[str, str] = {
    UnitPlan.Status.DRAFT: "draft",
    UnitPlan.Status.SUBMITTED: "wait",
    UnitPlan.Status.RETURNED: "back",
    UnitPlan.Status.ACCEPTED: "done",
    UnitPlan.Status.AMENDING: "draft",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one unit stands with one window. `tone` as in a status tag.

    `due_at` is the unit's own day, later than the window's where it has been extended.
    """

    unit_id: int
    label: str
    tone: str
    is_sent: bool
    is_accepted: bool
    sent_at: datetime | None
    url: str
    due_at: datetime | None = None

    @property
    def was_late(self) -> bool:
        """Sent, and after the unit's own day."""
        return self.sent_at is not None and self.due_at is not None and self.sent_at > self.due_at


Reader = Callable[[Window], dict[int, Standing]]
READERS: dict[str, Reader] = {}


def fulfils(kind: str) -> Callable[[Reader], Reader]:
    """Register the reader of a `Window.Kind`: `{unit id: Standing}` for units that have begun."""

    def register(reader: Reader) -> Reader:
        READERS[kind] = reader
        return reader

    return register


def standings(window: Window, *, deadlines: Deadlines | None = None) -> dict[int, Standing]:
    """Units that have begun something for the window; whoever is not in it has not.

    `deadlines` spares a query to who has read them already.
    """
    reader = READERS.get(window.kind)
    if reader is None:
        return {}
    known = deadlines or Deadlines.of([window])
    found = reader(window)
    return {key: replace(row, due_at=known.due_at(window, key)) for key, row in found.items()}


@fulfils(Window.Kind.PLAN)
def plans_sent(window: Window) -> dict[int, Standing]:
    """A joint plan counts for every unit that takes part in it."""
    plans = UnitPlan.objects.filter(campaign_year=window.campaign_year_id).prefetch_related("joint_with")
    return {
        unit_id: Standing(
            unit_id=unit_id,
            label=plan_label(plan),
            tone=TONES[plan.status],
            is_sent=plan.sent_at is not None,
            is_accepted=plan.is_in_force,
            sent_at=plan.sent_at,
            url=plan.get_absolute_url(),
        )
        for plan in plans
        for unit_id in [plan.unit_id, *(unit.pk for unit in plan.joint_with.all())]
    }


def plan_label(plan: UnitPlan) -> str:
    """An amended plan was taken in before, whatever becomes of the amendment."""
    state: str = plan.get_status_display()
    if plan.is_being_amended and plan.status != UnitPlan.Status.AMENDING:
        return f"Điều chỉnh: {state.lower()}"
    return state
