"""Units and their kinds: the owners of everything that is sent."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hoaxa_danvan.lib.text import SORT_KEY_LENGTH, search_text, sort_key


class UnitKind(models.Model):
    """A class of units that the plan speaks of at once, and the manner in which it is treated."""

    class Manner(models.TextChoices):
        GUIDED = "guided", "Hướng dẫn, đề nghị bổ sung được"
        CONSULTED = "consulted", "Trao đổi ý kiến, không gửi lại"

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên khối", max_length=200)
    # The heading under which reports sum several kinds up: the six blocks of the plan.
    block = models.CharField("khối trong báo cáo", max_length=100)
    manner = models.CharField("cách làm việc", max_length=10, choices=Manner, default=Manner.GUIDED)
    heading_profile = models.CharField("thể thức văn bản", max_length=30, default="party")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "khối đơn vị"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_guided(self) -> bool:
        return self.manner == self.Manner.GUIDED


# What a default unit rests on when it is neither named in the plan nor confirmed by a source.
UNCONFIRMED = frozenset({"quy_dinh", "suy_luan"})


class UnitQuerySet(models.QuerySet["Unit"]):
    def existing(self, day: date) -> Self:
        """Units that exist on that day."""
        return self.filter(Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))

    def submitting(self) -> Self:
        return self.filter(submits=True)

    def for_list(self) -> Self:
        return self.select_related("kind", "steered_by").order_by("kind__order", "sort_key", "pk")


def held_by(unit_id: int, path: str = "unit") -> Q:
    """Rows that belong to a unit: its own, and those of units that have been merged into it."""
    return Q(**{path: unit_id}) | Q(**{f"{path}__successor": unit_id})


class Unit(models.Model):
    """An agency or organisation of the commune: the owner of everything it sends."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units", verbose_name="khối")
    steered_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steers",
        verbose_name="đơn vị chỉ đạo",
    )
    # Who holds the papers of a unit that has been merged: through several mergers the last one.
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        editable=False,
        verbose_name="đơn vị kế thừa",
    )
    linked = models.ManyToManyField("self", blank=True, verbose_name="đơn vị liên kết (kế hoạch chung)")
    # Which unit reviews is data: here the Ban Xây dựng Đảng, elsewhere the Mặt trận.
    reviews = models.BooleanField("là đơn vị tiếp nhận, thẩm định", default=False)
    submits = models.BooleanField("gửi kế hoạch, báo cáo", default=True)
    email = models.EmailField("thư điện tử", blank=True)
    since = models.DateField("từ ngày", default=date(2025, 7, 1))
    until = models.DateField("đến ngày", null=True, blank=True)
    certainty = models.CharField("mức chắc chắn", max_length=20, blank=True, editable=False)
    # The unit's own paper: its look (empty: its kind's), heading lines, symbol and who signs (its văn
    # thư knows best).
    heading_profile = models.CharField("thể thức văn bản", max_length=30, blank=True)
    parent_line = models.CharField("dòng cơ quan cấp trên trên văn bản", max_length=200, blank=True)
    issuer_line = models.CharField("dòng cơ quan ban hành trên văn bản", max_length=200, blank=True)
    symbol = models.CharField("ký hiệu cơ quan trên văn bản", max_length=40, blank=True)
    signing_authority = models.CharField("quyền hạn ký", max_length=120, blank=True)
    signing_office = models.CharField("chức vụ người ký", max_length=120, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, db_index=True)
    search = models.TextField(editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đơn vị"
        ordering = ("sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="unit_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Whoever remembers an old name finds the unit by it.
        former = self.former_names.values_list("name", flat=True) if self.pk else ()
        self.sort_key = sort_key(self.name)
        self.search = search_text(self.name, self.short_name, *former)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("accounts:unit-detail", args=[self.pk])

    def clean(self) -> None:
        above, seen = self.steered_by, {self.pk}
        while above:
            if above.pk in seen:
                raise ValidationError({"steered_by": "Đơn vị không thể, qua nhiều bậc, chỉ đạo chính mình."})
            seen.add(above.pk)
            above = above.steered_by

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def paper_name(self) -> str:
        """The issuer as the unit's own papers head it, in capitals."""
        return self.issuer_line or self.name.upper()

    @property
    def is_unconfirmed(self) -> bool:
        """Taken from a general rule or inferred: the commune has not yet said that it is so."""
        return self.certainty in UNCONFIRMED


class FormerName(models.Model):
    """A name the unit bore before; what was sent then keeps it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names")
    name = models.CharField("tên cũ", max_length=200)
    until = models.DateField("đến ngày")

    class Meta:
        verbose_name = verbose_name_plural = "tên cũ"
        ordering = ("-until",)

    def __str__(self) -> str:
        return self.name
