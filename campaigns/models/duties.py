"""One year's instance of who does what: how it was edited, and how a regular item goes on."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.campaigns import ContentItem, ItemRole
from campaigns.models.years import CampaignYear
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit, held_by


class DutyChange(models.Model):
    """A role that a unit was given or relieved of in one year alone, and why.

    `was` is empty where a role is given, `role` where one is taken away.
    """

    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="duty_changes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duty_changes")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="duty_changes")
    was = models.CharField("vai trò trước", max_length=12, choices=ItemRole, blank=True)
    role = models.CharField("vai trò sau", max_length=12, choices=ItemRole, blank=True)
    reason = models.TextField("lý do")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = verbose_name_plural = "điều chỉnh phân công"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(was="") ^ Q(role=""), name="duty_change_gives_or_takes_a_role")
        ]

    def __str__(self) -> str:
        verb = f"thêm {self.get_role_display()}" if self.role else f"thôi {self.get_was_display()}"
        return f"{self.unit}, {self.item}: {verb}"


class ItemUpdateQuerySet(models.QuerySet["ItemUpdate"]):
    def visible_to(self, who: Appointment) -> Self:
        """Its unit's own and those of units that it steers; the office reads all."""
        if who.role in UNIT_ROLES:
            return self.filter(held_by(who.unit_id) | Q(unit__steered_by=who.unit_id))
        return self.all() if who.role in OFFICE_ROLES else self.none()

    def for_list(self) -> Self:
        return self.select_related("unit", "item", "campaign_year", "by__person", "by__unit")


class ItemUpdate(models.Model):
    """How a regular item went in one period, in the unit's words. Never edited: a later row adds to it."""

    class Period(models.TextChoices):
        Q1 = "q1", "Quý I"
        Q2 = "q2", "Quý II"
        Q3 = "q3", "Quý III"
        Q4 = "q4", "Quý IV"
        M01 = "m01", "Tháng 1"
        M02 = "m02", "Tháng 2"
        M03 = "m03", "Tháng 3"
        M04 = "m04", "Tháng 4"
        M05 = "m05", "Tháng 5"
        M06 = "m06", "Tháng 6"
        M07 = "m07", "Tháng 7"
        M08 = "m08", "Tháng 8"
        M09 = "m09", "Tháng 9"
        M10 = "m10", "Tháng 10"
        M11 = "m11", "Tháng 11"
        M12 = "m12", "Tháng 12"

    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="updates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="item_updates")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="item_updates")
    period = models.CharField("kỳ", max_length=3, choices=Period)
    text = models.TextField("kết quả trong kỳ")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    objects = ItemUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cập nhật nội dung thường xuyên"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["campaign_year", "unit"], name="item_update_of_unit_year")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.item}, {self.get_period_display()} {self.campaign_year.year}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:unit-year", args=[self.campaign_year.year, self.unit_id])
