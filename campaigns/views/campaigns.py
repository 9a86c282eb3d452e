import base64

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.years import PlanFileForm, PlanImportForm, PlanNumberForm
from campaigns.models import Campaign, ItemAgency
from campaigns.plan_text import NotAPlan, PlanText, plain_text
from campaigns.services import imports
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow.models import IllegalMove


def campaign_list(request: MemberRequest) -> HttpResponse:
    campaigns = list(Campaign.objects.order_by("-first_year"))
    if len(campaigns) == 1:
        return redirect(campaigns[0])
    may_import = request.acting.may("campaigns.import_campaign")
    context = {"campaigns": campaigns, "may_import": may_import}
    return render(request, "campaigns/campaign_list.html", context)


def campaign_detail(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    agencies = ItemAgency.objects.newest().select_related("unit", "kind").order_by("role", "order")
    context = {
        "campaign": campaign,
        "items": campaign.items.prefetch_related(Prefetch("agencies", agencies)),
        "may_number": request.acting.may("campaigns.import_campaign"),
        "may_draw": request.acting.may("campaigns.draw_campaign", campaign),
        "amendments": campaign.amendments.all(),
        "may_amend": request.acting.may("campaigns.amend_campaign", campaign),
    }
    return render(request, "campaigns/campaign_detail.html", context)


@login_not_required
def campaign_public(request: HttpRequest) -> HttpResponse:
    """The plan for anyone: what it says and who does it, without who signed it or how far units are."""
    campaign = Campaign.objects.order_by("-first_year", "-pk").first()
    agencies = ItemAgency.objects.newest().order_by("role", "order")
    context = {
        "campaign": campaign,
        "items": campaign.items.prefetch_related(Prefetch("agencies", agencies)) if campaign else [],
        "amendments": campaign.amendments.all() if campaign else [],
    }
    return render(request, "campaigns/campaign_public.html", context)


def campaign_import(request: MemberRequest) -> HttpResponse:
    """Choose the file, look at what was understood; nothing is saved yet."""
    require_import_right(request)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = plain_text(form.cleaned_data["file"].read())
            return preview(request, imports.preview_plan(data), data)
        except NotAPlan as error:
            form.add_error("file", error.message)
    status = 422 if form.errors else 200
    return render(request, "campaigns/campaign_import.html", {"form": form}, status=status)


@require_POST
def campaign_import_confirm(request: MemberRequest) -> HttpResponse:
    require_import_right(request)
    form = PlanImportForm(request.POST)
    valid = form.is_valid()
    try:
        data = base64.b64decode(form.cleaned_data.get("source", ""), validate=True)
        if not valid:
            return preview(request, imports.preview_plan(data), data, form=form, status=422)
        campaign = imports.import_campaign(
            data,
            number=form.cleaned_data["number"],
            issued_on=form.cleaned_data["issued_on"],
            by=request.acting,
            at=timezone.now(),
        )
    except (NotAPlan, IllegalMove) as error:
        messages.error(request, error.message)
        return redirect("campaigns:campaign-import")
    except ValueError:
        messages.error(request, "Trang xem trước không còn nguyên vẹn. Vui lòng chọn lại tệp.")
        return redirect("campaigns:campaign-import")
    messages.success(request, "Đã nhập kế hoạch. Nhập lại đúng văn bản này không làm thay đổi gì.")
    return redirect(campaign)


def campaign_number(request: MemberRequest, pk: int) -> HttpResponse:
    require_import_right(request)
    campaign = get_object_or_404(Campaign, pk=pk)
    initial = {"number": campaign.number, "issued_on": campaign.issued_on}
    form = PlanNumberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        imports.number_campaign(campaign, **form.cleaned_data, by=request.acting, at=timezone.now())
        messages.success(request, "Đã ghi số, ngày của kế hoạch.")
        return redirect(campaign)
    context = {"form": form, "campaign": campaign}
    status = 422 if form.errors else 200
    return render(request, "campaigns/campaign_number.html", context, status=status)


@require_POST
def campaign_draw(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    document = imports.order_campaign_paper(campaign, by=request.acting, at=timezone.now())
    return redirect("documents:document-detail", document.pk)


def preview(
    request: HttpRequest,
    plan: PlanText,
    data: bytes,
    *,
    form: PlanImportForm | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {
        "source": base64.b64encode(data).decode(),
        "number": plan.number or "",
        "issued_on": plan.date,
    }
    book = imports.AgencyBook()
    names = {name for item in plan.items for name in (*item.lead, *item.coordinating, *item.implementing)}
    strangers = sorted(name for name in names if book.target_of(name) == imports.Target())
    context = {
        "plan": plan,
        "form": form or PlanImportForm(initial=initial),
        "strangers": strangers,
    }
    return render(request, "campaigns/campaign_preview.html", context, status=status)


def require_import_right(request: MemberRequest) -> None:
    if not request.acting.may("campaigns.import_campaign"):
        raise PermissionDenied
