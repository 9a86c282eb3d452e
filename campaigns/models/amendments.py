"""Sửa đổi, bổ sung of the commune's plan: each with its paper, and what each item said before."""

from typing import Any

from django.db import models
from django.urls import reverse

from campaigns.models.campaigns import Campaign, ContentItem
from hoaxa_danvan.accounts.models import Appointment


class CampaignAmendment(models.Model):
    """A paper that changes the plan from a year on; what was before that year stays as it was."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="amendments")
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    signer = models.CharField("người ký", max_length=120)
    office = models.CharField("chức vụ người ký", max_length=120, blank=True)
    reason = models.TextField("lý do")
    first_year = models.PositiveSmallIntegerField("áp dụng từ năm")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = verbose_name_plural = "sửa đổi, bổ sung"
        ordering = ("issued_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="one_amendment_per_number",
                violation_error_message="Đã có lần sửa đổi, bổ sung mang số này.",
            )
        ]

    def __str__(self) -> str:
        return f"Sửa đổi, bổ sung số {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:amendment-detail", args=[self.pk])


class ItemAmendment(models.Model):
    """What an amendment makes of one item.

    `before` and `after` are `{"text", "timing", "timing_text", "lead", "coordinating",
    "implementing"}`, the last three lists of names; empty where the item is not yet or no more.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", "Sửa đổi"
        ADDED = "added", "Bổ sung"
        ENDED = "ended", "Thôi thực hiện"

    amendment = models.ForeignKey(CampaignAmendment, models.CASCADE, related_name="changes")
    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="amendments")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "nội dung được sửa đổi, bổ sung"
        ordering = ("item__order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["amendment", "item"], name="one_change_per_item_and_amendment")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item}"
