"""The dossier: written from the register, sent, completed, taken in or refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from awards.models import AwardRound, AwardTitle, Nomination
from awards.selectors.dossiers import is_eligible, prefilled, rubric_of
from awards.services.locks import lock_round, require, require_state
from campaigns.deadlines import own_window
from campaigns.services.closing import refuse_taking_back, refuse_when_closed
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.models import IllegalMove, Receipt
from hoaxa_danvan.workflow.services import (
    drop_draft,
    may_edit_now,
    save_version,
    send,
    send_back,
    send_remarks,
    take_back,
    take_in,
)
from models_registry.models import RegisteredModel

Status = AwardRound.Status
DOSSIERS = "hồ sơ đề nghị khen thưởng"


@transaction.atomic
def start_nomination(
    award_round: AwardRound, *, entry: RegisteredModel, title: AwardTitle, by: Appointment, at: datetime
) -> Nomination:
    """Begin a dossier, filled from the register; asked for again, it is the one already begun."""
    row = lock_round(award_round.pk)
    require(by, "awards.start_nomination")
    if entry.unit_id != by.unit_id:
        raise PermissionDenied
    require_state(row, Status.RECEIVING, doing="lập hồ sơ")
    standing = row.nominations.filter(entry=entry, title=title).exclude(status=Nomination.Status.REJECTED)
    if begun := standing.first():
        return begun
    refuse_when_closed(own_window(row.window, by.unit_id), what=DOSSIERS, at=at)
    if not is_eligible(entry, row):
        raise IllegalMove(
            f"“{entry}” chưa được công nhận, hoặc chưa có trong danh mục điển hình năm {row.year}."
        )
    nomination = Nomination.objects.create(
        round=row, unit=entry.unit, entry=entry, title=title, status_at=at, **prefilled(entry)
    )
    record("start", target=nomination, by=by, at=at)
    return nomination


@transaction.atomic
def save_nomination(
    nomination: Nomination, *, version: int, fields: Mapping[str, Any], by: Appointment, at: datetime
) -> Nomination:
    """Write the text of a dossier; what was pledged before does not cover a changed text."""
    award_round = lock_round(nomination.round_id)
    require(by, "awards.submit_nomination", nomination)
    require_state(award_round, Status.RECEIVING, doing="sửa hồ sơ")
    refuse_second_dossier(nomination, title=fields["title"])
    row = save_version(nomination, version=version, fields={**fields, "is_pledged": False})
    may_edit_now(row, by=by)
    row.save(update_fields=["recipient"])  # the keys to search and sort by follow what they are made of
    record("save", target=row, by=by, at=at)
    drop_draft(by=by, form=row.draft_key, target_id=row.pk)
    return row


def refuse_second_dossier(nomination: Nomination, *, title: AwardTitle) -> None:
    """One dossier per model and form of award: said in words before the constraint says it."""
    others = Nomination.objects.filter(round=nomination.round_id, entry=nomination.entry_id, title=title)
    if others.exclude(pk=nomination.pk).exclude(status=Nomination.Status.REJECTED).exists():
        raise IllegalMove("Mô hình, điển hình này đã có hồ sơ với hình thức khen đó.")


@transaction.atomic
def submit_nomination(
    nomination: Nomination, *, version: int, is_pledged: bool, by: Appointment, at: datetime
) -> Receipt:
    """Gửi, with the pledge of the one who sends; sent again it gives the same receipt."""
    award_round = lock_round(nomination.round_id)
    window = own_window(award_round.window, nomination.unit_id)

    def check(row: Nomination) -> None:
        require_state(award_round, Status.RECEIVING, doing="gửi hồ sơ")
        if row.sent_at is None:  # what came in time and was asked to be completed is still taken
            refuse_when_closed(window, what=DOSSIERS, at=at)
        refuse_incomplete(row, is_pledged=is_pledged)
        row.is_pledged = True
        row.save(update_fields=["is_pledged"])

    receipt = send(nomination, version=version, due_at=window.due_at, by=by, at=at, check=check)
    drop_draft(by=by, form=nomination.draft_key, target_id=nomination.pk)
    return receipt


def refuse_incomplete(row: Nomination, *, is_pledged: bool) -> None:
    if missing := missing_in(row):
        raise IllegalMove(" ".join(missing))
    if not is_pledged:
        raise IllegalMove("Cần cam kết trước khi gửi.")


def missing_in(row: Nomination) -> list[str]:
    """A sentence for everything that keeps a dossier from being sent."""
    empty = [name for name in ("recipient", "situation", "achievements") if not getattr(row, name).strip()]
    content = row.snapshot()
    missing = [f"{content[name]['label']}: chưa ghi." for name in empty]
    if rubric_of(row) is None:
        missing.append(f"Đợt xét chưa có tiêu chí cho đối tượng {row.get_subject_display().lower()}.")
    if not is_eligible(row.entry, row.round):
        missing.append("Mô hình, điển hình này hiện không đủ điều kiện đề nghị khen thưởng.")
    return missing


@transaction.atomic
def withdraw_nomination(nomination: Nomination, *, by: Appointment, at: datetime) -> Nomination:
    award_round = lock_round(nomination.round_id)
    require(by, "awards.withdraw_nomination", nomination)
    require_state(award_round, Status.RECEIVING, doing="rút lại hồ sơ")
    refuse_taking_back(own_window(award_round.window, nomination.unit_id), what=DOSSIERS, at=at)
    return take_back(nomination, by=by, at=at)


def accept_nomination(nomination: Nomination, *, version: int, by: Appointment, at: datetime) -> Nomination:
    return take_in(nomination, version=version, by=by, at=at)


def return_nomination(nomination: Nomination, *, version: int, by: Appointment, at: datetime) -> Nomination:
    return send_back(nomination, version=version, by=by, at=at)


def remark_nomination(nomination: Nomination, *, version: int, by: Appointment, at: datetime) -> int:
    return send_remarks(nomination, version=version, by=by, at=at)


@transaction.atomic
def reject_nomination(nomination: Nomination, *, reason: str, by: Appointment, at: datetime) -> Nomination:
    """Trả lại hồ sơ: it is not eligible, and that is final. Until the round is presented."""
    award_round = lock_round(nomination.round_id)
    require(by, "awards.reject_nomination", nomination)
    require_state(award_round, Status.RECEIVING, Status.APPRAISAL, Status.COUNCIL, doing="trả lại hồ sơ")
    return nomination.advance("reject", by=by, at=at, note=reason)
