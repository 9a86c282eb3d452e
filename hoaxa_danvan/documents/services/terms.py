"""Nhiệm kỳ cấp ủy: the Party's numbers begin anew with each. Terms never overlap."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import PaperNumber, Term
from hoaxa_danvan.documents.selectors.numbers import Period, all_terms, find_term
from hoaxa_danvan.lib.text import squeeze
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import save_setting


@transaction.atomic
def save_term(
    name: str, *, since: date, until: date | None, version: int | None, by: Appointment, at: datetime
) -> Term:
    """Set the days of a term. `version` None: a new one; 0: the one that ships, entered now."""
    if not by.may("documents.change_stationery"):
        raise PermissionDenied
    term, there = Period(squeeze(name), since, until), find_term(squeeze(name))
    refuse_impossible(term)
    if version is None and there is not None:
        raise IllegalMove(f"Đã có nhiệm kỳ {term.name}.")
    days = {"since": since, "until": until}
    row = save_setting(Term, key={"name": term.name}, version=version or 0, fields=days)
    before = there and [there.since.isoformat(), there.until and there.until.isoformat()]
    after = [since.isoformat(), until and until.isoformat()]
    record(
        "save_term", target=row, by=by, at=at, details={"name": row.name, "before": before, "after": after}
    )
    return row


def refuse_impossible(term: Period) -> None:
    if not term.name:
        raise IllegalMove("Cần ghi tên nhiệm kỳ.")
    if term.until and term.until < term.since:
        raise IllegalMove("Ngày kết thúc phải sau ngày bắt đầu.")
    for other in all_terms():
        if other.name != term.name and other.overlaps(term):
            raise IllegalMove(f"Trùng thời gian với nhiệm kỳ {other.name} ({days_of(other)}).")
    numbers = PaperNumber.objects.filter(series__period=term.name)
    for number in numbers.order_by("date"):
        if not term.holds(number.date):
            raise IllegalMove(
                f"Số {number.text} ngày {number.date:%d/%m/%Y} đã lấy trong nhiệm kỳ này, không để ra ngoài được."
            )


def days_of(term: Period) -> str:
    if term.until is None:
        return f"từ {term.since:%d/%m/%Y}, chưa ghi ngày kết thúc"
    return f"{term.since:%d/%m/%Y} đến {term.until:%d/%m/%Y}"
