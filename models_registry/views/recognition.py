"""Recognition: a decision is written in the portal, or the clerk enters a signed one; then everyone with a
part in the movement reads it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.forms.appraisal import ChoiceForm, RecognitionForm
from models_registry.models import Assessment, RecognitionDecision
from models_registry.selectors.appraisal import proposed_choice
from models_registry.services import recognition as services
from models_registry.services.decisions import (
    choose_for_decision,
    decision_being_written,
    order_certificates,
)


def recognition_record(request: MemberRequest, year: int) -> HttpResponse:
    if not request.acting.may("models_registry.record_recognitiondecision"):
        raise PermissionDenied
    campaign_year = get_object_or_404(CampaignYear, year=year)
    proposed = list(Assessment.objects.filter(campaign_year=campaign_year).to_be_recognised().for_list())
    form = RecognitionForm(request.POST if request.method == "POST" else None, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            decision = services.record_recognition(
                campaign_year=campaign_year, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi {decision}.")
            return redirect(decision)
    context = {
        "campaign_year": campaign_year,
        "form": form,
        "decisions": campaign_year.recognition_decisions.all(),
    }
    return render(
        request, "models_registry/recognition_record.html", context, status=422 if form.errors else 200
    )


@post_may("models_registry.choose_recognised")
def decision_draft(request: MemberRequest, year: int) -> HttpResponse:
    """Choose whom the decision is to name; then it is written like any other paper."""
    campaign_year = get_object_or_404(CampaignYear, year=year)
    proposed = list(Assessment.objects.filter(campaign_year=campaign_year).to_be_recognised().for_list())
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        proposed=proposed,
        initial=proposed_choice(proposed),
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper = choose_for_decision(
                campaign_year, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã chốt danh sách của quyết định.")
            return redirect("documents:paper-edit", paper.pk)
    context = {
        "campaign_year": campaign_year,
        "form": form,
        "paper": decision_being_written(campaign_year),
    }
    return render(request, "models_registry/decision_draft.html", context, status=422 if form.errors else 200)


def decision_detail(request: MemberRequest, pk: int) -> HttpResponse:
    decision = find_decision(request, pk)
    papers = OfficialPaper.objects.visible_to(request.acting).about(decision.campaign_year)
    may_draw = request.acting.may("models_registry.draw_certificates", decision)
    context = {
        "decision": decision,
        "rows": decision.recognitions.for_showcase(),
        "paper": papers.filter(kind=Document.Kind.RECOGNITION, number=decision.number, status="issued")
        .for_list()
        .first(),
        "may_draw": may_draw,
        "documents": Document.objects.about(decision).select_related("job") if may_draw else (),
    }
    return render(request, "models_registry/decision_detail.html", context)


@require_POST
def certificates_draw(request: MemberRequest, pk: int) -> HttpResponse:
    document = order_certificates(find_decision(request, pk), by=request.acting, at=timezone.now())
    return redirect("documents:document-detail", document.pk)


def find_decision(request: MemberRequest, pk: int) -> RecognitionDecision:
    decisions = RecognitionDecision.objects.visible_to(request.acting).select_related("campaign_year")
    return get_object_or_404(decisions, pk=pk)
