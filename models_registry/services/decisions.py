"""The decision that is written in the portal: whom it is to name, and its certificates."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.services.papers import renew_facts, start_paper
from hoaxa_danvan.documents.services.prints import order_print
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.certificates import certificates_of
from models_registry.models import DecisionChoice, RecognitionDecision, RegisteredModel
from models_registry.services.recognition import named_assessments
from models_registry.sheet_paper import sheet_paper

KIND = Document.Kind.RECOGNITION


@transaction.atomic
def choose_for_decision(
    campaign_year: CampaignYear,
    *,
    recognised: Iterable[int],
    outstanding: Iterable[int] = (),
    by: Appointment,
    at: datetime,
) -> OfficialPaper:
    """Say whom the decision is to name (assessments by key), and begin it, or bring it up to date."""
    if not by.may("models_registry.choose_recognised", campaign_year):
        raise PermissionDenied
    CampaignYear.objects.select_for_update().get(pk=campaign_year.pk)
    chosen, best = named_assessments(campaign_year, set(recognised)), set(outstanding)
    if stray := best - {assessment.pk for assessment in chosen}:
        raise IllegalMove(f"Có {len(stray)} mục chọn tiêu biểu mà chưa chọn công nhận.")
    DecisionChoice.objects.of_year(campaign_year).delete()
    DecisionChoice.objects.bulk_create(
        DecisionChoice(assessment=assessment, is_outstanding=assessment.pk in best) for assessment in chosen
    )
    record("choose", target=campaign_year, by=by, at=at, details={"chosen": len(chosen), "best": len(best)})
    begun = decision_being_written(campaign_year)
    paper = start_paper(KIND, target=campaign_year, by=by, at=at)
    return renew_facts(paper, by=by, at=at).paper if begun else paper


def decision_being_written(campaign_year: CampaignYear) -> OfficialPaper | None:
    papers = OfficialPaper.objects.about(campaign_year).filter(kind=KIND)
    return papers.filter(status=OfficialPaper.Status.DRAFT).first()


def order_certificates(decision: RecognitionDecision, *, by: Appointment, at: datetime) -> Document:
    """A giấy chứng nhận for each model of the decision, as one document."""
    if not by.may("models_registry.draw_certificates", decision):
        raise PermissionDenied
    return order_print(
        "certificates",
        kind=Document.Kind.CERTIFICATES,
        title=f"Giấy chứng nhận theo {decision}",
        target=decision,
        paper=certificates_of(decision),
        is_issued=True,
        by=by,
        at=at,
    )


def order_sheet(entry: RegisteredModel, *, by: Appointment, at: datetime) -> Document:
    """Lý lịch mô hình: the same day and the same record are the same document."""
    if not by.may("models_registry.draw_registeredmodel", entry):
        raise PermissionDenied
    return order_print(
        "sheet",
        kind=Document.Kind.MODEL_SHEET,
        title=f"Lý lịch: {entry}",
        target=entry,
        paper=sheet_paper(entry, day=local_day(at)),
        by=by,
        at=at,
    )
