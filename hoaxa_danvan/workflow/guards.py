"""What is asked before anything is done with a paper."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models import IllegalMove, Sendable

S = TypeVar("S", bound=Sendable)


def lock(target: S) -> S:
    """The row as it stands, held until the transaction ends."""
    return type(target)._base_manager.select_for_update().get(pk=target.pk)


def locked_at(target: S, *, version: int) -> S:
    """The locked row, if it is still what the person has read."""
    row = lock(target)
    if row.version != version:
        raise IllegalMove("Đơn vị đã sửa hoặc gửi bản mới. Vui lòng xem lại bản mới.")
    return row


def may_judge_now(target: Sendable, *, by: Appointment) -> None:
    """Raise unless the paper waits to be judged and this post judges such papers."""
    if not by.may(target.perm("judge"), target):
        raise PermissionDenied
    if not waits(target):
        raise IllegalMove(f"Không ghi được ý kiến: đang ở trạng thái “{target.get_status_display()}”.")


def waits(target: Sendable) -> bool:
    """It stands sent, and nobody has judged it yet."""
    return any(move.verb == "accept" and target.status in move.sources for move in target.MOVES)
