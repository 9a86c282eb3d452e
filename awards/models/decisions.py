"""What is decided upon the council's list, and what was given."""

from typing import Self

from django.db import models

from awards.models.nominations import Nomination
from awards.models.rounds import AwardRound, AwardTitle, Track
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, Appointment


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
        ordering = ("at", "pk")

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


class AwardDecisionQuerySet(models.QuerySet["AwardDecision"]):
    def visible_to(self, who: Appointment) -> Self:
        """The office and the council; units read of its awards when the round is published."""
        if who.role in OFFICE_ROLES | COUNCIL_ROLES:
            return self.all()
        return self.none()


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

    objects = AwardDecisionQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()


class AwardQuerySet(models.QuerySet["Award"]):
    def published(self) -> Self:
        return self.filter(decision__round__status=AwardRound.Status.PUBLISHED)

    def for_list(self) -> Self:
        return self.select_related(
            "title",
            "decision__round__campaign_year",
            "nomination__unit",
            "nomination__entry__sector",
            "nomination__round__campaign_year",
        ).order_by("-decision__issued_on", "title__order", "nomination__unit__sort_key", "pk")


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
