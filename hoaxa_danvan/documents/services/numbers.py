"""Numbers: typed as the body's own register gives them, or from the portal's sequence; never twice."""

import re
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import NumberSeries, PaperNumber
from hoaxa_danvan.documents.selectors.stationery import term_at
from hoaxa_danvan.lib.text import squeeze
from hoaxa_danvan.workflow.models import IllegalMove

DIGITS = re.compile(r"0*(\d{1,6})([a-zđ]{0,3})(?![^\W_])(.*)", re.IGNORECASE)


@transaction.atomic
def take_number(
    *,
    letterhead: Letterhead,
    profile: HeadingProfile,
    sign: str,
    typed: str,
    title: str,
    on: date,
    target: models.Model,
    by: Appointment | None,
    at: datetime,
) -> PaperNumber:
    """The number of `target`: the typed one where the body keeps its own register, else the next.

    A second call for the same paper gives the same number. Raises `IllegalMove` for a number that
    another paper bears, or that is none.
    """
    series = lock_series(letterhead, profile, sign, on)
    symbol = profile.symbol_for(kind=sign, body=letterhead.code)
    if letterhead.numbering == "sequence":
        value, suffix, text = series.last + 1, "", f"{series.last + 1:02}{symbol}"
    else:
        value, suffix, text = read_number(typed, symbol)
    own = PaperNumber.objects.about(target).filter(series=series, state=PaperNumber.State.TAKEN).first()
    if own and (letterhead.numbering == "sequence" or (own.value, own.suffix) == (value, suffix)):
        return own
    refuse_double(series, value, suffix)
    if value > series.last:
        series.last = value
        series.save(update_fields=["last"])
    number = PaperNumber.objects.create(
        series=series,
        value=value,
        suffix=suffix,
        text=text,
        title=title,
        date=on,
        target=target,
        by=by,
        at=at,
    )
    record("take_number", target=number, by=by, at=at, note=text)
    return number


def lock_series(letterhead: Letterhead, profile: HeadingProfile, sign: str, on: date) -> NumberSeries:
    period = term_at(on) if profile.scheme == "party" else str(on.year)
    if period is None:
        raise IllegalMove(f"Ngày {on:%d/%m/%Y} chưa thuộc nhiệm kỳ nào; quản trị khai báo ở mục Mẫu văn bản.")
    # Bodies that share a code share a register: the Đảng ủy and its Ban Thường vụ. Two chi bộ do not.
    issuer = letterhead.register or letterhead.code or letterhead.key
    kind = sign if letterhead.numbered_by_kind else ""
    series, _ = NumberSeries.objects.get_or_create(issuer=issuer, kind=kind, period=period)
    return NumberSeries.objects.select_for_update().get(pk=series.pk)


def read_number(typed: str, symbol: str) -> tuple[int, str, str]:
    """“5” or “05-KH/ĐU” as value, letter and whole text; what stands after the digits is kept as typed."""
    found = DIGITS.fullmatch(squeeze(typed))
    if found is None or not int(found[1]):
        raise IllegalMove(f"Số văn bản phải bắt đầu bằng chữ số lớn hơn 0, ví dụ 05{symbol}.")
    value, suffix = int(found[1]), found[2].lower()
    return value, suffix, f"{value:02}{suffix}{found[3].strip() or symbol}"


def refuse_double(series: NumberSeries, value: int, suffix: str) -> None:
    taken = series.numbers.filter(value=value, suffix=suffix).first()
    if taken is None:
        return
    if taken.state == PaperNumber.State.CANCELLED:
        raise IllegalMove(f"Số {taken.text} đã hủy ({taken.reason}), không dùng lại.")
    raise IllegalMove(
        f"Số {taken.text} đã dùng ngày {taken.date:%d/%m/%Y} cho “{taken.title}”. Vui lòng xem lại sổ văn bản."
    )


@transaction.atomic
def cancel_number(number: PaperNumber, *, reason: str, by: Appointment, at: datetime) -> PaperNumber:
    """The number stays in the register with its reason, and is never given again."""
    row = PaperNumber.objects.select_for_update().get(pk=number.pk)
    if not by.may("documents.cancel_papernumber", row):
        raise PermissionDenied
    if not reason.strip():
        raise IllegalMove("Hủy số cần ghi lý do.")
    if row.state == PaperNumber.State.CANCELLED:
        raise IllegalMove(f"Số {row.text} đã hủy trước đó: {row.reason}.")
    row.state, row.reason = PaperNumber.State.CANCELLED, squeeze(reason)
    row.save(update_fields=["state", "reason"])
    record("cancel_number", target=row, by=by, at=at, note=row.reason)
    return row
