"""How the office judges is data, changed on a page and on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove, ReviewSetting
from hoaxa_danvan.workflow.services import save_setting


@transaction.atomic
def change_setting(
    *, version: int, fields: Mapping[str, Any], by: Appointment, at: datetime
) -> ReviewSetting:
    """`fields`: two_steps, undo_minutes. Raises `Stale` when somebody saved since `version`."""
    if not by.may("workflow.change_reviewsetting"):
        raise PermissionDenied
    heads = Appointment.objects.current(local_day(at)).filter(role=Role.HEAD_REVIEWER)
    if fields["two_steps"] and not heads.exists():
        raise IllegalMove(
            "Chưa có ai giữ vai trò Trưởng ban trong cổng, nên chưa có người duyệt: phân công Trưởng ban trước."
        )
    before = ReviewSetting.now()
    row = save_setting(ReviewSetting, key={"pk": ReviewSetting.ONLY}, version=version, fields=fields)
    details = {
        name: {"from": getattr(before, name), "to": getattr(row, name)}
        for name in ("two_steps", "undo_minutes")
    }
    record("change_setting", target=row, by=by, at=at, note=str(row), details=details)
    return row
