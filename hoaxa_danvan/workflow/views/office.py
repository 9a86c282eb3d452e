"""Inside the reviewing unit: proposals and their approval, its way of working; and what goes to the Thường trực."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.workflow import office, referrals, selectors
from hoaxa_danvan.workflow.drafts import with_version
from hoaxa_danvan.workflow.forms import OpinionForm, ProposalForm, ReferralForm, SendBackForm, SettingForm
from hoaxa_danvan.workflow.models import (
    IllegalMove,
    Proposal,
    Referral,
    ReturnNote,
    ReviewSetting,
    Stale,
)
from hoaxa_danvan.workflow.pages import way_back
from hoaxa_danvan.workflow.settings import change_setting
from hoaxa_danvan.workflow.views.papers import note_or_404, sendable_or_404

# Two steps


@post_may("workflow.view_proposal")
def proposal_list(request: MemberRequest) -> HttpResponse:
    context = {
        "proposals": selectors.proposals_before(request.acting),
        "decides": selectors.decides(request.acting),
    }
    return render(request, "workflow/proposal_list.html", context)


@require_POST
def proposal_make(request: MemberRequest, kind: int, pk: int) -> HttpResponse:
    target = sendable_or_404(request, kind=kind, pk=pk)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ghi chú quá dài hoặc trang đã cũ. Vui lòng tải lại trang rồi trình lại.")
        return redirect(target.get_absolute_url())
    try:
        proposal = office.propose(target, **form.cleaned_data, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(target.get_absolute_url())
    messages.success(request, f"Đã trình Trưởng ban: {proposal}.")
    return redirect(way_back(request, target.get_absolute_url()))


def proposal_send_back(request: MemberRequest, pk: int) -> HttpResponse:
    proposal = proposal_or_404(request, pk)
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            office.send_proposal_back(proposal, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"Đã chuyển lại chuyên viên: {proposal.title}.")
        return redirect("workflow:proposal-list")
    status = 422 if form.is_bound else 200
    return render(request, "workflow/proposal_back.html", {"proposal": proposal, "form": form}, status=status)


def proposal_or_404(request: MemberRequest, pk: int) -> Proposal:
    """One that this post may approve or send back."""
    proposal = get_object_or_404(Proposal.objects.select_related("unit", "by__unit"), pk=pk)
    target = sendable_or_404(request, kind=proposal.target_type_id, pk=proposal.target_id)
    if not request.acting.may(target.perm("judge"), target):
        raise Http404
    if not request.acting.may(target.perm("accept"), target):
        raise PermissionDenied
    return proposal


@post_may("workflow.view_reviewsetting")
def review_setting(request: MemberRequest) -> HttpResponse:
    setting = ReviewSetting.now()
    may_change = request.acting.may("workflow.change_reviewsetting")
    form = SettingForm(request.POST or None, instance=setting, initial={"version": setting.version})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        version = typed.pop("version")
        try:
            change_setting(version=version, fields=typed, by=request.acting, at=timezone.now())
        except (Stale, IllegalMove) as error:
            form.add_error(None, error.message)
            # Saving again replaces the other's save knowingly.
            form.data = with_version(request.POST, ReviewSetting.now().version)
        else:
            messages.success(request, "Đã lưu cách làm việc.")
            return redirect("workflow:review-setting")
    context = {"form": form, "setting": setting, "may_change": may_change}
    return render(request, "workflow/review_setting.html", context, status=422 if form.is_bound else 200)


# The Thường trực's opinion


def referral_make(request: MemberRequest, pk: int) -> HttpResponse:
    note = note_or_404(request, pk)
    target = note.target
    if not request.acting.may(target.perm("judge"), target):
        raise PermissionDenied
    begun = {"question": question_about(note), "unit_view": note.answer, "office_view": note.text}
    form = ReferralForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            referral = referrals.refer(note, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            messages.error(request, error.message)
            return redirect(target.get_absolute_url())
        messages.success(request, "Đã báo cáo Thường trực Đảng ủy cho ý kiến.")
        return redirect(f"{target.get_absolute_url()}#bao-cao-{referral.pk}")
    context = {"form": form, "note": note, "target": target}
    return render(request, "workflow/referral_form.html", context, status=422 if form.is_bound else 200)


def question_about(note: ReturnNote) -> str:
    return f"Về “{note.field_label}” trong {note.target}: xin ý kiến về hướng xử lý."


def referral_opinion(request: MemberRequest, pk: int) -> HttpResponse:
    found = Referral.objects.select_related("unit", "by__unit", "note", "opinion_by__unit")
    referral = get_object_or_404(found, pk=pk)
    sendable_or_404(request, kind=referral.target_type_id, pk=referral.target_id)
    if not request.acting.may("workflow.give_opinion", referral):
        raise PermissionDenied
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            referrals.give_opinion(referral, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "Đã ghi ý kiến của Thường trực Đảng ủy.")
        return redirect(f"{referral.target.get_absolute_url()}#bao-cao-{referral.pk}")
    context = {"form": form, "referral": referral, "target": referral.target}
    return render(request, "workflow/referral_opinion.html", context, status=422 if form.is_bound else 200)
