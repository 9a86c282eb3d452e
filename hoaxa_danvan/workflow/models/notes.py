"""Opinions pinned to the fields of a paper, and the sentences that the office writes often."""

from typing import Self

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models.records import About, AboutQuerySet


class ReturnNoteQuerySet(AboutQuerySet["ReturnNote"]):
    def released(self) -> Self:
        """Notes that the unit may see."""
        return self.filter(released_at__isnull=False)

    def pending(self) -> Self:
        """Notes that the reviewing unit still prepares."""
        return self.filter(released_at__isnull=True)

    def unanswered(self) -> Self:
        """Notes that the unit must answer before it can send."""
        return self.released().filter(answer="", is_remark=False)


class ReturnNote(About):
    """An opinion pinned to one field. To a peer body it is a remark that asks for no answer."""

    field = models.CharField("ô", max_length=100)
    field_label = models.CharField("tên ô", max_length=300)
    text = models.TextField("ý kiến")
    is_remark = models.BooleanField("ý kiến trao đổi", default=False)

    class Outcome(models.TextChoices):
        MET = "met", "Đã tiếp thu"
        OPEN = "open", "Chưa tiếp thu"

    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")
    released_at = models.DateTimeField("gửi đơn vị lúc", null=True)
    answer = models.TextField("tiếp thu, giải trình", blank=True)
    answered_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    # Ticked off by the reviewing unit when the paper has come again; the unit sees it with the next decision.
    outcome = models.CharField("kết quả tiếp thu", max_length=10, choices=Outcome, blank=True)
    outcome_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    outcome_at = models.DateTimeField("đánh dấu lúc", null=True)
    outcome_released_at = models.DateTimeField("báo đơn vị lúc", null=True)
    # The earlier note that was not followed and is asked for again by this one.
    carries = models.OneToOneField(
        "self", models.CASCADE, null=True, related_name="carried_by", verbose_name="ý kiến lần trước"
    )

    objects = ReturnNoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ý kiến"
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="note_of_target")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def author(self) -> str:
        """“Ý kiến của Ban Xây dựng Đảng”, and to a peer body “Ý kiến trao đổi của …”."""
        return f"{'Ý kiến trao đổi' if self.is_remark else 'Ý kiến'} của {self.by.unit.label}"

    @property
    def waits_for_answer(self) -> bool:
        return self.released_at is not None and not self.is_remark and not self.answer

    @property
    def can_be_ticked(self) -> bool:
        """Of an earlier round, and the unit has not been told yet what became of it."""
        return self.released_at is not None and not self.is_remark and self.outcome_released_at is None

    @property
    def is_to_tick_off(self) -> bool:
        return self.can_be_ticked and not self.outcome

    @property
    def outcome_tone(self) -> str:
        return {self.Outcome.MET: "done", self.Outcome.OPEN: "back"}.get(self.Outcome(self.outcome), "")


class CannedRemark(models.Model):
    """“Câu góp ý thường dùng”: a sentence offered where an opinion is written."""

    # Shipped sentences have a code; those that the office has added have none.
    code = models.SlugField("mã", max_length=60, null=True, unique=True, editable=False)
    # The kind of paper by its content type's name (“campaigns.unitplan”); empty: every kind.
    form = models.CharField("dùng cho", max_length=60, blank=True)
    # The last part of the field's path (“deadline” of “task-12-deadline”); empty: every field.
    field = models.CharField("ô", max_length=60, blank=True)
    text = models.TextField("câu góp ý", max_length=1000)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_proposal = models.BooleanField("bản đề xuất", default=False, editable=False)
    is_retired = models.BooleanField("thôi dùng", default=False)
    used_count = models.PositiveIntegerField("số lần dùng", default=0, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "câu góp ý thường dùng"
        ordering = ("form", "field", "order", "pk")

    def __str__(self) -> str:
        return self.text[:80]
