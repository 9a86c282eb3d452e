"""Who does what in a year: the table, one unit's instance, its updates of regular items."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.forms.duties import ItemUpdateForm, UnitDutiesForm
from campaigns.models import Campaign, CampaignYear
from campaigns.selectors import duties as selectors
from campaigns.selectors.sending import year_table
from campaigns.services import duties as services
from campaigns.views.years import get_year
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.workflow.drafts import int_or_zero
from hoaxa_danvan.workflow.models import IllegalMove

CHANGE = "campaigns.change_campaignyear"


def campaign_duties(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    today = timezone.localdate()
    years = range(campaign.first_year, campaign.last_year + 1)
    asked = int_or_zero(request.GET.get("nam", ""))
    year = asked if asked in years else min(max(today.year, campaign.first_year), campaign.last_year)
    table = selectors.duty_table(campaign, year=year, day=today)
    may_change = request.acting.may(CHANGE) and is_running(table.campaign_year)
    context = {"campaign": campaign, "table": table, "years": years, "may_change": may_change}
    return render(request, "campaigns/campaign_duties.html", context)


def is_running(campaign_year: CampaignYear | None) -> bool:
    return campaign_year is not None and campaign_year.status != CampaignYear.Status.CLOSED


@post_may(CHANGE)
def unit_duties(request: MemberRequest, year: int, pk: int) -> HttpResponse:
    """One unit, one year: other years and other units stay as they are."""
    campaign_year, unit = get_year(year), get_object_or_404(Unit, pk=pk)
    items = list(campaign_year.campaign.items.filter(first_year__lte=year, last_year__gte=year))
    roles = services.roles_in(unit, campaign_year)
    form = UnitDutiesForm(request.POST or None, items=items, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_duties(
                unit,
                campaign_year=campaign_year,
                read=form.roles_read(),
                roles=form.roles(),
                reason=form.cleaned_data["reason"],
                by=request.acting,
                at=timezone.now(),
            )
        except IllegalMove as error:
            form.refuse(error.message, stands=services.roles_in(unit, campaign_year))
        else:
            messages.success(request, f"Đã lưu phân công năm {year} của {unit}.")
            return redirect("campaigns:unit-year", year, unit.pk)
    context = {"campaign_year": campaign_year, "unit": unit, "form": form}
    return render(request, "campaigns/campaign_unit_duties.html", context, status=422 if form.errors else 200)


def unit_year(request: MemberRequest, year: int, pk: int) -> HttpResponse:
    """What the plan asks of a unit that year, and what it says of its regular items."""
    campaign_year = get_year(year)
    unit = get_object_or_404(Unit.objects.select_related("kind", "steered_by"), pk=pk)
    if not selectors.may_read_year_of(request.acting, unit):
        raise Http404
    regular = selectors.regular_items_of(unit, campaign_year=campaign_year)
    may_add = unit.pk == request.acting.unit_id and request.acting.may("campaigns.add_itemupdate")
    may_add = may_add and bool(regular) and campaign_year.status == CampaignYear.Status.OPEN
    form = ItemUpdateForm(request.POST or None, items=regular) if may_add else None
    if request.method == "POST" and form and form.is_valid():
        try:
            services.add_item_update(
                campaign_year=campaign_year, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi cập nhật.")
            return redirect("campaigns:unit-year", year, unit.pk)
    return render(
        request,
        "campaigns/campaign_unit_year.html",
        {
            "campaign_year": campaign_year,
            "unit": unit,
            "roles": selectors.roles_by_item(unit, campaign_year=campaign_year),
            "changes": selectors.changes_of(unit, campaign_year=campaign_year),
            "cells": year_table(unit, campaign_year, at=timezone.now()),
            "updates": selectors.updates_of(unit, campaign_year=campaign_year, who=request.acting),
            "regular": regular,
            "form": form,
            "may_change": request.acting.may(CHANGE) and is_running(campaign_year) and not unit.until,
            "now": timezone.now(),
        },
        status=422 if form and form.errors else 200,
    )
