from typing import Any

from django.db import models


class Stationery(models.Model):
    """What the commune changed of a heading profile or a letterhead, or added of its own.

    Stands before the default of the same key in defaults/; without a row the default holds.
    """

    class Kind(models.TextChoices):
        PROFILE = "profile", "Mẫu trình bày"
        LETTERHEAD = "letterhead", "Cơ quan ban hành"

    kind = models.CharField("loại", max_length=10, choices=Kind)
    key = models.SlugField("mã", max_length=40)
    # As `to_dict` of the profile or the letterhead gives it.
    content: Any = models.JSONField("nội dung")
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="one_stationery_per_key",
                violation_error_message="Mã này đã dùng.",
            )
        ]

    def __str__(self) -> str:
        return str(self.content.get("name", self.key))
