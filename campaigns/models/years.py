"""One year of the campaign: its dates, and what each unit owes."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models.campaigns import Campaign, ContentItem, ItemRole
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.workflow.models import Move, Stateful


class CampaignYear(Stateful):
    """One year of the campaign: its theme, its dates, what each unit owes."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "Chuẩn bị"
        OPEN = "open", "Đang thực hiện"
        CLOSED = "closed", "Đã kết thúc"

    MOVES = (
        Move("open", "Mở năm", frozenset({Status.PREPARING}), Status.OPEN),
        Move("close", "Kết thúc năm", frozenset({Status.OPEN}), Status.CLOSED),
    )

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    theme = models.TextField("chủ đề năm", blank=True)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.PREPARING)

    class Meta:
        verbose_name = verbose_name_plural = "năm"
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "year"],
                name="one_campaign_year",
                violation_error_message="Năm này đã có.",
            )
        ]

    def __str__(self) -> str:
        return f"Năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:year-detail", args=[self.year])


class Window(models.Model):
    """The only holder of dates: `due_at` binds units, `closes_at` binds the system."""

    class Kind(models.TextChoices):
        PLAN = "plan", "Kế hoạch năm"
        REGISTRATION = "registration", "Đăng ký mô hình, điển hình"
        INTERIM_REPORT = "interim_report", "Báo cáo sơ kết 6 tháng"
        FINAL_REPORT = "final_report", "Báo cáo tổng kết năm"
        AWARD = "award", "Hồ sơ đề nghị khen thưởng"

    # What every unit owes; an award dossier is sent by those who have something to propose.
    OWED: ClassVar = (Kind.PLAN, Kind.REGISTRATION, Kind.INTERIM_REPORT, Kind.FINAL_REPORT)

    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="windows")
    kind = models.CharField("loại", max_length=16, choices=Kind)
    opens_at = models.DateTimeField("nhận từ")
    due_at = models.DateTimeField("hạn gửi")
    closes_at = models.DateTimeField("ngừng nhận")
    paper = models.CharField("văn bản quy định hạn", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "thời hạn"
        ordering = ("due_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign_year", "kind"], name="one_window_per_kind"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opens_at")) & Q(closes_at__gte=F("due_at")),
                name="window_opens_is_due_closes",
                violation_error_message="Thứ tự phải là: nhận từ, hạn gửi, ngừng nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.campaign_year.year}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:window-urging", args=[self.campaign_year.year, self.kind])

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at <= self.closes_at


class Obligation(models.Model):
    """A paper that a unit owes. Whether it is fulfilled is derived, never stored."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    window = models.ForeignKey(Window, models.PROTECT, related_name="obligations")

    class Meta:
        verbose_name = verbose_name_plural = "việc phải gửi"
        constraints = [models.UniqueConstraint(fields=["unit", "window"], name="one_obligation_per_window")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.window}"


class ItemDuty(models.Model):
    """Who leads, coordinates or carries out an item in one year."""

    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="item_duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="item_duties")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="item_duties")
    role = models.CharField("vai trò", max_length=12, choices=ItemRole)

    class Meta:
        verbose_name = verbose_name_plural = "phân công thực hiện nội dung"
        constraints = [
            models.UniqueConstraint(fields=["item", "unit", "campaign_year", "role"], name="one_item_duty")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.item}"
