"""The Ban Thường vụ's opinion, and the decisions as the clerk types them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from awards.forms.decisions import BookForm, DecisionForm, OpinionForm
from awards.models import AwardDecision, AwardRound, Track
from awards.selectors import decisions as selectors
from awards.services import decisions as services
from awards.services.certificates import order_certificates
from awards.views.access import get_round, need
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.workflow.models import IllegalMove


def opinion_record(request: MemberRequest, pk: int) -> HttpResponse:
    award_round = get_round(request, pk)
    need(request, "awards.consider_awardround", award_round)
    if award_round.status != AwardRound.Status.PRESENTED:
        messages.error(request, "Ý kiến Ban Thường vụ chỉ ghi khi đợt xét đã trình và chưa có ý kiến.")
        return redirect(award_round)
    nominations = selectors.passed_nominations(award_round)
    form = OpinionForm(request.POST or None, nominations=nominations)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_opinion(award_round, **form.content(), by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi ý kiến của Ban Thường vụ.")
            return redirect(award_round)
    context = {"award_round": award_round, "form": form}
    return render(request, "awards/opinion_form.html", context, status=422 if form.errors else 200)


def decision_enter(request: MemberRequest, pk: int, track: str) -> HttpResponse:
    award_round = get_round(request, pk)
    need(request, "awards.decide_awardround", award_round)
    if track not in Track.values:
        raise Http404
    if not award_round.has_reached(AwardRound.Status.CONSIDERED):
        messages.error(request, "Quyết định chỉ nhập sau khi Ban Thường vụ cho ý kiến.")
        return redirect(award_round)
    nominations = selectors.agreed_nominations(award_round, track)
    form = DecisionForm(
        request.POST or None,
        nominations=nominations,
        may_leave_out=track == Track.STATE,
        decision=AwardDecision.objects.filter(round=award_round, track=track).first(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_decision(
                award_round, track=track, **form.content(), by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã nhập quyết định.")
            return redirect(award_round)
    context = {
        "award_round": award_round,
        "track": Track(track),
        "nominations": nominations,
        "form": form,
    }
    return render(request, "awards/decision_form.html", context, status=422 if form.errors else 200)


def certificates_print(request: MemberRequest, pk: int) -> HttpResponse:
    """Giấy khen of a decision: what has been printed, and the form to print them."""
    decisions = AwardDecision.objects.visible_to(request.acting).select_related("round__campaign_year")
    decision = get_object_or_404(decisions, pk=pk)
    need(request, "awards.print_awarddecision", decision)
    form = BookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            documents = order_certificates(
                decision, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã yêu cầu in Giấy khen.")
            return redirect("documents:document-detail", documents[0].pk)
    context = {
        "decision": decision,
        "award_round": decision.round,
        "awards": decision.awards.for_list(),
        "documents": Document.objects.about(decision).select_related("job"),
        "form": form,
    }
    return render(request, "awards/certificates_print.html", context, status=422 if form.errors else 200)
