"""Whether a unit has registered: what it sent for the year, or what the year's list still carries."""

from campaigns.fulfilment import Standing, fulfils
from campaigns.models import Window
from models_registry.models import RegisteredModel, YearlyEntry

STATUS = RegisteredModel.Status
# Of several registrations the unit shows the one that is furthest; a return comes before all.
ORDER = (STATUS.RETURNED, STATUS.ACCEPTED, STATUS.SUBMITTED, STATUS.DRAFT)
TONES = {STATUS.RETURNED: "back", STATUS.ACCEPTED: "done", STATUS.SUBMITTED: "wait", STATUS.DRAFT: "draft"}


@fulfils(Window.Kind.REGISTRATION)
def registrations_sent(window: Window) -> dict[int, Standing]:
    """Two queries for all units; a unit that only keeps earlier models has done its part with the list."""
    by_unit: dict[int, list[RegisteredModel]] = {}
    for entry in RegisteredModel.objects.filter(campaign_year=window.campaign_year_id).order_by("pk"):
        by_unit.setdefault(entry.unit_id, []).append(entry)
    return _kept_only(window) | {unit_id: _standing(entries) for unit_id, entries in by_unit.items()}


def _standing(entries: list[RegisteredModel]) -> Standing:
    shown = min(entries, key=lambda entry: ORDER.index(STATUS(entry.status)))
    sent = [entry.sent_at for entry in entries if entry.sent_at]
    accepted = sum(entry.status == STATUS.ACCEPTED for entry in entries)
    label = f"{shown.get_status_display()} {accepted}/{len(entries)}" if accepted and len(entries) > 1 else ""
    return Standing(
        unit_id=shown.unit_id,
        label=label or shown.get_status_display(),
        tone=TONES[STATUS(shown.status)],
        is_sent=bool(sent),
        is_accepted=bool(accepted),
        sent_at=min(sent, default=None),
        url=shown.get_absolute_url(),
    )


def _kept_only(window: Window) -> dict[int, Standing]:
    rows = YearlyEntry.objects.active().filter(
        yearly_list__campaign_year=window.campaign_year_id, yearly_list__status="confirmed"
    )
    earlier = rows.exclude(entry__campaign_year=window.campaign_year_id).select_related("entry")
    return {
        row.entry.unit_id: Standing(
            unit_id=row.entry.unit_id,
            label="Duy trì",
            tone="done",
            is_sent=True,
            is_accepted=True,
            sent_at=row.entry.sent_at,
            url=row.entry.get_absolute_url(),
        )
        for row in earlier
    }
