"""Recognition: the clerk enters a signed decision; everyone with a part in the movement reads it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.forms.appraisal import RecognitionForm
from models_registry.models import Assessment, RecognitionDecision
from models_registry.services import recognition as services


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


def decision_detail(request: MemberRequest, pk: int) -> HttpResponse:
    decisions = RecognitionDecision.objects.visible_to(request.acting).select_related("campaign_year")
    decision = get_object_or_404(decisions, pk=pk)
    rows = decision.recognitions.for_showcase()
    return render(request, "models_registry/decision_detail.html", {"decision": decision, "rows": rows})
