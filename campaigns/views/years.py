from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.years import NewYearForm, YearForms
from campaigns.models import Campaign, CampaignYear, Window
from campaigns.selectors.sending import late_units
from campaigns.services import years
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove


def year_list(request: MemberRequest) -> HttpResponse:
    context = {
        "years": CampaignYear.objects.select_related("campaign").order_by("-year"),
        "form": NewYearForm(),
        "may_prepare": may_change(request) and Campaign.objects.exists(),
        "has_campaign": Campaign.objects.exists(),
    }
    return render(request, "campaigns/year_list.html", context)


@require_POST
def year_prepare(request: MemberRequest) -> HttpResponse:
    require_right(request)
    campaign = get_object_or_404(Campaign.objects.order_by("-first_year")[:1])
    form = NewYearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vui lòng nhập năm, ví dụ 2027.")
        return redirect("campaigns:year-list")
    try:
        campaign_year = years.prepare_year(
            campaign, year=form.cleaned_data["year"], by=request.acting, at=timezone.now()
        )
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect("campaigns:year-list")
    return redirect("campaigns:year-edit", campaign_year.year)


def year_detail(request: MemberRequest, year: int) -> HttpResponse:
    """The year and its dates; who has sent what stands on a page of its own, for the office."""
    campaign_year = get_year(year)
    at = timezone.now()
    context = {
        "campaign_year": campaign_year,
        "windows": campaign_year.windows.select_related("campaign_year"),
        "sees_all": request.acting.may("campaigns.view_sending"),
        "missing": years.what_is_missing(campaign_year) if may_change(request) else [],
        "may_change": may_change(request),
        "may_urge": request.acting.may("campaigns.view_urging"),
        "owed": Window.OWED,
        "now": at,
    }
    return render(request, "campaigns/year_detail.html", context)


@post_may("campaigns.view_urging")
def window_urging(request: MemberRequest, year: int, kind: str) -> HttpResponse:
    """Who has not sent by the day, and the letters about it: for the office alone."""
    windows = Window.objects.filter(kind__in=Window.OWED).select_related("campaign_year__campaign")
    window = get_object_or_404(windows, campaign_year__year=year, kind=kind)
    at = timezone.now()
    context = {
        "window": window,
        "is_past": at > window.due_at,
        "late": late_units(window, day=local_day(at)),
        "owed_count": window.obligations.count(),
        "now": at,
    }
    return render(request, "campaigns/window_urging.html", context)


def year_edit(request: MemberRequest, year: int) -> HttpResponse:
    require_right(request)
    campaign_year = get_year(year)
    forms = YearForms(campaign_year, request.POST or None)
    if request.method == "POST" and forms.is_valid():
        try:
            years.change_year(
                campaign_year,
                theme=forms.theme.cleaned_data["theme"],
                windows=forms.window_fields(),
                by=request.acting,
                at=timezone.now(),
            )
        except IllegalMove as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"Đã lưu chủ đề, thời hạn năm {campaign_year.year}.")
            return redirect(campaign_year)
    has_errors = any(form.errors for form in forms.all)
    context = {"campaign_year": campaign_year, "forms": forms, "has_errors": has_errors}
    return render(request, "campaigns/year_edit.html", context, status=422 if has_errors else 200)


def year_open(request: MemberRequest, year: int) -> HttpResponse:
    """Before opening: what is missing; with everything there, one button."""
    require_right(request)
    campaign_year = get_year(year)
    if request.method == "POST":
        return open_now(request, campaign_year)
    context = {
        "campaign_year": campaign_year,
        "missing": years.what_is_missing(campaign_year),
        "windows": campaign_year.windows.all(),
        "owed": Window.OWED,
        "now": timezone.now(),
    }
    return render(request, "campaigns/year_open.html", context)


def open_now(request: MemberRequest, campaign_year: CampaignYear) -> HttpResponse:
    try:
        years.open_year(campaign_year, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã mở năm {campaign_year.year}. Các đơn vị đã có việc phải gửi.")
    return redirect(campaign_year)


def get_year(year: int) -> CampaignYear:
    return get_object_or_404(CampaignYear.objects.select_related("campaign"), year=year)


def may_change(request: MemberRequest) -> bool:
    return request.acting.may("campaigns.change_campaignyear")


def require_right(request: MemberRequest) -> None:
    if not may_change(request):
        raise PermissionDenied
