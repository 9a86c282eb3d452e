from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from hoaxa_danvan.lib.text import SORT_KEY_LENGTH, person_sort_key, search_text, sort_key


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


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their appointments alone."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    is_active = models.BooleanField("được đăng nhập", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, db_index=True)
    search = models.TextField(editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = "tài khoản"

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = person_sort_key(self.full_name)
        self.search = search_text(self.full_name, self.username, self.email)
        if (fields := kwargs.get("update_fields")) is not None and {*fields} & {"full_name", "email"}:
            kwargs["update_fields"] = {*fields, "sort_key", "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("accounts:account-detail", args=[self.pk])


class Role(models.TextChoices):
    UNIT_OFFICER = "unit_officer", "Cán bộ"
    UNIT_HEAD = "unit_head", "Lãnh đạo đơn vị"
    REVIEWER = "reviewer", "Chuyên viên"
    HEAD_REVIEWER = "head_reviewer", "Trưởng ban"
    PANEL_MEMBER = "panel_member", "Thành viên Tổ thẩm định"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    CLERK = "clerk", "Văn thư"
    LEADER = "leader", "Lãnh đạo Đảng ủy"
    ADMINISTRATOR = "administrator", "Quản trị"


UNIT_ROLES = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
REVIEW_ROLES = frozenset({Role.REVIEWER, Role.HEAD_REVIEWER})
COUNCIL_ROLES = frozenset({Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.COUNCIL_CHAIR})
# Who reads what all units have sent: the reviewers, the Văn phòng's clerk and the leadership.
OFFICE_ROLES = REVIEW_ROLES | {Role.CLERK, Role.LEADER}


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, day: date) -> Self:
        """Posts held on that day in units that exist, by people who may sign in."""
        held = Q(until__isnull=True) | Q(until__gte=day)
        exists = Q(unit__until__isnull=True) | Q(unit__until__gte=day)
        return self.filter(held, exists, since__lte=day, unit__since__lte=day, person__is_active=True)

    def with_unit(self) -> Self:
        return self.select_related("unit__kind", "person")


class Appointment(models.Model):
    """A post: one person in one unit with one role for a time. Rights come from it alone."""

    person = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="người")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    title = models.CharField("chức danh", max_length=120, blank=True)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phân công"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(until__isnull=True),
                name="one_open_appointment_per_person_unit_role",
                violation_error_message="Người này đang giữ vai trò đó ở đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.get_role_display()} – {self.unit.label}"

    def may(self, perm: str, obj: object = None) -> bool:
        """Ask `rules.py` of the app about this post, not about the person."""
        return bool(rules.has_perm(perm, self, obj))

    @cached_property
    def person_unit_ids(self) -> frozenset[int]:
        """Every unit in which the person holds a post now: conflicts of interest look at all."""
        posts = Appointment.objects.filter(person_id=self.person_id)
        return frozenset(posts.current(timezone.localdate()).values_list("unit_id", flat=True))
