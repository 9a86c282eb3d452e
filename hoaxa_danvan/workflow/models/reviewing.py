"""How the reviewing unit works: who looked at what, two steps inside it, what was taken in and can be undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

from django.db import models
from django.db.models import Q

from hoaxa_danvan.accounts.models import Appointment, Unit, User
from hoaxa_danvan.workflow.models.notes import ReturnNote
from hoaxa_danvan.workflow.models.records import About, AboutQuerySet, Revision


class Look(About):
    """Which sending of a paper a person has read last, and which one before that was new to them."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="người xem")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name="lần gửi đã xem")
    # What `revision` is compared with, however often the page is opened again; none at the first look.
    before = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("lúc")

    objects = AboutQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần xem"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "target_type", "target_id"], name="one_look_per_person_and_paper"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.revision}"


class ReviewSetting(models.Model):
    """How the office judges: one row, made by the first save; without it the defaults hold."""

    ONLY = 1

    two_steps = models.BooleanField("chuyên viên trình, Trưởng ban duyệt", default=False)
    undo_minutes = models.PositiveSmallIntegerField("số phút chờ trước khi gửi thư tiếp nhận", default=10)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "cách làm việc của đơn vị tiếp nhận"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_review_setting")]

    def __str__(self) -> str:
        return "Hai bước" if self.two_steps else "Một bước"

    @classmethod
    def now(cls) -> "ReviewSetting":
        """What holds; version 0 is what ships with the portal."""
        held = _held.get()
        if held:
            return held[0]
        found = cls.objects.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY, version=0)
        if held is not None:
            held.append(found)
        return found

    @classmethod
    @contextmanager
    def read_once(cls) -> Iterator[None]:
        """For a page that asks many rights: within this block the row is read at most once. Not around a write."""
        token = _held.set([])
        try:
            yield
        finally:
            _held.reset(token)


_held: ContextVar[list[ReviewSetting] | None] = ContextVar("review setting", default=None)


class ProposalQuerySet(AboutQuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(state=Proposal.State.OPEN)

    def unsettled(self) -> Self:
        """Those that somebody in the office still has to do something about."""
        return self.filter(state__in=[Proposal.State.OPEN, Proposal.State.SENT_BACK])


class Proposal(About):
    """What a chuyên viên lays before the Trưởng ban: to take a paper in, or to ask to complete it."""

    class Verb(models.TextChoices):
        ACCEPT = "accept", "Tiếp nhận"
        RETURN = "return", "Đề nghị bổ sung"

    class State(models.TextChoices):
        OPEN = "open", "Chờ Trưởng ban duyệt"
        APPROVED = "approved", "Trưởng ban đã duyệt"
        SENT_BACK = "sent_back", "Trưởng ban chuyển lại"
        # Proposed anew, decided otherwise, or the unit has taken the paper back.
        CLOSED = "closed", "Không còn hiệu lực"

    verb = models.CharField("đề xuất", max_length=10, choices=Verb)
    title = models.CharField("văn bản", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    note = models.TextField("ghi chú của chuyên viên", blank=True)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người trình")
    at = models.DateTimeField("trình lúc")
    state = models.CharField("kết quả", max_length=10, choices=State, default=State.OPEN)
    decision = models.TextField("ý kiến của Trưởng ban", blank=True)
    decided_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("duyệt, chuyển lại lúc", null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đề xuất trình Trưởng ban"
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"],
                condition=Q(state="open"),
                name="one_open_proposal_per_paper",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.title}"

    @property
    def status_tone(self) -> str:
        tones = {self.State.OPEN: "wait", self.State.SENT_BACK: "back", self.State.APPROVED: "done"}
        return tones.get(self.State(self.state), "")


class ReferralQuerySet(AboutQuerySet["Referral"]):
    def open(self) -> Self:
        return self.filter(opinion_at__isnull=True)


class Referral(About):
    """“Báo cáo Thường trực Đảng ủy cho ý kiến”: a remark to a consulted unit on which the two do not agree.

    The opinion is on record beside the remark; the paper's state stays as it is.
    """

    note = models.OneToOneField(ReturnNote, models.PROTECT, related_name="referral", verbose_name="ý kiến")
    title = models.CharField("văn bản", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    question = models.TextField("nội dung xin ý kiến")
    unit_view = models.TextField("ý kiến của đơn vị")
    office_view = models.TextField("ý kiến của đơn vị tiếp nhận")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người báo cáo")
    at = models.DateTimeField("báo cáo lúc")
    opinion = models.TextField("ý kiến của Thường trực Đảng ủy", blank=True)
    basis = models.CharField("văn bản thông báo ý kiến (số, ngày)", max_length=200, blank=True)
    opinion_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    opinion_at = models.DateTimeField("cho ý kiến lúc", null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "báo cáo Thường trực Đảng ủy cho ý kiến"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.title


class AcceptanceBatch(models.Model):
    """“Tiếp nhận nhiều”: what one press took in, and what it left out and why."""

    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người tiếp nhận")
    at = models.DateTimeField("lúc")
    left_out = models.JSONField("không tiếp nhận", default=list)  # [{"title": …, "url": …, "reason": …}]

    class Meta:
        verbose_name = verbose_name_plural = "lần tiếp nhận nhiều"

    def __str__(self) -> str:
        return f"Tiếp nhận nhiều {self.pk}"


class AcceptanceQuerySet(AboutQuerySet["Acceptance"]):
    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


class Acceptance(About):
    """One tiếp nhận that its person may still undo, as long as the unit has not been mailed."""

    title = models.CharField("văn bản", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người tiếp nhận")
    at = models.DateTimeField("lúc")
    # Since when the paper had waited: undone, it takes its old place in the queue.
    waited_since = models.DateTimeField("gửi lúc")
    undo_until = models.DateTimeField("hoàn tác được đến")
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    batch = models.ForeignKey(AcceptanceBatch, models.PROTECT, null=True, related_name="acceptances")

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần tiếp nhận"
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="acceptance_of_target")]

    def __str__(self) -> str:
        return self.title
