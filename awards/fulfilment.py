"""Whether a unit has sent the dossiers that a year's award window is for."""

from datetime import datetime

from awards.models import Nomination
from campaigns.fulfilment import Standing, fulfils
from campaigns.models import Window

# The first of these that a unit has is where it stands.
ORDER = (
    (Nomination.Status.RETURNED, "back"),
    (Nomination.Status.DRAFT, "draft"),
    (Nomination.Status.SUBMITTED, "wait"),
    (Nomination.Status.ACCEPTED, "done"),
    (Nomination.Status.REJECTED, "back"),
)


@fulfils(Window.Kind.AWARD)
def award_standings(window: Window) -> dict[int, Standing]:
    nominations = Nomination.objects.filter(round__window=window).select_related("round").order_by("pk")
    by_unit: dict[int, list[Nomination]] = {}
    for nomination in nominations:
        by_unit.setdefault(nomination.unit_id, []).append(nomination)
    return {unit_id: standing(unit_id, own) for unit_id, own in by_unit.items()}


def standing(unit_id: int, own: list[Nomination]) -> Standing:
    states = [nomination.status for nomination in own]
    status, tone = next((status, tone) for status, tone in ORDER if status in states)
    sent: list[datetime] = [n.sent_at for n in own if n.sent_at is not None]
    return Standing(
        unit_id=unit_id,
        label=f"{status.label} ({len(own)} hồ sơ)" if len(own) > 1 else str(status.label),
        tone=tone,
        is_sent=bool(sent),
        is_accepted=bool(sent) and all(state == Nomination.Status.ACCEPTED for state in states),
        sent_at=min(sent, default=None),
        url=own[0].round.get_absolute_url(),
    )
