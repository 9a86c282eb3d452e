"""Gia hạn: one unit's own end of one window, asked for or given, with a reason."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models.years import Window
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit
from hoaxa_danvan.workflow.models import Move, Stateful


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, who: Appointment) -> Self:
        """A unit's own; the office's all."""
        if who.role in UNIT_ROLES:
            return self.filter(unit=who.unit_id)
        return self if who.role in OFFICE_ROLES else self.none()

    def granted(self) -> Self:
        """What was given, also what has been ended early since: it held until then."""
        return self.filter(status__in=[Extension.Status.GRANTED, Extension.Status.ENDED])

    def running(self, at: datetime) -> Self:
        return self.filter(status=Extension.Status.GRANTED, until__gte=at)

    def waiting(self) -> Self:
        return self.filter(status=Extension.Status.REQUESTED).order_by("status_at", "pk")

    def for_list(self) -> Self:
        return self.select_related(
            "unit__kind", "window__campaign_year", "asked_by__unit", "decided_by__unit", "ended_by__unit"
        ).order_by("-status_at", "-pk")


class Extension(Stateful):
    """An exception to a window for one unit: until when, why, who asked and who gave it.

    `until` binds as `due_at` and `closes_at` of the window do: what comes by then is in time.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "Chờ trả lời"
        GRANTED = "granted", "Được gia hạn"
        DECLINED = "declined", "Không gia hạn"
        DROPPED = "dropped", "Đơn vị đã rút"
        ENDED = "ended", "Đã kết thúc sớm"

    MOVES = (
        Move("grant", "Gia hạn", frozenset({Status.REQUESTED}), Status.GRANTED, needs_note=True),
        Move("decline", "Không gia hạn", frozenset({Status.REQUESTED}), Status.DECLINED, needs_note=True),
        Move("drop", "Rút đề nghị", frozenset({Status.REQUESTED}), Status.DROPPED),
        Move("end", "Kết thúc sớm", frozenset({Status.GRANTED}), Status.ENDED, needs_note=True),
    )

    STEPS: ClassVar = {"ask": "Xin gia hạn", "give": "Gia hạn, đơn vị không xin"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="đơn vị")
    window = models.ForeignKey(Window, models.PROTECT, related_name="extensions", verbose_name="thời hạn")
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.REQUESTED)
    # Asked by the unit; empty where the reviewing unit gave it unasked.
    asked_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("đề nghị lúc", null=True)
    asked_reason = models.TextField("lý do xin gia hạn", blank=True)
    wished_until = models.DateField("xin gửi trước ngày", null=True)
    # Given: until when, and why; or why not.
    until = models.DateTimeField("gia hạn đến", null=True)
    reason = models.TextField("lý do, trả lời", blank=True)
    decided_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("trả lời lúc", null=True)
    ended_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("kết thúc sớm lúc", null=True)
    ended_reason = models.TextField("lý do kết thúc sớm", blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "gia hạn"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "window"],
                condition=Q(status="requested"),
                name="one_open_request_per_unit_and_window",
                violation_error_message="Đơn vị đã có đề nghị gia hạn đang chờ trả lời.",
            ),
            models.UniqueConstraint(
                fields=["unit", "window"],
                condition=Q(status="granted"),
                name="one_running_extension_per_unit_and_window",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["granted", "ended"]) | Q(until__isnull=False),
                name="granted_extension_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__lte=F("until")),
                name="extension_ends_early",
            ),
        ]

    def __str__(self) -> str:
        return f"Gia hạn {str(self.window).lower()} – {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:extension-detail", args=[self.pk])

    @property
    def ends_at(self) -> datetime | None:
        """Until when it holds, or held."""
        return self.ended_at or self.until

    @property
    def status_tone(self) -> str:
        return {
            self.Status.REQUESTED: "wait",
            self.Status.GRANTED: "done",
            self.Status.DECLINED: "back",
        }.get(self.Status(self.status), "")
