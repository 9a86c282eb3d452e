from typing import Any, Self

from django.db import models

from hoaxa_danvan.accounts.models import REVIEW_ROLES, UNIT_ROLES, Appointment, Unit
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.lib.text import search_text


class Mail(models.Model):
    """One mail to one address. Marked SENDING before the server gets it, never resent by itself."""

    class State(models.TextChoices):
        QUEUED = "queued", "Chờ gửi"
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        UNKNOWN = "unknown", "Chưa rõ đã gửi"
        REFUSED = "refused", "Máy chủ thư từ chối"
        CANCELLED = "cancelled", "Đã hủy, không gửi"

    key = models.CharField("khóa", max_length=200, unique=True)
    # What it tells of, for those who may call it back before it leaves: “acceptance:12”.
    cause = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    to = models.EmailField("người nhận")
    subject = models.CharField("tiêu đề", max_length=300)
    body = models.TextField("nội dung")
    # A file in the private storage, read when the mail leaves.
    attachment = models.CharField("tệp kèm theo", max_length=120, blank=True)
    attachment_name = models.CharField("tên tệp kèm theo", max_length=200, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.QUEUED)
    reason = models.TextField("lý do", blank=True)
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="mail")
    created_at = models.DateTimeField("tạo lúc", db_index=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)
    search = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = verbose_name_plural = "thư"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_text(self.subject, self.to)
        super().save(*args, **kwargs)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, who: Appointment) -> Self:
        """What was told to the unit of this post, for those who work on its papers."""
        if who.role in UNIT_ROLES | REVIEW_ROLES:
            return self.filter(unit=who.unit_id)
        return self.none()

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Thông báo: something told to a unit in the portal. Whoever reads it there has read it for the unit."""

    # The same cause tells once.
    key = models.CharField("khóa", max_length=200, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notices", verbose_name="đơn vị")
    text = models.TextField("nội dung")
    link = models.CharField("đường dẫn", max_length=300, blank=True)
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True)
    read_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "thông báo"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["unit", "read_at"], name="notice_of_unit")]

    def __str__(self) -> str:
        return self.text[:80]
