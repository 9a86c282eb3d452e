"""The year opens: criteria first, theme, dates, and what each unit owes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from campaigns.events import year_opened
from campaigns.models import Campaign, CampaignYear, DutyChange, ItemAgency, ItemDuty, Obligation, Window
from hoaxa_danvan.accounts.models import Appointment, Unit, held_by
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import end_of_day, local_day, start_of_day
from hoaxa_danvan.scoring.models import RubricVersion
from hoaxa_danvan.workflow.models import IllegalMove

# kind: nhận từ, hạn gửi, ngừng nhận (day and month): the yearly calendar of the outlines, proposed.
USUAL_DATES: Mapping[str, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    Window.Kind.PLAN: ((2, 1), (31, 1), (10, 2)),
    Window.Kind.REGISTRATION: ((2, 1), (28, 2), (10, 3)),
    Window.Kind.INTERIM_REPORT: ((1, 6), (15, 6), (25, 6)),
    Window.Kind.FINAL_REPORT: ((10, 10), (15, 11), (25, 11)),
    Window.Kind.AWARD: ((10, 10), (15, 11), (25, 11)),
}


@transaction.atomic
def prepare_year(
    campaign: Campaign, *, year: int, theme: str = "", by: Appointment, at: datetime
) -> CampaignYear:
    """Begin a year with the usual dates and its duties; nothing is owed before it is opened."""
    if not campaign.first_year <= year <= campaign.last_year:
        raise IllegalMove(f"Năm {year} nằm ngoài giai đoạn của kế hoạch.")
    if campaign.years.filter(year=year).exists():
        raise IllegalMove(f"Năm {year} đã có.")
    campaign_year = CampaignYear.objects.create(campaign=campaign, year=year, theme=theme)
    Window.objects.bulk_create(
        Window(
            campaign_year=campaign_year,
            kind=kind,
            opens_at=start_of_day(date(year, opens[1], opens[0])),
            due_at=end_of_day(date(year, due[1], due[0])),
            closes_at=end_of_day(date(year, closes[1], closes[0])),
        )
        for kind, (opens, due, closes) in USUAL_DATES.items()
    )
    give_duties_to_all(campaign_year, at=at)
    record("prepare", target=campaign_year, by=by, at=at)
    return campaign_year


@transaction.atomic
def change_year(
    campaign_year: CampaignYear,
    *,
    theme: str,
    windows: Mapping[int, Mapping[str, Any]],
    by: Appointment,
    at: datetime,
) -> None:
    """Set the theme and the windows (`{pk: {opens_at, due_at, closes_at, paper}}`), on the record."""
    if campaign_year.status == CampaignYear.Status.CLOSED:
        raise IllegalMove("Năm đã kết thúc, không đổi thời hạn được.")
    changes: dict[str, Any] = {}
    if campaign_year.theme != theme:
        changes["theme"] = [campaign_year.theme, theme]
        campaign_year.theme = theme
        campaign_year.save(update_fields=["theme"])
    for window in campaign_year.windows.select_for_update():
        if found := _change_window(window, windows.get(window.pk, {})):
            changes[window.kind] = found
    if changes:
        record("change", target=campaign_year, by=by, at=at, details=changes)


def _change_window(window: Window, fields: Mapping[str, Any]) -> dict[str, list[str]]:
    changed = {
        name: [str(getattr(window, name)), str(value)]
        for name, value in fields.items()
        if getattr(window, name) != value
    }
    if changed:
        for name in changed:
            setattr(window, name, fields[name])
        window.save(update_fields=list(changed))
    return changed


def what_is_missing(campaign_year: CampaignYear) -> list[str]:
    """What stands between a prepared year and its opening, one sentence each."""
    missing = []
    if not RubricVersion.objects.for_year(campaign_year.year).published().exists():
        missing.append(f"Chưa công bố tiêu chí năm {campaign_year.year}.")
    if not campaign_year.theme.strip():
        missing.append("Chưa ghi chủ đề năm.")
    windows = list(campaign_year.windows.all())
    if unquoted := [window.get_kind_display() for window in windows if not window.paper.strip()]:
        missing.append(f"Chưa ghi văn bản quy định hạn: {', '.join(unquoted)}.")
    return missing


@transaction.atomic
def open_year(campaign_year: CampaignYear, *, by: Appointment, at: datetime) -> CampaignYear:
    """Open the year: duties and obligations for the units that the plan names, and no other.

    What has closed already, in a year that is opened late, is owed by nobody.
    """
    if missing := what_is_missing(campaign_year):
        raise IllegalMove(" ".join(missing))
    opened = campaign_year.advance("open", by=by, at=at)
    give_duties_to_all(opened, at=at)
    windows = list(opened.windows.filter(kind__in=Window.OWED, closes_at__gte=at))
    for unit in owing_units(opened):
        give_obligations(unit, windows=windows)
    year_opened.send(sender=CampaignYear, campaign_year=opened, by=by, at=at)
    return opened


def close_year(campaign_year: CampaignYear, *, by: Appointment, at: datetime) -> CampaignYear:
    return campaign_year.advance("close", by=by, at=at)


def duties_of(unit: Unit, *, campaign_year: CampaignYear) -> list[ItemDuty]:
    """What the plan asks of one unit that year, by name or by its kind; not saved.

    A unit also stands where the plan names one that was merged into it. A role of which it was
    relieved for this year does not come back.
    """
    agencies = ItemAgency.objects.in_year(campaign_year.year).filter(
        item__campaign=campaign_year.campaign_id,
        item__first_year__lte=campaign_year.year,
        item__last_year__gte=campaign_year.year,
    )
    named = agencies.filter(held_by(unit.pk) | Q(kind=unit.kind_id))
    roles = {(agency.item_id, agency.role) for agency in named} - relieved(unit, campaign_year)
    return [
        ItemDuty(item_id=item_id, unit=unit, campaign_year=campaign_year, role=role)
        for item_id, role in sorted(roles)
    ]


def relieved(unit: Unit, campaign_year: CampaignYear) -> set[tuple[int, str]]:
    """(item's pk, role) that the reviewing unit took from a unit for this year alone."""
    taken: set[tuple[int, str]] = set()
    for change in DutyChange.objects.filter(unit=unit, campaign_year=campaign_year):
        if change.was:
            taken.add((change.item_id, change.was))
        else:
            taken.discard((change.item_id, change.role))
    return taken


def give_duties_to_all(campaign_year: CampaignYear, *, at: datetime) -> None:
    for unit in Unit.objects.existing(local_day(at)).select_related("kind"):
        give_duties(unit, campaign_year=campaign_year)


def give_duties(unit: Unit, *, campaign_year: CampaignYear) -> None:
    ItemDuty.objects.bulk_create(duties_of(unit, campaign_year=campaign_year), ignore_conflicts=True)


def owing_units(campaign_year: CampaignYear) -> Iterable[Unit]:
    """Units that an item names and that send papers at all."""
    return Unit.objects.submitting().filter(item_duties__campaign_year=campaign_year).distinct()


def give_obligations(unit: Unit, *, windows: Iterable[Window]) -> None:
    Obligation.objects.bulk_create(
        [Obligation(unit=unit, window=window) for window in windows], ignore_conflicts=True
    )


@transaction.atomic
def give_open_obligations(unit: Unit, *, by: Appointment | None, at: datetime) -> None:
    """A unit that came later owes what is still open; closed windows stay as they were."""
    for campaign_year in CampaignYear.objects.exclude(status=CampaignYear.Status.CLOSED):
        give_duties(unit, campaign_year=campaign_year)
        if campaign_year.status == CampaignYear.Status.PREPARING:
            continue
        if unit.submits and unit.item_duties.filter(campaign_year=campaign_year).exists():
            windows = campaign_year.windows.filter(kind__in=Window.OWED, closes_at__gte=at)
            give_obligations(unit, windows=windows)
            record("oblige", target=unit, by=by, at=at, details={"year": campaign_year.year})
