"""What became of a planned task: dated entries, never changed; the last one says where it stands."""

from typing import Self

from django.db import models
from django.db.models import Q

from campaigns.models.plans import PlannedTask
from hoaxa_danvan.accounts.models import Appointment


class TaskUpdateQuerySet(models.QuerySet["TaskUpdate"]):
    def visible_to(self, who: Appointment) -> Self:
        return self.filter(task__in=PlannedTask.objects.visible_to(who))


class TaskUpdate(models.Model):
    """What a unit says of one task on one day. A correction is a new entry."""

    class Standing(models.TextChoices):
        DOING = "doing", "Đang thực hiện"
        DONE = "done", "Đã hoàn thành"
        LATE = "late", "Chậm, hoàn thành sau"
        DROPPED = "dropped", "Không thực hiện"

    task = models.ForeignKey(PlannedTask, models.PROTECT, related_name="updates", verbose_name="việc làm")
    standing = models.CharField("tình hình", max_length=10, choices=Standing)
    text = models.TextField("đã làm được", blank=True)
    reason = models.TextField("lý do", blank=True)
    done_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    expected_on = models.DateField("sẽ hoàn thành trước", null=True, blank=True)
    # In the task's own unit of measure.
    result = models.DecimalField("kết quả (số)", max_digits=14, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    objects = TaskUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cập nhật việc làm"
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="done") | Q(done_on__isnull=False), name="done_task_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=["late", "dropped"]) | ~Q(reason=""),
                name="late_or_dropped_task_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_standing_display()}"
