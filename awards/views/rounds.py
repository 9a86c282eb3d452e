"""The round's own pages: listed, prepared, opened, handed on, published."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.rounds import NewRoundForm, RoundForm
from awards.models import AwardRound
from awards.selectors import decisions as decided
from awards.selectors import dossiers, marks, reading, rounds, tasks
from awards.services import rounds as services
from awards.services.decisions import publish_round
from awards.services.locks import Stale
from awards.tables import RoundTable
from awards.views.access import get_round, need
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import UNIT_ROLES
from hoaxa_danvan.lib.lists import UnsearchedFilter, render_list
from hoaxa_danvan.scoring.conflicts import both_texts
from hoaxa_danvan.workflow.drafts import quiet, with_version
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.todo import Todo

Status = AwardRound.Status


def round_list(request: MemberRequest) -> HttpResponseBase:
    context = {
        "waiting": tasks.to_judge(request.acting),
        "may_prepare": request.acting.may("awards.prepare_awardround"),
    }
    return render_list(
        request,
        AwardRound.objects.visible_to(request.acting).for_list(),
        template="awards/round_list.html",
        table_class=RoundTable,
        filter_class=UnsearchedFilter,
        context=context,
    )


def round_prepare(request: MemberRequest) -> HttpResponse:
    need(request, "awards.prepare_awardround")
    form = NewRoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.prepare_round(**form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            return redirect("awards:round-edit", made.pk)
    return render(request, "awards/round_prepare.html", {"form": form}, status=422 if form.errors else 200)


def round_edit(request: MemberRequest, pk: int) -> HttpResponse:
    award_round = get_round(request, pk)
    need(request, "awards.prepare_awardround", award_round)
    if award_round.status != Status.PREPARING:
        messages.error(request, "Đợt xét đã mở: tiêu chí, Tổ thẩm định, cách biểu quyết không đổi nữa.")
        return redirect(award_round)
    if request.method == "POST":
        return save_round(request, award_round)
    return show_round_form(request, award_round, RoundForm(award_round=award_round, at=timezone.now()))


def save_round(request: MemberRequest, award_round: AwardRound) -> HttpResponse:
    at = timezone.now()
    form = RoundForm(request.POST, award_round=award_round, at=at)
    if not form.is_valid():
        return show_round_form(request, award_round, form, status=422)
    try:
        services.change_round(award_round, **form.content(), by=request.acting, at=at)
    except Stale as stale:
        saved = RoundForm(award_round=get_round(request, award_round.pk), at=at)
        texts = both_texts(typed=[form], saved=[saved], target=award_round)
        again = RoundForm(with_version(request.POST, stale.version), award_round=award_round, at=at)
        quiet(again)
        return show_round_form(request, award_round, again, status=409, differences=texts)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_round_form(request, award_round, form, status=422)
    messages.success(request, "Đã lưu đợt xét.")
    return redirect(award_round)


def show_round_form(
    request: MemberRequest, award_round: AwardRound, form: RoundForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"award_round": award_round, "form": form, **extra}
    return render(request, "awards/round_form.html", context, status=status)


def round_detail(request: MemberRequest, pk: int) -> HttpResponse:
    award_round = get_round(request, pk)
    who, at = request.acting, timezone.now()
    context = {
        "award_round": award_round,
        "phases": rounds.phases(award_round),
        "rubrics": award_round.rubrics.select_related("rubric"),
        "tasks": elsewhere(tasks.tasks_for(award_round, who, at=at), award_round),
        "now": at,
        "may": round_rights(award_round, request),
        "is_early": at <= award_round.window.due_at,
        **(unit_part(award_round, request) if who.role in UNIT_ROLES else office_part(award_round, request)),
    }
    return render(request, "awards/round_detail.html", context)


def elsewhere(found: list[Todo], award_round: AwardRound) -> list[Todo]:
    """Without those whose button leads to this very page: it has its own."""
    here = award_round.get_absolute_url()
    return [task for task in found if task.url != here]


def unit_part(award_round: AwardRound, request: MemberRequest) -> dict[str, Any]:
    """What a unit sees: what it may propose, and its own dossiers with what has been published."""
    is_open = award_round.status == Status.RECEIVING and timezone.now() <= award_round.window.closes_at
    own = dossiers.received_nominations(award_round, request.acting)
    return {
        "is_unit": True,
        "ready": dossiers.unproposed_entries(award_round, request.acting.unit) if is_open else [],
        "own": [(nomination, decided.result_of(nomination)) for nomination in own],
    }


def office_part(award_round: AwardRound, request: MemberRequest) -> dict[str, Any]:
    """What the office, the panel and the council see, each in its time."""
    who = request.acting
    sees_progress = award_round.status == Status.APPRAISAL and marks.may_see_progress(award_round, who)
    may_move = who.may("awards.appraise_awardround", award_round)
    follows = who.may("awards.follow_awardround")
    return {
        "is_unit": False,
        "panel": award_round.panel.with_unit().order_by("pk"),
        "counts": rounds.counts(award_round),
        "progress": marks.progress(award_round) if sees_progress else [],
        "missing": missing_for_next(award_round) if may_move else [],
        "opinions": decided.opinions_of(award_round) if follows else [],
        "decisions": decided.decisions_of(award_round) if follows else [],
    }


def missing_for_next(award_round: AwardRound) -> list[str]:
    asked = {
        Status.PREPARING: rounds.missing_before_opening,
        Status.RECEIVING: rounds.missing_before_appraisal,
        Status.CONSIDERED: decided.missing_before_publishing,
    }.get(Status(award_round.status))
    return asked(award_round) if asked else []


def round_rights(award_round: AwardRound, request: MemberRequest) -> dict[str, bool]:
    """What this post may do or read now: the buttons and links of the page."""
    who = request.acting
    follows = who.may("awards.follow_awardround", award_round)
    return {
        "edit": award_round.status == Status.PREPARING and who.may("awards.prepare_awardround"),
        "open": award_round.may_now("open", who),
        "appraise": award_round.may_now("appraise", who),
        "convene": award_round.may_now("convene", who),
        "publish": award_round.may_now("publish", who),
        "mark": award_round.panel.filter(pk=who.pk).exists() and award_round.has_reached(Status.APPRAISAL),
        "list": who.role not in UNIT_ROLES,
        "rank": who.may("awards.rank_awardround") and marks.may_see_marks(award_round, who),
        "record": award_round.status == Status.COUNCIL and who.may("awards.record_awardround"),
        "minutes": follows and hasattr(award_round, "meeting"),
        "results": award_round.status == Status.PUBLISHED,
        "print": who.may("awards.print_awarddecision"),
    }


@require_POST
def round_open(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.open_round, "Đã mở nhận hồ sơ.")


@require_POST
def round_appraise(request: MemberRequest, pk: int) -> HttpResponse:
    end = partial(services.appraise_round, reason=request.POST.get("reason", ""))
    return step(request, pk, end, "Đã kết thúc nhận hồ sơ; Tổ thẩm định chấm từ bây giờ.")


@require_POST
def round_convene(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, services.convene_round, "Đã chuyển kết quả thẩm định sang Hội đồng.")


@require_POST
def round_publish(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, publish_round, "Đã công bố kết quả khen thưởng.")


def step(request: MemberRequest, pk: int, move: Callable[..., AwardRound], done: str) -> HttpResponse:
    award_round = get_round(request, pk)
    try:
        move(award_round, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect(award_round)


def round_results(request: MemberRequest, pk: int) -> HttpResponse:
    """For everybody who signs in, once it is published; before, there is no such page."""
    award_round = get_round(request, pk)
    if award_round.status != Status.PUBLISHED:
        raise Http404
    context = {
        "award_round": award_round,
        "paper": reading.decision_paper(award_round, who=request.acting),
        "awards": decided.results_of(award_round),
    }
    return render(request, "awards/round_results.html", context)
