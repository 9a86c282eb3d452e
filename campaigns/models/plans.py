"""What a unit undertakes in one year, task by task."""

from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.campaigns import ContentItem
from campaigns.models.years import CampaignYear
from hoaxa_danvan.accounts.models import OFFICE_ROLES, UNIT_ROLES, Appointment, Unit, held_by
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.amendments import Amendable
from hoaxa_danvan.workflow.models import IllegalMove, Move
from hoaxa_danvan.workflow.snapshots import described


class UnitPlanQuerySet(models.QuerySet["UnitPlan"]):
    def visible_to(self, who: Appointment) -> Self:
        """The plans this post may read: its unit's own, those it steers and all others once sent."""
        if who.role in UNIT_ROLES:
            own = held_by(who.unit_id) | Q(joint_with=who.unit_id)
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
            .annotate(task_count=models.Count("tasks", filter=Q(tasks__is_proposed=False), distinct=True))
            .order_by("-campaign_year__year", "unit__sort_key", "pk")
        )

    def in_force(self) -> Self:
        """Plans that have been taken in and count; one that is being amended counts as it was."""
        return self.filter(Q(status=UnitPlan.Status.ACCEPTED) | Q(amendment__isnull=False))

    def waiting(self) -> Self:
        """What the reviewing unit still has to take in, the longest waiting first."""
        return self.filter(status=UnitPlan.Status.SUBMITTED).order_by("status_at", "pk")


class UnitPlan(Amendable):
    """What one unit undertakes for the movement in one year."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã gửi"
        RETURNED = "returned", "Cần bổ sung"
        ACCEPTED = "accepted", "Đã tiếp nhận"
        AMENDING = "amending", "Điều chỉnh"

    class Form(models.TextChoices):
        OWN = "own", "Kế hoạch riêng"
        EMBEDDED = "embedded", "Lồng ghép trong chương trình công tác năm"
        JOINT = "joint", "Kế hoạch chung của cấp ủy và cơ quan"

    MOVES = (
        Move(
            "submit",
            "Gửi",
            frozenset({Status.DRAFT, Status.RETURNED, Status.AMENDING}),
            Status.SUBMITTED,
        ),
        Move("withdraw", "Rút lại", frozenset({Status.SUBMITTED}), Status.DRAFT),
        Move("accept", "Tiếp nhận", frozenset({Status.SUBMITTED}), Status.ACCEPTED),
        # While the unit has not been mailed: workflow.acceptances.
        Move("undo_accept", "Hoàn tác tiếp nhận", frozenset({Status.ACCEPTED}), Status.SUBMITTED),
        Move(
            "return",
            "Đề nghị bổ sung",
            frozenset({Status.SUBMITTED}),
            Status.RETURNED,
            needs_note=True,
        ),
        Move("amend", "Điều chỉnh", frozenset({Status.ACCEPTED}), Status.AMENDING, needs_note=True),
        Move("retract", "Rút lại bản điều chỉnh", frozenset({Status.SUBMITTED}), Status.AMENDING),
        Move(
            "drop_amendment",
            "Bỏ điều chỉnh",
            frozenset({Status.AMENDING, Status.RETURNED}),
            Status.ACCEPTED,
        ),
    )
    STEPS: ClassVar = {
        "copy": "Chép từ kế hoạch năm trước",
        "import": "Nhập việc làm từ tệp Word, Excel",
    }
    REMARKED: ClassVar = {
        "what": "Việc làm cụ thể",
        "product": "Sản phẩm",
        "target": "Chỉ tiêu",
        "deadline": "Thời hạn",
        "in_charge": "Người phụ trách",
        "partners": "Phối hợp",
        "summary": "Mục đích, yêu cầu",
        "organisation": "Tổ chức thực hiện",
        "number": "Số, ký hiệu",
        "files": "Tệp kèm theo",
    }
    AMENDED_FIELDS: ClassVar = ("embedded_in", "number", "issued_on", "signer", "summary", "organisation")

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

    def partners(self) -> models.QuerySet[Unit]:
        return self.joint_with.all() if self.form == self.Form.JOINT else Unit.objects.none()

    def signed_copies(self) -> models.QuerySet[Evidence]:
        """The signed paper as it was scanned or photographed; with it a short table is enough."""
        return Evidence.objects.kept().about(self).filter(purpose=Evidence.Purpose.SIGNED_COPY)

    def working_tasks(self) -> "models.QuerySet[PlannedTask]":
        """The tasks as the unit writes them: the proposed ones while the plan is being amended."""
        return PlannedTask.with_proposed.filter(plan=self, is_proposed=self.is_being_amended)

    def propose_rows(self) -> None:
        for task in self.tasks.all():
            copied = {name: getattr(task, name) for name in PlannedTask.CARRIED}
            PlannedTask.with_proposed.create(plan=self, amends=task, is_proposed=True, **copied)

    def take_over_rows(self) -> None:
        """Tasks that stay keep their rows, and with them their entries and evidence."""
        proposed = list(self.working_tasks())
        kept = {task.amends_id for task in proposed if task.amends_id}
        for gone in self.tasks.exclude(pk__in=kept):
            if gone.is_begun:
                raise IllegalMove(
                    f"Việc “{gone}” đã có cập nhật, minh chứng sau khi đơn vị bỏ khỏi bản điều chỉnh; "
                    "đơn vị cần đưa việc này trở lại kế hoạch."
                )
            gone.delete()
        for task in proposed:
            task.take_over()

    def forget_rows(self) -> None:
        PlannedTask.with_proposed.filter(plan=self, is_proposed=True).delete()

    def snapshot(self) -> dict[str, Any]:
        """The whole plan, field by field; tasks under `task-<pk>-…`."""
        partners = ", ".join(unit.name for unit in self.joint_with.order_by("sort_key"))
        copies = ", ".join(copy.original_name for copy in self.signed_copies())
        paper, tail = "Hình thức, văn bản", "Tổ chức thực hiện"
        content = {
            "form": described(self, "form", paper),
            "embedded_in": described(self, "embedded_in", paper),
            "joint_with": {"label": "Đơn vị cùng kế hoạch", "value": partners, "group": paper},
            "number": described(self, "number", paper),
            "issued_on": described(self, "issued_on", paper),
            "signer": described(self, "signer", paper),
            "files": {"label": "Bản có chữ ký", "value": copies, "group": paper},
            "summary": described(self, "summary", "Mục đích, yêu cầu"),
        }
        for place, task in enumerate(self.working_tasks().select_related("item"), start=1):
            content |= {
                f"task-{task.path_id}-{name}": field for name, field in task.snapshot(place=place).items()
            }
        content["organisation"] = described(self, "organisation", tail)
        only_for = {"embedded_in": self.Form.EMBEDDED, "joint_with": self.Form.JOINT}
        return {name: field for name, field in content.items() if only_for.get(name, self.form) == self.form}


class PlannedTaskQuerySet(models.QuerySet["PlannedTask"]):
    def visible_to(self, who: Appointment) -> Self:
        return self.filter(plan__in=UnitPlan.objects.visible_to(who))


AllTasks = models.Manager.from_queryset(PlannedTaskQuerySet)


class TasksInForce(AllTasks):
    """The tasks that count: what a plan says, and while it is amended what it said."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(is_proposed=False)


