from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from campaigns.filters import PlanFilter
from campaigns.models import CampaignYear, UnitPlan
from campaigns.selectors import plans as selectors
from campaigns.selectors.copying import plan_before
from campaigns.services import plans as services
from campaigns.services.closing import Closed
from campaigns.tables import PlanTable
from campaigns.views.extensions import lead_to_extension
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import UNIT_ROLES
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.acceptances import undoable
from hoaxa_danvan.workflow.drafts import colleagues
from hoaxa_danvan.workflow.forms import VersionForm
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft

FIRST_STEPS = ("copy", "import")  # where “Bắt đầu soạn” may lead instead of the form


def plan_list(request: MemberRequest) -> HttpResponseBase:
    is_unit = request.acting.role in UNIT_ROLES
    context = {
        "to_start": selectors.windows_to_plan(request.acting.unit_id, at=timezone.now()) if is_unit else [],
        "waiting": selectors.plans_to_judge(request.acting),
        "steers": is_unit and request.acting.unit.steers.exists(),
    }
    return render_list(
        request,
        UnitPlan.objects.visible_to(request.acting).for_list(),
        template="campaigns/plan_list.html",
        table_class=PlanTable,
        filter_class=PlanFilter,
        context=context,
    )


def plan_start(request: MemberRequest, year: int) -> HttpResponse:
    campaign_year = get_object_or_404(CampaignYear.objects.select_related("campaign"), year=year)
    if not request.acting.may("campaigns.start_unitplan"):
        raise PermissionDenied
    if request.method == "POST":
        return start(request, campaign_year)
    context = {
        "campaign_year": campaign_year,
        "window": own_window(selectors.plan_window(campaign_year), request.acting.unit_id),
        "items": selectors.items_to_plan(request.acting.unit, campaign_year=campaign_year),
        "there": selectors.plan_of(request.acting.unit_id, campaign_year=campaign_year),
        "before": plan_before(request.acting.unit_id, campaign_year=campaign_year),
        "now": timezone.now(),
    }
    return render(request, "campaigns/plan_start.html", context)


def start(request: MemberRequest, campaign_year: CampaignYear) -> HttpResponse:
    try:
        plan = services.start_plan(campaign_year=campaign_year, by=request.acting, at=timezone.now())
    except Closed as closed:
        return lead_to_extension(request, closed)
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect("campaigns:plan-start", campaign_year.year)
    wanted = request.POST.get("next", "")
    return redirect(f"campaigns:plan-{wanted if wanted in FIRST_STEPS else 'edit'}", plan.pk)


def plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    plan = find_plan(request, pk)
    is_own = acts_in(plan, request)
    # Who takes part in a joint plan reads what is in force while the other unit amends it.
    is_writing = is_own and (plan.unit_id == request.acting.unit_id or not plan.is_being_amended)
    at = timezone.now()
    queue = selectors.plans_to_judge(request.acting)
    context = {
        "plan": plan,
        "is_own": is_own,
        "review": pages.own_view(plan, who=request.acting) if is_writing else pages.read(plan, request),
        "steps": pages.history(plan, who=request.acting),
        "undo": undoable(plan, who=request.acting, at=at),
        "amendments": pages.amendments_of(plan, who=request.acting),
        "receipt": selectors.last_receipt(plan, who=request.acting) if is_own else None,
        "documents": Document.objects.about(plan).select_related("job")[:3],
        "place": pages.place_in(queue, plan),
        "may": plan_rights(request, plan),
        "window": own_window(selectors.plan_window(plan.campaign_year), plan.unit_id),
        "now": at,
    }
    return render(request, "campaigns/plan_detail.html", context)


