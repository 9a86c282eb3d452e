"""Dossiers: read, checked, sent, judged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.nominations import RejectForm, SendForm
from awards.models import AwardRound, Nomination, Track
from awards.selectors import decisions as decided
from awards.selectors import dossiers, marks, reading, tasks
from awards.services import nominations as services
from awards.tables import NominationFilter, NominationQueue, NominationTable
from awards.views.access import get_nomination, get_round, need, read_version
from campaigns.deadlines import own_window
from campaigns.services.closing import Closed
from campaigns.views.extensions import lead_to_extension
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import UNIT_ROLES
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow import pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt
from hoaxa_danvan.workflow.services import find_draft


def nomination_list(request: MemberRequest, pk: int) -> HttpResponseBase:
    award_round = get_round(request, pk)
    return render_list(
        request,
        dossiers.received_nominations(award_round, request.acting),
        template="awards/nomination_list.html",
        table_class=NominationTable,
        filter_class=NominationFilter,
        context={"award_round": award_round, "waiting": tasks.to_judge(request.acting, award_round)},
    )


def nomination_queue(request: MemberRequest) -> HttpResponseBase:
    waiting = tasks.to_judge(request.acting)
    return render_list(
        request,
        Nomination.objects.for_list().waiting().filter(pk__in=[row.pk for row in waiting]),
        template="awards/nomination_queue.html",
        table_class=NominationQueue.told_to(request.acting, waiting),
        context={"waiting": waiting},
    )


def nomination_detail(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = get_nomination(request, pk)
    who, is_own = request.acting, request.acting.role in UNIT_ROLES
    steps = pages.history(nomination, who=who)
    is_rejected = nomination.status == Nomination.Status.REJECTED
    result = decided.result_of(nomination)
    is_decided = result and result.award and result.award.decision.track == Track.PARTY
    context = {
        "nomination": nomination,
        "rejected_for": steps[-1].note if is_rejected and steps else "",
        "is_own": is_own,
        "review": pages.own_view(nomination, who=who) if is_own else pages.read(nomination, request),
        "steps": steps,
        "earlier": dossiers.earlier_awards(nomination.entry, before=nomination.round),
        "receipt": Receipt.objects.about(nomination).order_by("-at").first() if is_own else None,
        "result": result,
        "paper": reading.decision_paper(nomination.round, who=who) if is_decided else None,
        "place": place_in_queue(request, nomination),
        "may": nomination_rights(request, nomination),
    }
    return render(request, "awards/nomination_detail.html", context)


def nomination_rights(request: MemberRequest, nomination: Nomination) -> dict[str, bool]:
    who, award_round = request.acting, nomination.round
    is_marked = award_round.status == AwardRound.Status.APPRAISAL
    return {
        "edit": who.may("awards.change_nomination", nomination),
        "withdraw": nomination.may_now("withdraw", who),
        "reject": nomination.may_now("reject", who)
        and not award_round.has_reached(AwardRound.Status.PRESENTED),
        "mark": is_marked and who.may("awards.mark_nomination", nomination),
        "see_marks": marks.may_see_marks_of(nomination, who),
    }


def place_in_queue(request: MemberRequest, nomination: Nomination) -> pages.Place:
    queue = Nomination.objects.filter(pk__in=[n.pk for n in tasks.to_judge(request.acting)]).waiting()
    return pages.place_in(queue, nomination)


def nomination_check(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = get_nomination(request, pk)
    need(request, "awards.submit_nomination", nomination)
    return show_check(request, nomination)


def show_check(
    request: MemberRequest, nomination: Nomination, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    context = {
        "nomination": nomination,
        "review": pages.own_view(nomination, who=request.acting),
        "missing": services.missing_in(nomination),
        "own_window": own_window(nomination.round.window, nomination.unit_id),
        "draft": find_draft(by=request.acting, form=nomination.draft_key, target_id=nomination.pk),
        "earlier": dossiers.earlier_awards(nomination.entry, before=nomination.round),
        "may": nomination_rights(request, nomination),
        "pledge": Nomination._meta.get_field("is_pledged"),
        "fault": fault,
        "has_errors": bool(fault),
        "now": timezone.now(),
    }
    return render(request, "awards/nomination_check.html", context, status=status)


@require_POST
def nomination_submit(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = get_nomination(request, pk)
    form = SendForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {"version": 0, "is_pledged": False}
    try:
        receipt = services.submit_nomination(nomination, **data, by=request.acting, at=timezone.now())
    except Closed as closed:
        return lead_to_extension(request, closed)
    except (Conflict, IllegalMove) as refusal:
        return show_check(request, get_nomination(request, pk), status=422, fault=refusal.message)
    return redirect(receipt)


@require_POST
def nomination_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = get_nomination(request, pk)
    try:
        services.withdraw_nomination(nomination, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã rút lại. Hồ sơ trở về trạng thái đang soạn, chưa gửi cho ai.")
    return redirect(nomination)


@require_POST
def nomination_accept(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.accept_nomination, "Đã tiếp nhận")


@require_POST
def nomination_return(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.return_nomination, "Đã gửi đề nghị bổ sung")


@require_POST
def nomination_remark(request: MemberRequest, pk: int) -> HttpResponse:
    return judge(request, pk, services.remark_nomination, "Đã gửi ý kiến trao đổi")


def judge(request: MemberRequest, pk: int, decide: Callable[..., Any], done: str) -> HttpResponse:
    """One decision on one dossier; then on to the next of the queue."""
    nomination = get_nomination(request, pk)
    place = place_in_queue(request, nomination)
    try:
        decide(nomination, version=read_version(request), by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(nomination)
    messages.success(request, f"{done}: {nomination}.")
    if place.next_id:
        return redirect("awards:nomination-detail", place.next_id)
    return redirect("awards:nomination-queue")


def nomination_reject(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = get_nomination(request, pk)
    need(request, "awards.reject_nomination", nomination)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reject_nomination(nomination, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã trả lại hồ sơ: {nomination}.")
            return redirect(nomination)
    context = {"nomination": nomination, "form": form}
    return render(request, "awards/nomination_reject.html", context, status=422 if form.errors else 200)
