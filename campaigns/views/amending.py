"""Điều chỉnh of a plan that was taken in: begun with a reason, dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.amending import AmendForm
from campaigns.services import plans as services
from campaigns.views.plans import own_plan
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow.models import IllegalMove


def plan_amend(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    if not plan.may_now("amend", request.acting):
        messages.error(request, "Chỉ điều chỉnh được kế hoạch đã tiếp nhận, khi năm còn đang thực hiện.")
        return redirect(plan)
    form = AmendForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "campaigns/plan_amend.html", {"plan": plan, "form": form}, status=status)
    try:
        services.amend_plan(plan, reason=form.cleaned_data["reason"], by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(plan)
    return redirect("campaigns:plan-edit", plan.pk)


@require_POST
def plan_drop_amendment(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    try:
        services.drop_plan_amendment(plan, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            "Đã bỏ điều chỉnh. Kế hoạch trở lại như bản đã tiếp nhận; bản điều chỉnh được lưu để tra cứu.",
        )
    return redirect(plan)
