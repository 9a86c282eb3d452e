from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Role, Unit, held_by
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.lib.text import search_text
from hoaxa_danvan.scoring.models import ScoreSheet
from hoaxa_danvan.workflow.models import Move, Sendable
from hoaxa_danvan.workflow.snapshots import described
from models_registry.models.entries import RegisteredModel


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, who: Appointment) -> Self:
        """Its unit's own, once sent the office's and the steering unit's, once decided the panel's."""
        readable = self.filter(entry__in=RegisteredModel.objects.visible_to(who))
        if who.role in UNIT_ROLES:
            return readable.filter(held_by(who.unit_id, "entry__unit") | Q(sent_at__isnull=False))
        if who.role in OFFICE_ROLES:
            return readable.filter(sent_at__isnull=False)
        return readable.filter(status__in=[Assessment.Status.PROPOSED, Assessment.Status.DECLINED])

    def for_list(self) -> Self:
        return self.select_related("entry__unit__kind", "entry__sector", "campaign_year").order_by(
            "-campaign_year__year", "entry__sort_key", "pk"
        )

    def waiting(self) -> Self:
        return self.filter(status=Assessment.Status.SUBMITTED).order_by("status_at", "pk")

    def to_be_recognised(self) -> Self:
        """Proposed, and no decision of that year names them yet."""
        decided = Recognition.objects.filter(entry=OuterRef("entry"), campaign_year=OuterRef("campaign_year"))
        return self.filter(~Exists(decided), status=Assessment.Status.PROPOSED)


