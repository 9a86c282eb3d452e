"""What is kept of a form before it is saved."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from hoaxa_danvan.accounts.models import Unit, User


class Draft(models.Model):
    """What a person has typed and not yet saved; only Lưu and Gửi touch the row itself."""

    person = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    form = models.CharField("biểu", max_length=60)
    target_id = models.PositiveBigIntegerField(default=0)  # 0: a thing that is not saved yet
    payload = models.JSONField("nội dung")
    base_version = models.PositiveIntegerField("từ phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = verbose_name_plural = "bản nháp tự lưu"
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "form", "target_id"], name="one_draft_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.target_id}"


class FormKey(models.Model):
    """A one-time key in a form that creates something: sent twice, it creates once."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
