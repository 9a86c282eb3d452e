"""Gia hạn: asked for by a unit, answered by the reviewing unit; a list of all with their reasons."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from campaigns.filters import ExtensionFilter
from campaigns.forms.extensions import AskForm, EndForm, GrantForm
from campaigns.models import Extension, Window
from campaigns.services import extensions as services
from campaigns.services.closing import Closed
from campaigns.tables import ExtensionTable
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Unit
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.pages import history


def lead_to_extension(request: MemberRequest, closed: Closed) -> HttpResponse:
    """What a page answers when only the time is over: nothing is lost, and here one may ask for more."""
    messages.error(request, closed.message)
    return redirect("campaigns:extension-ask", closed.window.campaign_year.year, closed.window.kind)


def extension_list(request: MemberRequest) -> HttpResponseBase:
    if request.acting.role not in UNIT_ROLES | OFFICE_ROLES:
        raise PermissionDenied
    return render_list(
        request,
        Extension.objects.visible_to(request.acting).for_list(),
        template="campaigns/extension_list.html",
        table_class=ExtensionTable,
        filter_class=ExtensionFilter,
    )


@post_may("campaigns.ask_extension")
def extension_ask(request: MemberRequest, year: int, kind: str) -> HttpResponse:
    window = find_window(year, kind)
    waiting = Extension.objects.waiting().filter(unit=request.acting.unit_id, window=window).first()
    if waiting:
        return redirect(waiting)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.ask_extension(window, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã gửi đề nghị gia hạn. Trả lời hiện ở trang “Việc của tôi”.")
            return redirect(asked)
    context = {
        "window": own_window(window, request.acting.unit_id),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "campaigns/extension_ask.html", context, status=422 if form.errors else 200)


def extension_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return show(request, find_extension(request, pk))


@require_POST
def extension_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Gia hạn, or not: the button says which."""
    extension = find_extension(request, pk)
    declines = request.POST.get("answer") == "decline"
    form = GrantForm(request.POST, declines=declines)
    if not form.is_valid():
        return show(request, extension, answer=form)
    data, by, at = form.cleaned_data, request.acting, timezone.now()
    try:
        if declines:
            services.decline_extension(extension, reason=data["reason"], by=by, at=at)
        else:
            services.grant_extension(extension, until=data["until"], reason=data["reason"], by=by, at=at)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show(request, find_extension(request, pk), answer=form)
    messages.success(request, "Đã trả lời đơn vị.")
    return redirect(extension)


@require_POST
def extension_end(request: MemberRequest, pk: int) -> HttpResponse:
    extension = find_extension(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return show(request, extension, end=form)
    try:
        services.end_extension(
            extension, reason=form.cleaned_data["reason"], by=request.acting, at=timezone.now()
        )
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã kết thúc gia hạn.")
    return redirect(extension)


@require_POST
def extension_drop(request: MemberRequest, pk: int) -> HttpResponse:
    extension = find_extension(request, pk)
    try:
        services.drop_extension(extension, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã rút đề nghị gia hạn.")
    return redirect(extension)


@post_may("campaigns.view_urging")
def extension_give(request: MemberRequest, year: int, kind: str, unit: int) -> HttpResponse:
    """From the grid of who has not sent: an exception for one unit, unasked."""
    window, receiver = (
        find_window(year, kind),
        get_object_or_404(Unit.objects.select_related("kind"), pk=unit),
    )
    if not request.acting.may("campaigns.grant_extension", Extension(unit=receiver, window=window)):
        raise PermissionDenied
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = services.give_extension(
                window, receiver, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã gia hạn cho {receiver}.")
            return redirect(given)
    context = {
        "window": own_window(window, receiver.pk),
        "unit": receiver,
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "campaigns/extension_give.html", context, status=422 if form.errors else 200)


def show(
    request: MemberRequest,
    extension: Extension,
    *,
    answer: GrantForm | None = None,
    end: EndForm | None = None,
) -> HttpResponse:
    who = request.acting
    typed = answer or end
    context: dict[str, Any] = {
        "extension": extension,
        "steps": history(extension),
        "answer": answer or GrantForm(initial={"until": extension.wished_until}),
        "end": end or EndForm(),
        "form": typed,
        "may": {verb: extension.may_now(verb, who) for verb in ("grant", "end", "drop")},
        "now": timezone.now(),
    }
    return render(request, "campaigns/extension_detail.html", context, status=422 if typed else 200)


def find_window(year: int, kind: str) -> Window:
    windows = Window.objects.select_related("campaign_year")
    return get_object_or_404(windows, campaign_year__year=year, kind=kind)


def find_extension(request: MemberRequest, pk: int) -> Extension:
    return get_object_or_404(Extension.objects.visible_to(request.acting).for_list(), pk=pk)
