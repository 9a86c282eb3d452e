from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse

from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment, Unit, User, held_by
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

    unit: Any
    sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def partners(self) -> "models.QuerySet[Unit]":
        """The units for which it counts beside its own: of a joint paper."""
        return Unit.objects.none()


_AboutT_co = TypeVar("_AboutT_co", bound="About", covariant=True)


class AboutQuerySet(models.QuerySet[_AboutT_co]):
    """Rows that are about some other row."""

    def about(self, target: models.Model) -> Self:
        kind = ContentType.objects.get_for_model(target)
        return self.filter(target_type=kind, target_id=target.pk)


class About(models.Model):
    """A row about another row of any model."""

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target: Any = GenericForeignKey("target_type", "target_id")

    class Meta:
        abstract = True


class RevisionQuerySet(AboutQuerySet["Revision"]):
    def latest_of(self, target: models.Model) -> "Revision | None":
        return self.about(target).order_by("-number").first()

    def last_two_of(self, target: models.Model) -> "tuple[Revision | None, Revision | None]":
        """The newest sending and the one before it."""
        found = [*self.about(target).select_related("by__unit", "by__person").order_by("-number")[:2]]
        newest, before, *_ = [*found, None, None]
        return newest, before


class Revision(About):
    """The content as it stood at one sending, never changed afterwards."""

    number = models.PositiveSmallIntegerField("lần gửi")
    # A list of fields with their `path`: PostgreSQL does not keep the order of an object's keys.
    content = models.JSONField("nội dung")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người gửi")
    at = models.DateTimeField("lúc")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần gửi"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "number"], name="one_revision_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"Lần {self.number}"

    @property
    def fields(self) -> dict[str, Any]:
        """The content as `Versioned.snapshot()` gave it, in its order."""
        return in_order(self.content)


def in_order(content: list[dict[str, Any]]) -> dict[str, Any]:
    """A kept snapshot as `Versioned.snapshot()` gave it."""
    return {
        field["path"]: {name: value for name, value in field.items() if name != "path"} for field in content
    }


class ReceiptQuerySet(AboutQuerySet["Receipt"]):
    def for_version(self, target: models.Model, version: int) -> Self:
        return self.about(target).filter(version=version)

    def visible_to(self, who: Appointment) -> Self:
        """A unit reads the receipts of what was sent by it or for it too, the office everyone's."""
        if who.role in OFFICE_ROLES:
            return self.all()
        counted = held_by(who.unit_id) | held_by(who.unit_id, "partners")
        # By way of a subquery: the join to the partners must not double rows.
        return self.filter(pk__in=Receipt.objects.filter(counted).values("pk"))


class Receipt(About):
    """“Phiếu xác nhận đã gửi”: proof that a version was sent; the same version, the same receipt."""

    version = models.PositiveIntegerField("phiên bản")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người gửi")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    # As they were when it was sent: for whom it counts as well.
    partners = models.ManyToManyField(Unit, related_name="+", verbose_name="tính cho cả")
    at = models.DateTimeField("gửi lúc")
    is_late = models.BooleanField("sau hạn", default=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiếu xác nhận đã gửi"
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "version"], name="one_receipt_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"Phiếu {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("workflow:receipt-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.at:%Y}-{self.pk:06d}"


class ReturnNoteQuerySet(AboutQuerySet["ReturnNote"]):
    def released(self) -> Self:
        """Notes that the unit may see."""
        return self.filter(released_at__isnull=False)

    def pending(self) -> Self:
        """Notes that the reviewing unit still prepares."""
        return self.filter(released_at__isnull=True)

    def unanswered(self) -> Self:
        return self.released().filter(answer="", is_remark=False)


class ReturnNote(About):
    """An opinion pinned to one field. To a peer body it is a remark that asks for no answer."""

    field = models.CharField("ô", max_length=100)
    field_label = models.CharField("tên ô", max_length=300)
    text = models.TextField("ý kiến")
    is_remark = models.BooleanField("ý kiến trao đổi", default=False)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")
    released_at = models.DateTimeField("gửi đơn vị lúc", null=True)
    answer = models.TextField("tiếp thu, giải trình", blank=True)
    answered_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)

    objects = ReturnNoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ý kiến"
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="note_of_target")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def author(self) -> str:
        """“Ý kiến của Ban Xây dựng Đảng”, and to a peer body “Ý kiến trao đổi của …”."""
        return f"{'Ý kiến trao đổi' if self.is_remark else 'Ý kiến'} của {self.by.unit.label}"

    @property
    def waits_for_answer(self) -> bool:
        return self.released_at is not None and not self.is_remark and not self.answer


class Draft(models.Model):
    """What a person has typed and not yet saved; only Lưu and Gửi touch the row itself."""

    person = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    form = models.CharField("biểu", max_length=60)
    target_id = models.PositiveBigIntegerField(default=0)  # 0: a thing that is not saved yet
    payload = models.JSONField("nội dung")
    base_version = models.PositiveIntegerField("từ phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = verbose_name_plural = "bản nháp tự lưu"
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "form", "target_id"], name="one_draft_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.target_id}"


class FormKey(models.Model):
    """A one-time key in a form that creates something: sent twice, it creates once."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
