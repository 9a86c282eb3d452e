"""States that move by a table, texts that are saved by their version, papers that are sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record


class IllegalMove(Exception):
    """A step that the state or a rule does not allow; `message` says so in Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Stale(Exception):
    """Somebody saved since the version that this save was made from."""

    message = "Người khác đã lưu trong lúc đang soạn. Nội dung vừa nhập còn nguyên bên dưới."

    def __init__(self) -> None:
        super().__init__(self.message)


class Conflict(Stale):
    """`Stale`, of a text with a snapshot: `fresh` is their row, to be shown beside what was typed."""

    def __init__(self, fresh: "Versioned") -> None:
        super().__init__()
        self.fresh = fresh


@dataclass(frozen=True, slots=True)
class Move:
    verb: str
    label: str
    sources: frozenset[str]
    target: str
    needs_note: bool = False
    by_machine: bool = False  # a worker may make it too, with `by=None`


class Stateful(models.Model):
    """A model whose `status` changes only through `advance`."""

    MOVES: ClassVar[tuple[Move, ...]] = ()
    # What its history says of steps that are no moves: audit verb → the office's words.
    STEPS: ClassVar[dict[str, str]] = {}

    Status: Any  # the TextChoices of the class that declares `status`
    status: Any
    get_status_display: Any  # Django adds it there
    status_at = models.DateTimeField("từ lúc", null=True, editable=False)

    class Meta:
        abstract = True

    def moves_for(self, who: Appointment) -> list[Move]:
        """The moves this post may make now: what the page offers as buttons."""
        return [m for m in self.MOVES if self.status in m.sources and who.may(self.perm(m.verb), self)]

    def may_now(self, verb: str, who: Appointment) -> bool:
        """Whether the state and the rules let this post make the move called `verb` now."""
        return any(move.verb == verb for move in self.moves_for(who))

    @transaction.atomic
    def advance(self, verb: str, *, by: Appointment | None, at: datetime, note: str = "") -> Self:
        """Make the move called `verb`, or raise. Returns the fresh row.

        `by` is None when the machine itself makes a move that it may make.
        """
        move = next(m for m in self.MOVES if m.verb == verb)
        row = type(self)._base_manager.select_for_update().get(pk=self.pk)
        if row.status not in move.sources:
            raise IllegalMove(
                f"Không thể {move.label.lower()}: đang ở trạng thái “{row.get_status_display()}”."
            )
        if not (by.may(row.perm(move.verb), row) if by else move.by_machine):
            raise PermissionDenied
        if move.needs_note and not note.strip():
            raise IllegalMove("Cần ghi rõ ý kiến, lý do.")

        before, row.status, row.status_at = row.status, move.target, at
        row.save(update_fields=["status", "status_at"])
        record(verb, target=row, by=by, at=at, from_status=before, to_status=row.status, note=note)
        return row

    def perm(self, verb: str) -> str:
        """The name under which rules.py knows the move: “campaigns.submit_unitplan”."""
        return f"{self._meta.app_label}.{verb}_{self._meta.model_name}"


class Versioned(Stateful):
    """A text that several people may write: a save names the version it was made from.

    `version` grows at every save. `snapshot()` is the content as JSON, for comparing two texts.
    """

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def draft_key(self) -> str:
        """The name of its form: for `Draft.form` and for what a browser keeps."""
        return f"{self._meta.model_name}-{self.pk}"

    def snapshot(self) -> dict[str, Any]:
        """The content as `{field path: {"label": …, "value": …}}`, in the order of the page.

        Values are text as a person reads it. Fields with the same `"group"` (optional) stand
        together under it.
        """
        raise NotImplementedError


class Sendable(Versioned):
    """What a unit drafts, sends and may get back: plan, registration, report, dossier.

    A sending too names the version it was made from, and `sent_at` is the first that still stands.
    The snapshot is kept at every sending, so that reviewers see what changed. Its moves are called
    submit, withdraw, accept and return; whoever may accept it may also pin opinions to its fields.
    """

    # What the receipt says about the time after sending.
    AFTER_SENDING: ClassVar = (
        "Đơn vị tiếp nhận sẽ xem nội dung. "
        "Khi được tiếp nhận hoặc có ý kiến, việc hiện ở trang “Việc của tôi”."
    )

    # Parts of its snapshot's paths for which the office may keep sentences: part → the page's words.
    REMARKED: ClassVar[dict[str, str]] = {}

    unit: Any
    sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def partners(self) -> "models.QuerySet[Unit]":
        """The units for which it counts beside its own: of a joint paper."""
        return Unit.objects.none()
