"""The reviewer's queue of plans, and many taken in at one press."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.filters import PlanQueueFilter
from campaigns.models import UnitPlan
from campaigns.selectors import plans as selectors
from campaigns.services.review import accept_plans
from campaigns.tables import PlanQueue
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import REVIEW_ROLES, Role
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.notifications.letters import addresses_of, letter_about
from hoaxa_danvan.workflow.bulk import Line, preview, read_chosen
from hoaxa_danvan.workflow.models import ReviewSetting

NOTHING = "Chưa chọn kế hoạch nào: đánh dấu ở hàng chờ rồi xem trước."


def plan_queue(request: MemberRequest) -> HttpResponseBase:
    who, waiting = request.acting, selectors.plans_to_judge(request.acting)
    with ReviewSetting.read_once():
        can_choose = bool(waiting) and waiting[0].may_now("accept", who)
    table = PlanQueue.told_to(
        who, waiting, can_choose=can_choose, all_chosen=request.GET.get("danh_dau") == "tat-ca"
    )
    return render_list(
        request,
        UnitPlan.objects.for_list().waiting().filter(pk__in=[plan.pk for plan in waiting]),
        template="campaigns/plan_queue.html",
        table_class=table,
        filter_class=PlanQueueFilter,
        context={"waiting": waiting, "can_choose": can_choose},
    )


def plan_accept_preview(request: MemberRequest) -> HttpResponse:
    """What the press would do, plan by plan; nothing happens yet."""
    lines = chosen_lines(request, request.GET.getlist("chon"))
    if not lines:
        messages.error(request, NOTHING)
        return redirect("campaigns:plan-queue")
    at = timezone.now()
    ready = [line for line in lines if not line.reason]
    plans = [line.target for line in ready]
    reached = addresses_of(plans, day=local_day(at))
    context = {
        "ready": [(line, reached[line.target.pk]) for line in ready],
        "left_out": [line for line in lines if line.reason],
        "letter": letter_about(plans[0], verb="accept", by=request.acting, at=at) if plans else None,
        "minutes": ReviewSetting.now().undo_minutes,
        "key": uuid4(),
    }
    return render(request, "campaigns/plan_accept_preview.html", context)


@require_POST
def plan_accept_many(request: MemberRequest) -> HttpResponse:
    lines = chosen_lines(request, request.POST.getlist("chon"))
    key = read_key(request)
    if not lines or key is None:
        messages.error(request, NOTHING)
        return redirect("campaigns:plan-queue")
    batch = accept_plans(lines, key=key, by=request.acting, at=timezone.now())
    return redirect("notifications:batch-detail", batch.pk)


def chosen_lines(request: MemberRequest, values: list[str]) -> list[Line]:
    """Of what was ticked, what this post may read; others' plans are as if they were not there."""
    if request.acting.role not in REVIEW_ROLES | {Role.LEADER}:
        raise PermissionDenied
    chosen = read_chosen(values)
    plans = UnitPlan.objects.visible_to(request.acting).filter(pk__in=[one.pk for one in chosen])
    rows = plans.select_related("unit__kind", "campaign_year", "amendment").prefetch_related("joint_with")
    return preview(rows, chosen, by=request.acting)


def read_key(request: MemberRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None
