"""Opinions pinned to the fields of a paper."""

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
        return self.released().filter(answer="", is_remark=False)


class ReturnNote(About):
    """An opinion pinned to one field. To a peer body it is a remark that asks for no answer."""

    field = models.CharField("ô", max_length=100)
    field_label = models.CharField("tên ô", max_length=300)
    text = models.TextField("ý kiến")
    is_remark = models.BooleanField("ý kiến trao đổi", default=False)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")
    released_at = models.DateTimeField("gửi đơn vị lúc", null=True)
    answer = models.TextField("tiếp thu, giải trình", blank=True)
    answered_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)

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
