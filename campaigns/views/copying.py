"""“Chép từ kế hoạch năm trước”: shown with what is proposed, carried over after confirming."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from campaigns.forms.copying import CopyForm
from campaigns.models import UnitPlan
from campaigns.selectors.copying import last_year_of
from campaigns.services.copying import copy_last_year
from campaigns.views.plans import own_plan
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft


def plan_copy(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    if not request.acting.may("campaigns.change_unitplan", plan):
        messages.error(request, f"Không sửa được: kế hoạch đang ở trạng thái “{plan.get_status_display()}”.")
        return redirect(plan)
    last_year = last_year_of(plan, at=timezone.now())
    if last_year is None:
        messages.error(request, "Đơn vị không có kế hoạch năm trước trên cổng để chép.")
        return redirect("campaigns:plan-edit", plan.pk)
    form = CopyForm(request.POST or None, last_year=last_year, version=plan.version)
    if request.method != "POST":
        return show(request, plan, form)
    return copy(request, plan, form) if form.is_valid() else show(request, plan, form, status=422)


def copy(request: MemberRequest, plan: UnitPlan, form: CopyForm) -> HttpResponse:
    parts, tasks = form.chosen_parts(), form.chosen_tasks()
    try:
        copy_last_year(
            plan,
            version=form.cleaned_data["version"],
            parts=parts,
            tasks=tasks,
            by=request.acting,
            at=timezone.now(),
        )
    except Conflict as conflict:
        again = request.POST.copy()
        again["version"] = str(conflict.fresh.version)
        form = CopyForm(again, last_year=form.last_year, version=conflict.fresh.version)
        form.add_error(
            None,
            "Người khác vừa lưu kế hoạch này. Những gì đã chọn còn nguyên bên dưới; "
            "bấm “Chép vào kế hoạch” lần nữa để thêm vào bản mới.",
        )
        return show(request, plan, form, status=409)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show(request, plan, form, status=422)
    said = f"Đã chép {len(tasks)} việc làm" if tasks else "Đã chép"
    messages.success(request, f"{said}{f' và {len(parts)} phần' if parts else ''} từ kế hoạch năm trước.")
    return redirect("campaigns:plan-edit", plan.pk)


def show(request: MemberRequest, plan: UnitPlan, form: CopyForm, *, status: int = 200) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "last_year": form.last_year,
        "draft": find_draft(by=request.acting, form=plan.draft_key, target_id=plan.pk),
    }
    return render(request, "campaigns/plan_copy.html", context, status=status)
