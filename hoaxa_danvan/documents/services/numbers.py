"""Numbers: typed as the body's own register gives them, or from the portal's sequence; never twice."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import Document, NumberSeries, PaperNumber
from hoaxa_danvan.documents.selectors.numbers import period_of
from hoaxa_danvan.lib.text import nfc, squeeze
from hoaxa_danvan.workflow.models import IllegalMove

# “5”, “05-KH/ĐU”, “5a/QĐ-UBND”, “12bis”: digits, at most one addition, a symbol that begins with its own sign.
NUMBER = re.compile(r"(?:số:? ?)?0*([0-9]{1,6}) ?(bis|[a-zđ])?((?:[-/.][\w./-]{1,40})?)", re.IGNORECASE)
SIGNS = ("NQ", "CT", "KL", "QĐ", "QC", "TB", "BC", "TTr", "CTr", "KH", "HD", "ĐA", "CV", "BB")


@dataclass(frozen=True, slots=True)
class Given:
    """A number as it will be printed, and the run that it belongs to."""

    issuer: str
    kind: str
    value: int
    suffix: str
    text: str


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

    A second call for the same paper gives the same number; one thing may have several papers, told
    apart by their titles. Raises `IllegalMove` for a number that another paper bears, or that is none.
    """
    symbol = profile.symbol_for(kind=sign, body=letterhead.code) if letterhead.code else ""
    kind, period = sign if letterhead.numbered_by_kind else "", _period(profile, on)
    if letterhead.numbering == "sequence":
        series = lock_series(letterhead.issuer, kind, period)
        given = _next(series, symbol)
        own = series.numbers.about(target).filter(title=title, state=PaperNumber.State.TAKEN).first()
    else:
        given = read_number(typed, letterhead=letterhead, profile=profile, sign=sign, symbol=symbol)
        series = lock_series(given.issuer, given.kind, period)
        same = {"title": title, "value": given.value, "suffix": given.suffix}
        own = series.numbers.about(target).filter(**same).first()
    if own is not None and own.state == PaperNumber.State.TAKEN:
        return own
    refuse_double(series, given)
    number = _enter(series, given, title=title, date=on, target=target, by=by, at=at)
    record("take_number", target=number, by=by, at=at, note=given.text)
    return number


def _enter(series: NumberSeries, given: Given, **paper: Any) -> PaperNumber:
    if given.value > series.last:
        series.last = given.value
        series.save(update_fields=["last"])
    number = {"value": given.value, "suffix": given.suffix, "text": given.text}
    return PaperNumber.objects.create(series=series, **number, **paper)


def _period(profile: HeadingProfile, on: date) -> str:
    period = period_of(profile, on)
    if period is None:
        raise IllegalMove(
            f"Ngày {on:%d/%m/%Y} chưa thuộc nhiệm kỳ nào; quản trị khai báo ở mục “Mẫu văn bản”, “Nhiệm kỳ”."
        )
    return period


def lock_series(issuer: str, kind: str, period: str) -> NumberSeries:
    """The run, made when it is the first of its kind; nobody else takes a number of that register meanwhile."""
    NumberSeries.objects.get_or_create(issuer=issuer, kind=kind, period=period)
    register = NumberSeries.objects.filter(issuer=issuer, period=period).order_by("pk")
    return next(series for series in register.select_for_update() if series.kind == kind)


def _next(series: NumberSeries, symbol: str) -> Given:
    value = series.last + 1
    # A register that once counted its kinds apart, or together, may hold such a number elsewhere.
    while _same_text(series, f"{value:02}{symbol}"):
        value += 1
    return Given(series.issuer, series.kind, value, "", f"{value:02}{symbol}")


def read_number(
    typed: str, *, letterhead: Letterhead, profile: HeadingProfile, sign: str, symbol: str
) -> Given:
    """“5” or “05-KH/ĐU” as it is to be printed. Another symbol than the portal's stays as typed, in a
    run of its own: the văn thư knows the body's code; only the sign of another loại is a slip."""
    found = NUMBER.fullmatch(re.sub(r"\s*([-/.])\s*", r"\1", squeeze(nfc(typed))))
    if found is None or not int(found[1]):
        raise IllegalMove(f"Số văn bản phải bắt đầu bằng chữ số lớn hơn 0, ví dụ 05{symbol}.")
    value, suffix, own_symbol = int(found[1]), (found[2] or "").lower(), found[3]
    if own_symbol.casefold() in {"", symbol.casefold()}:
        own_symbol, issuer, kind = symbol, letterhead.issuer, sign
    else:
        issuer, kind = _run_of(own_symbol, letterhead, profile, sign)
    if not letterhead.numbered_by_kind and kind in SIGNS:
        kind = ""
    return Given(issuer, kind, value, suffix, f"{value:02}{suffix}{own_symbol}")


def _run_of(symbol: str, letterhead: Letterhead, profile: HeadingProfile, sign: str) -> tuple[str, str]:
    parts = profile.parts_of(symbol)
    kind, body = parts or ("", "")
    known = next((name for name in SIGNS if name.casefold() == kind.casefold()), "")
    if known and known != sign:
        raise IllegalMove(f"Văn bản này có ký hiệu loại {sign}; số vừa nhập có ký hiệu loại {kind}.")
    if known:
        return letterhead.register or body, sign
    return letterhead.issuer, symbol


def refuse_double(series: NumberSeries, given: Given) -> None:
    same = series.numbers.filter(value=given.value, suffix=given.suffix).first()
    taken = same or _same_text(series, given.text)
    if taken is None:
        return
    if taken.state == PaperNumber.State.CANCELLED:
        raise IllegalMove(f"Số {taken.text} đã hủy ({taken.reason}), không dùng lại.")
    raise IllegalMove(
        f"Số {taken.text} đã dùng ngày {taken.date:%d/%m/%Y} cho “{taken.title}”. Vui lòng xem lại sổ văn bản."
    )


def _same_text(series: NumberSeries, text: str) -> PaperNumber | None:
    register = PaperNumber.objects.filter(series__issuer=series.issuer, series__period=series.period)
    return register.filter(text=text).first()


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
    if standing_paper(row) is not None:
        raise IllegalMove(f"Văn bản số {row.text} đang có hiệu lực. Vui lòng thu hồi văn bản rồi mới hủy số.")
    row.state, row.reason = PaperNumber.State.CANCELLED, squeeze(reason)
    row.save(update_fields=["state", "reason"])
    record("cancel_number", target=row, by=by, at=at, note=row.reason)
    return row


def standing_paper(number: PaperNumber) -> Document | None:
    """The issued paper that bears the number and has not been withdrawn."""
    target = {"target_type": number.target_type_id, "target_id": number.target_id}
    return Document.objects.issued().filter(**target, number=number.text, withdrawn_at=None).first()