class Assessment(Sendable):
    """One model's appraisal in one year: the unit proposes points, the reviewer sets them."""

    class Status(models.TextChoices):
        OPEN = "open", "Đơn vị tự chấm"
        SUBMITTED = "submitted", "Chờ thẩm định"
        PROPOSED = "proposed", "Đề nghị công nhận"
        DECLINED = "declined", "Chưa đề nghị công nhận"

    MOVES = (
        Move("submit", "Gửi hồ sơ, điểm tự chấm", frozenset({Status.OPEN}), Status.SUBMITTED),
        Move("withdraw", "Rút lại", frozenset({Status.SUBMITTED}), Status.OPEN),
        Move(
            "propose",
            "Đề nghị công nhận",
            frozenset({Status.SUBMITTED, Status.DECLINED}),
            Status.PROPOSED,
            needs_note=True,
        ),
        Move(
            "decline",
            "Chưa đề nghị công nhận",
            frozenset({Status.SUBMITTED, Status.PROPOSED}),
            Status.DECLINED,
            needs_note=True,
        ),
    )

    AFTER_SENDING = (
        "Ban Xây dựng Đảng thẩm định hồ sơ và điểm tự chấm. Kết quả đề nghị công nhận hay chưa, "
        "cùng lý do, hiện ở trang của mô hình."
    )

    entry = models.ForeignKey(RegisteredModel, models.PROTECT, related_name="assessments")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="assessments")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.OPEN)
    reason = models.TextField("lý do đề nghị hoặc chưa đề nghị", blank=True)
    proposed_grade = models.CharField("đề nghị xếp loại", max_length=100, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "thẩm định mô hình"
        constraints = [
            models.UniqueConstraint(fields=["entry", "campaign_year"], name="one_assessment_per_year")
        ]

    def __str__(self) -> str:
        return f"Hồ sơ thẩm định năm {self.campaign_year.year}: {self.entry}"

    def get_absolute_url(self) -> str:
        return reverse("models_registry:assessment-detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        return {"open": "draft", "submitted": "wait", "proposed": "done"}.get(self.status, "")

    @property
    def unit(self) -> Unit:
        return self.entry.unit

    @property
    def unit_id(self) -> int:
        return self.entry.unit_id

    def snapshot(self) -> dict[str, Any]:
        """The dossier and what the unit proposes for each criterion."""
        content = {name: described(self.entry, name, "Hồ sơ") for name in self.entry.dossier_fields}
        files = ", ".join(file.original_name for file in Evidence.objects.kept().about(self.entry))
        content["files"] = {"label": "Minh chứng", "value": files, "group": "Hồ sơ"}
        sheet = ScoreSheet.objects.about(self).filter(kind=ScoreSheet.Kind.SELF).with_marks().first()
        return {**content, **(_proposed(sheet) if sheet else {})}


def _proposed(sheet: ScoreSheet) -> dict[str, Any]:
    answers = {answer.gate_id: answer for answer in sheet.gate_answers.all()}
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    content = {}
    for gate in sheet.version.gates.all():
        answer = answers.get(gate.pk)
        words = {True: "Đạt", False: "Không đạt"}[answer.is_met] if answer else ""
        content[f"gate-{gate.code}"] = {"label": str(gate), "value": words, "group": "Điều kiện"}
    for line in sheet.version.criteria.all():
        score = scores.get(line.pk)
        words = f"{number(score.points)}/{number(line.max_points)} điểm. {score.reason}" if score else ""
        content[f"criterion-{line.code}"] = {
            "label": str(line),
            "value": words.strip(),
            "group": "Điểm tự chấm",
        }
    extras = f"Thưởng {number(sheet.bonus)}, trừ {number(sheet.penalty)}. {sheet.comment}".strip()
    content["extras"] = {"label": "Điểm thưởng, điểm trừ, nhận xét", "value": extras, "group": "Điểm tự chấm"}
    return content


class RecognitionDecisionQuerySet(models.QuerySet["RecognitionDecision"]):
    def visible_to(self, who: Appointment) -> Self:
        """A decision is announced to everyone with a part in the movement."""
        return self.none() if who.role == Role.ADMINISTRATOR else self.all()


class RecognitionDecision(models.Model):
    """The decision that recognises models of a year: number, date and signer as on paper."""

    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="recognition_decisions")
    number = models.CharField("số quyết định", max_length=60)
    issued_on = models.DateField("ngày")
    signer = models.CharField("người ký", max_length=120)
    signer_office = models.CharField("chức vụ", max_length=120)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người nhập")
    at = models.DateTimeField("nhập lúc")

    objects = RecognitionDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "quyết định công nhận"
        ordering = ("-issued_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign_year", "number"],
                name="one_recognition_decision_per_number",
                violation_error_message="Số quyết định này đã nhập.",
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.issued_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("models_registry:decision-detail", args=[self.pk])


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def newest_of_each(self) -> Self:
        """One row per model, its newest recognition: what the public page lists."""
        newer = Recognition.objects.filter(
            entry=OuterRef("entry"), campaign_year__year__gt=OuterRef("campaign_year__year")
        )
        return self.filter(~Exists(newer))

    def for_showcase(self) -> Self:
        return self.select_related("entry__unit", "entry__sector", "campaign_year").order_by(
            "-campaign_year__year", "-is_outstanding", "entry__sort_key", "pk"
        )


class Recognition(models.Model):
    """A model recognised in one year by a decision. Only from then on is it public.

    Its name and result are kept as they were decided upon; the model itself goes on.
    """

    entry = models.ForeignKey(RegisteredModel, models.PROTECT, related_name="recognitions")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="recognitions")
    decision = models.ForeignKey(RecognitionDecision, models.PROTECT, related_name="recognitions")
    is_outstanding = models.BooleanField("tiêu biểu", default=False)
    name = models.CharField("tên", max_length=300)
    result = models.TextField("kết quả, hiệu quả", blank=True)
    # What is public and nothing else, so that a search cannot ask about the rest.
    search = models.TextField(editable=False)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "công nhận"
        constraints = [
            models.UniqueConstraint(fields=["entry", "campaign_year"], name="one_recognition_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.campaign_year.year})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_text(self.name, self.entry.unit.name, self.result)
        super().save(*args, **kwargs)

    @property
    def grade(self) -> str:
        return "Tiêu biểu" if self.is_outstanding else "Công nhận"

    @property
    def words(self) -> str:
        return f"{self.grade} năm {self.campaign_year.year}"
