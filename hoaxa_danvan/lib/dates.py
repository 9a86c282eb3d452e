"""Days of the commune's own calendar, and how they are said."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
# With three days or fewer to go a deadline is shown as pressing.
PRESSING_DAYS = 3

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def local_day(at: datetime) -> date:
    """The day that the calendar in Hòa Xá shows at that moment; `at` is aware."""
    return at.astimezone(LOCAL).date()


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL)


def end_of_day(day: date) -> datetime:
    """The last microsecond in which something is still in time."""
    return datetime.combine(day, time.max, LOCAL)


def weekday_words(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def weekday_date(day: date) -> str:
    """“thứ Sáu 27/02/2026”"""
    return f"{weekday_words(day)} {day:%d/%m/%Y}"


def days_left(due_at: datetime, at: datetime) -> int:
    """Whole days of the calendar, 0 on the day itself, negative afterwards."""
    return (local_day(due_at) - local_day(at)).days


def deadline_words(due_at: datetime, at: datetime) -> str:
    """“Thứ Sáu 27/02/2026, còn 2 ngày”, and likewise for today and for what is late."""
    due = due_at.astimezone(LOCAL)
    words = weekday_date(due.date())
    return f"{words[0].upper()}{words[1:]}, {_distance(due, days_left(due_at, at), at)}"


def _distance(due: datetime, left: int, at: datetime) -> str:
    if left > 0:
        return f"còn {left} ngày"
    if left < 0:
        return f"đã quá {-left} ngày"
    return f"hôm nay, đến {due:%H:%M}" if at <= due else f"đã hết hạn lúc {due:%H:%M} hôm nay"


def is_late(due_at: datetime, at: datetime) -> bool:
    return at > due_at


def is_pressing(due_at: datetime, at: datetime) -> bool:
    """Late, or so near that it is shown in red."""
    return days_left(due_at, at) <= PRESSING_DAYS


def long_date(day: date) -> str:
    """As papers print it: days under 10 and the months 1 and 2 take a zero, other months do not."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