class PlannedTask(models.Model):
    """One piece of work in a unit's plan, tied to a content item.

    While a plan is being amended its tasks stand as they were; what the unit writes is `is_proposed`,
    beside the task that it `amends`, and seen by nobody who asks for tasks in the usual way.
    """

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
    # What a proposed copy takes along and gives back.
    CARRIED: ClassVar = ("item_id", "order", *CONTENT)

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
    is_proposed = models.BooleanField("trong bản điều chỉnh", default=False, editable=False)
    amends = models.OneToOneField("self", models.CASCADE, null=True, editable=False, related_name="proposal")
    evidence = GenericRelation(Evidence, "target_id", "target_type")

    objects = TasksInForce()
    with_proposed = PlannedTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "việc làm"
        ordering = ("item__order", "order", "pk")

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("campaigns:task-detail", args=[self.pk])

    @property
    def path_id(self) -> int:
        """What its fields are called by in a snapshot: the same before, in and after an amendment."""
        return self.amends_id or self.pk

    @property
    def is_begun(self) -> bool:
        """Something is on record of it: it is dropped with a reason, not taken out of the plan."""
        task = self.amends or self
        return task.updates.exists() or task.evidence.kept().exists()

    def take_over(self) -> None:
        """A proposed task becomes what the plan says: its words on the row that was there, or itself."""
        if self.amends is None:
            self.is_proposed = False
            self.save(update_fields=["is_proposed"])
            return
        for name in self.CARRIED:
            setattr(self.amends, name, getattr(self, name))
        self.amends.save(update_fields=self.CARRIED)
        self.delete()

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
            "what": described(self, "what", group),
            "product": described(self, "product", group),
            "target": {"label": "Chỉ tiêu", "value": self.target, "group": group},
            "deadline": described(self, "deadline", group),
            "in_charge": described(self, "in_charge", group),
            "partners": described(self, "partners", group),
        }
