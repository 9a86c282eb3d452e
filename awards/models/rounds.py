"""The yearly round with its rules, and the forms of award."""

from fractions import Fraction
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment, Role
from hoaxa_danvan.scoring.models import RubricVersion
from hoaxa_danvan.workflow.models import Move, Stateful


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
