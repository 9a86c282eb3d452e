from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import (
    COUNCIL_ROLES,
    OFFICE_ROLES,
    UNIT_ROLES,
    Appointment,
    Role,
    Unit,
)
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.scoring.models import RubricVersion, Subject
from hoaxa_danvan.workflow.models import Move, Sendable, Stateful
from models_registry.models import RegisteredModel


class Track(models.TextChoices):
    PARTY = "party", "Khen thưởng của Đảng ủy"
    STATE = "state", "Khen thưởng của Chủ tịch UBND xã"


class AwardTitle(models.Model):
    """A form of award (hình thức khen) and the track that decides it."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("hình thức khen", max_length=200)
    track = models.CharField("do", max_length=6, choices=Track)
    money = models.PositiveIntegerField("mức thưởng (đồng)", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "hình thức khen"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class AwardRoundQuerySet(models.QuerySet["AwardRound"]):
    def visible_to(self, who: Appointment) -> Self:
        """Everyone with a part in the movement; what is inside shows by the state of the round."""
        if who.role == Role.ADMINISTRATOR:
            return self.none()
        if who.role in OFFICE_ROLES:
            return self.all()
        return self.exclude(status=AwardRound.Status.PREPARING)

    def for_list(self) -> Self:
        return self.select_related("campaign_year", "window")


class AwardRound(Stateful):
    """The yearly round (đợt xét chọn): rules first, then dossiers, marks, votes, decision."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "Chuẩn bị"
        RECEIVING = "receiving", "Nhận hồ sơ"
        APPRAISAL = "appraisal", "Thẩm định"
        COUNCIL = "council", "Hội đồng họp"
        PRESENTED = "presented", "Đã trình Ban Thường vụ"
        CONSIDERED = "considered", "Ban Thường vụ đã cho ý kiến"
        PUBLISHED = "published", "Đã công bố"

    class Base(models.TextChoices):
        ALL = "all", "Tổng số thành viên Hội đồng"
        PRESENT = "present", "Số thành viên có mặt"

    MOVES = (
        Move("open", "Mở nhận hồ sơ", frozenset({Status.PREPARING}), Status.RECEIVING),
        Move("appraise", "Kết thúc nhận, thẩm định", frozenset({Status.RECEIVING}), Status.APPRAISAL),
        Move("convene", "Chuyển Hội đồng", frozenset({Status.APPRAISAL}), Status.COUNCIL),
        Move("present", "Trình Ban Thường vụ", frozenset({Status.COUNCIL}), Status.PRESENTED),
        Move("consider", "Ghi ý kiến Ban Thường vụ", frozenset({Status.PRESENTED}), Status.CONSIDERED),
        Move(
            "rework",
            "Hoàn thiện lại theo ý kiến Ban Thường vụ",
            frozenset({Status.PRESENTED}),
            Status.COUNCIL,
            needs_note=True,
        ),
        Move("publish", "Công bố", frozenset({Status.CONSIDERED}), Status.PUBLISHED),
    )

    campaign_year = models.ForeignKey(
        CampaignYear, models.PROTECT, related_name="award_rounds", verbose_name="năm"
    )
    window = models.ForeignKey(Window, models.PROTECT, related_name="+", verbose_name="thời hạn")
    name = models.CharField("tên đợt xét", max_length=200)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.PREPARING)
    rubrics = models.ManyToManyField(RubricVersion, related_name="+", verbose_name="tiêu chí")
    panel = models.ManyToManyField(Appointment, blank=True, related_name="+", verbose_name="Tổ thẩm định")
    # The vote rule, fixed before the council meets; exact fractions, never floats.
    quorum_part = models.PositiveSmallIntegerField("số có mặt cần có: tử số", default=2)
    quorum_whole = models.PositiveSmallIntegerField("mẫu số", default=3, validators=[MinValueValidator(1)])
    pass_part = models.PositiveSmallIntegerField("tỷ lệ đồng ý cần đạt: tử số", default=1)
    pass_whole = models.PositiveSmallIntegerField("mẫu số", default=2, validators=[MinValueValidator(1)])
    pass_is_strict = models.BooleanField("phải hơn tỷ lệ đó (không tính bằng)", default=True)
    base = models.CharField("tính trên", max_length=8, choices=Base, default=Base.ALL)
    rule_basis = models.CharField("quy định áp dụng", max_length=300, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    proposal_number = models.CharField("số tờ trình", max_length=60, blank=True)
    proposal_on = models.DateField("ngày tờ trình", null=True, blank=True)

    objects = AwardRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đợt xét chọn"
        ordering = ("-campaign_year__year", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_part__lte=F("quorum_whole")) & Q(pass_part__lte=F("pass_whole")),
                name="vote_rule_is_a_share",
                violation_error_message="Tử số không được lớn hơn mẫu số.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("awards:round-detail", args=[self.pk])

    @property
    def year(self) -> int:
        return self.campaign_year.year

    @property
    def quorum(self) -> Fraction:
        return Fraction(self.quorum_part, self.quorum_whole)

    @property
    def pass_share(self) -> Fraction:
        return Fraction(self.pass_part, self.pass_whole)

    @property
    def rule_words(self) -> str:
        """“trên 1/2 tổng số thành viên Hội đồng; họp khi có mặt từ 2/3 thành viên trở lên”"""
        least = "trên" if self.pass_is_strict else "từ"
        end = "" if self.pass_is_strict else " trở lên"
        share = f"{self.pass_part}/{self.pass_whole}"
        base = self.get_base_display()
        return (
            f"đồng ý {least} {share} {base[0].lower()}{base[1:]}{end}; "
            f"họp khi có mặt từ {self.quorum_part}/{self.quorum_whole} thành viên trở lên"
        )

    def has_reached(self, status: str) -> bool:
        """Whether the round stands at that state or beyond it."""
        order = list(self.Status)
        return order.index(self.Status(self.status)) >= order.index(self.Status(status))


# The dossiers go round: to the panel when receiving ends, to the council when appraisal does.
CLOSED_FOR_UNITS = (AwardRound.Status.PREPARING, AwardRound.Status.RECEIVING)
CLOSED_FOR_COUNCIL = (*CLOSED_FOR_UNITS, AwardRound.Status.APPRAISAL)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, who: Appointment) -> Self:
        """A unit's own; what was sent to the office; what is taken in to panel and council, in their time."""
        if who.role in UNIT_ROLES:
            return self.filter(unit=who.unit_id)
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
        return content


