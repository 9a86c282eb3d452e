"""What happens to units over the years: who steers whom, and how a unit ended."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hoaxa_danvan.accounts.models.people import Appointment
from hoaxa_danvan.accounts.models.units import Unit


class Steering(models.Model):
    """Who steers a unit, from when to when; `Unit.steered_by` is the one that stands now."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="steerings", verbose_name="đơn vị")
    steered_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị chỉ đạo")
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)
    reason = models.CharField("lý do, văn bản", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "quan hệ chỉ đạo"
        ordering = ("-since", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True), name="one_steering_unit_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="steering_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} do {self.steered_by} chỉ đạo"


class UnitEnding(models.Model):
    """How a unit ended, and what moved, was dropped or stayed when it did: the record of that day."""

    class Kind(models.TextChoices):
        MERGED = "merged", "Sáp nhập"
        CLOSED = "closed", "Kết thúc hoạt động"

    # What a page says of a consequence, in this order.
    FATES: ClassVar = {"moves": "Chuyển sang", "ends": "Kết thúc", "stays": "Giữ nguyên"}

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="ending", verbose_name="đơn vị")
    kind = models.CharField("cách kết thúc", max_length=10, choices=Kind)
    on = models.DateField("từ ngày")  # the first day without the unit
    successor = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="vào đơn vị"
    )
    paper = models.CharField("văn bản", max_length=300, blank=True)
    reason = models.TextField("lý do")
    # [[fate, sentence], …]
    consequences = models.JSONField("hệ quả", default=list)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = verbose_name_plural = "kết thúc đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="merged", successor__isnull=False)
                | Q(kind="closed", successor__isnull=True),
                name="merged_unit_has_a_successor",
            )
        ]

    def __str__(self) -> str:
        into = f" vào {self.successor}" if self.successor else ""
        return f"{self.get_kind_display()}{into} từ ngày {self.on:%d/%m/%Y}"

    def by_fate(self) -> list[tuple[str, list[str]]]:
        """(“Chuyển sang”, sentences) and so on, without what is empty."""
        grouped = [
            (label, [s for f, s in self.consequences if f == fate]) for fate, label in self.FATES.items()
        ]
        return [(label, sentences) for label, sentences in grouped if sentences]
