"""The commune's plan for the whole period, in its own words."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hoaxa_danvan.accounts.models import Appointment, Unit, UnitKind


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, who: Appointment) -> Self:
        """The plan is for everyone with a part in the movement."""
        return self.all()


class Campaign(models.Model):
    """The commune's plan for the whole period, as it came in from its own text."""

    title = models.TextField("tên kế hoạch")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    preamble = models.TextField("phần mở đầu")
    purposes = models.JSONField("mục đích, yêu cầu", default=list)
    closing = models.TextField("phần kết", blank=True)
    recipients = models.JSONField("nơi nhận", default=list)
    signer = models.CharField("người ký", max_length=120, blank=True)
    office = models.CharField("chức vụ người ký", max_length=120, blank=True)
    source = models.TextField("nguyên văn", editable=False)
    source_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    imported_at = models.DateTimeField("nhập lúc", editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kế hoạch giai đoạn"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="campaign_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"Kế hoạch giai đoạn {self.first_year}-{self.last_year}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign-detail", args=[self.pk])


class ContentItem(models.Model):
    """One of the plan's content items (nội dung), in its own words."""

    class Timing(models.TextChoices):
        YEARLY = "yearly", "Hằng năm"
        REGULAR = "regular", "Thường xuyên"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField("nội dung số")
    text = models.TextField("nội dung")
    timing = models.CharField("thời gian", max_length=10, choices=Timing, default=Timing.YEARLY)
    timing_text = models.CharField("thời gian thực hiện", max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")

    class Meta:
        verbose_name = verbose_name_plural = "nội dung"
        ordering = ("campaign", "order")
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="one_item_per_order")]

    def __str__(self) -> str:
        return f"Nội dung {self.order}"

    @property
    def heading(self) -> str:
        """The first sentence, short enough for a heading."""
        sentence = self.text.split(". ")[0].split(";")[0]
        return sentence if len(sentence) <= 140 else sentence[:139].rsplit(" ", 1)[0] + "…"


class ItemRole(models.TextChoices):
    LEAD = "lead", "Chủ trì"
    COORDINATING = "coordinating", "Phối hợp"
    IMPLEMENTING = "implementing", "Thực hiện"


class ItemAgencyQuerySet(models.QuerySet["ItemAgency"]):
    def in_year(self, year: int) -> Self:
        """The agencies as the plan and its amendments name them that year."""
        begun = Q(first_year__isnull=True) | Q(first_year__lte=year)
        return self.filter(begun, Q(last_year__isnull=True) | Q(last_year__gte=year))

    def newest(self) -> Self:
        """As the plan names them with its last amendment, be it in force or not."""
        return self.filter(last_year__isnull=True)


class ItemAgency(models.Model):
    """An agency as the plan writes it, and the unit or kind of units that it means."""

    item = models.ForeignKey(ContentItem, models.CASCADE, related_name="agencies")
    role = models.CharField("vai trò", max_length=12, choices=ItemRole)
    name = models.CharField("tên trong kế hoạch", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.ForeignKey(UnitKind, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    # Set by an amendment; without them it stands as long as its item.
    first_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)

    objects = ItemAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cơ quan của nội dung"
        ordering = ("item", "role", "order")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(kind__isnull=True),
                name="agency_is_a_unit_or_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One of the plan's duties of organisation (part III)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="duties")
    order = models.PositiveSmallIntegerField("nhiệm vụ số")
    text = models.TextField("nhiệm vụ")
    points = models.JSONField("các ý", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "nhiệm vụ tổ chức thực hiện"
        ordering = ("campaign", "order")

    def __str__(self) -> str:
        return f"Nhiệm vụ {self.order}"


class Citation(models.Model):
    """A document that the plan rests on or cites."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="citations")
    number = models.CharField("số, ký hiệu", max_length=120)
    issued_on = models.DateField("ngày", null=True, blank=True)
    context = models.TextField("được nêu ở", blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "văn bản được viện dẫn"
        ordering = ("campaign", "order")

    def __str__(self) -> str:
        return self.number


class AgencyAlias(models.Model):
    """How papers write a unit or a kind of units. Data that the commune completes."""

    phrase = models.CharField("cách viết", max_length=300)
    folded = models.CharField(max_length=300, unique=True, editable=False)
    name = models.CharField("tên chuẩn", max_length=300)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.ForeignKey(UnitKind, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "cách viết tên cơ quan"
        ordering = ("phrase",)

    def __str__(self) -> str:
        return self.phrase