class CouncilMeeting(models.Model):
    """The council's session on a round, as its secretary records it."""

    round = models.OneToOneField(AwardRound, models.PROTECT, related_name="meeting")
    held_at = models.DateTimeField("họp lúc")
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200)
    chaired_by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="chủ trì")
    member_total = models.PositiveSmallIntegerField("tổng số thành viên")
    invited = models.TextField("đại biểu mời", blank=True)
    discussion = models.TextField("ý kiến thảo luận", blank=True)
    conclusion = models.TextField("kết luận của chủ trì", blank=True)
    # The same session may deal with other movements too.
    other_business = models.TextField("nội dung khác", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = verbose_name_plural = "phiên họp Hội đồng"

    def __str__(self) -> str:
        return f"Phiên họp ngày {self.held_on:%d/%m/%Y}"

    @property
    def held_on(self) -> date:
        return local_day(self.held_at)


class Attendance(models.Model):
    meeting = models.ForeignKey(CouncilMeeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="thành viên")
    is_present = models.BooleanField("có mặt")
    reason = models.CharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "có mặt, vắng mặt"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_attendance_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'có mặt' if self.is_present else 'vắng'}"


class Vote(models.Model):
    """The open vote on one dossier: counts as the secretary took them."""

    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, related_name="votes")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="vote")
    # Those present less those who may not vote on their own unit.
    eligible = models.PositiveSmallIntegerField("được biểu quyết")
    in_favour = models.PositiveSmallIntegerField("đồng ý")
    against = models.PositiveSmallIntegerField("không đồng ý")
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "biểu quyết"
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible__gte=F("in_favour") + F("against")),
                name="no_more_votes_than_voters",
                violation_error_message="Số đồng ý và không đồng ý nhiều hơn số được biểu quyết.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.in_favour}/{self.eligible}"


class BoardOpinion(models.Model):
    """What the Ban Thường vụ said of the tờ trình."""

    class Verdict(models.TextChoices):
        AGREED = "agreed", "Đồng ý"
        ADJUSTED = "adjusted", "Đồng ý có điều chỉnh"
        NOT_YET = "not_yet", "Chưa đồng ý, hoàn thiện lại"

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="opinions")
    verdict = models.CharField("ý kiến", max_length=8, choices=Verdict)
    met_on = models.DateField("ngày họp Ban Thường vụ")
    notice_number = models.CharField("số thông báo, kết luận", max_length=60, blank=True)
    text = models.TextField("nội dung", blank=True)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = verbose_name_plural = "ý kiến của Ban Thường vụ"
        ordering = ("at",)

    def __str__(self) -> str:
        return self.get_verdict_display()


class OpinionOnNomination(models.Model):
    """A case that the Ban Thường vụ took out of the council's list, with its reason."""

    opinion = models.ForeignKey(BoardOpinion, models.PROTECT, related_name="exceptions")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opinion", "nomination"], name="one_exception_per_nomination")
        ]

    def __str__(self) -> str:
        return self.reason


class AwardDecision(models.Model):
    """The paper that gives the awards of one track: typed as it came from the clerk's register."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="decisions")
    track = models.CharField("do", max_length=6, choices=Track)
    number = models.CharField("số quyết định", max_length=60)
    issued_on = models.DateField("ngày")
    signer = models.CharField("người ký", max_length=120)
    signer_office = models.CharField("chức vụ", max_length=120)
    by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="người nhập")
    at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = verbose_name_plural = "quyết định khen thưởng"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "track"],
                name="one_decision_per_track",
                violation_error_message="Đã nhập quyết định này.",
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.issued_on:%d/%m/%Y}"


class AwardQuerySet(models.QuerySet["Award"]):
    def published(self) -> Self:
        return self.filter(decision__round__status=AwardRound.Status.PUBLISHED)


class Award(models.Model):
    """One recipient's award by a decision; known to others only when the round is published."""

    decision = models.ForeignKey(AwardDecision, models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award")
    title = models.ForeignKey(AwardTitle, models.PROTECT, related_name="+")
    money = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "khen thưởng"

    def __str__(self) -> str:
        return f"{self.nomination.recipient}: {self.title}"
