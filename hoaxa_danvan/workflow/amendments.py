"""Điều chỉnh: what was taken in is changed, and stays in force until the change is taken in."""

from typing import Any, ClassVar

from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models import About, AboutQuerySet, IllegalMove, Revision, Sendable


class AmendmentQuerySet(AboutQuerySet["Amendment"]):
    def for_page(self) -> "AmendmentQuerySet":
        """The newest first, with who began and who ended it."""
        return self.select_related("base", "by__unit", "closed_by__unit").order_by("-at", "-pk")


class Amendment(About):
    """One điều chỉnh: why, from what, and what came of it. Kept, however it ends."""

    class State(models.TextChoices):
        OPEN = "open", "Đang điều chỉnh"
        ACCEPTED = "accepted", "Đã tiếp nhận"
        DROPPED = "dropped", "Đã bỏ điều chỉnh"

    reason = models.TextField("lý do điều chỉnh")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người điều chỉnh")
    at = models.DateTimeField("bắt đầu lúc")
    # What was in force when it began; none for what was taken in without a sending of its own.
    base = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    # The paper's own columns as they stood, `{column: text or None}`, to be put back.
    before = models.JSONField(default=dict, editable=False)
    state = models.CharField("kết quả", max_length=10, choices=State, default=State.OPEN)
    closed_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("kết thúc lúc", null=True)
    # What it said in the end, as `Revision.content`: taken in, or dropped and only kept on record.
    content = models.JSONField(default=list, editable=False)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần điều chỉnh"
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="amendment_of_target")]

    def __str__(self) -> str:
        return self.reason[:60]

    @property
    def status_tone(self) -> str:
        return {self.State.OPEN: "draft", self.State.ACCEPTED: "done"}.get(self.State(self.state), "")


class Amendable(Sendable):
    """A `Sendable` that may be changed after it was taken in.

    Its MOVES have, besides the usual ones: `amend` (accepted → amending, with a reason), `submit` from
    amending, `retract` (submitted → amending: rút lại of an amendment) and `drop_amendment` (back to
    accepted). While `amendment` is set, what was accepted is in force: rows below it stay as they are, and the
    three hooks keep the proposed ones apart.
    """

    # The columns that the form writes; they are put back when an amendment is dropped.
    AMENDED_FIELDS: ClassVar[tuple[str, ...]] = ()

    amendment = models.OneToOneField(
        Amendment, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="đang điều chỉnh"
    )

    class Meta:
        abstract = True

    @property
    def is_being_amended(self) -> bool:
        return self.amendment_id is not None

    @property
    def current_amendment(self) -> Amendment:
        """The one that is open; `IllegalMove` when there is none."""
        if self.amendment is None:
            raise IllegalMove("Hiện không có bản điều chỉnh nào.")
        return self.amendment

    @property
    def is_in_force(self) -> bool:
        """Taken in, and still counting: also while it is being amended."""
        return bool(self.status == self.Status.ACCEPTED) or self.is_being_amended

    def own_columns(self) -> dict[str, Any]:
        """The columns of AMENDED_FIELDS as JSON."""
        found = {}
        for name in self.AMENDED_FIELDS:
            field: Any = self._meta.get_field(name)
            found[name] = None if getattr(self, name) is None else field.value_to_string(self)
        return found

    def put_back(self, columns: dict[str, Any]) -> None:
        for name, value in columns.items():
            field: Any = self._meta.get_field(name)
            setattr(self, name, None if value is None else field.to_python(value))

    def propose_rows(self) -> None:
        """Begin: make the copies of its rows that the amendment changes."""
        raise NotImplementedError

    def take_over_rows(self) -> None:
        """The amendment was taken in: what it proposes takes the place of what was."""
        raise NotImplementedError

    def forget_rows(self) -> None:
        """The amendment was dropped: what it proposed goes."""
        raise NotImplementedError
