from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit, UnitKind
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.models import Move, Sendable, Stateful


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


class ItemAgency(models.Model):
    """An agency as the plan writes it, and the unit or kind of units that it means."""

    item = models.ForeignKey(ContentItem, models.CASCADE, related_name="agencies")
    role = models.CharField("vai trò", max_length=12, choices=ItemRole)
    name = models.CharField("tên trong kế hoạch", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.ForeignKey(UnitKind, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

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


class CampaignYear(Stateful):
    """One year of the campaign: its theme, its dates, what each unit owes."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "Chuẩn bị"
        OPEN = "open", "Đang thực hiện"
        CLOSED = "closed", "Đã kết thúc"

    MOVES = (
        Move("open", "Mở năm", frozenset({Status.PREPARING}), Status.OPEN),
        Move("close", "Kết thúc năm", frozenset({Status.OPEN}), Status.CLOSED),
    )

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    theme = models.TextField("chủ đề năm", blank=True)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.PREPARING)

    class Meta:
        verbose_name = verbose_name_plural = "năm"
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "year"],
                name="one_campaign_year",
                violation_error_message="Năm này đã có.",
            )
        ]

    def __str__(self) -> str:
        return f"Năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:year-detail", args=[self.year])


class Window(models.Model):
    """The only holder of dates: `due_at` binds units, `closes_at` binds the system."""

    class Kind(models.TextChoices):
        PLAN = "plan", "Kế hoạch năm"
        REGISTRATION = "registration", "Đăng ký mô hình, điển hình"
        INTERIM_REPORT = "interim_report", "Báo cáo sơ kết 6 tháng"
        FINAL_REPORT = "final_report", "Báo cáo tổng kết năm"
        AWARD = "award", "Hồ sơ đề nghị khen thưởng"

    # What every unit owes; an award dossier is sent by those who have something to propose.
    OWED: ClassVar = (Kind.PLAN, Kind.REGISTRATION, Kind.INTERIM_REPORT, Kind.FINAL_REPORT)

    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="windows")
    kind = models.CharField("loại", max_length=16, choices=Kind)
    opens_at = models.DateTimeField("nhận từ")
    due_at = models.DateTimeField("hạn gửi")
    closes_at = models.DateTimeField("ngừng nhận")
    paper = models.CharField("văn bản quy định hạn", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "thời hạn"
        ordering = ("due_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign_year", "kind"], name="one_window_per_kind"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opens_at")) & Q(closes_at__gte=F("due_at")),
                name="window_opens_is_due_closes",
                violation_error_message="Thứ tự phải là: nhận từ, hạn gửi, ngừng nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.campaign_year.year}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:window-urging", args=[self.campaign_year.year, self.kind])

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at <= self.closes_at


class Obligation(models.Model):
    """A paper that a unit owes. Whether it is fulfilled is derived, never stored."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    window = models.ForeignKey(Window, models.PROTECT, related_name="obligations")

    class Meta:
        verbose_name = verbose_name_plural = "việc phải gửi"
        constraints = [models.UniqueConstraint(fields=["unit", "window"], name="one_obligation_per_window")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.window}"


class ItemDuty(models.Model):
    """Who leads, coordinates or carries out an item in one year."""

    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="item_duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="item_duties")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="item_duties")
    role = models.CharField("vai trò", max_length=12, choices=ItemRole)

    class Meta:
        verbose_name = verbose_name_plural = "phân công thực hiện nội dung"
        constraints = [
            models.UniqueConstraint(fields=["item", "unit", "campaign_year", "role"], name="one_item_duty")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.item}"


class UnitPlanQuerySet(models.QuerySet["UnitPlan"]):
    def visible_to(self, who: Appointment) -> Self:
        """The plans this post may read: its unit's own, those it steers and all others once sent."""
        if who.role in UNIT_ROLES:
            own = Q(unit=who.unit_id) | Q(joint_with=who.unit_id)
            steered = Q(unit__steered_by=who.unit_id, sent_at__isnull=False)
            # By way of a subquery: the join to the joint plans must not double rows.
            return self.filter(pk__in=UnitPlan.objects.filter(own | steered).values("pk"))
        if who.role in OFFICE_ROLES:
            return self.filter(sent_at__isnull=False)
        return self.none()

    def for_list(self) -> Self:
        """Everything the list page shows, in one query however long the list."""
        return (
            self.select_related("unit__kind", "campaign_year")
            .annotate(task_count=models.Count("tasks", distinct=True))
            .order_by("-campaign_year__year", "unit__sort_key", "pk")
        )

    def waiting(self) -> Self:
        """What the reviewing unit still has to take in, the longest waiting first."""
        return self.filter(status=UnitPlan.Status.SUBMITTED).order_by("status_at", "pk")


class UnitPlan(Sendable):
    """What one unit undertakes for the movement in one year."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã gửi"
        RETURNED = "returned", "Cần bổ sung"
        ACCEPTED = "accepted", "Đã tiếp nhận"

    class Form(models.TextChoices):
        OWN = "own", "Kế hoạch riêng"
        EMBEDDED = "embedded", "Lồng ghép trong chương trình công tác năm"
        JOINT = "joint", "Kế hoạch chung của cấp ủy và cơ quan"

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

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="đơn vị")
    campaign_year = models.ForeignKey(CampaignYear, models.PROTECT, related_name="plans", verbose_name="năm")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    form = models.CharField("hình thức", max_length=10, choices=Form, default=Form.OWN)
    embedded_in = models.CharField("chương trình công tác năm (số, ngày, trang)", max_length=300, blank=True)
    joint_with = models.ManyToManyField(
        Unit, blank=True, related_name="joint_plans", verbose_name="đơn vị cùng kế hoạch"
    )
    number = models.CharField("số, ký hiệu kế hoạch của đơn vị", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    summary = models.TextField("mục đích, yêu cầu", blank=True)
    organisation = models.TextField("tổ chức thực hiện", blank=True)
    files = GenericRelation(Evidence, "target_id", "target_type")

    objects = UnitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kế hoạch năm"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "campaign_year"],
                name="one_plan_per_unit_and_year",
                violation_error_message="Đơn vị đã có kế hoạch cho năm này.",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(status_at__isnull=False),
                name="plan_status_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch năm {self.campaign_year.year} – {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:plan-detail", args=[self.pk])

    def signed_copies(self) -> models.QuerySet[Evidence]:
        """The signed paper as it was scanned or photographed; with it a short table is enough."""
        return Evidence.objects.kept().about(self).filter(purpose=Evidence.Purpose.SIGNED_COPY)

    def snapshot(self) -> dict[str, Any]:
        """The whole plan, field by field; tasks under `task-<pk>-…`."""
        partners = ", ".join(unit.name for unit in self.joint_with.order_by("sort_key"))
        copies = ", ".join(copy.original_name for copy in self.signed_copies())
        paper, tail = "Hình thức, văn bản", "Tổ chức thực hiện"
        content = {
            "form": _described(self, "form", paper),
            "embedded_in": _described(self, "embedded_in", paper),
            "joint_with": {"label": "Đơn vị cùng kế hoạch", "value": partners, "group": paper},
            "number": _described(self, "number", paper),
            "issued_on": _described(self, "issued_on", paper),
            "signer": _described(self, "signer", paper),
            "files": {"label": "Bản có chữ ký", "value": copies, "group": paper},
            "summary": _described(self, "summary", "Mục đích, yêu cầu"),
        }
        for place, task in enumerate(self.tasks.select_related("item"), start=1):
            content |= {f"task-{task.pk}-{name}": field for name, field in task.snapshot(place=place).items()}
        content["organisation"] = _described(self, "organisation", tail)
        only_for = {"embedded_in": self.Form.EMBEDDED, "joint_with": self.Form.JOINT}
        return {name: field for name, field in content.items() if only_for.get(name, self.form) == self.form}


class PlannedTask(models.Model):
    """One piece of work in a unit's plan, tied to a content item."""

    # What a row of the form says; `item` comes from where the row stands.
    CONTENT: ClassVar = (
        "what",
        "product",
        "target_value",
        "target_unit",
        "deadline",
        "in_charge",
        "partners",
    )

    plan = models.ForeignKey(UnitPlan, models.CASCADE, related_name="tasks")
    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="tasks", verbose_name="thuộc nội dung")
    what = models.CharField("nhiệm vụ, việc làm cụ thể", max_length=500)
    product = models.CharField("sản phẩm", max_length=300, blank=True)
    target_value = models.DecimalField(
        "chỉ tiêu (số)", max_digits=14, decimal_places=2, null=True, blank=True
    )
    target_unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    deadline = models.DateField("hoàn thành trước", null=True, blank=True)
    in_charge = models.CharField("người phụ trách", max_length=200, blank=True)
    partners = models.CharField("phối hợp", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "việc làm"
        ordering = ("item__order", "order", "pk")

    def __str__(self) -> str:
        return self.what

    @property
    def target(self) -> str:
        """“2 tuyến đường”, or nothing when no figure is set."""
        if self.target_value is None:
            return ""
        return f"{number(self.target_value)} {self.target_unit}".strip()

    def snapshot(self, *, place: int) -> dict[str, dict[str, str]]:
        group = f"Việc {place} – {self.item}"
        item = f"{self.item.order}. {self.item.heading}"
        return {
            "item": {"label": "Thuộc nội dung", "value": item, "group": group},
            "what": _described(self, "what", group),
            "product": _described(self, "product", group),
            "target": {"label": "Chỉ tiêu", "value": self.target, "group": group},
            "deadline": _described(self, "deadline", group),
            "in_charge": _described(self, "in_charge", group),
            "partners": _described(self, "partners", group),
        }


def _described(row: models.Model, name: str, group: str) -> dict[str, str]:
    """One field of a snapshot: its label and its value as a person reads it."""
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain fields
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, date):
        value = f"{value:%d/%m/%Y}"
    return {
        "label": label[:1].upper() + label[1:],
        "value": "" if value is None else str(value),
        "group": group,
    }
