from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models import Window
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit, UnitKind
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.models import Move, Sendable, Stateful


class Indicator(models.Model):
    """One figure of the catalogue: what it counts, in what, and who alone supplies it."""

    class Aggregation(models.TextChoices):
        SUM = "sum", "Cộng"
        LAST = "last", "Lấy số cuối kỳ"
        RATIO = "ratio", "Tỷ lệ (tử số, mẫu số)"

    class Period(models.TextChoices):
        INTERIM = "interim", "6 tháng"
        FINAL = "final", "Năm"
        BOTH = "both", "6 tháng và năm"

    code = models.SlugField("mã", unique=True)
    name = models.CharField("chỉ tiêu", max_length=200)
    group = models.CharField("nhóm", max_length=100)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    aggregation = models.CharField("cách tổng hợp", max_length=6, choices=Aggregation)
    period = models.CharField("kỳ", max_length=8, choices=Period, default=Period.BOTH)
    # A figure that the registers know: the name of its counter in selectors; "" where units type it.
    counter = models.SlugField("đếm từ sổ", blank=True)
    supplier_kinds = models.ManyToManyField(
        UnitKind, blank=True, related_name="+", verbose_name="khối cung cấp"
    )
    supplier_units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="đơn vị cung cấp"
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="mẫu số"
    )
    certainty = models.CharField("căn cứ", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "chỉ tiêu"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class ReportPeriod(models.Model):
    """Sơ kết 6 tháng or tổng kết năm: the days it counts, and its figures once they are frozen."""

    class Kind(models.TextChoices):
        INTERIM = "interim", "Sơ kết 6 tháng"
        FINAL = "final", "Tổng kết năm"

    window = models.OneToOneField(Window, models.PROTECT, related_name="report_period")
    kind = models.CharField("loại", max_length=8, choices=Kind)
    first_day = models.DateField("số liệu từ ngày")
    last_day = models.DateField("đến ngày")
    frozen_at = models.DateTimeField("chốt số liệu lúc", null=True, editable=False)
    # The frozen figures with their rows: the only source of the paper and of later comparisons.
    figures = models.JSONField("số liệu đã chốt", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "kỳ báo cáo"
        ordering = ("-last_day",)
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="period_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.window.campaign_year.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:period-detail", args=[self.pk])

    @property
    def year(self) -> int:
        return self.window.campaign_year.year


class UnitReportQuerySet(models.QuerySet["UnitReport"]):
    def visible_to(self, who: Appointment) -> Self:
        if who.role in UNIT_ROLES:
            steered = Q(unit__steered_by=who.unit_id, sent_at__isnull=False)
            return self.filter(Q(unit=who.unit_id) | steered)
        if who.role in OFFICE_ROLES:
            return self.filter(sent_at__isnull=False)
        return self.none()

    def for_list(self) -> Self:
        return self.select_related("unit__kind", "period__window__campaign_year").order_by(
            "-period__last_day", "unit__sort_key", "pk"
        )

    def waiting(self) -> Self:
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
    TEXTS: ClassVar = ("highlights", "difficulties", "next_steps")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    period = models.ForeignKey(
        ReportPeriod, models.PROTECT, related_name="unit_reports", verbose_name="kỳ báo cáo"
    )
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    highlights = models.TextField("kết quả nổi bật", blank=True)
    difficulties = models.TextField("khó khăn, hạn chế, nguyên nhân", blank=True)
    next_steps = models.TextField("kiến nghị, nhiệm vụ kỳ tới", blank=True)
    review_form = models.CharField(
        "hình thức sơ kết, tổng kết tại đơn vị", max_length=10, choices=Review, default=Review.NONE
    )
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} – {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("reports:unit-report-detail", args=[self.pk])

    def snapshot(self) -> dict[str, Any]:
        content = {
            name: {
                "label": str(self._meta.get_field(name).verbose_name).capitalize(),  # type: ignore[union-attr]  # plain fields
                "value": getattr(self, name),
            }
            for name in self.TEXTS
        }
        for figure in self.report_figures.select_related("indicator"):
            content[f"figure-{figure.indicator.code}"] = {
                "label": figure.indicator.name,
                "value": figure.in_words,
            }
        return content


class ReportFigure(models.Model):
    """One figure of a unit's report: what the registers say, what the unit says, and why."""

    report = models.ForeignKey(UnitReport, models.CASCADE, related_name="report_figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    prefilled = models.DecimalField("theo sổ", max_digits=16, decimal_places=2, null=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    value = models.DecimalField("số liệu", max_digits=16, decimal_places=2, null=True, blank=True)
    # Needed where the value differs from the register's, and where there is no value.
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
    def in_words(self) -> str:
        said = "chưa có số liệu" if self.value is None else number(self.value)
        return f"{said} ({self.reason})" if self.reason else said


class AggregateReport(Stateful):
    """The commune's report of a period, from the frozen figures to Thành ủy."""

    class Status(models.TextChoices):
        COMPILING = "compiling", "Đang tổng hợp"
        DRAFT = "draft", "Dự thảo"
        PRESENTED = "presented", "Đã trình Ban Thường vụ"
        ISSUED = "issued", "Đã ban hành"
        SENT = "sent", "Đã gửi Thành ủy"

    MOVES = (
        Move("draft", "Lập dự thảo", frozenset({Status.COMPILING}), Status.DRAFT),
        Move("present", "Trình Ban Thường vụ", frozenset({Status.DRAFT}), Status.PRESENTED),
        Move(
            "rework",
            "Hoàn thiện lại dự thảo",
            frozenset({Status.PRESENTED}),
            Status.DRAFT,
            needs_note=True,
        ),
        Move("issue", "Ban hành", frozenset({Status.PRESENTED}), Status.ISSUED),
        Move("send", "Ghi đã gửi Thành ủy", frozenset({Status.ISSUED}), Status.SENT),
    )

    period = models.OneToOneField(ReportPeriod, models.PROTECT, related_name="aggregate")
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.COMPILING)
    version = models.PositiveIntegerField(default=1, editable=False)
    draft_number = models.PositiveSmallIntegerField("dự thảo lần", default=0, editable=False)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    signer_office = models.CharField("chức vụ người ký", max_length=120, blank=True)
    sent_note = models.CharField("gửi Thành ủy bằng, ngày", max_length=200, blank=True)
    documents = GenericRelation(Document, "target_id", "target_type")

    class Meta:
        verbose_name = verbose_name_plural = "báo cáo của xã"

    def __str__(self) -> str:
        return f"Báo cáo {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reports:aggregate-detail", args=[self.pk])


class ReportSection(models.Model):
    """One paragraph of the commune's report: what the portal proposes and what people made of it."""

    report = models.ForeignKey(AggregateReport, models.CASCADE, related_name="sections")
    code = models.SlugField("mã")
    title = models.CharField("mục", max_length=200)
    proposed = models.TextField("câu đề xuất từ số liệu", blank=True)
    text = models.TextField("nội dung", blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "mục của báo cáo"
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="one_section_per_code")]

    def __str__(self) -> str:
        return self.title
