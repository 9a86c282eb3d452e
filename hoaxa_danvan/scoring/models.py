from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment
from hoaxa_danvan.workflow.models import About, AboutQuerySet

POINTS: dict[str, Any] = {"max_digits": 6, "decimal_places": 2, "validators": [MinValueValidator(Decimal(0))]}


class Subject(models.TextChoices):
    COLLECTIVE = "tap_the", "Tập thể"
    PERSON = "ca_nhan", "Cá nhân"
    HOUSEHOLD = "ho_gia_dinh", "Hộ gia đình"


class Rubric(models.Model):
    """The criteria for one kind of subject; what is used of it is a dated version."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên", max_length=200)
    subject = models.CharField("đối tượng", max_length=12, choices=Subject)

    class Meta:
        verbose_name = verbose_name_plural = "bộ tiêu chí"

    def __str__(self) -> str:
        return self.name


class RubricVersionQuerySet(models.QuerySet["RubricVersion"]):
    def visible_to(self, who: Appointment) -> Self:
        """Published criteria are for everyone; the others for the office that prepares them."""
        return self.all() if who.role in OFFICE_ROLES else self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def for_year(self, year: int) -> Self:
        return self.filter(year=year).select_related("rubric")

    def whole(self) -> Self:
        """With everything the criteria say, in four queries."""
        return self.select_related("rubric").prefetch_related("gates", "criteria", "grades")


class RubricVersion(models.Model):
    """The criteria as published for one year. From the first mark on it does not change."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="versions")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("phiên bản", default=1)
    # A sample is nobody's decision, and every page that shows it says so.
    is_sample = models.BooleanField("bản mẫu, chưa phải quyết định của xã", default=True)
    basis = models.CharField("văn bản ban hành", max_length=300, blank=True)
    guidance = models.TextField("hướng dẫn", blank=True)
    # Grows at every save, so that two officers do not overwrite each other.
    revision = models.PositiveIntegerField("lần lưu", default=1, editable=False)
    bonus_max = models.DecimalField("điểm thưởng tối đa", default=Decimal(0), **POINTS)
    penalty_max = models.DecimalField("điểm trừ tối đa", default=Decimal(0), **POINTS)
    published_at = models.DateTimeField("công bố lúc", null=True, editable=False)
    frozen_at = models.DateTimeField("có điểm đầu tiên lúc", null=True, editable=False)

    objects = RubricVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiên bản tiêu chí"
        ordering = ("-year", "rubric", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "year", "number"], name="one_version_per_rubric_year_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rubric} năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:rubric-detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Gate(models.Model):
    """A condition that is met or not; no points."""

    version = models.ForeignKey(RubricVersion, models.CASCADE, related_name="gates")
    code = models.CharField("mã", max_length=10)
    name = models.CharField("điều kiện", max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Criterion(models.Model):
    """One line of the score sheet with the most points that it can bring."""

    version = models.ForeignKey(RubricVersion, models.CASCADE, related_name="criteria")
    group_code = models.CharField("mã nhóm", max_length=10)
    group_name = models.CharField("nhóm", max_length=200)
    code = models.CharField("mã", max_length=10)
    name = models.CharField("tiêu chí", max_length=300)
    max_points = models.DecimalField("điểm tối đa", **POINTS)
    evidence_hint = models.CharField("minh chứng cần có", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "tiêu chí"
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_criterion_per_code")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Grade(models.Model):
    """A word for a total: reached from `min_points` upwards."""

    version = models.ForeignKey(RubricVersion, models.CASCADE, related_name="grades")
    code = models.CharField("mã", max_length=20)
    name = models.CharField("xếp loại", max_length=100)
    min_points = models.DecimalField("từ điểm", **POINTS)

    class Meta:
        ordering = ("-min_points",)

    def __str__(self) -> str:
        return self.name


class ScoreSheetQuerySet(AboutQuerySet["ScoreSheet"]):
    def given(self) -> Self:
        return self.filter(given_at__isnull=False)

    def panel(self) -> Self:
        return self.filter(kind=ScoreSheet.Kind.PANEL)

    def with_marks(self) -> Self:
        """With all that `selectors.total` and the table read, however many sheets."""
        return self.select_related("version__rubric", "by__unit").prefetch_related(
            "scores__criterion",
            "gate_answers__gate",
            "version__criteria",
            "version__gates",
            "version__grades",
        )


class ScoreSheet(About):
    """The marks that one side gives to one thing: the unit's own, the reviewer's, a member's."""

    class Kind(models.TextChoices):
        SELF = "self", "Đơn vị tự chấm"
        REVIEW = "review", "Ban Xây dựng Đảng thẩm định"
        PANEL = "panel", "Thành viên chấm"

    kind = models.CharField("loại phiếu", max_length=8, choices=Kind)
    version = models.ForeignKey(RubricVersion, models.PROTECT, related_name="sheets")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người chấm")
    bonus = models.DecimalField("điểm thưởng", default=Decimal(0), **POINTS)
    penalty = models.DecimalField("điểm trừ", default=Decimal(0), **POINTS)
    comment = models.TextField("nhận xét", blank=True)
    revision = models.PositiveIntegerField("phiên bản phiếu", default=1, editable=False)
    given_at = models.DateTimeField("chốt phiếu lúc", null=True, editable=False)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiếu chấm"
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "kind"],
                condition=~models.Q(kind="panel"),
                name="one_sheet_per_side",
            ),
            models.UniqueConstraint(
                fields=["target_type", "target_id", "by"],
                condition=models.Q(kind="panel"),
                name="one_panel_sheet_per_member",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Score(models.Model):
    """Points for one criterion on one sheet; a reason where they differ from the proposal."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField("điểm", **POINTS)
    reason = models.CharField("lý do, minh chứng", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "điểm"
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_per_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.points}"


class GateAnswer(models.Model):
    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="gate_answers")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    is_met = models.BooleanField("đạt")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "gate"], name="one_answer_per_gate")]

    def __str__(self) -> str:
        return f"{self.gate.code}: {'đạt' if self.is_met else 'không đạt'}"
