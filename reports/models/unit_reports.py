from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit, held_by
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.models import Move, Sendable
from hoaxa_danvan.workflow.snapshots import described
from reports.models.periods import Indicator, ReportPeriod


class UnitReportQuerySet(models.QuerySet["UnitReport"]):
    def visible_to(self, who: Appointment) -> Self:
        """Its unit's own, those a unit steers and all others once sent."""
        if who.role in UNIT_ROLES:
            steered = models.Q(unit__steered_by=who.unit_id, sent_at__isnull=False)
            return self.filter(held_by(who.unit_id) | steered)
        if who.role in OFFICE_ROLES:
            return self.filter(sent_at__isnull=False)
        return self.none()

    def for_list(self) -> Self:
        return (
            self.select_related("unit__kind", "period__window__campaign_year")
            .defer("period__figures")
            .order_by("-period__last_day", "unit__sort_key", "pk")
        )

    def waiting(self) -> Self:
        """What the reviewing unit still has to take in, the longest waiting first."""
        return self.filter(status=UnitReport.Status.SUBMITTED).order_by("status_at", "pk")


class UnitReport(Sendable):
    """A unit's own report of a period: a page of three texts and a few figures."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã gửi"
        RETURNED = "returned", "Cần bổ sung"
        ACCEPTED = "accepted", "Đã tiếp nhận"

    class Review(models.TextChoices):
        MEETING = "meeting", "Hội nghị riêng"
        EMBEDDED = "embedded", "Lồng ghép trong hội nghị khác"
        WRITTEN = "written", "Báo cáo bằng văn bản"
        NONE = "none", "Chưa tổ chức"

    MOVES = (
        Move("submit", "Gửi", frozenset({Status.DRAFT, Status.RETURNED}), Status.SUBMITTED),
        Move("withdraw", "Rút lại", frozenset({Status.SUBMITTED}), Status.DRAFT),
        Move("accept", "Tiếp nhận", frozenset({Status.SUBMITTED}), Status.ACCEPTED),
        Move(
            "return",
            "Đề nghị bổ sung",
            frozenset({Status.SUBMITTED}),
            Status.RETURNED,
            needs_note=True,
        ),
    )
    REMARKED: ClassVar = {
        "highlights": "Kết quả nổi bật",
        "difficulties": "Khó khăn, hạn chế, nguyên nhân",
        "next_steps": "Kiến nghị, nhiệm vụ kỳ tới",
        "files": "Tệp kèm theo",
    }
    TEXTS: ClassVar = ("highlights", "difficulties", "next_steps")
    ADDRESSEE: ClassVar = "Ban Thường vụ Đảng ủy xã (qua Ban Xây dựng Đảng)"
    AFTER_SENDING: ClassVar = (
        "Ban Xây dựng Đảng xem báo cáo, tiếp nhận hoặc đề nghị bổ sung. "
        "Báo cáo được tiếp nhận trước khi chốt số liệu thì tính vào báo cáo của xã."
    )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    period = models.ForeignKey(
        ReportPeriod, models.PROTECT, related_name="unit_reports", verbose_name="kỳ báo cáo"
    )
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    highlights = models.TextField("kết quả nổi bật", blank=True)
    difficulties = models.TextField("khó khăn, hạn chế, nguyên nhân", blank=True)
    next_steps = models.TextField("kiến nghị, nhiệm vụ kỳ tới", blank=True)
    review_form = models.CharField("hình thức", max_length=10, choices=Review, blank=True)
    review_on = models.DateField("ngày tổ chức", null=True, blank=True)
    files = GenericRelation(Evidence, "target_id", "target_type")

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "báo cáo của đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"],
                name="one_report_per_unit_and_period",
                violation_error_message="Đơn vị đã có báo cáo cho kỳ này.",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(status_at__isnull=False),
                name="report_status_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo {str(self.period).lower()} – {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("reports:unit-report-detail", args=[self.pk])

    def signed_copies(self) -> models.QuerySet[Evidence]:
        """The unit's own signed report as it was scanned; with it the three texts may stay empty."""
        return Evidence.objects.kept().about(self).filter(purpose=Evidence.Purpose.SIGNED_COPY)

    def snapshot(self) -> dict[str, Any]:
        """The whole report, field by field; figures under `figure-<code>`."""
        content = {f"figure-{figure.indicator.code}": figure.described() for figure in self.all_figures()}
        copies = ", ".join(copy.original_name for copy in self.signed_copies())
        content["files"] = {"label": "Bản có chữ ký", "value": copies, "group": "Báo cáo"}
        content |= {name: described(self, name, "Báo cáo") for name in self.TEXTS}
        for name in ("review_form", "review_on"):
            content[name] = described(self, name, self.review_group)
        return content

    def all_figures(self) -> list["ReportFigure"]:
        return list(self.report_figures.select_related("indicator__denominator"))

    @property
    def review_group(self) -> str:
        """“Tổng kết tại đơn vị”"""
        return f"{self.period.get_kind_display().split()[0]} kết tại đơn vị"


class ReportFigure(models.Model):
    """One figure of a unit's report: what the registers say, what the unit says, and why."""

    report = models.ForeignKey(UnitReport, models.CASCADE, related_name="report_figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    # Null where the registers do not know and the unit alone can say.
    prefilled = models.DecimalField("theo sổ", max_digits=16, decimal_places=2, null=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    value = models.DecimalField("số liệu", max_digits=16, decimal_places=2, null=True, blank=True)
    # Needed where the value differs from the registers', and where there is no value.
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "số liệu"
        ordering = ("indicator__order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_figure_per_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.in_words}"

    @property
    def is_counted(self) -> bool:
        """Whether the registers know it."""
        return bool(self.indicator.counter)

    @property
    def is_corrected(self) -> bool:
        return self.is_counted and self.value != self.prefilled

    @property
    def in_words(self) -> str:
        """“4 mô hình (sổ ghi 3; một mô hình chưa kịp đăng ký)”"""
        measure = self.indicator.unit_of_measure
        said = "chưa có số liệu" if self.value is None else f"{number(self.value)} {measure}"
        register = "sổ ghi " + number(self.prefilled or 0) if self.is_corrected else ""
        remark = "; ".join(part for part in (register, self.reason) if part)
        return f"{said} ({remark})" if remark else said

    def described(self) -> dict[str, str]:
        group = "Số liệu theo sổ, đơn vị xác nhận" if self.is_counted else "Số liệu của đơn vị"
        return {"label": self.indicator.name, "value": self.in_words, "group": group}
