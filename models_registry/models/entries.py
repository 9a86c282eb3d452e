from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse

from campaigns.models import CampaignYear, ContentItem
from hoaxa_danvan.accounts.models import (
    COUNCIL_ROLES,
    OFFICE_ROLES,
    UNIT_ROLES,
    Appointment,
    Role,
    Unit,
    held_by,
)
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.text import SORT_KEY_LENGTH, search_text, sort_key
from hoaxa_danvan.scoring.models import Subject
from hoaxa_danvan.workflow.models import Move, Sendable
from hoaxa_danvan.workflow.snapshots import described


class Sector(models.Model):
    """Lĩnh vực: one of the four under which the movement counts its models."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("lĩnh vực", max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "lĩnh vực"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class RegisteredModelQuerySet(models.QuerySet["RegisteredModel"]):
    def visible_to(self, who: Appointment) -> Self:
        """Its unit's own, those a unit steers and all others once sent; panels read what is taken in."""
        if who.role in UNIT_ROLES:
            steered = Q(unit__steered_by=who.unit_id, sent_at__isnull=False)
            return self.filter(held_by(who.unit_id) | steered)
        if who.role in OFFICE_ROLES:
            return self.filter(sent_at__isnull=False)
        if who.role in COUNCIL_ROLES | {Role.PANEL_MEMBER}:
            return self.filter(status=RegisteredModel.Status.ACCEPTED)
        return self.none()

    def for_list(self) -> Self:
        """With the year of the last recognition as `recognised_in`."""
        years = RegisteredModel.objects.filter(pk=OuterRef("pk")).order_by()
        newest = years.annotate(newest=Max("recognitions__campaign_year__year")).values("newest")
        return (
            self.select_related("unit__kind", "sector", "campaign_year")
            .annotate(recognised_in=Subquery(newest))
            .order_by("-campaign_year__year", "sort_key", "pk")
        )

    def recognised(self, year: int | None = None) -> Self:
        """Recognised by a decision (in that year): what the public may see."""
        in_year = {} if year is None else {"recognitions__campaign_year__year": year}
        return self.filter(recognitions__isnull=False, **in_year).distinct()

    def waiting(self) -> Self:
        return self.filter(status=RegisteredModel.Status.SUBMITTED).order_by("status_at", "pk")


