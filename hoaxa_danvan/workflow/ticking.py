"""Opinions of earlier rounds, ticked off one by one when the paper has come again."""

from datetime import datetime

from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.workflow.guards import lock, may_judge_now
from hoaxa_danvan.workflow.models import IllegalMove, ReturnNote, Sendable


@transaction.atomic
def tick_off(note: ReturnNote, *, outcome: str, by: Appointment, at: datetime) -> ReturnNote:
    """Đã tiếp thu, chưa tiếp thu, or "" for not yet said; the unit sees it with the next decision.

    What was not followed is pinned anew, in preparation: it goes along with the next đề nghị bổ sung without
    being typed again, and goes away if the tick is changed before.
    """
    row = lock(note.target)
    may_judge_now(row, by=by)
    note = ReturnNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.is_remark or note.released_at is None or note.outcome_released_at is not None:
        raise IllegalMove("Ý kiến này không còn chờ đánh dấu.")
    if outcome not in {"", *ReturnNote.Outcome.values}:
        raise IllegalMove("Vui lòng chọn “Đã tiếp thu” hoặc “Chưa tiếp thu”.")
    if outcome == note.outcome:
        return note
    note.outcome, note.outcome_by, note.outcome_at = outcome, by if outcome else None, at if outcome else None
    note.save(update_fields=["outcome", "outcome_by", "outcome_at"])
    ReturnNote.objects.pending().filter(carries=note).delete()
    if outcome == ReturnNote.Outcome.OPEN:
        _carry_over(note, by=by, at=at)
    said = note.get_outcome_display() if outcome else "Bỏ đánh dấu"
    record("tick_off", target=row, by=by, at=at, note=f"{said}: {note.field_label}")
    return note


def _carry_over(note: ReturnNote, *, by: Appointment, at: datetime) -> ReturnNote:
    return ReturnNote.objects.create(
        target=note.target,
        field=note.field,
        field_label=note.field_label,
        text=note.text,
        by=by,
        at=at,
        carries=note,
    )


def refuse_carried(note: ReturnNote) -> None:
    """A note that stands for an earlier one goes by changing that one's tick: what is ticked stays told."""
    if note.carries_id is not None:
        raise IllegalMove("Ý kiến này chuyển từ lần trước: đánh dấu lại ý kiến lần trước nếu đã tiếp thu.")


def forget_ticks(row: Sendable) -> None:
    """Ticks on what the unit has taken back were made on nothing."""
    ticked = ReturnNote.objects.about(row).exclude(outcome="").filter(outcome_released_at=None)
    ticked.update(outcome="", outcome_by=None, outcome_at=None)
