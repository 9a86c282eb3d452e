"""Rows about a paper: what was sent each time, and the receipt for it."""

from typing import Any, Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment, Unit, held_by

_AboutT_co = TypeVar("_AboutT_co", bound="About", covariant=True)


class AboutQuerySet(models.QuerySet[_AboutT_co]):
    """Rows that are about some other row."""

    def about(self, target: models.Model) -> Self:
        kind = ContentType.objects.get_for_model(target)
        return self.filter(target_type=kind, target_id=target.pk)


class About(models.Model):
    """A row about another row of any model."""

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target: Any = GenericForeignKey("target_type", "target_id")

    class Meta:
        abstract = True


class RevisionQuerySet(AboutQuerySet["Revision"]):
    def latest_of(self, target: models.Model) -> "Revision | None":
        return self.about(target).order_by("-number").first()

    def last_two_of(self, target: models.Model) -> "tuple[Revision | None, Revision | None]":
        """The newest sending and the one before it."""
        found = [*self.about(target).select_related("by__unit", "by__person").order_by("-number")[:2]]
        newest, before, *_ = [*found, None, None]
        return newest, before


class Revision(About):
    """The content as it stood at one sending, never changed afterwards."""

    number = models.PositiveSmallIntegerField("lần gửi")
    # A list of fields with their `path`: PostgreSQL does not keep the order of an object's keys.
    content = models.JSONField("nội dung")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người gửi")
    at = models.DateTimeField("lúc")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần gửi"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "number"], name="one_revision_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"Lần {self.number}"

    @property
    def fields(self) -> dict[str, Any]:
        """The content as `Versioned.snapshot()` gave it, in its order."""
        return in_order(self.content)


def in_order(content: list[dict[str, Any]]) -> dict[str, Any]:
    """A kept snapshot as `Versioned.snapshot()` gave it."""
    return {
        field["path"]: {name: value for name, value in field.items() if name != "path"} for field in content
    }


class ReceiptQuerySet(AboutQuerySet["Receipt"]):
    def for_version(self, target: models.Model, version: int) -> Self:
        return self.about(target).filter(version=version)

    def visible_to(self, who: Appointment) -> Self:
        """A unit reads the receipts of what was sent by it or for it too, the office everyone's."""
        if who.role in OFFICE_ROLES:
            return self.all()
        counted = held_by(who.unit_id) | held_by(who.unit_id, "partners")
        # By way of a subquery: the join to the partners must not double rows.
        return self.filter(pk__in=Receipt.objects.filter(counted).values("pk"))


class Receipt(About):
    """“Phiếu xác nhận đã gửi”: proof that a version was sent; the same version, the same receipt."""

    version = models.PositiveIntegerField("phiên bản")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người gửi")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    # As they were when it was sent: for whom it counts as well.
    partners = models.ManyToManyField(Unit, related_name="+", verbose_name="tính cho cả")
    at = models.DateTimeField("gửi lúc")
    is_late = models.BooleanField("sau hạn", default=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiếu xác nhận đã gửi"
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "version"], name="one_receipt_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"Phiếu {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("workflow:receipt-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.at:%Y}-{self.pk:06d}"
