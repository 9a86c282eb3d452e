"""The criteria themselves: prepared, published, and from the first mark on untouchable."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.scoring.models import Criterion, Gate, Grade, Rubric, RubricVersion
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import drop_draft

FIELDS = ("guidance", "basis", "is_sample", "bonus_max", "penalty_max")
RUBRIC_FORM = "rubric"  # under which typed text is kept, by version
Line = Mapping[str, Any]


class StaleRubric(IllegalMove):
    """Somebody saved these criteria meanwhile. `fresh` are theirs."""

    def __init__(self, fresh: RubricVersion) -> None:
        super().__init__(Conflict.message)
        self.fresh = fresh


@transaction.atomic
def save_rubric(
    version: RubricVersion,
    *,
    revision: int,
    fields: Mapping[str, Any],
    gates: Sequence[Line],
    criteria: Sequence[Line],
    grades: Sequence[Line],
    by: Appointment,
    at: datetime,
) -> RubricVersion:
    """Write an unpublished version whole: `fields` of FIELDS, and each line by its model's fields."""
    row = open_version(version, by=by)
    if row.revision != revision:
        raise StaleRubric(row)
    refuse_faults(fields, gates, criteria)
    for name in FIELDS:
        setattr(row, name, fields[name])
    row.revision += 1
    row.save()
    for rows in (row.gates, row.criteria, row.grades):
        rows.all().delete()
    Gate.objects.bulk_create(Gate(version=row, order=n, **line) for n, line in enumerate(gates))
    Criterion.objects.bulk_create(Criterion(version=row, order=n, **line) for n, line in enumerate(criteria))
    Grade.objects.bulk_create(Grade(version=row, **line) for line in grades)
    drop_draft(by=by, form=RUBRIC_FORM, target_id=row.pk)
    record("save_rubric", target=row, by=by, at=at, details={"criteria": len(criteria)})
    return row


@transaction.atomic
def publish_rubric(version: RubricVersion, *, by: Appointment, at: datetime) -> RubricVersion:
    """Let every unit read the criteria; from then on a change is a new version."""
    row = locked(version)
    if not by.may("scoring.publish_rubricversion", row):
        raise PermissionDenied
    if row.is_published:
        raise IllegalMove("Tiêu chí này đã công bố.")
    if not row.criteria.exists() and not row.gates.exists():
        raise IllegalMove("Chưa có tiêu chí hoặc điều kiện nào.")
    row.published_at = at
    row.save(update_fields=["published_at"])
    record("publish_rubric", target=row, by=by, at=at)
    return row


@transaction.atomic
def copy_rubric(version: RubricVersion, *, year: int, by: Appointment, at: datetime) -> RubricVersion:
    """A new unpublished version with the next number of that year; the old one stays as it is."""
    if not by.may("scoring.copy_rubricversion", version):
        raise PermissionDenied
    rubric = Rubric.objects.select_for_update().get(pk=version.rubric_id)
    last = rubric.versions.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    if open_copy := rubric.versions.filter(year=year, published_at=None).first():
        raise IllegalMove(f"Đã có phiên bản {open_copy.number} năm {year} đang chuẩn bị.")
    fresh = RubricVersion.objects.create(
        rubric=rubric, year=year, number=last + 1, **{name: getattr(version, name) for name in FIELDS}
    )
    for rows in (version.gates, version.criteria, version.grades):
        copy_rows(rows.all(), to=fresh)
    record("copy_rubric", target=fresh, by=by, at=at, details={"from": version.pk})
    return fresh


def copy_rows(rows: Any, *, to: RubricVersion) -> None:
    fresh = list(rows)
    for row in fresh:
        row.pk, row.version = None, to
        row._state.adding = True
    rows.model._base_manager.bulk_create(fresh)


def open_version(version: RubricVersion, *, by: Appointment) -> RubricVersion:
    row = locked(version)
    if row.frozen_at is not None:
        raise IllegalMove("Đã có điểm chấm theo phiên bản này: không sửa được, hãy tạo phiên bản mới.")
    if row.is_published:
        raise IllegalMove("Tiêu chí đã công bố: không sửa được, hãy tạo phiên bản mới.")
    if not by.may("scoring.change_rubricversion", row):
        raise PermissionDenied
    return row


def locked(version: RubricVersion) -> RubricVersion:
    return RubricVersion.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=version.pk)


def refuse_faults(fields: Mapping[str, Any], gates: Sequence[Line], criteria: Sequence[Line]) -> None:
    codes = [line["code"] for line in (*gates, *criteria)]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise IllegalMove(f"Mã bị trùng: {', '.join(twice)}.")
    if not fields["is_sample"] and not fields["basis"].strip():
        raise IllegalMove("Không còn là bản mẫu thì cần ghi văn bản ban hành.")
