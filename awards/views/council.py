"""The session as its secretary records it, the votes, and the tờ trình."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.council import MeetingForms, VoteForms
from awards.forms.decisions import PresentForm
from awards.models import AwardRound, CouncilMeeting
from awards.papers.proposal import proposal
from awards.selectors import council as selectors
from awards.services import council as services
from awards.services.locks import Stale
from awards.views.access import get_meeting, get_round, need
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.forms import VietnameseDateField
from hoaxa_danvan.scoring.conflicts import both_texts
from hoaxa_danvan.workflow import drafts
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import find_draft

NOT_NOW = "Phiên họp chỉ ghi, sửa được khi đợt xét đang ở “Hội đồng họp”."


def meeting_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """The minutes (biên bản), to read and to print."""
    meeting = get_meeting(request, pk)
    cases = selectors.ballots(meeting)
    attendances = meeting.attendances.select_related("member__person", "member__unit").order_by("pk")
    context = {
        "meeting": meeting,
        "award_round": meeting.round,
        "quorum": selectors.quorum_of(meeting),
        "present": [a for a in attendances if a.is_present],
        "absent": [a for a in attendances if not a.is_present],
        "cases": cases,
        "may_record": may_record(request, meeting.round),
    }
    return render(request, "awards/meeting_detail.html", context)


def meeting_edit(request: MemberRequest, pk: int) -> HttpResponse:
    award_round = get_round(request, pk)
    need(request, "awards.record_awardround", award_round)
    if award_round.status != AwardRound.Status.COUNCIL:
        messages.error(request, NOT_NOW)
        return redirect(award_round)
    meeting = selectors.meeting_of(award_round)
    if request.method == "POST":
        return save_meeting(request, award_round, meeting)
    draft = find_draft(by=request.acting, form=services.MEETING_FORM, target_id=award_round.pk)
    if draft is None:
        day = meeting.held_on if meeting else local_day(timezone.now())
        forms = MeetingForms(meeting, members=selectors.council_on(day), day=day)
        return show_meeting_form(request, award_round, forms)
    typed = drafts.as_post(draft)
    day = day_of(typed, meeting)
    kept = MeetingForms(meeting, members=selectors.council_on(day), day=day, data=typed).of_the_day()
    is_stale = draft.base_version != (meeting.version if meeting else 0)
    return show_meeting_form(request, award_round, kept.quieten(), draft=draft, is_stale=is_stale)


@require_POST
def meeting_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    return keep(request, pk, services.MEETING_FORM)


@require_POST
def vote_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    return keep(request, pk, services.VOTE_FORM)


def keep(request: MemberRequest, pk: int, form: str) -> HttpResponse:
    award_round = get_round(request, pk)
    need(request, "awards.record_awardround", award_round)
    meeting = selectors.meeting_of(award_round)
    version = meeting.version if meeting else 0
    return drafts.autosave(request, form=form, target_id=award_round.pk, current_version=version)


def save_meeting(
    request: MemberRequest, award_round: AwardRound, meeting: CouncilMeeting | None
) -> HttpResponse:
    day = day_of(request.POST, meeting)
    forms = MeetingForms(meeting, members=selectors.council_on(day), day=day, data=request.POST)
    if forms.lists_others():
        messages.warning(request, f"Đã lấy lại danh sách thành viên Hội đồng của ngày {day:%d/%m/%Y}.")
        return show_meeting_form(request, award_round, forms.of_the_day().quieten())
    if not forms.is_valid():
        return show_meeting_form(request, award_round, forms, status=422)
    try:
        services.record_meeting(award_round, **forms.content(), by=request.acting, at=timezone.now())
    except Stale as stale:
        return show_meeting_conflict(request, award_round, forms, stale)
    except IllegalMove as error:
        forms.meeting.add_error(None, error.message)
        return show_meeting_form(request, award_round, forms, status=422)
    messages.success(request, "Đã lưu phiên họp.")
    name = "vote-edit" if request.POST.get("next") == "votes" else "meeting-detail"
    return redirect(f"awards:{name}", award_round.pk)


def show_meeting_conflict(
    request: MemberRequest, award_round: AwardRound, forms: MeetingForms, stale: Stale
) -> HttpResponse:
    meeting = selectors.meeting_of(award_round)
    saved = MeetingForms(meeting, members=forms.members, day=forms.day)
    texts = both_texts(typed=forms.all, saved=saved.all, target=meeting or award_round)
    data = drafts.with_version(request.POST, stale.version)
    again = MeetingForms(meeting, members=forms.members, day=forms.day, data=data).quieten()
    return show_meeting_form(request, award_round, again, status=409, differences=texts)


def show_meeting_form(
    request: MemberRequest, award_round: AwardRound, forms: MeetingForms, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "award_round": award_round,
        "forms": forms,
        "draft_key": f"{services.MEETING_FORM}-{award_round.pk}",
        "has_errors": status == 422,
        **extra,
    }
    return render(request, "awards/meeting_form.html", context, status=status)


def day_of(data: QueryDict, meeting: CouncilMeeting | None) -> date:
    """The day typed in the form, whose members it lists; else the session's, else today."""
    try:
        typed: date | None = VietnameseDateField(required=False).clean(data.get("held_on", ""))
    except ValidationError:
        typed = None
    return typed or (meeting.held_on if meeting else local_day(timezone.now()))


