"""Visits to units and what was found there: planned, announced, held, followed to the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from campaigns.inspecting import targets_of
from campaigns.models import CampaignYear, Finding, Inspection, InspectionPoint
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import claim_form_key, fill_form_key, save_version

MOST_POINTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionContent:
    """What is planned; `points` are the lines of the checklist, in order."""

    unit: Unit
    manner: str
    planned_on: date
    subject: str
    members: str = ""
    paper: str = ""
    points: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionResult:
    """What the visit showed; `answers` by the key of the point: (answer, note)."""

    held_on: date
    conclusion: str
    answers: Mapping[int, tuple[str, str]]


@transaction.atomic
def plan_inspection(
    *, campaign_year: CampaignYear, content: InspectionContent, key: UUID, by: Appointment, at: datetime
) -> Inspection:
    """Put a visit into the year's plan. The same `key` again is the same visit."""
    if not by.may("campaigns.plan_inspection"):
        raise PermissionDenied
    there = claim_form_key(key, person=by.person, at=at)
    if isinstance(there, Inspection):
        return there
    refuse_nonsense(content)
    inspection = Inspection.objects.create(campaign_year=campaign_year, **plain_fields(content))
    write_points(inspection, content.points)
    fill_form_key(key, target=inspection)
    record("start", target=inspection, by=by, at=at)
    return inspection


@transaction.atomic
def change_inspection(
    inspection: Inspection, *, version: int, content: InspectionContent, by: Appointment, at: datetime
) -> Inspection:
    """Correct a visit that has not been held, or raise `Conflict` when somebody did since `version`."""
    row = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if not by.may("campaigns.change_inspection", row):
        raise PermissionDenied
    if row.announced_at and content.unit != row.unit:
        raise IllegalMove(
            "Đã thông báo cho đơn vị nên không đổi sang đơn vị khác; vui lòng ghi “Không tổ chức”."
        )
    refuse_nonsense(content)
    fresh = save_version(row, version=version, fields=plain_fields(content))
    fresh.points.all().delete()
    write_points(fresh, content.points)
    record("save", target=fresh, by=by, at=at)
    return fresh


def plain_fields(content: InspectionContent) -> dict[str, Any]:
    fields = {name: getattr(content, name) for name in ("unit", "manner", "planned_on")}
    return fields | {name: getattr(content, name).strip() for name in ("subject", "members", "paper")}


def refuse_nonsense(content: InspectionContent) -> None:
    if not content.subject.strip():
        raise IllegalMove("Vui lòng ghi nội dung kiểm tra, khảo sát.")
    if len(content.points) > MOST_POINTS:
        raise IllegalMove(f"Nhiều nhất {MOST_POINTS} nội dung xem xét.")


def write_points(inspection: Inspection, points: Sequence[str]) -> None:
    InspectionPoint.objects.bulk_create(
        InspectionPoint(inspection=inspection, order=order, text=text) for order, text in enumerate(points)
    )


@transaction.atomic
def announce_inspection(inspection: Inspection, *, by: Appointment, at: datetime) -> Inspection:
    """Let the unit know: from now on it sees the visit."""
    row = inspection.advance("announce", by=by, at=at)
    row.announced_at = at
    row.save(update_fields=["announced_at"])
    return row


def cancel_inspection(inspection: Inspection, *, note: str, by: Appointment, at: datetime) -> Inspection:
    return inspection.advance("cancel", by=by, at=at, note=note)


@transaction.atomic
def hold_inspection(
    inspection: Inspection, *, result: InspectionResult, by: Appointment, at: datetime
) -> Inspection:
    """Write down what the visit showed. Points that nobody answered stay empty."""
    if result.held_on > local_day(at):
        raise IllegalMove("Ngày làm việc không thể ở sau hôm nay.")
    if not result.conclusion.strip():
        raise IllegalMove("Vui lòng ghi kết luận.")
    locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
    # Before the move: a held inspection without its day cannot be stored.
    Inspection.objects.filter(pk=locked.pk).update(
        held_on=result.held_on, conclusion=result.conclusion.strip()
    )
    row = locked.advance("hold", by=by, at=at)
    for point in row.points.all():
        point.answer, point.note = result.answers.get(point.pk, ("", ""))
        point.save(update_fields=["answer", "note"])
    return row


@transaction.atomic
def close_inspection(inspection: Inspection, *, by: Appointment, at: datetime) -> Inspection:
    """End it; refused while something is still to be put right."""
    row = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if left := row.findings.unsettled().count():
        raise IllegalMove(f"Còn {left} nội dung chưa khắc phục xong nên chưa kết thúc.")
    return row.advance("close", by=by, at=at)


# What was found


@transaction.atomic
def add_finding(
    inspection: Inspection,
    *,
    text: str,
    fix_by: date,
    about: models.Model | None = None,
    by: Appointment,
    at: datetime,
) -> Finding:
    """Ask the unit to put something right by a day. Pressed twice, it is one finding."""
    row = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if not by.may("campaigns.add_finding", row):
        raise PermissionDenied
    if not text.strip():
        raise IllegalMove("Vui lòng ghi nội dung cần khắc phục.")
    if fix_by < (row.held_on or row.planned_on):
        raise IllegalMove("Thời hạn khắc phục phải sau ngày làm việc.")
    if about is not None and about not in targets_of(row):
        raise IllegalMove("Việc được chọn không phải của đơn vị này.")
    if there := row.findings.filter(text=text.strip(), fix_by=fix_by).first():
        return there
    finding = Finding.objects.create(
        inspection=row, text=text.strip(), fix_by=fix_by, about=about, by=by, at=at
    )
    record("find", target=finding, by=by, at=at)
    return finding


def report_finding(finding: Finding, *, note: str, by: Appointment, at: datetime) -> Finding:
    """The unit says what it has done about it."""
    return finding.advance("report", by=by, at=at, note=note)


def reopen_finding(finding: Finding, *, note: str, by: Appointment, at: datetime) -> Finding:
    """What was reported does not do yet."""
    return finding.advance("reopen", by=by, at=at, note=note)


def confirm_finding(finding: Finding, *, by: Appointment, at: datetime) -> Finding:
    return finding.advance("confirm", by=by, at=at)


@transaction.atomic
def extend_finding(finding: Finding, *, fix_by: date, reason: str, by: Appointment, at: datetime) -> Finding:
    """Give the unit until a later day, with the reason."""
    row = Finding.objects.select_for_update().get(pk=finding.pk)
    if not by.may("campaigns.extend_finding", row):
        raise PermissionDenied
    if not reason.strip():
        raise IllegalMove("Vui lòng ghi lý do lùi thời hạn.")
    if fix_by <= row.fix_by:
        raise IllegalMove(f"Thời hạn mới phải sau {row.fix_by:%d/%m/%Y}.")
    before, row.fix_by = row.fix_by, fix_by
    row.save(update_fields=["fix_by"])
    details = {"from": before.isoformat(), "to": fix_by.isoformat()}
    record("extend", target=row, by=by, at=at, note=reason.strip(), details=details)
    return row
