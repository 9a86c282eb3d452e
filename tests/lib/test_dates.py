from datetime import UTC, date, datetime, timedelta

import pytest

from hoaxa_danvan.lib import dates
from hoaxa_danvan.lib.dates import LOCAL

DUE = dates.end_of_day(date(2026, 2, 27))


def test_the_last_moment_of_a_day_is_the_commune_s_own():
    assert DUE.astimezone(UTC) == datetime(2026, 2, 27, 16, 59, 59, 999999, tzinfo=UTC)
    assert dates.start_of_day(date(2026, 2, 28)) - DUE == timedelta(microseconds=1)


def test_a_day_begins_in_hoa_xa_while_it_is_still_the_day_before_in_utc():
    assert dates.local_day(datetime(2026, 2, 27, 17, 0, tzinfo=UTC)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 2, 25, 23, 59, tzinfo=LOCAL), "Thứ Sáu 27/02/2026, còn 2 ngày"),
        (datetime(2026, 2, 26, 0, 0, tzinfo=LOCAL), "Thứ Sáu 27/02/2026, còn 1 ngày"),
        (datetime(2026, 2, 27, 8, 0, tzinfo=LOCAL), "Thứ Sáu 27/02/2026, hôm nay, đến 23:59"),
        (datetime(2026, 2, 28, 0, 0, tzinfo=LOCAL), "Thứ Sáu 27/02/2026, đã quá 1 ngày"),
        (datetime(2026, 3, 2, 8, 0, tzinfo=LOCAL), "Thứ Sáu 27/02/2026, đã quá 3 ngày"),
    ],
)
def test_a_deadline_is_said_with_its_weekday_and_the_days_left(now, words):
    assert dates.deadline_words(DUE, now) == words


def test_a_deadline_at_noon_is_over_in_the_afternoon_of_the_same_day():
    due = datetime(2026, 2, 27, 12, 0, tzinfo=LOCAL)

    assert dates.deadline_words(due, due + timedelta(hours=1)) == (
        "Thứ Sáu 27/02/2026, đã hết hạn lúc 12:00 hôm nay"
    )


def test_sunday_has_no_number():
    assert dates.weekday_date(date(2026, 3, 1)) == "Chủ nhật 01/03/2026"


@pytest.mark.parametrize(("days", "pressing"), [(4, False), (3, True), (0, True), (-1, True)])
def test_a_deadline_presses_from_the_third_day_before_it(days, pressing):
    assert dates.is_pressing(DUE, DUE - timedelta(days=days)) is pressing


def test_late_begins_after_the_last_moment_and_not_at_it():
    assert not dates.is_late(DUE, DUE)
    assert dates.is_late(DUE, DUE + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 5, 20), "ngày 20 tháng 5 năm 2026"),
        (date(2026, 9, 9), "ngày 09 tháng 9 năm 2026"),
        (date(2026, 11, 30), "ngày 30 tháng 11 năm 2026"),
    ],
)
def test_a_paper_s_date_takes_zeros_where_forgery_is_easy(day, words):
    assert dates.long_date(day) == words
