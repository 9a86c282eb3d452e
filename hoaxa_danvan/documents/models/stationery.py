from typing import Any

from django.db import models

from hoaxa_danvan.jobs.models import Job


class Stationery(models.Model):
    """What the commune changed of a heading profile or a letterhead, or added of its own.

    Stands before the default of the same key in defaults/; without a row, or with an empty one, the
    default holds. A row that was given up stays, empty, so that its version never goes back and a page
    opened before is still found out as old.
    """

    class Kind(models.TextChoices):
        PROFILE = "profile", "Mẫu trình bày"
        LETTERHEAD = "letterhead", "Cơ quan ban hành"

    kind = models.CharField("loại", max_length=10, choices=Kind)
    key = models.SlugField("mã", max_length=40)
    # As `to_dict` of the profile or the letterhead gives it.
    content: Any = models.JSONField("nội dung", blank=True)
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


class FirstPage(models.Model):
    """The first pages of sample papers as a picture: what a profile and a letterhead look like.

    One per job, and the job's key says what is printed: the same look is the same picture.
    """

    job = models.OneToOneField(Job, models.CASCADE, related_name="first_page")
    picture = models.BinaryField("ảnh PNG")
    width = models.PositiveIntegerField("rộng")
    height = models.PositiveIntegerField("cao")
    made_at = models.DateTimeField("làm xong lúc")

    class Meta:
        verbose_name = verbose_name_plural = "trang đầu in thử"

    def __str__(self) -> str:
        return self.job.key
