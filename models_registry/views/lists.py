"""“Danh mục mô hình, điển hình năm …”: read by all, confirmed and kept up to date by the reviewer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.filters import YearlyFilter
from models_registry.forms.lists import ListForm, StandingForm
from models_registry.models import YearlyEntry
from models_registry.selectors.lists import candidates, list_of
from models_registry.services import lists as services
from models_registry.tables import ChangeableYearlyTable, YearlyTable


def yearly_list(request: MemberRequest, year: int) -> HttpResponseBase:
    campaign_year = get_object_or_404(CampaignYear, year=year)
    may_confirm = request.acting.may("models_registry.confirm_yearlylist")
    context = {
        "campaign_year": campaign_year,
        "yearly_list": list_of(campaign_year),
        "years": CampaignYear.objects.filter(yearly_list__status="confirmed").order_by("-year"),
        "may_confirm": may_confirm,
        "has_more": may_confirm and bool(candidates(campaign_year)),
    }
    return render_list(
        request,
        YearlyEntry.objects.visible_to(request.acting).of_year(year).marked_for(request.acting).for_list(),
        template="models_registry/yearly_list.html",
        table_class=ChangeableYearlyTable if may_confirm else YearlyTable,
        filter_class=YearlyFilter,
        context=context,
        title=f"Danh mục mô hình, điển hình năm {year}",
    )


def list_confirm(request: MemberRequest, year: int) -> HttpResponse:
    if not request.acting.may("models_registry.confirm_yearlylist"):
        raise PermissionDenied
    campaign_year = get_object_or_404(CampaignYear.objects.select_related("campaign"), year=year)
    form = ListForm(request.POST if request.method == "POST" else None, candidates=candidates(campaign_year))
    if request.method == "POST" and form.is_valid() and confirm(request, campaign_year, form):
        return redirect("models_registry:yearly-list", year)
    context = {"campaign_year": campaign_year, "form": form, "yearly_list": list_of(campaign_year)}
    return render(request, "models_registry/list_confirm.html", context, status=422 if form.errors else 200)


def confirm(request: MemberRequest, campaign_year: CampaignYear, form: ListForm) -> bool:
    places = form.places()
    try:
        services.confirm_list(
            campaign_year,
            places=places,
            number=form.cleaned_data["number"],
            announced_on=form.cleaned_data["announced_on"],
            by=request.acting,
            at=timezone.now(),
        )
    except IllegalMove as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, f"Đã đưa {len(places)} mô hình, điển hình vào danh mục.")
    return True


def standing_change(request: MemberRequest, pk: int) -> HttpResponse:
    rows = YearlyEntry.objects.visible_to(request.acting).for_list()
    row = get_object_or_404(rows, pk=pk)
    if not request.acting.may("models_registry.change_yearlyentry", row):
        raise PermissionDenied
    initial = {"standing": row.standing, "reason": row.reason}
    form = StandingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_standing(row, **form.cleaned_data, by=request.acting, at=timezone.now())
        messages.success(request, f"Đã lưu tình hình của “{row}”.")
        return redirect(row.yearly_list)
    context = {"row": row, "form": form}
    return render(
        request, "models_registry/standing_change.html", context, status=422 if form.errors else 200
    )
