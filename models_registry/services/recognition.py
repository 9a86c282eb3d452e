"""Recognition: only by a decision with number, date and signer."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove, Revision
from models_registry.models import Assessment, Recognition, RecognitionDecision


@transaction.atomic
def record_recognition(
    *,
    campaign_year: CampaignYear,
    number: str,
    issued_on: date,
    signer: str,
    signer_office: str,
    recognised: Iterable[int],
    outstanding: Iterable[int] = (),
    by: Appointment,
    at: datetime,
) -> RecognitionDecision:
    """Enter a signed decision and whom it names: assessments by key, some of them tiêu biểu."""
    if not by.may("models_registry.record_recognitiondecision"):
        raise PermissionDenied
    CampaignYear.objects.select_for_update().get(pk=campaign_year.pk)
    paper = {"number": number.strip(), "signer": signer.strip(), "signer_office": signer_office.strip()}
    _refuse_faults(campaign_year, paper, issued_on=issued_on, at=at)
    chosen = named_assessments(campaign_year, set(recognised))
    if stray := set(outstanding) - {assessment.pk for assessment in chosen}:
        raise IllegalMove(f"Có {len(stray)} mục chọn tiêu biểu mà chưa chọn công nhận.")

    decision = RecognitionDecision.objects.create(
        campaign_year=campaign_year, issued_on=issued_on, **paper, by=by, at=at
    )
    record("recognise", target=decision, by=by, at=at, note=f"{len(chosen)} mô hình, điển hình")
    for assessment in chosen:
        _recognise(assessment, decision, is_outstanding=assessment.pk in set(outstanding), by=by, at=at)
    return decision


def _refuse_faults(
    campaign_year: CampaignYear, paper: dict[str, str], *, issued_on: date, at: datetime
) -> None:
    if not all(paper.values()):
        raise IllegalMove("Cần ghi đủ số, người ký và chức vụ của quyết định.")
    if issued_on > local_day(at):
        raise IllegalMove("Ngày quyết định không thể ở sau hôm nay.")
    if campaign_year.recognition_decisions.filter(number=paper["number"]).exists():
        raise IllegalMove("Số quyết định này đã nhập.")


def named_assessments(campaign_year: CampaignYear, keys: set[int]) -> list[Assessment]:
    """Locked; refused where one of them is not proposed or has been recognised already."""
    if not keys:
        raise IllegalMove("Chưa chọn mô hình, điển hình nào.")
    of_year = Assessment.objects.select_for_update(of=("self",)).filter(campaign_year=campaign_year)
    found = list(of_year.filter(pk__in=keys).select_related("entry__unit").order_by("entry__sort_key", "pk"))
    if len(found) != len(keys):
        raise IllegalMove("Có mục không thuộc năm này. Vui lòng tải lại trang.")
    for assessment in found:
        _refuse_unproposed(assessment)
    return found


def _refuse_unproposed(assessment: Assessment) -> None:
    there = Recognition.objects.filter(
        entry=assessment.entry_id, campaign_year=assessment.campaign_year_id
    ).select_related("decision")
    if recognition := there.first():
        raise IllegalMove(f"“{assessment.entry}” đã được công nhận theo {recognition.decision}.")
    if assessment.status != Assessment.Status.PROPOSED:
        raise IllegalMove(f"“{assessment.entry}” chưa được đề nghị công nhận.")


def _recognise(
    assessment: Assessment,
    decision: RecognitionDecision,
    *,
    is_outstanding: bool,
    by: Appointment,
    at: datetime,
) -> None:
    recognition = Recognition.objects.create(
        entry=assessment.entry,
        campaign_year=decision.campaign_year,
        decision=decision,
        is_outstanding=is_outstanding,
        name=assessment.entry.name,
        result=_decided_result(assessment),
    )
    record("recognise", target=assessment.entry, by=by, at=at, note=f"{recognition.grade} theo {decision}")


def _decided_result(assessment: Assessment) -> str:
    """As it was sent and appraised: the dossier may be at work again for another year."""
    sent = Revision.objects.latest_of(assessment)
    return str(sent.fields["result"]["value"]) if sent else assessment.entry.result
