"""“quý II”, “tháng 6/2026”, “trước 30/6” as a day; what is not clear stays as it is written."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from .texts import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LEADING = re.compile(
    r"^(?:(?:xong|hoan thanh|truoc|den|het|trong|thoi gian|cham nhat|du kien|vao|la|cuoi|ngay)[ :]+)+"
)
_DAY = r"(\d{1,2}) ?[/.-] ?(\d{1,2})(?: ?[/.-] ?(\d{4}|\d{2}))?"
_SPOKEN_DAY = r"(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?"
_MONTH = r"(?:thang |t\.? ?)(\d{1,2})(?:(?: ?[/.-] ?| nam |,? nam )(\d{4}))?"
_BARE_MONTH = r"(\d{1,2}) ?[/.-] ?(\d{4})"
_QUARTER = r"(?:quy |q\.? ?)(iv|i{1,3}|[1-4])(?:(?: ?[/.-] ?|,? nam )(\d{4}))?"
_LIST = r"(?: ?(?:,|-|den|va|;) ?(?:cuoi |het |dau )?)"
REGULAR = ("thuong xuyen", "hang thang", "hang quy", "hang tuan", "lien tuc", "dinh ky")
_BEFORE_A_SPAN = re.compile(r"\btruoc (?:thang|quy|nam)\b")  # and not its end
_YEAR_LONG = r"(?:(?:ca|trong|het|cuoi) )?nam(?: (\d{4}))?"


class NotADay(Exception):
    """No day can be read out of these words; `message` asks what is meant."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_deadline(words: str, *, year: int) -> date | None:
    """The last day that the words allow; a day or month without a year is of `year`. None of nothing.

    Raises NotADay for a day that does not exist and for words that mean no day.
    """
    said = fold(words).strip(" .,;()")
    if not said:
        return None
    said = re.sub(r"^tu .*?\bden (?:het |cuoi )?(?:ngay )?", "", said)
    bare = _LEADING.sub("", said).strip() if not said.startswith(("dau ", "giua ")) else said
    forms = () if _BEFORE_A_SPAN.search(said) else _FORMS
    try:
        for pattern, last_day in forms:
            if found := re.fullmatch(pattern, bare) or re.fullmatch(pattern, said):
                return last_day(found, year)
    except ValueError:
        raise NotADay(f"“{words}” không phải ngày có thật. Vui lòng ghi lại, ví dụ 30/06/{year}.") from None
    if any(fold(regular) in said for regular in REGULAR):
        raise NotADay(
            f"“{words}” không phải một ngày. Ghi ngày xem lại kết quả (ví dụ 31/12/{year}), "
            "hoặc đánh dấu chuyển chữ này sang ô việc làm."
        )
    raise NotADay(
        f"Chưa rõ “{words}” là ngày nào. Vui lòng ghi theo dạng ngày/tháng/năm, ví dụ 30/06/{year}."
    )


def _day(found: re.Match[str], year: int) -> date:
    day, month, written = found.groups()[-3:]
    return _within(date(_full_year(written, year), int(month), int(day)))


def _month(found: re.Match[str], year: int) -> date:
    month, written = found.groups()[-2:]
    return _last_of(_full_year(written, year), int(month))


def _quarter(found: re.Match[str], year: int) -> date:
    quarter, written = found.groups()[-2:]
    return _last_of(_full_year(written, year), 3 * _ROMAN[quarter])


def _year(found: re.Match[str], year: int) -> date:
    return _last_of(_full_year(found[1], year), 12)


def _half(found: re.Match[str], year: int) -> date:
    return _last_of(_full_year(found[2], year), 6 if found[1] == "dau" else 12)


def _full_year(written: str | None, year: int) -> int:
    if not written:
        return year
    return int(written) + 2000 if len(written) == 2 else int(written)


def _last_of(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError
    return _within(date(year, month, monthrange(year, month)[1]))


def _within(day: date) -> date:
    """As in every form of the portal: nobody plans for the year 226."""
    if not 1900 <= day.year <= 2100:
        raise ValueError
    return day


_SPAN_OF_MONTHS = (
    rf"thang \d{{1,2}}(?:{_LIST}(?:thang )?\d{{1,2}})*?{_LIST}(?:thang )?(\d{{1,2}})"
    r"(?:(?: ?/ ?|,? nam )(\d{4}))?"
)
_NUMERAL = r"iv|i{1,3}|[1-4]"
_SPAN_OF_QUARTERS = (
    rf"quy (?:{_NUMERAL})(?:{_LIST}(?:quy )?(?:{_NUMERAL}))*?{_LIST}(?:quy )?({_NUMERAL})"
    r"(?:(?: ?/ ?|,? nam )(\d{4}))?"
)
_FORMS: tuple[tuple[str, Callable[[re.Match[str], int], date]], ...] = (
    (r"(\d{4})-(\d{2})-(\d{2})", lambda found, year: _within(date(*map(int, found.groups())))),
    (_BARE_MONTH, _month),
    (_DAY, _day),
    (_SPOKEN_DAY, _day),
    (_MONTH, _month),
    (_SPAN_OF_MONTHS, _month),
    (_QUARTER, _quarter),
    (_SPAN_OF_QUARTERS, _quarter),
    (r"6 thang (dau|cuoi) nam(?: (\d{4}))?", _half),
    (_YEAR_LONG, _year),
)
