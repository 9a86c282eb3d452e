"""The dossier that a unit sends for one recipient."""

from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models.rounds import AwardRound, AwardTitle
from hoaxa_danvan.accounts.models import (
    COUNCIL_ROLES,
    OFFICE_ROLES,
    UNIT_ROLES,
    Appointment,
    Role,
    Unit,
    held_by,
)
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.text import SORT_KEY_LENGTH, person_sort_key, search_text, sort_key
from hoaxa_danvan.scoring.models import Subject
from hoaxa_danvan.workflow.models import Move, Sendable
from models_registry.models import RegisteredModel

# The dossiers go round: to the panel when receiving ends, to the council when appraisal does.
CLOSED_FOR_UNITS = (AwardRound.Status.PREPARING, AwardRound.Status.RECEIVING)
CLOSED_FOR_COUNCIL = (*CLOSED_FOR_UNITS, AwardRound.Status.APPRAISAL)


def recipient_sort_key(recipient: str, subject: str) -> str:
    """People by their given names; what follows a comma is their post."""
    if subject == Subject.PERSON:
        return person_sort_key(recipient.partition(",")[0])
    return sort_key(recipient)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, who: Appointment) -> Self:
        """A unit's own; what was sent to the office; what is taken in to panel and council, in their time."""
        if who.role in UNIT_ROLES:
            return self.filter(held_by(who.unit_id))
        if who.role in OFFICE_ROLES:
            return self.filter(sent_at__isnull=False)
        if who.role == Role.PANEL_MEMBER:
            return self.accepted().filter(round__panel=who.pk).exclude(round__status__in=CLOSED_FOR_UNITS)
        if who.role in COUNCIL_ROLES:
            return self.accepted().exclude(round__status__in=CLOSED_FOR_COUNCIL)
        return self.none()

    def accepted(self) -> Self:
        return self.filter(status=Nomination.Status.ACCEPTED)

    def for_list(self) -> Self:
        return self.select_related("unit__kind", "entry__sector", "title", "round__campaign_year").order_by(
            "round", "unit__sort_key", "pk"
        )

    def waiting(self) -> Self:
        return self.filter(status=Nomination.Status.SUBMITTED).order_by("status_at", "pk")


class Nomination(Sendable):
    """Hồ sơ đề nghị khen thưởng: what a unit proposes for one recipient."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã gửi"
        RETURNED = "returned", "Cần bổ sung"
        ACCEPTED = "accepted", "Đã tiếp nhận"
        REJECTED = "rejected", "Trả lại hồ sơ"

    MOVES = (
        Move("submit", "Gửi", frozenset({Status.DRAFT, Status.RETURNED}), Status.SUBMITTED),
        Move("withdraw", "Rút lại", frozenset({Status.SUBMITTED}), Status.DRAFT),
        Move("accept", "Tiếp nhận", frozenset({Status.SUBMITTED}), Status.ACCEPTED),
        Move(
            "return",
            "Đề nghị bổ sung",
            frozenset({Status.SUBMITTED}),
            Status.RETURNED,
            needs_note=True,
        ),
        Move(
            "reject",
            "Trả lại hồ sơ",
            frozenset({Status.SUBMITTED, Status.ACCEPTED}),
            Status.REJECTED,
            needs_note=True,
        ),
    )
    REMARKED: ClassVar = {
        "situation": "Đặc điểm, tình hình",
        "achievements": "Thành tích",
        "earlier_awards": "Đã được khen",
        "files": "Tệp kèm theo",
    }
    CONTENT: ClassVar = ("recipient", "subject", "title", "situation", "achievements", "earlier_awards")
    AFTER_SENDING: ClassVar = (
        "Ban Xây dựng Đảng kiểm tra, tiếp nhận hoặc đề nghị bổ sung hồ sơ. "
        "Kết quả xét khen thưởng hiện ở đây khi được công bố."
    )

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="nominations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name="đơn vị")
    entry = models.ForeignKey(
        RegisteredModel,
        models.PROTECT,
        related_name="nominations",
        verbose_name="mô hình, điển hình",
    )
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    recipient = models.CharField("tên ghi trên Giấy khen", max_length=300)
    subject = models.CharField("đối tượng", max_length=12, choices=Subject)
    title = models.ForeignKey(AwardTitle, models.PROTECT, related_name="+", verbose_name="hình thức đề nghị")
    situation = models.TextField("sơ lược đặc điểm, tình hình", blank=True)
    achievements = models.TextField("thành tích đạt được", blank=True)
    earlier_awards = models.TextField("hình thức đã được khen cho thành tích này", blank=True)
    is_pledged = models.BooleanField(
        "cam kết không trong thời gian xem xét kỷ luật, thanh tra, kiểm tra, điều tra; "
        "không có đơn đang giải quyết",
        default=False,
    )
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, default="")
    search = models.TextField(editable=False, default="")
    files = GenericRelation(Evidence, "target_id", "target_type")

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hồ sơ đề nghị khen thưởng"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "entry", "title"],
                condition=~Q(status="rejected"),
                name="one_nomination_per_entry_and_title",
                violation_error_message="Mô hình, điển hình này đã có hồ sơ với hình thức đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} – {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "recipient" in fields:
            self.sort_key = recipient_sort_key(self.recipient, self.subject)
            self.search = search_text(self.recipient, self.entry.name, self.unit.name)
        if fields is not None and "recipient" in fields:
            kwargs["update_fields"] = {*fields, "sort_key", "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("awards:nomination-detail", args=[self.pk])

    def snapshot(self) -> dict[str, Any]:
        """`{field: {label, value}}` of what the unit writes and pledges."""
        content = {"entry": {"label": "Mô hình, điển hình", "value": str(self.entry)}}
        for name in self.CONTENT:
            field: Any = self._meta.get_field(name)
            label = str(field.verbose_name)
            value = getattr(self, f"get_{name}_display", lambda name=name: getattr(self, name))()
            content[name] = {"label": label[0].upper() + label[1:], "value": str(value)}
        files = ", ".join(str(file) for file in Evidence.objects.kept().about(self))
        content["files"] = {"label": "Văn bản, minh chứng kèm theo", "value": files}
        return content
