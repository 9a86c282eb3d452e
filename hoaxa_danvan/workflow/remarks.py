"""“Câu góp ý thường dùng”: sentences that the office writes often, kept by the office itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.models import CannedRemark, Sendable, Stale


def offered(target: Sendable, *, field: str) -> list[CannedRemark]:
    """Sentences for that field of that kind of paper: first those made for the field, then the general ones."""
    rows = CannedRemark.objects.filter(form__in=["", form_of(type(target))], is_retired=False)
    part = field.rpartition("-")[2]
    found = rows.filter(Q(field="") | Q(field=part))
    return sorted(found, key=lambda row: (not row.field, not row.form, row.order, row.pk))


def form_of(model: type[Sendable]) -> str:
    return model._meta.label_lower


@transaction.atomic
def add_remark(*, fields: Mapping[str, Any], by: Appointment, at: datetime) -> CannedRemark:
    """`fields`: form, field, text, order."""
    _refuse_others(by)
    row = CannedRemark.objects.create(**fields)
    record("add_remark", target=row, by=by, at=at, note=row.text)
    return row


@transaction.atomic
def change_remark(
    row: CannedRemark, *, version: int, fields: Mapping[str, Any], by: Appointment, at: datetime
) -> CannedRemark:
    """Write it over if it still stands at `version`, else raise `Stale`. What the office saves is its own."""
    _refuse_others(by)
    rows = CannedRemark.objects.filter(pk=row.pk, version=version)
    if not rows.update(**fields, is_proposal=False, version=F("version") + 1):
        raise Stale
    before, row = row.text, CannedRemark.objects.get(pk=row.pk)
    record("change_remark", target=row, by=by, at=at, note=row.text, details={"before": before})
    return row


def _refuse_others(by: Appointment) -> None:
    if not by.may("workflow.change_cannedremark"):
        raise PermissionDenied


def count_use(key: int | None, *, text: str) -> None:
    """Count the sentence if something of it was left in the opinion."""
    row = CannedRemark.objects.filter(pk=key).first() if key else None
    if row is not None and row.text.split("…")[0].strip()[:40] in text:
        CannedRemark.objects.filter(pk=row.pk).update(used_count=F("used_count") + 1)
