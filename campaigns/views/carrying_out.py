from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from campaigns.forms.carrying_out import TaskUpdateForm
from campaigns.models import PlannedTask, TaskUpdate
from campaigns.selectors import carrying_out as selectors
from campaigns.services.carrying_out import report_task
from campaigns.views.plans import find_plan
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.attachments.selectors import kind_of
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove


def plan_progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The work of one plan, task by task."""
    plan, at = find_plan(request, pk), timezone.now()
    items = selectors.tasks_by_item(plan, at=at)
    first = next((row.task for item in items for row in item.rows), None)
    done, total = selectors.share_done(items)
    context = {
        "plan": plan,
        "items": items,
        "done": done,
        "total": total,
        # The same for every task of a plan: asked once.
        "may_report": first is not None and request.acting.may("campaigns.report_plannedtask", first),
        "now": at,
    }
    return render(request, "campaigns/plan_progress.html", context)


def task_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One task: where it comes from, what became of it, the evidence."""
    task = find_task(request, pk)
    context = {
        "task": task,
        "row": selectors.row_of(task, day=local_day(timezone.now())),
        "updates": task.updates.select_related("by__unit"),
        "may_report": request.acting.may("campaigns.report_plannedtask", task),
    }
    return render(request, "campaigns/task_detail.html", context)


def task_update(request: MemberRequest, pk: int) -> HttpResponse:
    task, at = find_task(request, pk), timezone.now()
    if not request.acting.may("campaigns.report_plannedtask", task):
        raise PermissionDenied
    form = TaskUpdateForm(request.POST if request.method == "POST" else None, task=task)
    if request.method == "POST" and form.is_valid():
        try:
            update = report_task(task, news=form.news(), by=request.acting, at=at)
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi tình hình việc làm.")
            return redirect(next_page(request, update))
    context = {"task": task, "form": form}
    return render(request, "campaigns/task_update.html", context, status=422 if form.errors else 200)


def next_page(request: MemberRequest, update: TaskUpdate) -> str:
    """The task itself, or first the page that takes its photos."""
    task = update.task
    if request.POST.get("next") != "attach":
        return task.get_absolute_url()
    upload = reverse("attachments:evidence-add", args=[kind_of(task), task.pk])
    return f"{upload}?{urlencode({'next': task.get_absolute_url()})}"


def find_task(request: MemberRequest, pk: int) -> PlannedTask:
    tasks = selectors.with_progress(
        PlannedTask.objects.visible_to(request.acting)
        .select_related("item", "plan__unit__kind", "plan__campaign_year__campaign")
        .prefetch_related("plan__joint_with")
    )
    return get_object_or_404(tasks, pk=pk)
