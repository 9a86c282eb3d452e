"""Nhắc việc: when the portal reminds by itself, and every reminder that was given, or spared."""

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.years import CampaignYear, Window
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit
from hoaxa_danvan.notifications.models import Mail, Notice


class ReminderRule(models.Model):
    """When the portal reminds by itself, and in which words. Data of the reviewing unit."""

    class How(models.TextChoices):
        BEFORE = "before", "Trước hạn"
        DIGEST = "digest", "Bản tin hằng tuần"

    LONGEST: ClassVar = 60  # days ahead

    how = models.CharField("cách nhắc", max_length=8, choices=How, default=How.BEFORE)
    kind = models.CharField("việc", max_length=16, choices=Window.Kind, blank=True)
    # Before a due day so many days; for the weekly digest how far it looks ahead.
    days = models.PositiveSmallIntegerField("số ngày", validators=[MaxValueValidator(LONGEST)])
    is_on = models.BooleanField("đang dùng", default=True)
    text = models.TextField("nội dung")
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "lịch nhắc việc"
        ordering = ("how", "kind", "-days", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["how", "kind", "days"],
                name="one_reminder_rule_per_day",
                violation_error_message="Đã có lịch nhắc vào ngày đó.",
            ),
            models.CheckConstraint(
                condition=Q(how="digest", kind="") | Q(how="before", days__gte=1) & ~Q(kind=""),
                name="rule_is_of_a_kind_or_the_digest",
            ),
        ]

    def __str__(self) -> str:
        if self.how == self.How.DIGEST:
            return f"{self.get_how_display()}, việc đến hạn trong {self.days} ngày"
        return f"{self.get_kind_display()}: trước hạn {self.days} ngày"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:reminder-rule-edit", args=[self.pk])


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, who: Appointment) -> Self:
        """The office's all; a unit's own, and those of the units that it steers now."""
        if who.role in OFFICE_ROLES:
            return self
        if who.role in UNIT_ROLES:
            return self.filter(Q(unit=who.unit_id) | Q(unit__steered_by=who.unit_id))
        return self.none()

    def for_list(self) -> Self:
        return (
            self.select_related("unit", "window__campaign_year", "by__unit")
            .prefetch_related("mails")
            .order_by("-at", "unit__sort_key", "pk")
        )


class Reminder(models.Model):
    """One nhắc việc to one unit: asked for, then given, or spared because the thing was done meanwhile."""

    class How(models.TextChoices):
        RULE = "rule", "Tự động trước hạn"
        HAND = "hand", "Người nhắc"
        DIGEST = "digest", "Bản tin hằng tuần"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        SENT = "sent", "Đã nhắc"
        SPARED = "spared", "Không cần nhắc nữa"

    # The same cause reminds once: rule, window, unit and due day; a press of the button; a week.
    key = models.CharField("khóa", max_length=120, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reminders", verbose_name="đơn vị")
    # None for the digest, which is about everything that is open.
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, related_name="reminders", verbose_name="việc"
    )
    campaign_year = models.ForeignKey(
        CampaignYear, models.PROTECT, related_name="reminders", verbose_name="năm"
    )
    how = models.CharField("cách nhắc", max_length=8, choices=How)
    rule = models.ForeignKey(ReminderRule, models.SET_NULL, null=True, related_name="+")
    days_before = models.SmallIntegerField("trước hạn (ngày)", null=True)
    by = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="người nhắc"
    )
    at = models.DateTimeField("lúc")
    # As it was asked for, then as it was said.
    text = models.TextField("nội dung")
    state = models.CharField("kết quả", max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField("lý do không nhắc", max_length=200, blank=True)
    settled_at = models.DateTimeField("xong lúc", null=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    mails = models.ManyToManyField(Mail, related_name="+", verbose_name="thư")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nhắc việc"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["window", "unit"], name="reminder_of_window")]

    def __str__(self) -> str:
        return f"{self.what}: {self.unit}"

    @property
    def what(self) -> str:
        return str(self.window) if self.window else "Bản tin hằng tuần"

    @property
    def status_tone(self) -> str:
        return {self.State.WAITING: "wait", self.State.SENT: "done"}.get(self.State(self.state), "")
