"""Kiểm tra, khảo sát: visits, what was found, and how it was put right."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.years import CampaignYear
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.workflow.models import Move, Stateful, Versioned
from hoaxa_danvan.workflow.snapshots import described


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, who: Appointment) -> Self:
        """The office sees all; a unit what it, or a unit that it steers, has been told of."""
        if who.role in OFFICE_ROLES:
            return self
        if who.role in UNIT_ROLES:
            theirs = Q(unit=who.unit_id) | Q(unit__steered_by=who.unit_id)
            return self.filter(theirs, announced_at__isnull=False)
        return self.none()

    def for_list(self) -> Self:
        """Everything the list page shows, in one query."""
        to_mend = Q(findings__isnull=False) & ~Q(findings__status=Finding.Status.FIXED)
        return (
            self.select_related("unit__kind", "campaign_year")
            .annotate(
                finding_count=models.Count("findings", distinct=True),
                open_count=models.Count("findings", filter=to_mend, distinct=True),
            )
            .order_by("-planned_on", "-pk")
        )


class Inspection(Versioned):
    """One visit to one unit. The unit knows of it from the announcement on."""

    class Manner(models.TextChoices):
        INSPECTION = "inspection", "Kiểm tra"
        SURVEY = "survey", "Khảo sát"

    class Status(models.TextChoices):
        PLANNED = "planned", "Dự kiến"
        ANNOUNCED = "announced", "Đã thông báo"
        HELD = "held", "Đã làm việc với đơn vị"
        CLOSED = "closed", "Đã kết thúc"
        CANCELLED = "cancelled", "Không tổ chức"

    MOVES = (
        Move("announce", "Thông báo cho đơn vị", frozenset({Status.PLANNED}), Status.ANNOUNCED),
        Move("hold", "Ghi kết quả", frozenset({Status.ANNOUNCED}), Status.HELD),
        Move("close", "Kết thúc", frozenset({Status.HELD}), Status.CLOSED),
        Move(
            "cancel",
            "Không tổ chức",
            frozenset({Status.PLANNED, Status.ANNOUNCED}),
            Status.CANCELLED,
            needs_note=True,
        ),
    )
    STEPS: ClassVar = {"start": "Lập lịch"}
    # What history and pages colour it by.
    TONES: ClassVar = {"planned": "draft", "announced": "wait", "held": "back", "closed": "done"}

    campaign_year = models.ForeignKey(
        CampaignYear, models.PROTECT, related_name="inspections", verbose_name="năm"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections", verbose_name="đơn vị")
    manner = models.CharField("hình thức", max_length=10, choices=Manner, default=Manner.INSPECTION)
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.PLANNED)
    planned_on = models.DateField("ngày dự kiến")
    members = models.TextField("thành phần đoàn", blank=True)
    subject = models.TextField("nội dung")
    paper = models.CharField("theo văn bản", max_length=300, blank=True)
    announced_at = models.DateTimeField("thông báo lúc", null=True, editable=False)
    held_on = models.DateField("ngày làm việc", null=True, blank=True)
    conclusion = models.TextField("kết luận", blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kiểm tra, khảo sát"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["held", "closed"]) | Q(held_on__isnull=False),
                name="held_inspection_is_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_manner_display()} {self.unit}, ngày {self.held_on or self.planned_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:inspection-detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        return self.TONES.get(self.status, "")

    def snapshot(self) -> dict[str, Any]:
        """What is planned, without what the visit showed."""
        fields = ("unit", "manner", "planned_on", "members", "subject", "paper")
        points = "\n".join(self.points.values_list("text", flat=True))
        return {
            **{name: described(self, name, "Lịch kiểm tra, khảo sát") for name in fields},
            "points": {"label": "Nội dung xem xét", "value": points},
        }


class InspectionPoint(models.Model):
    """A line of the checklist, and what the visit showed."""

    class Answer(models.TextChoices):
        MET = "met", "Đạt"
        UNMET = "unmet", "Chưa đạt"
        NOT_APPLICABLE = "none", "Không có nội dung này"

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("nội dung xem xét", max_length=300)
    answer = models.CharField("kết quả", max_length=5, choices=Answer, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "nội dung xem xét"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, who: Appointment) -> Self:
        return self.filter(inspection__in=Inspection.objects.visible_to(who))

    def unsettled(self) -> Self:
        return self.exclude(status=Finding.Status.FIXED)


class Finding(Stateful):
    """Something to be put right by a day, followed until the office has confirmed it."""

    class Status(models.TextChoices):
        OPEN = "open", "Cần khắc phục"
        REPORTED = "reported", "Đã báo khắc phục"
        FIXED = "fixed", "Đã khắc phục"

    MOVES = (
        Move("report", "Báo đã khắc phục", frozenset({Status.OPEN}), Status.REPORTED, needs_note=True),
        Move("reopen", "Chưa đạt", frozenset({Status.REPORTED}), Status.OPEN, needs_note=True),
        Move("confirm", "Xác nhận đã khắc phục", frozenset({Status.OPEN, Status.REPORTED}), Status.FIXED),
    )
    STEPS: ClassVar = {"find": "Ghi nội dung cần khắc phục", "extend": "Lùi thời hạn"}
    TONES: ClassVar = {"open": "back", "reported": "wait", "fixed": "done"}

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.OPEN)
    text = models.TextField("nội dung cần khắc phục")
    fix_by = models.DateField("khắc phục trước ngày")
    # A task, a model, a report: whatever of the unit's it is about, if of any one thing.
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about: Any = GenericForeignKey("about_type", "about_id")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")
    evidence = GenericRelation(Evidence, "target_id", "target_type")

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nội dung cần khắc phục"
        ordering = ("fix_by", "pk")

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79].rsplit(" ", 1)[0] + "…"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:finding-detail", args=[self.pk])

    @property
    def unit(self) -> Unit:
        return self.inspection.unit

    @property
    def unit_id(self) -> int:
        return self.inspection.unit_id

    @property
    def status_tone(self) -> str:
        return self.TONES.get(self.status, "")

    def is_overdue(self, day: date) -> bool:
        return self.status != self.Status.FIXED and self.fix_by < day
