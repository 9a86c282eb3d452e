"""The session as its secretary records it, the votes, and the tờ trình."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.council import MeetingForms, VoteForms
from awards.forms.decisions import PresentForm
from awards.models import AwardRound, CouncilMeeting
from awards.papers import proposal
from awards.selectors import council as selectors
from awards.services import council as services
from awards.services.locks import Stale
from awards.views.access import get_meeting, get_round, need
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.forms import VietnameseDateField
from hoaxa_danvan.scoring.conflicts import both_texts
from hoaxa_danvan.workflow.drafts import with_version
from hoaxa_danvan.workflow.models import IllegalMove

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
    day = meeting.held_on if meeting else local_day(timezone.now())
    forms = MeetingForms(meeting, members=selectors.council_on(day), day=day)
    return show_meeting_form(request, award_round, forms)


def save_meeting(
    request: MemberRequest, award_round: AwardRound, meeting: CouncilMeeting | None
) -> HttpResponse:
    day = typed_day(request.POST) or (meeting.held_on if meeting else local_day(timezone.now()))
    members = selectors.council_on(day)
    forms = MeetingForms(meeting, members=members, day=day, data=request.POST)
    if forms.lists_others():
        data = forms.with_members_of_the_day()
        messages.warning(request, f"Đã lấy lại danh sách thành viên Hội đồng của ngày {day:%d/%m/%Y}.")
        again = MeetingForms(meeting, members=members, day=day, data=data).quieten()
        return show_meeting_form(request, award_round, again)
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
    data = with_version(request.POST, stale.version)
    again = MeetingForms(meeting, members=forms.members, day=forms.day, data=data).quieten()
    return show_meeting_form(request, award_round, again, status=409, differences=texts)


def show_meeting_form(
    request: MemberRequest, award_round: AwardRound, forms: MeetingForms, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"award_round": award_round, "forms": forms, "has_errors": status == 422, **extra}
    return render(request, "awards/meeting_form.html", context, status=status)


def typed_day(data: QueryDict) -> date | None:
    try:
        day: date | None = VietnameseDateField(required=False).clean(data.get("held_on", ""))
    except ValueError:
        return None
    return day


def vote_edit(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(request, pk)
    need(request, "awards.record_awardround", meeting.round)
    if meeting.round.status != AwardRound.Status.COUNCIL:
        messages.error(request, NOT_NOW)
        return redirect(meeting)
    cases = selectors.ballots(meeting)
    if request.method == "POST":
        return save_votes(request, meeting, VoteForms(meeting, cases, request.POST))
    return show_votes(request, meeting, VoteForms(meeting, cases))


def save_votes(request: MemberRequest, meeting: CouncilMeeting, forms: VoteForms) -> HttpResponse:
    if not forms.is_valid():
        return show_votes(request, meeting, forms, status=422)
    try:
        services.record_votes(meeting.round, **forms.content(), by=request.acting, at=timezone.now())
    except Stale as stale:
        fresh = get_meeting(request, meeting.round_id)
        cases = selectors.ballots(fresh)
        texts = both_texts(typed=forms.all, saved=VoteForms(fresh, cases).all, target=fresh)
        again = VoteForms(fresh, cases, with_version(request.POST, stale.version)).quieten()
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
        "documents": Document.objects.about(meeting).select_related("job")[:3],
    }
    return render(request, "awards/proposal_detail.html", context, status=status)


@require_POST
def proposal_draw(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(request, pk)
    document = services.order_proposal_paper(meeting.round, by=request.acting, at=timezone.now())
    return redirect("documents:document-detail", document.pk)
