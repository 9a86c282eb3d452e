import uuid
from typing import Self

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models import About, AboutQuerySet


def private_path(instance: "Evidence", filename: str) -> str:
    """Stored under a name of our own: what people call their file never reaches the disk."""
    suffix = {"image/jpeg": "jpg", "application/pdf": "pdf"}[instance.content_type]
    name = uuid.uuid4().hex
    return f"evidence/{name[:2]}/{name}.{suffix}"


class EvidenceQuerySet(AboutQuerySet["Evidence"]):
    def kept(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def photos(self) -> Self:
        return self.kept().filter(content_type="image/jpeg")

    def publishable(self) -> Self:
        """Photos without people, and photos of people whose consent is on record."""
        return self.photos().filter(
            models.Q(shows_people=False) | models.Q(consent_recorded_at__isnull=False)
        )


class Evidence(About):
    """A private file about a thing: a photo or a paper, with when, where and what it shows."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", "Minh chứng"
        SIGNED_COPY = "signed_copy", "Bản có chữ ký"

    purpose = models.CharField("loại", max_length=12, choices=Purpose, default=Purpose.EVIDENCE)
    file = models.FileField("tệp", upload_to=private_path, max_length=120)
    thumbnail = models.FileField("ảnh nhỏ", max_length=120, blank=True, upload_to=private_path)
    original_name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu tệp", max_length=40)
    size = models.PositiveIntegerField("dung lượng")
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    taken_on = models.DateField("ngày chụp, ngày văn bản", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    caption = models.CharField("nội dung", max_length=300, blank=True)
    # By default a photo is taken to show people, and so is never public.
    shows_people = models.BooleanField("có người nhận ra được", default=True)
    consent_note = models.CharField("ai đồng ý, bằng cách nào", max_length=300, blank=True)
    consent_recorded_at = models.DateTimeField("ghi nhận đồng ý lúc", null=True, blank=True)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người tải")
    at = models.DateTimeField("tải lên lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "minh chứng"
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="evidence_of_target")]

    def __str__(self) -> str:
        return self.caption or self.original_name

    @property
    def is_photo(self) -> bool:
        return self.content_type == "image/jpeg"
