from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import Unit, UnitKind


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def for_period(self, kind: str) -> Self:
        """What a period of that kind reports, in the order of the catalogue."""
        return self.filter(period__in=[kind, Indicator.Period.BOTH]).select_related("denominator")

    def asked_of(self, unit: Unit) -> Self:
        """What this unit by name, or each unit of its kind, answers for."""
        named = Q(supplier_units=unit) | Q(supplier_kinds=unit.kind_id)
        return self.filter(pk__in=Indicator.objects.filter(named).values("pk"))


class Indicator(models.Model):
    """One figure of the catalogue: what it counts, in what, and who alone supplies it.

    What has a counter is supplied by the registers: a unit finds its own part there, confirms it
    or says what is wrong with it. Everything else is the sum of what the supplying units typed.
    """

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
    is_whole = models.BooleanField("chỉ nhận số nguyên", default=True)
    aggregation = models.CharField("cách tổng hợp", max_length=6, choices=Aggregation)
    period = models.CharField("kỳ", max_length=8, choices=Period, default=Period.BOTH)
    # A figure that the registers know: the name of its counter (reports/counters).
    counter = models.SlugField("đếm từ sổ", blank=True)
    supplier_kinds = models.ManyToManyField(
        UnitKind, blank=True, related_name="+", verbose_name="khối cung cấp"
    )
    supplier_units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="đơn vị cung cấp"
    )
    # A ratio is a numerator with this denominator; both are typed, the percentage never.
    denominator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="mẫu số"
    )
    certainty = models.CharField("căn cứ", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "chỉ tiêu"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class ReportPeriodQuerySet(models.QuerySet["ReportPeriod"]):
    def for_list(self) -> Self:
        """With who owes and who has sent, and without the figures, which are long."""
        sent = models.Count("unit_reports", filter=Q(unit_reports__sent_at__isnull=False), distinct=True)
        return (
            self.select_related("window__campaign_year", "aggregate")
            .defer("figures", "aggregate__outline")
            .annotate(owed_count=models.Count("window__obligations", distinct=True), sent_count=sent)
            .order_by("-last_day", "pk")
        )

    def frozen(self) -> Self:
        return self.filter(frozen_at__isnull=False)


class ReportPeriod(models.Model):
    """Sơ kết 6 tháng or tổng kết năm: the days it counts, and its figures once they are frozen."""

    class Kind(models.TextChoices):
        INTERIM = "interim", "Sơ kết 6 tháng"
        FINAL = "final", "Tổng kết năm"

    # The window that holds the dates of each kind.
    WINDOWS = {
        Window.Kind.INTERIM_REPORT: Kind.INTERIM,
        Window.Kind.FINAL_REPORT: Kind.FINAL,
    }

    window = models.OneToOneField(Window, models.PROTECT, related_name="report_period")
    kind = models.CharField("loại", max_length=8, choices=Kind)
    first_day = models.DateField("số liệu từ ngày")
    last_day = models.DateField("đến ngày")
    frozen_at = models.DateTimeField("chốt số liệu lúc", null=True, editable=False)
    # The frozen figures with their rows: the only source of the paper and of later comparisons.
    figures = models.JSONField("số liệu đã chốt", null=True, editable=False)

    objects = ReportPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kỳ báo cáo"
        ordering = ("-last_day",)
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="period_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().removesuffix(' năm')} năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:period-detail", args=[self.pk])

    @property
    def campaign_year(self) -> CampaignYear:
        return self.window.campaign_year

    @property
    def year(self) -> int:
        return self.window.campaign_year.year

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def days(self) -> str:
        """“từ ngày 01/01/2026 đến ngày 15/06/2026”, as forms and papers print it."""
        return f"từ ngày {self.first_day:%d/%m/%Y} đến ngày {self.last_day:%d/%m/%Y}"
