from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from awards.models import Award, Nomination
from campaigns.models import CampaignYear, Finding, Inspection, PlannedTask
from campaigns.selectors.carrying_out import with_progress
from campaigns.selectors.years import current_year
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Unit
from hoaxa_danvan.lib.lists import ListFilter, ListTable, render_list
from models_registry.models import RegisteredModel
from reports import filters, tables
from reports.counters import COUNTERS, Counter
from reports.models import ReportPeriod
from reports.registers import Registers
from reports.selectors import dashboard as selectors
from reports.selectors.progress import BY, registers_of


@post_may("reports.view_dashboard")
def dashboard(request: MemberRequest) -> HttpResponse:
    at = timezone.now()
    years = list(CampaignYear.objects.exclude(status=CampaignYear.Status.PREPARING).order_by("-year"))
    year = chosen_year(request, years) or current_year(at=at)
    context = {
        "years": years,
        "year": year,
        "board": selectors.dashboard(year, at=at) if year else None,
        "now": at,
    }
    return render(request, "reports/dashboard.html", context)


def progress(request: MemberRequest, year: int) -> HttpResponse:
    """How far the work of a year has come, by item, unit, kind or year; a unit sees its own."""
    at = timezone.now()
    years = CampaignYear.objects.exclude(status=CampaignYear.Status.PREPARING)
    campaign_year = get_object_or_404(years.select_related("campaign"), year=year)
    unit = own_unit(request)
    by = request.GET.get("theo", "")
    by = by if by in BY else next(iter(BY))
    registers = registers_of(campaign_year, unit=unit, at=at)
    context = {
        "year": campaign_year,
        "years": years.order_by("-year"),
        "unit": unit,
        "by": by,
        "choices": [(slug, label) for slug, (label, _) in BY.items()],
        "table": BY[by][1](registers),
        "now": at,
    }
    return render(request, "reports/progress.html", context)


def chosen_year(request: MemberRequest, years: list[CampaignYear]) -> CampaignYear | None:
    asked = request.GET.get("year", "")
    return next((year for year in years if str(year.year) == asked), None)


def rows(request: MemberRequest, year: int, slug: str) -> HttpResponseBase:
    """Exactly the rows behind a figure of the year."""
    campaign_year = get_object_or_404(CampaignYear, year=year)
    return show_rows(request, Registers(campaign_year, unit=own_unit(request)), slug)


def period_rows(request: MemberRequest, pk: int, slug: str) -> HttpResponseBase:
    """The same of a report period."""
    periods = ReportPeriod.objects.select_related("window__campaign_year").defer("figures")
    period = get_object_or_404(periods, pk=pk)
    return show_rows(request, Registers(period.campaign_year, unit=own_unit(request), period=period), slug)


def own_unit(request: MemberRequest) -> Unit | None:
    """A unit sees its own rows, the office everyone's."""
    if request.acting.role in UNIT_ROLES:
        return request.acting.unit
    if request.acting.role not in OFFICE_ROLES:
        raise PermissionDenied
    return None


@dataclass(frozen=True, slots=True)
class Listing:
    """How rows of one model are listed: table, filter, what is read along, in which order."""

    table: type[ListTable]
    filter: type[ListFilter]
    related: tuple[str, ...]
    order: tuple[str, ...]
    read_along: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows


def show_rows(request: MemberRequest, registers: Registers, slug: str) -> HttpResponseBase:
    counter = COUNTERS.get(slug)
    if counter is None or counter.of_period != bool(registers.period):
        raise Http404
    listing = listing_of(counter, registers)
    keys = [row.pk for row in counter.rows(registers)]
    found = counter.model._default_manager.filter(pk__in=keys).select_related(*listing.related)
    return render_list(
        request,
        listing.read_along(found).order_by(*listing.order),
        template="reports/rows.html",
        table_class=listing.table,
        filter_class=listing.filter,
        title=f"{counter.title}, {str(registers.period or registers.campaign_year).lower()}",
        context={"counter": counter, "registers": registers, "now": timezone.now()},
    )


def listing_of(counter: Counter, registers: Registers) -> Listing:
    if counter.model is not Unit:
        return LISTINGS[counter.model]
    narrow = filters.PeriodUnitRowFilter if registers.period else filters.UnitRowFilter
    return Listing(tables.unit_rows(registers), narrow, ("kind",), ("kind__order", "sort_key"))


LISTINGS: dict[type[Model], Listing] = {
    RegisteredModel: Listing(
        tables.EntryRows, filters.EntryRowFilter, ("unit__kind", "sector"), ("sector__order", "sort_key")
    ),
    PlannedTask: Listing(
        tables.TaskRows,
        filters.TaskRowFilter,
        ("item", "plan__unit__kind"),
        ("item__order", "order"),
        with_progress,
    ),
    Inspection: Listing(
        tables.InspectionRows, filters.InspectionRowFilter, ("unit__kind",), ("held_on", "unit__sort_key")
    ),
    Finding: Listing(
        tables.FindingRows,
        filters.FindingRowFilter,
        ("inspection__unit__kind",),
        ("fix_by", "inspection__unit__sort_key"),
    ),
    Award: Listing(
        tables.AwardRows,
        filters.AwardRowFilter,
        ("title", "decision", "nomination__unit__kind"),
        ("title__order", "nomination__unit__sort_key"),
    ),
    Nomination: Listing(
        tables.DossierRows, filters.DossierRowFilter, ("title", "unit__kind"), ("unit__sort_key",)
    ),
}