def vote_edit(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(request, pk)
    need(request, "awards.record_awardround", meeting.round)
    if meeting.round.status != AwardRound.Status.COUNCIL:
        messages.error(request, NOT_NOW)
        return redirect(meeting)
    cases = selectors.ballots(meeting)
    if request.method == "POST":
        return save_votes(request, meeting, VoteForms(meeting, cases, request.POST))
    draft = find_draft(by=request.acting, form=services.VOTE_FORM, target_id=meeting.round_id)
    if draft is None:
        return show_votes(request, meeting, VoteForms(meeting, cases))
    kept = VoteForms(meeting, cases, drafts.as_post(draft)).quieten()
    is_stale = draft.base_version != meeting.version
    return show_votes(request, meeting, kept, draft=draft, is_stale=is_stale)


def save_votes(request: MemberRequest, meeting: CouncilMeeting, forms: VoteForms) -> HttpResponse:
    if not forms.is_valid():
        return show_votes(request, meeting, forms, status=422)
    try:
        services.record_votes(meeting.round, **forms.content(), by=request.acting, at=timezone.now())
    except Stale as stale:
        fresh = get_meeting(request, meeting.round_id)
        cases = selectors.ballots(fresh)
        texts = both_texts(typed=forms.all, saved=VoteForms(fresh, cases).all, target=fresh)
        again = VoteForms(fresh, cases, drafts.with_version(request.POST, stale.version)).quieten()
        return show_votes(request, meeting, again, status=409, differences=texts)
    except IllegalMove as error:
        forms.holder.add_error(None, error.message)
        return show_votes(request, meeting, forms, status=422)
    messages.success(request, "Đã lưu kết quả biểu quyết.")
    return redirect(meeting)


def show_votes(
    request: MemberRequest, meeting: CouncilMeeting, forms: VoteForms, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "award_round": meeting.round,
        "quorum": selectors.quorum_of(meeting),
        "forms": forms,
        "draft_key": f"{services.VOTE_FORM}-{meeting.round_id}",
        "has_errors": status == 422,
        **extra,
    }
    return render(request, "awards/vote_form.html", context, status=status)


def may_record(request: MemberRequest, award_round: AwardRound) -> bool:
    is_open = award_round.status == AwardRound.Status.COUNCIL
    return is_open and request.acting.may("awards.record_awardround", award_round)


def proposal_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """What the tờ trình says; whoever presents types its number and date here."""
    meeting = get_meeting(request, pk)
    if request.method == "POST":
        return present(request, meeting)
    return show_proposal(request, meeting, PresentForm())


def present(request: MemberRequest, meeting: CouncilMeeting) -> HttpResponse:
    need(request, "awards.present_awardround", meeting.round)
    form = PresentForm(request.POST)
    if not form.is_valid():
        return show_proposal(request, meeting, form, status=422)
    try:
        services.present_round(meeting.round, **form.cleaned_data, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_proposal(request, meeting, form, status=422)
    messages.success(request, "Đã trình Ban Thường vụ.")
    return redirect(meeting.round)


def show_proposal(
    request: MemberRequest, meeting: CouncilMeeting, form: PresentForm, *, status: int = 200
) -> HttpResponse:
    award_round = meeting.round
    context = {
        "meeting": meeting,
        "award_round": award_round,
        "proposal": proposal(meeting),
        "form": form,
        "missing": selectors.missing_before_presenting(award_round),
        "may_present": award_round.may_now("present", request.acting),
    }
    return render(request, "awards/proposal_detail.html", context, status=status)
