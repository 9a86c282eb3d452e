from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, at: datetime) -> Self:
        """Jobs whose time has come, and running ones whose runner has died."""
        return self.filter(
            Q(state__in=[Job.State.QUEUED, Job.State.WAITING], next_try_at__lte=at)
            | Q(state=Job.State.RUNNING, lease_until__lt=at)
        )

    def claim(self, at: datetime, until: datetime) -> int:
        """Take the claimable ones among these; a lease that ran out counts as a failure."""
        lapsed = When(state=Job.State.RUNNING, then=F("failures") + 1)
        return self.claimable(at).update(
            state=Job.State.RUNNING,
            lease_until=until,
            tries=F("tries") + 1,
            failures=Case(lapsed, default=F("failures"), output_field=models.PositiveIntegerField()),
        )


class Job(models.Model):
    """Something that must happen later: written with its cause, run once, whoever crashes."""

    class State(models.TextChoices):
        QUEUED = "queued", "Đang chờ"
        RUNNING = "running", "Đang làm"
        WAITING = "waiting", "Chờ điều kiện"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Chưa làm được"

    kind = models.CharField("loại", max_length=60)
    key = models.CharField("khóa", max_length=200, unique=True)
    payload = models.JSONField("dữ liệu", default=dict)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.QUEUED)
    # `tries` is the fence: it grows at each claim, and only its newest holder may finish.
    tries = models.PositiveIntegerField("số lần chạy", default=0)
    failures = models.PositiveIntegerField("số lần lỗi", default=0)
    reason = models.TextField("lý do", blank=True)
    next_try_at = models.DateTimeField("lần chạy tới")
    lease_until = models.DateTimeField("giữ đến", null=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    finished_at = models.DateTimeField("xong lúc", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "việc của máy"
        indexes = [models.Index(fields=["state", "next_try_at"], name="job_due")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}