def plan_check(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    context = {
        "plan": plan,
        "review": pages.own_view(plan, who=request.acting),
        "gaps": selectors.gaps_in(plan),
        "warnings": selectors.warnings_in(plan),
        "window": own_window(selectors.plan_window(plan.campaign_year), plan.unit_id),
        "draft": find_draft(by=request.acting, form=plan.draft_key, target_id=plan.pk),
        "colleagues": colleagues(plan, who=request.acting),
        "may": plan_rights(request, plan),
        "now": timezone.now(),
    }
    return render(request, "campaigns/plan_check.html", context)


@require_POST
def plan_submit(request: MemberRequest, pk: int) -> HttpResponse:
    plan = find_plan(request, pk)
    try:
        receipt = services.submit_plan(
            plan, version=read_version(request), by=request.acting, at=timezone.now()
        )
    except Closed as closed:
        return lead_to_extension(request, closed)
    except (Conflict, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("campaigns:plan-check", plan.pk)
    return redirect(receipt)


@require_POST
def plan_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    plan = find_plan(request, pk)
    try:
        services.withdraw_plan(plan, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        amended = "Đã rút lại bản điều chỉnh. Bản đã tiếp nhận vẫn có hiệu lực."
        plain = "Đã rút lại. Kế hoạch trở về trạng thái đang soạn, chưa gửi cho ai."
        messages.success(request, amended if plan.is_being_amended else plain)
    return redirect(plan)


@require_POST
def plan_accept(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.accept_plan, "Đã tiếp nhận")


@require_POST
def plan_return(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.return_plan, "Đã gửi đề nghị bổ sung")


@require_POST
def plan_remark(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.send_plan_remarks, "Đã gửi ý kiến trao đổi")


def judge(request: MemberRequest, pk: int, decide: Any, done: str) -> HttpResponse:
    """One decision on one plan; then on to the next of the queue."""
    plan = find_plan(request, pk)
    place = pages.place_in(selectors.plans_to_judge(request.acting), plan)
    try:
        decide(plan, version=read_version(request), by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(plan)
    messages.success(request, f"{done}: {plan}.")
    return (
        redirect("campaigns:plan-detail", place.next_id)
        if place.next_id
        else redirect("campaigns:plan-queue")
    )


@require_POST
def plan_draw(request: MemberRequest, pk: int) -> HttpResponse:
    plan = find_plan(request, pk)
    document = services.order_plan_paper(plan, by=request.acting, at=timezone.now())
    return redirect("documents:document-detail", document.pk)


def find_plan(request: MemberRequest, pk: int) -> UnitPlan:
    plans = (
        UnitPlan.objects.visible_to(request.acting)
        .prefetch_related("joint_with")
        .select_related("unit__kind", "unit__steered_by", "campaign_year__campaign")
    )
    return get_object_or_404(plans, pk=pk)


def own_plan(request: MemberRequest, pk: int) -> UnitPlan:
    """A plan that this post drafts and sends; 403 for others that it may only read."""
    plan = find_plan(request, pk)
    if not request.acting.may("campaigns.submit_unitplan", plan):
        raise PermissionDenied
    return plan


def acts_in(plan: UnitPlan, request: MemberRequest) -> bool:
    """The unit's own view of it, also for those who take part in a joint plan."""
    is_joint = plan.joint_with.filter(pk=request.acting.unit_id).exists()
    return request.acting.acts_for(plan.unit) or (request.acting.role in UNIT_ROLES and is_joint)


def plan_rights(request: MemberRequest, plan: UnitPlan) -> dict[str, bool]:
    """What this post may do with it now: the buttons of the page."""
    who = request.acting
    return {
        "edit": who.may("campaigns.change_unitplan", plan),
        "withdraw": plan.may_now("withdraw", who) or plan.may_now("retract", who),
        "amend": plan.may_now("amend", who),
        "drop_amendment": plan.may_now("drop_amendment", who),
        "draw": who.may("campaigns.draw_unitplan", plan),
    }


def read_version(request: MemberRequest) -> int:
    """What the person has read; nothing stands at version 0, so a mangled form is refused kindly."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0
