"""What became of the work that a unit undertook: one entry after another."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import PlannedTask, TaskUpdate
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove

Standing = TaskUpdate.Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNews:
    """What one entry says. `result` is in the task's own unit of measure."""

    standing: str
    text: str = ""
    reason: str = ""
    done_on: date | None = None
    expected_on: date | None = None
    result: Decimal | None = None


@transaction.atomic
def report_task(task: PlannedTask, *, news: TaskNews, by: Appointment, at: datetime) -> TaskUpdate:
    """Add an entry to the task; what was entered before stays.

    Pressed twice, it is the same entry.
    """
    row = PlannedTask.objects.select_for_update().select_related("plan__campaign_year").get(pk=task.pk)
    if not by.may("campaigns.report_plannedtask", row):
        raise PermissionDenied
    clean = relevant(news)
    refuse_nonsense(clean, today=local_day(at))
    last = row.updates.first()
    if last is not None and last.by_id == by.pk and said_by(last) == clean:
        return last
    update = TaskUpdate.objects.create(task=row, by=by, at=at, **asdict(clean))
    details = {"standing": clean.standing, "reason": clean.reason}
    record("report", target=row, by=by, at=at, details=details)
    return update


def relevant(news: TaskNews) -> TaskNews:
    """Without what does not belong to its standing: a date of completion on work under way."""
    is_done, is_late = news.standing == Standing.DONE, news.standing == Standing.LATE
    return TaskNews(
        standing=news.standing,
        text=news.text.strip(),
        reason=news.reason.strip() if is_late or news.standing == Standing.DROPPED else "",
        done_on=news.done_on if is_done else None,
        expected_on=news.expected_on if is_late else None,
        result=news.result if news.standing != Standing.DROPPED else None,
    )


def refuse_nonsense(news: TaskNews, *, today: date) -> None:
    if news.standing == Standing.DONE and news.done_on is None:
        raise IllegalMove("Vui lòng ghi ngày hoàn thành.")
    if news.done_on and news.done_on > today:
        raise IllegalMove("Ngày hoàn thành không thể ở sau hôm nay.")
    if news.standing == Standing.LATE:
        if not news.reason:
            raise IllegalMove("Vui lòng ghi lý do chậm.")
        if news.expected_on is None or news.expected_on < today:
            raise IllegalMove("Vui lòng ghi ngày dự kiến hoàn thành, từ hôm nay trở đi.")
    if news.standing == Standing.DROPPED and not news.reason:
        raise IllegalMove("Vui lòng ghi lý do không thực hiện.")
    if news.standing == Standing.DOING and not news.text and news.result is None:
        raise IllegalMove("Vui lòng ghi việc đã làm được.")


def said_by(update: TaskUpdate) -> TaskNews:
    return TaskNews(
        standing=update.standing,
        text=update.text,
        reason=update.reason,
        done_on=update.done_on,
        expected_on=update.expected_on,
        result=update.result,
    )
