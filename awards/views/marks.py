"""The panel's desk, and the ranking that its marks make."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.models import AwardRound, Nomination
from awards.selectors import marks
from awards.selectors.dossiers import rubric_of
from awards.services.marks import mark_nomination, marks_draft_key
from awards.views.access import get_nomination, get_round, need
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.scoring.conflicts import both_texts
from hoaxa_danvan.scoring.forms import ScoreSheetForm
from hoaxa_danvan.scoring.models import RubricVersion, ScoreSheet
from hoaxa_danvan.scoring.selectors import sheet_of
from hoaxa_danvan.scoring.services import StaleSheet
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import find_draft

PANEL = ScoreSheet.Kind.PANEL


def mark_list(request: MemberRequest, pk: int) -> HttpResponse:
    """A member's own desk; of the others there is nothing on it."""
    award_round = get_round(request, pk)
    if not award_round.panel.filter(pk=request.acting.pk).exists():
        raise Http404
    if not award_round.has_reached(AwardRound.Status.APPRAISAL):
        raise Http404
    tasks = marks.desk(award_round, request.acting)
    context = {
        "award_round": award_round,
        "tasks": tasks,
        "left": sum(task.is_open for task in tasks),
        "is_open": award_round.status == AwardRound.Status.APPRAISAL,
    }
    return render(request, "awards/mark_list.html", context)


def mark_edit(request: MemberRequest, pk: int) -> HttpResponse:
    nomination, rubric = markable(request, pk)
    sheet = sheet_of(nomination, PANEL, by=request.acting)
    if sheet is not None and sheet.given_at:
        return render(request, "awards/mark_given.html", {"nomination": nomination, "sheet": sheet})
    if request.method == "POST":
        return save(request, nomination, ScoreSheetForm(request.POST, version=rubric, sheet=sheet))
    draft = find_draft(by=request.acting, form=marks_draft_key(nomination), target_id=nomination.pk)
    if draft is None:
        return show_form(request, nomination, ScoreSheetForm(version=rubric, sheet=sheet))
    form = ScoreSheetForm(drafts.as_post(draft), version=rubric, sheet=sheet)
    drafts.quiet(form)
    is_stale = draft.base_version != (sheet.revision if sheet else 0)
    return show_form(request, nomination, form, draft=draft, is_stale=is_stale)


def save(request: MemberRequest, nomination: Nomination, form: ScoreSheetForm) -> HttpResponse:
    if not form.is_valid():
        return show_form(request, nomination, form, status=422)
    give = "give" in request.POST
    try:
        mark_nomination(nomination, marks=form.marks(), give=give, by=request.acting, at=timezone.now())
    except StaleSheet as stale:
        return show_conflict(request, nomination, form, stale.fresh)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_form(request, nomination, form, status=422)
    messages.success(request, f"Đã chốt phiếu: {nomination}." if give else "Đã lưu phiếu, chưa chốt.")
    if give:
        return redirect("awards:mark-list", nomination.round_id)
    return redirect("awards:mark-edit", nomination.pk)


def show_conflict(
    request: MemberRequest, nomination: Nomination, form: ScoreSheetForm, fresh: ScoreSheet
) -> HttpResponse:
    saved = ScoreSheetForm(version=form.rubric, sheet=fresh)
    texts = both_texts(typed=[form], saved=[saved], target=fresh)
    again = ScoreSheetForm(
        drafts.with_version(request.POST, fresh.revision), version=form.rubric, sheet=fresh
    )
    drafts.quiet(again)
    return show_form(request, nomination, again, status=409, differences=texts, has_errors=True)


@require_POST
def mark_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    nomination, _ = markable(request, pk)
    sheet = sheet_of(nomination, PANEL, by=request.acting)
    return drafts.autosave(
        request,
        form=marks_draft_key(nomination),
        target_id=nomination.pk,
        current_version=sheet.revision if sheet else 0,
    )


def show_form(
    request: MemberRequest, nomination: Nomination, form: ScoreSheetForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "nomination": nomination,
        "form": form,
        "review": pages.review(nomination, who=request.acting, show_changes=False),
        "draft_key": marks_draft_key(nomination),
        "is_open": nomination.round.status == AwardRound.Status.APPRAISAL,
        **extra,
    }
    return render(request, "awards/mark_form.html", context, status=status)


def markable(request: MemberRequest, pk: int) -> tuple[Nomination, RubricVersion]:
    """A dossier that this member may mark, with its criteria; 403 for one of their own unit."""
    nomination = get_nomination(request, pk)
    need(request, "awards.mark_nomination", nomination)
    rubric = rubric_of(nomination)
    if rubric is None:
        raise Http404
    return nomination, rubric


def ranking(request: MemberRequest, pk: int) -> HttpResponse:
    """“Thứ tự theo điểm thẩm định”, for the reviewing unit and the council when appraisal is over."""
    award_round = get_round(request, pk)
    need(request, "awards.rank_awardround", award_round)
    if not marks.may_see_marks(award_round, request.acting):
        raise Http404
    context = {"award_round": award_round, "groups": marks.ranking(award_round)}
    return render(request, "awards/ranking.html", context)


def place_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Why a dossier stands where it stands: its sheets, their mean, to be done again by hand."""
    nomination = get_nomination(request, pk)
    if not marks.may_see_marks_of(nomination, request.acting):
        raise Http404
    context = {
        "nomination": nomination,
        "ranked": marks.place_of(nomination),
        # The place is the ranking's, and that is for the reviewing unit and the council.
        "may_rank": request.acting.may("awards.rank_awardround", nomination.round),
    }
    return render(request, "awards/place_detail.html", context)
