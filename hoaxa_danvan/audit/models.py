import hashlib
import json
from datetime import UTC
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class AuditEntry(models.Model):
    """Who did what to which thing and when. Appended, never changed; each entry seals the last."""

    number = models.PositiveBigIntegerField("số thứ tự", unique=True)
    at = models.DateTimeField("lúc", db_index=True)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người"
    )
    by = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, related_name="+", verbose_name="vai trò"
    )
    verb = models.CharField("việc", max_length=60)
    target_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    from_status = models.CharField("từ trạng thái", max_length=20, blank=True)
    to_status = models.CharField("sang trạng thái", max_length=20, blank=True)
    note = models.TextField("ghi chú", blank=True)
    details = models.JSONField("chi tiết", default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "nhật ký"
        ordering = ("number",)
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_of_target")]

    def __str__(self) -> str:
        return f"{self.number}. {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An audit entry is never deleted.")

    def seal(self) -> str:
        """SHA-256 over everything the entry says and the hash of the one before."""
        said = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.person_id,
            self.by_id,
            self.verb,
            self.target_type_id,
            self.target_id,
            self.from_status,
            self.to_status,
            self.note,
            self.details,
            self.previous_hash,
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class ChainHead(models.Model):
    """The one row that knows the end of the chain; locking it puts writers in a queue."""

    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.length} mục"
