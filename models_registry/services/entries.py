"""A registration: begun, saved, sent, taken back, judged; then followed by dated updates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.deadlines import own_window
from campaigns.models import CampaignYear, ContentItem
from campaigns.selectors.years import items_of
from campaigns.services.closing import refuse_taking_back, refuse_when_closed
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.attachments.services import discard_files
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove, Receipt
from hoaxa_danvan.workflow.services import (
    claim_form_key,
    drop_draft,
    fill_form_key,
    may_edit_now,
    save_version,
    send,
    send_back,
    send_remarks,
    take_back,
    take_in,
)
from models_registry.models import ProgressUpdate, RegisteredModel, Sector
from models_registry.selectors.entries import Gap, gaps_in, registration_window

NOT_ITS_ITEM = "Kế hoạch của xã không giao nội dung này cho đơn vị."


class RegistrationIncomplete(IllegalMove):
    """What is missing, for the page to lead to each field."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(" ".join(gap.sentence for gap in gaps))
        self.gaps = gaps


@transaction.atomic
def start_entry(
    *,
    campaign_year: CampaignYear,
    kind: str,
    subject: str,
    sector: Sector,
    item: ContentItem,
    name: str,
    key: UUID,
    by: Appointment,
    at: datetime,
) -> RegisteredModel:
    """Begin a registration of the acting unit. The same `key` again is the same registration."""
    if not by.may("models_registry.start_registeredmodel"):
        raise PermissionDenied
    there = claim_form_key(key, person=by.person, at=at)
    if isinstance(there, RegisteredModel):
        return there
    window = own_window(registration_window(campaign_year), by.unit_id)
    refuse_when_closed(window, what=f"đăng ký năm {campaign_year.year}", at=at)
    if item not in items_of(by.unit, campaign_year=campaign_year):
        raise IllegalMove(NOT_ITS_ITEM)
    entry = RegisteredModel.objects.create(
        unit=by.unit,
        campaign_year=campaign_year,
        kind=kind,
        subject=subject,
        sector=sector,
        item=item,
        name=name,
    )
    fill_form_key(key, target=entry)
    record("start", target=entry, by=by, at=at)
    return entry


@transaction.atomic
def save_entry(
    entry: RegisteredModel, *, version: int, fields: Mapping[str, Any], by: Appointment, at: datetime
) -> RegisteredModel:
    """Write what was typed: names of `entry.form_fields`, or raise.

    `Conflict` when somebody saved since `version`; `IllegalMove` for what cannot be.
    """
    refuse_backward_dates(fields.get("start_date", entry.start_date), fields.get("end_date", entry.end_date))
    fresh = save_version(entry, version=version, fields=fields)
    may_edit_now(fresh, by=by)
    if fresh.item not in items_of(fresh.unit, campaign_year=fresh.campaign_year):
        raise IllegalMove(NOT_ITS_ITEM)
    if entry.is_exemplar != fresh.is_exemplar:
        raise IllegalMove("Mô hình, công trình và điển hình ghi theo biểu khác nhau, không đổi được.")
    fresh.save(update_fields=["name"])  # the keys to search and sort by follow what they are made of
    record("save", target=fresh, by=by, at=at, details={"version": fresh.version})
    drop_draft(by=by, form=fresh.draft_key, target_id=fresh.pk)
    return fresh


def refuse_backward_dates(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise IllegalMove("Ngày kết thúc phải sau ngày bắt đầu.")


@transaction.atomic
def discard_entry(entry: RegisteredModel, *, by: Appointment, at: datetime) -> None:
    """Bỏ bản đang soạn: only what was never sent goes away."""
    row = RegisteredModel.objects.select_for_update().get(pk=entry.pk)
    may_edit_now(row, by=by)
    if row.status != RegisteredModel.Status.DRAFT or Receipt.objects.about(row).exists():
        raise IllegalMove("Đăng ký đã từng gửi, không bỏ được.")
    record("discard", target=row, by=by, at=at, note=row.name)
    drop_draft(by=by, form=row.draft_key, target_id=row.pk)
    discard_files(row)
    row.delete()


def submit_entry(entry: RegisteredModel, *, version: int, by: Appointment, at: datetime) -> Receipt:
    """Send the registration. Sent again at the same version, it is the same receipt.

    After `closes_at` only what came before and was asked to be completed is still taken.
    """
    window = own_window(registration_window(entry.campaign_year), entry.unit_id)

    def check(row: RegisteredModel) -> None:
        if row.sent_at is None:
            refuse_when_closed(window, what=f"đăng ký năm {entry.campaign_year.year}", at=at)
        if gaps := gaps_in(row):
            raise RegistrationIncomplete(gaps)

    due_at = window.due_at if window else at
    return send(entry, version=version, due_at=due_at, by=by, at=at, check=check)


def withdraw_entry(entry: RegisteredModel, *, by: Appointment, at: datetime) -> RegisteredModel:
    """Take it back while nobody has judged it, as long as it could be sent again."""
    window = own_window(registration_window(entry.campaign_year), entry.unit_id)
    refuse_taking_back(window, what=f"đăng ký năm {entry.campaign_year.year}", at=at)
    return take_back(entry, by=by, at=at)


def accept_entry(entry: RegisteredModel, *, version: int, by: Appointment, at: datetime) -> RegisteredModel:
    """Tiếp nhận what was read at `version`."""
    return take_in(entry, version=version, by=by, at=at)


def return_entry(entry: RegisteredModel, *, version: int, by: Appointment, at: datetime) -> RegisteredModel:
    """Đề nghị bổ sung, with the opinions that are pinned to it."""
    return send_back(entry, version=version, by=by, at=at)


def send_entry_remarks(entry: RegisteredModel, *, version: int, by: Appointment, at: datetime) -> int:
    """Ý kiến trao đổi to a peer body, without any move."""
    return send_remarks(entry, version=version, by=by, at=at)


@transaction.atomic
def add_update(
    entry: RegisteredModel, *, text: str, on: date, by: Appointment, at: datetime
) -> ProgressUpdate:
    """Write down what has been done on a model by that day."""
    if not by.may("models_registry.add_progressupdate", entry):
        raise PermissionDenied
    if not text.strip():
        raise IllegalMove("Chưa ghi việc đã làm được.")
    if on > local_day(at):
        raise IllegalMove("Ngày cập nhật không thể ở sau hôm nay.")
    update = ProgressUpdate.objects.create(entry=entry, text=text.strip(), on=on, by=by, at=at)
    record("update", target=entry, by=by, at=at, note=update.text)
    return update
