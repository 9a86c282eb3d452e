"""“Tiếp nhận nhiều”: chosen in a queue, previewed line by line, taken in one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.amendments import Amendable
from hoaxa_danvan.workflow.guards import lock
from hoaxa_danvan.workflow.models import AcceptanceBatch, IllegalMove, ReturnNote, ReviewSetting, Sendable
from hoaxa_danvan.workflow.services import claim_form_key, fill_form_key


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row ticked in a queue and the version that stood there."""

    pk: int
    version: int

    @property
    def words(self) -> str:
        return f"{self.pk}:{self.version}"


def read_chosen(values: Iterable[str]) -> list[Chosen]:
    """Of what came back from the boxes, “12:3”; anything else is left out. The first of a row counts."""
    found: dict[int, Chosen] = {}
    for value in values:
        parts = value.split(":")
        if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            found.setdefault(int(parts[0]), Chosen(int(parts[0]), int(parts[1])))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the preview; `reason` says why it will not be taken in, "" when it will."""

    target: Sendable
    chosen: Chosen
    reason: str


def preview(rows: Iterable[Sendable], chosen: Iterable[Chosen], *, by: Appointment) -> list[Line]:
    """What `accept_many` would do now, row by row. `rows` are those of the chosen that `by` may read."""
    by_pk = {row.pk: row for row in rows}
    kept = [(by_pk[one.pk], one) for one in chosen if one.pk in by_pk]
    pending = _with_pending(row for row, _ in kept)
    with ReviewSetting.read_once():
        return [Line(row, one, _why_not(row, one, by=by, has_pending=row.pk in pending)) for row, one in kept]


def _with_pending(rows: Iterable[Sendable]) -> set[int]:
    papers = list(rows)
    if not papers:
        return set()
    kind = ContentType.objects.get_for_model(papers[0])
    notes = ReturnNote.objects.filter(target_type=kind, target_id__in=[row.pk for row in papers])
    return set(notes.pending().values_list("target_id", flat=True))


def _why_not(row: Sendable, one: Chosen, *, by: Appointment, has_pending: bool) -> str:
    if not row.may_now("accept", by):
        if by.may(row.perm("accept"), row):
            return f"Không còn chờ tiếp nhận: đang ở trạng thái “{row.get_status_display()}”."
        return "Không thuộc thẩm quyền tiếp nhận của vai trò này."
    if row.version != one.version:
        return "Đơn vị đã gửi bản mới sau khi mở hàng chờ; cần xem lại."
    if has_pending:
        return "Đang có ý kiến soạn dở; tiếp nhận hoặc đề nghị bổ sung ở trang của văn bản."
    if isinstance(row, Amendable) and row.is_being_amended:
        return "Là bản điều chỉnh, tiếp nhận rồi không hoàn tác được; tiếp nhận ở trang của văn bản."
    return ""


Accept = Callable[[Sendable, int, AcceptanceBatch], object]


def accept_many(
    lines: Iterable[Line], *, accept: Accept, key: UUID, by: Appointment, at: datetime
) -> AcceptanceBatch:
    """Take in what the preview said, each in its own transaction with its own entry in the trail.

    `accept(row, version, batch)` is the app's own service. What has changed since the preview is left out and
    told; one that fails does not hold up the others. The same `key` again is the same batch.
    """
    batch, is_new = _claim(key, by=by, at=at)
    if not is_new:
        return batch
    for line in lines:
        reason = line.reason
        if not reason:
            try:
                _accept_one(line, accept, batch)
            except IllegalMove as error:
                reason = error.message
            except PermissionDenied:
                reason = "Không thuộc thẩm quyền tiếp nhận của vai trò này."
        if reason:
            batch.left_out.append(
                {"title": str(line.target), "url": line.target.get_absolute_url(), "reason": reason}
            )
    batch.save(update_fields=["left_out"])
    return batch


@transaction.atomic
def _accept_one(line: Line, accept: Accept, batch: AcceptanceBatch) -> None:
    # Opinions may have been pinned since the preview was made.
    row = lock(line.target)
    if ReturnNote.objects.about(row).pending().exists():
        raise IllegalMove("Vừa có ý kiến soạn dở; tiếp nhận hoặc đề nghị bổ sung ở trang của văn bản.")
    accept(line.target, line.chosen.version, batch)


@transaction.atomic
def _claim(key: UUID, *, by: Appointment, at: datetime) -> tuple[AcceptanceBatch, bool]:
    there = claim_form_key(key, person=by.person, at=at)
    if isinstance(there, AcceptanceBatch):
        return there, False
    batch = AcceptanceBatch.objects.create(by=by, at=at)
    fill_form_key(key, target=batch)
    return batch, True