class RegisteredModel(Sendable):
    """A mô hình, công trình or điển hình that a unit has registered or introduced."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã gửi"
        RETURNED = "returned", "Cần bổ sung"
        ACCEPTED = "accepted", "Đã tiếp nhận"

    class Kind(models.TextChoices):
        PRACTICE = "mo_hinh", "Mô hình"
        WORK = "cong_trinh", "Công trình"
        EXEMPLAR = "dien_hinh", "Điển hình"

    class Origin(models.TextChoices):
        NEW = "new", "Mới"
        KEPT = "kept", "Duy trì từ năm trước"
        INHERITED = "inherited", "Tiếp nhận từ xã cũ"

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
    STEPS: ClassVar = {
        "update": "Cập nhật tiến độ",
        "set_standing": "Tình hình trong danh mục",
        "recognise": "Được công nhận",
    }
    REMARKED: ClassVar = {
        "name": "Tên",
        "place": "Địa bàn",
        "people": "Đối tượng, số người tham gia",
        "goal": "Mục tiêu",
        "expected_result": "Kết quả dự kiến",
        "forces": "Lực lượng",
        "origin": "Mới hay duy trì",
        "deeds": "Việc làm",
        "files": "Tệp kèm theo",
    }
    # What the forms ask for: at registration, of a điển hình, and before the appraisal.
    REGISTRATION_FIELDS: ClassVar = (
        "kind",
        "subject",
        "sector",
        "item",
        "origin",
        "name",
        "place",
        "people",
        "goal",
        "expected_result",
        "forces",
        "start_date",
        "end_date",
    )
    EXEMPLAR_FIELDS: ClassVar = ("kind", "subject", "sector", "item", "name", "place", "deeds", "result")
    DOSSIER_FIELDS: ClassVar = ("background", "method", "result", "impact", "resources", "replication")
    SEARCHED: ClassVar = frozenset({"name", "place", "result"})
    # The headings under which the page shows them.
    GROUPS: ClassVar = {
        "Tên, loại, lĩnh vực": ("name", "kind", "subject", "sector", "item", "origin"),
        "Địa bàn, đối tượng": ("place", "people"),
        "Mục tiêu, kết quả dự kiến": ("goal", "expected_result"),
        "Lực lượng, thời gian": ("forces", "start_date", "end_date"),
        "Việc làm, kết quả": ("deeds", "result"),
    }

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="entries", verbose_name="đơn vị")
    campaign_year = models.ForeignKey(
        CampaignYear, models.PROTECT, related_name="entries", verbose_name="năm đăng ký"
    )
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.PRACTICE)
    subject = models.CharField("chủ thể", max_length=12, choices=Subject, default=Subject.COLLECTIVE)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="entries", verbose_name="lĩnh vực")
    item = models.ForeignKey(
        ContentItem,
        models.PROTECT,
        related_name="entries",
        verbose_name="thuộc nội dung của kế hoạch",
    )
    origin = models.CharField("mới hay duy trì", max_length=10, choices=Origin, default=Origin.NEW)
    name = models.CharField("tên", max_length=300)
    place = models.CharField("địa bàn thực hiện", max_length=300, blank=True)
    people = models.CharField("đối tượng tham gia, hưởng lợi", max_length=500, blank=True)
    goal = models.TextField("mục tiêu", blank=True)
    expected_result = models.TextField("kết quả dự kiến đo được", blank=True)
    forces = models.TextField("lực lượng tham gia, phối hợp", blank=True)
    start_date = models.DateField("bắt đầu", null=True, blank=True)
    end_date = models.DateField("kết thúc (nếu có)", null=True, blank=True)
    deeds = models.TextField("việc làm tiêu biểu", blank=True)
    background = models.TextField("sự cần thiết, thực trạng trước khi làm", blank=True)
    method = models.TextField("cách làm", blank=True)
    result = models.TextField("kết quả, hiệu quả", blank=True)
    impact = models.TextField("sức lan tỏa, ý kiến của Nhân dân", blank=True)
    resources = models.TextField("nguồn lực huy động", blank=True)
    replication = models.TextField("khả năng duy trì, nhân rộng", blank=True)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, db_index=True)
    search = models.TextField(editable=False)
    evidence = GenericRelation(Evidence, "target_id", "target_type")

    objects = RegisteredModelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mô hình, điển hình"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(status_at__isnull=False),
                name="entry_status_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=True)
                | Q(end_date__gte=models.F("start_date")),
                name="entry_ends_after_it_starts",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        self.search = search_text(self.name, self.place, self.result)
        if (fields := kwargs.get("update_fields")) is not None and not self.SEARCHED.isdisjoint(fields):
            kwargs["update_fields"] = {*fields, "sort_key", "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("models_registry:entry-detail", args=[self.pk])

    @property
    def is_exemplar(self) -> bool:
        return self.kind == self.Kind.EXEMPLAR

    @property
    def form_fields(self) -> tuple[str, ...]:
        return self.EXEMPLAR_FIELDS if self.is_exemplar else self.REGISTRATION_FIELDS

    @property
    def dossier_fields(self) -> tuple[str, ...]:
        """A điển hình has told its deeds when it was introduced."""
        return ("result", "impact") if self.is_exemplar else self.DOSSIER_FIELDS

    @property
    def evidence_used_until(self) -> datetime | None:
        """Files up to then have been before an appraiser: they stay."""
        sent = self.assessments.filter(sent_at__isnull=False)
        latest: datetime | None = sent.aggregate(latest=Max("sent_at"))["latest"]
        return latest

    def snapshot(self) -> dict[str, Any]:
        """The registration field by field; the boxes of the dossier belong to the appraisal."""
        content = {
            name: described(self, name, group)
            for group, names in self.GROUPS.items()
            for name in names
            if name in self.form_fields
        }
        files = ", ".join(file.original_name for file in Evidence.objects.kept().about(self))
        return {**content, "files": {"label": "Ảnh, tệp kèm theo", "value": files, "group": "Tệp kèm theo"}}


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def visible_to(self, who: Appointment) -> Self:
        return self.filter(entry__in=RegisteredModel.objects.visible_to(who))


class ProgressUpdate(models.Model):
    """What has been done on a model since the last time, dated."""

    entry = models.ForeignKey(RegisteredModel, models.CASCADE, related_name="updates")
    text = models.TextField("đã làm được")
    on = models.DateField("ngày")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")
    photos = GenericRelation(Evidence, "target_id", "target_type")

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cập nhật tiến độ"
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.entry}: {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return f"{self.entry.get_absolute_url()}#tien-do-{self.pk}"

    @property
    def unit_id(self) -> int:
        return self.entry.unit_id
