"""Registrations: listed, shown, sent, judged; updates afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from campaigns.services.closing import Closed
from campaigns.views.extensions import lead_to_extension
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.forms import VersionForm
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft
from models_registry.filters import EntryFilter
from models_registry.models import RegisteredModel
from models_registry.selectors import entries as selectors
from models_registry.selectors.pages import desk_of, entry_page
from models_registry.services import entries as services
from models_registry.services.decisions import order_sheet
from models_registry.tables import EntryQueue, EntryTable


def entry_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        RegisteredModel.objects.visible_to(request.acting).for_list(),
        template="models_registry/entry_list.html",
        table_class=EntryTable,
        filter_class=EntryFilter,
        context={"desk": desk_of(request.acting, at=timezone.now())},
    )


def entry_queue(request: MemberRequest) -> HttpResponseBase:
    waiting = selectors.entries_to_judge(request.acting)
    return render_list(
        request,
        RegisteredModel.objects.for_list().waiting().filter(pk__in=[entry.pk for entry in waiting]),
        template="models_registry/entry_queue.html",
        table_class=EntryQueue.told_to(request.acting, waiting),
        context={"waiting": waiting},
    )


def entry_detail(request: MemberRequest, pk: int) -> HttpResponse:
    entry = find_entry(request, pk)
    is_own = request.acting.acts_for(entry.unit)
    queue = selectors.entries_to_judge(request.acting)
    context = {
        "entry": entry,
        "entries": [entry],  # what the awards of models are asked with: a whole list
        "is_own": is_own,
        "review": pages.own_view(entry, who=request.acting) if is_own else pages.read(entry, request),
        "steps": pages.history(entry, who=request.acting),
        "receipt": selectors.last_receipt(entry) if is_own else None,
        "page": entry_page(entry, who=request.acting),
        "place": pages.place_in(queue, entry),
        "may": entry_rights(request, entry),
    }
    return render(request, "models_registry/entry_detail.html", context)


@require_POST
def sheet_draw(request: MemberRequest, pk: int) -> HttpResponse:
    document = order_sheet(find_entry(request, pk), by=request.acting, at=timezone.now())
    return redirect("documents:document-detail", document.pk)


def entry_check(request: MemberRequest, pk: int) -> HttpResponse:
    entry = own_entry(request, pk)
    context = {
        "entry": entry,
        "review": pages.own_view(entry, who=request.acting),
        "gaps": selectors.gaps_in(entry),
        "warnings": list(selectors.warnings_in(entry)),
        "window": own_window(selectors.registration_window(entry.campaign_year), entry.unit_id),
        "draft": find_draft(by=request.acting, form=entry.draft_key, target_id=entry.pk),
        "may": entry_rights(request, entry),
        "now": timezone.now(),
    }
    return render(request, "models_registry/entry_check.html", context)


@require_POST
def entry_submit(request: MemberRequest, pk: int) -> HttpResponse:
    entry = find_entry(request, pk)
    try:
        receipt = services.submit_entry(
            entry, version=read_version(request), by=request.acting, at=timezone.now()
        )
    except Closed as closed:
        return lead_to_extension(request, closed)
    except (Conflict, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("models_registry:entry-check", entry.pk)
    return redirect(receipt)


@require_POST
def entry_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    entry = find_entry(request, pk)
    try:
        services.withdraw_entry(entry, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã rút lại. Đăng ký trở về trạng thái đang soạn, chưa gửi cho ai.")
    return redirect(entry)


@require_POST
def entry_discard(request: MemberRequest, pk: int) -> HttpResponse:
    entry = find_entry(request, pk)
    try:
        services.discard_entry(entry, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(entry)
    messages.success(request, f"Đã bỏ bản đang soạn “{entry}”.")
    return redirect("models_registry:entry-list")


@require_POST
def entry_accept(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.accept_entry, "Đã tiếp nhận")


@require_POST
def entry_return(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.return_entry, "Đã gửi đề nghị bổ sung")


@require_POST
def entry_remark(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.send_entry_remarks, "Đã gửi ý kiến trao đổi")


def judge(request: MemberRequest, pk: int, decide: Any, done: str) -> HttpResponse:
    """One decision on one registration; then on to the next of the queue."""
    entry = find_entry(request, pk)
    place = pages.place_in(selectors.entries_to_judge(request.acting), entry)
    try:
        decide(entry, version=read_version(request), by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(entry)
    messages.success(request, f"{done}: {entry}.")
    if place.next_id:
        return redirect("models_registry:entry-detail", place.next_id)
    return redirect("models_registry:entry-queue")


def find_entry(request: MemberRequest, pk: int) -> RegisteredModel:
    entries = RegisteredModel.objects.visible_to(request.acting).select_related(
        "unit__kind", "sector", "item", "campaign_year__campaign"
    )
    return get_object_or_404(entries, pk=pk)


def own_entry(request: MemberRequest, pk: int) -> RegisteredModel:
    """One that this post drafts and sends; 403 for others that it may only read."""
    entry = find_entry(request, pk)
    if not request.acting.may("models_registry.submit_registeredmodel", entry):
        raise PermissionDenied
    return entry


def entry_rights(request: MemberRequest, entry: RegisteredModel) -> dict[str, bool]:
    """What this post may do with it now: the buttons of the page."""
    who = request.acting
    is_open = who.may("models_registry.change_registeredmodel", entry)
    return {
        "edit": is_open,
        "discard": is_open and entry.status == RegisteredModel.Status.DRAFT,
        "withdraw": entry.may_now("withdraw", who),
        "update": who.may("models_registry.add_progressupdate", entry),
        "draw": who.may("models_registry.draw_registeredmodel", entry),
        # Not while the model lies before an appraiser.
        "attach": who.may("models_registry.attach_registeredmodel", entry),
    }


def read_version(request: MemberRequest) -> int:
    """What the person has read; nothing stands at version 0, so a mangled form is refused kindly."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0
