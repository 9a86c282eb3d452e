"""The plan's form: shown, autosaved, saved, and what happens when two people save."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from campaigns.forms.plan_merging import choosable, with_added_rows, with_saved
from campaigns.forms.plans import PlanForms
from campaigns.models import UnitPlan
from campaigns.selectors import plans as selectors
from campaigns.selectors.copying import plan_before
from campaigns.selectors.years import roles_of
from campaigns.services import plans as services
from campaigns.views.plans import FIRST_STEPS, find_plan, own_plan
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.forms import with_extra_row
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.choices import base_of, choices, taken_from_saved
from hoaxa_danvan.workflow.models import Conflict, Draft, IllegalMove
from hoaxa_danvan.workflow.services import find_draft, rehearse


def plan_edit(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    if request.method == "POST":
        return save(request, plan)
    if not request.acting.may("campaigns.change_unitplan", plan):
        messages.error(request, f"Không sửa được: kế hoạch đang ở trạng thái “{plan.get_status_display()}”.")
        return redirect(plan)
    draft = find_draft(by=request.acting, form=plan.draft_key, target_id=plan.pk)
    is_stale = draft is not None and draft.base_version != plan.version
    if draft is None or (is_stale and says_the_same(request, plan, draft)):
        return show_form(request, plan, plan_forms(plan))
    typed = plan_forms(plan, drafts.as_post(draft)).quieten()
    return show_form(request, plan, typed, extra={"draft": draft, "is_stale": is_stale})


def save(request: MemberRequest, plan: UnitPlan) -> HttpResponse:
    if "add_row" in request.POST:
        more = with_extra_row(request.POST, request.POST["add_row"])
        return show_form(request, plan, plan_forms(plan, more).quieten())
    data = as_chosen(plan, request.POST)
    typed = plan_forms(plan, data)
    if not typed.is_valid():
        return show_form(request, plan, typed, status=422)
    version = typed.plan.cleaned_data["version"]
    try:
        saved = services.save_plan(
            plan, version=version, content=typed.content(), by=request.acting, at=timezone.now()
        )
    except Conflict as conflict:
        return show_conflict(request, plan, data, conflict)
    except IllegalMove as error:
        typed.plan.add_error(None, error.message)
        return show_form(request, plan, typed, status=422)
    messages.success(request, "Đã lưu kế hoạch.")
    return redirect(next_page(request, saved))


def next_page(request: MemberRequest, plan: UnitPlan) -> str:
    """Where the button that saved leads."""
    if request.POST.get("next") == "attach":
        query = QueryDict(mutable=True)
        query.update({"purpose": "signed_copy", "next": reverse("campaigns:plan-edit", args=[plan.pk])})
        upload = reverse("attachments:evidence-add", args=[plan._meta.label_lower, plan.pk])
        return f"{upload}?{query.urlencode()}"
    wanted = request.POST.get("next", "")
    name = wanted if wanted in {"check", *FIRST_STEPS} else "edit"
    return reverse(f"campaigns:plan-{name}", args=[plan.pk])


def as_chosen(plan: UnitPlan, data: QueryDict) -> QueryDict:
    """What was typed, with the saved text where it was chosen; only upon the version that was shown."""
    if data.get("version") != str(plan.version):
        return data
    return with_saved(plan, data, taken_from_saved(data))


def show_conflict(
    request: MemberRequest, plan: UnitPlan, data: QueryDict, conflict: Conflict
) -> HttpResponse:
    """Both texts, nothing lost: the form keeps what was typed, now upon the fresh version, and gets the
    rows that were added meanwhile."""
    fresh = find_plan(request, plan.pk)
    data, added = with_added_rows(fresh, data)
    typed = plan_forms(fresh, data)
    if not typed.is_valid():
        return show_form(request, fresh, typed, status=422)
    try:
        content = rehearsed(request, fresh, typed, version=fresh.version)
    except Conflict as newer:
        return show_conflict(request, plan, data, newer)
    except IllegalMove as error:
        typed.plan.add_error(None, error.message)
        return show_form(request, plan, typed, status=422)
    found = pages.differences(conflict, content)
    again = drafts.with_version(data, fresh.version)
    again["base"] = base_of(fresh.snapshot())
    extra = {
        "differences": found,
        "choices": choices(found, base=data.get("base", ""), fields=choosable(fresh, data)),
        "added_count": added,
        "has_errors": True,
    }
    return show_form(request, fresh, plan_forms(fresh, again).quieten(), status=409, extra=extra)


def says_the_same(request: MemberRequest, plan: UnitPlan, draft: Draft) -> bool:
    """An autosave that arrived after its own page was saved: nobody need be asked about it."""
    typed = plan_forms(plan, drafts.as_post(draft))
    if not typed.is_valid():
        return False
    try:
        content = rehearsed(request, plan, typed, version=plan.version)
    except (Conflict, IllegalMove):
        return False
    return pages.same_text(content, plan.snapshot())


def rehearsed(request: MemberRequest, plan: UnitPlan, typed: PlanForms, *, version: int) -> dict[str, Any]:
    """The plan's content as it would stand if `typed` were saved now."""
    at, by = timezone.now(), request.acting
    return rehearse(
        plan, lambda: services.save_plan(plan, version=version, content=typed.content(), by=by, at=at)
    )


@require_POST
def plan_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    return drafts.autosave(request, form=plan.draft_key, target_id=plan.pk, current_version=plan.version)


def plan_forms(plan: UnitPlan, data: QueryDict | None = None) -> PlanForms:
    roles = roles_of(plan.unit, campaign_year=plan.campaign_year)
    return PlanForms(plan, items=selectors.items_of_form(plan), roles=roles, data=data)


def show_form(
    request: MemberRequest,
    plan: UnitPlan,
    typed: PlanForms,
    *,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "plan": plan,
        "forms": typed,
        "has_errors": status == 422,
        "copies": plan.signed_copies(),
        "window": own_window(selectors.plan_window(plan.campaign_year), plan.unit_id),
        "colleagues": drafts.colleagues(plan, who=request.acting),
        "before": plan_before(plan.unit_id, campaign_year=plan.campaign_year),
        "now": timezone.now(),
        **(extra or {}),
    }
    return render(request, "campaigns/plan_form.html", context, status=status)
