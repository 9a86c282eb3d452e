"""The council as its secretary records it: session, presence, votes."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.models.nominations import Nomination
from awards.models.rounds import AwardRound
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, Appointment
from hoaxa_danvan.lib.dates import local_day


class CouncilMeetingQuerySet(models.QuerySet["CouncilMeeting"]):
    def visible_to(self, who: Appointment) -> Self:
        """The council, and the office that follows its papers; to units it is not known."""
        return self.all() if who.role in OFFICE_ROLES | COUNCIL_ROLES else self.none()

    def with_round(self) -> Self:
        return self.select_related(
            "round__campaign_year__campaign",
            "round__window",
            "chaired_by__person",
            "chaired_by__unit",
            "by__unit",
        )


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

    objects = CouncilMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiên họp Hội đồng"

    def __str__(self) -> str:
        return f"Phiên họp Hội đồng ngày {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("awards:meeting-detail", args=[self.round_id])

    @property
    def vote_form(self) -> str:
        """Only open votes are recorded: counts by dossier, and no ballot papers."""
        return "Biểu quyết công khai"

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
