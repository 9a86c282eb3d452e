"""Periods: made when a year opens, frozen when the system stops receiving, or by hand before."""

import hashlib
import json
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.jobs.services import enqueue
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove
from reports.figures import collect
from reports.models import AggregateReport, ReportPeriod
from reports.services.aggregates import start_aggregate

FREEZE = "reports.freeze"


@transaction.atomic
def prepare_periods(campaign_year: CampaignYear, *, at: datetime) -> list[ReportPeriod]:
    """A period for each report window of the year, and a job that will freeze it. Again: the same."""
    windows = campaign_year.windows.filter(kind__in=ReportPeriod.WINDOWS).select_related("campaign_year")
    return [_prepare(window, at=at) for window in windows]


def _prepare(window: Window, *, at: datetime) -> ReportPeriod:
    period, _ = ReportPeriod.objects.get_or_create(
        window=window,
        defaults={
            "kind": ReportPeriod.WINDOWS[Window.Kind(window.kind)],
            "first_day": date(window.campaign_year.year, 1, 1),
            "last_day": local_day(window.due_at),
        },
    )
    enqueue(FREEZE, key=f"{FREEZE}:{period.pk}", payload={"period": period.pk}, at=max(at, window.closes_at))
    return period


@transaction.atomic
def change_days(
    period: ReportPeriod, *, first_day: date, last_day: date, by: Appointment, at: datetime
) -> ReportPeriod:
    """Say which days the units' figures are counted over, until they are frozen."""
    row = hold(period)
    if not by.may("reports.freeze_reportperiod", row):
        raise PermissionDenied
    if row.frozen_at:
        raise IllegalMove(already_frozen(row))
    if first_day >= last_day:
        raise IllegalMove("Ngày cuối phải sau ngày đầu.")
    before = row.days
    row.first_day, row.last_day = first_day, last_day
    row.save(update_fields=["first_day", "last_day"])
    record("change", target=row, by=by, at=at, details={"days": [before, row.days]})
    return row


@transaction.atomic
def freeze_period(period: ReportPeriod, *, by: Appointment | None, at: datetime) -> AggregateReport:
    """Chốt số liệu: keep the figures as they stand and begin the commune's report of them.

    Reports taken in by now count, and nothing that comes later changes anything. `by` None is the
    clock; found frozen already, it leaves things as they are.
    """
    row = hold(period)
    if by is not None and not by.may("reports.freeze_reportperiod", row):
        raise PermissionDenied
    if row.frozen_at:
        if by is None:
            return row.aggregate
        raise IllegalMove(already_frozen(row))
    if at < row.window.opens_at:
        raise IllegalMove("Chưa đến kỳ nhận báo cáo, chưa chốt được số liệu.")
    row.figures, row.frozen_at = collect(row, at=at), at
    row.save(update_fields=["figures", "frozen_at"])
    reports = row.figures["reports"]
    seal = hashlib.sha256(json.dumps(row.figures, sort_keys=True).encode()).hexdigest()
    counts = {name: len(units) for name, units in reports.items()}
    record("freeze", target=row, by=by, at=at, details={"sha256": seal, **counts})
    return start_aggregate(row, by=by, at=at)


def hold(period: ReportPeriod) -> ReportPeriod:
    """Lock the period: meanwhile no report comes, goes or is taken in."""
    locked = ReportPeriod.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("window__campaign_year__campaign").get(pk=period.pk)


def already_frozen(period: ReportPeriod) -> str:
    frozen = timezone.localtime(period.frozen_at)
    return f"Số liệu {str(period).lower()} đã chốt lúc {frozen:%H:%M ngày %d/%m/%Y}."
