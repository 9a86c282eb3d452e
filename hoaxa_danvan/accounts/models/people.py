"""Who signs in, and the posts from which rights come."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from hoaxa_danvan.accounts.models.units import Unit
from hoaxa_danvan.lib.text import SORT_KEY_LENGTH, person_sort_key, search_text


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

    def acts_for(self, unit: Unit) -> bool:
        """The post drafts and sends for this unit: its own, or one that was merged into it."""
        return self.role in UNIT_ROLES and self.unit_id in {unit.pk, unit.successor_id}

    @cached_property
    def person_unit_ids(self) -> frozenset[int]:
        """Every unit in which the person holds a post now, with those merged into it.

        Conflicts of interest look at all of them.
        """
        posts = Appointment.objects.filter(person_id=self.person_id).current(timezone.localdate())
        pairs = posts.values_list("unit_id", "unit__predecessors")
        return frozenset(unit_id for pair in pairs for unit_id in pair if unit_id is not None)
