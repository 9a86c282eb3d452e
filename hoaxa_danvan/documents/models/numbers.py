"""Numbers of papers: one counter per issuing body, loại văn bản and time that the count runs through."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.lib.text import search_text
from hoaxa_danvan.workflow.models import About, AboutQuerySet

UNIT_REGISTER = "unit-"  # begins the issuer of a unit's own register


class Term(models.Model):
    """Nhiệm kỳ cấp ủy: the Party's numbers run through it."""

    name = models.CharField("nhiệm kỳ", max_length=40, unique=True)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "nhiệm kỳ"
        ordering = ("-since",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="term_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """One run of numbers. `issuer` is whose register it is: a body's code (“ĐU”) or “unit-<id>”; `kind`
    the loại văn bản's sign (“KH”), empty where all kinds of a body share one run; `period` a term's
    name or a year."""

    issuer = models.CharField("cơ quan", max_length=60)
    kind = models.CharField("loại văn bản", max_length=60, blank=True)
    period = models.CharField("nhiệm kỳ, năm", max_length=40)
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "dãy số"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "period"], name="one_series_per_run")
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.issuer, self.kind, self.period]))


class PaperNumberQuerySet(AboutQuerySet["PaperNumber"]):
    def visible_to(self, who: Appointment) -> Self:
        """The commune's register is the office's; a unit's numbers are its own."""
        ours = self.exclude(series__issuer__startswith=UNIT_REGISTER)
        return ours if who.may("documents.view_numbers") else self.none()

    def for_list(self) -> Self:
        """The newest first; the papers themselves in one query per kind of paper."""
        return self.select_related("series").prefetch_related("target").order_by("-date", "-at", "-pk")


class PaperNumber(About):
    """A number that a paper bears, or bore: it is never given again, and a cancelled one keeps its reason."""

    class State(models.TextChoices):
        TAKEN = "taken", "Đã dùng"
        CANCELLED = "cancelled", "Đã hủy"

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers", verbose_name="dãy số")
    value = models.PositiveIntegerField("số")
    suffix = models.CharField("chữ sau số", max_length=3, blank=True)  # “12a”
    text = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=500)
    date = models.DateField("ngày")
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.TAKEN)
    reason = models.CharField("lý do hủy", max_length=500, blank=True)
    by = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="người lấy số"
    )
    at = models.DateTimeField("lấy lúc")
    search = models.TextField(editable=False, default="")

    objects = PaperNumberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "số văn bản"
        ordering = ("-series__period", "series__issuer", "series__kind", "-value", "-suffix")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "value", "suffix"],
                name="one_paper_per_number",
                violation_error_message="Số này đã dùng.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""),
                name="a_cancelled_number_says_why",
                violation_error_message="Hủy số cần ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_text(self.text, self.title)
        super().save(*args, **kwargs)
