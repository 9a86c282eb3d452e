from typing import Self

from django.db import models
from django.urls import reverse

from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES, UNIT_ROLES, Appointment, Role
from hoaxa_danvan.workflow.models import Move, Stateful
from models_registry.models.entries import RegisteredModel


class YearlyList(Stateful):
    """“Danh mục mô hình, điển hình năm …”: the list that the reviewing unit confirms and announces."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "Đang lập"
        CONFIRMED = "confirmed", "Đã thông báo"

    MOVES = (Move("confirm", "Xác nhận danh mục", frozenset({Status.PREPARING}), Status.CONFIRMED),)

    campaign_year = models.OneToOneField(CampaignYear, models.PROTECT, related_name="yearly_list")
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.PREPARING)
    number = models.CharField("số thông báo", max_length=60, blank=True)
    announced_on = models.DateField("ngày thông báo", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "danh mục mô hình, điển hình"

    @property
    def status_tone(self) -> str:
        return "done" if self.status == self.Status.CONFIRMED else "draft"

    def __str__(self) -> str:
        return f"Danh mục mô hình, điển hình năm {self.campaign_year.year}"

    def get_absolute_url(self) -> str:
        return reverse("models_registry:yearly-list", args=[self.campaign_year.year])


class YearlyEntryQuerySet(models.QuerySet["YearlyEntry"]):
    def visible_to(self, who: Appointment) -> Self:
        """A list that has been announced is for everyone with a part in the movement."""
        if who.role in UNIT_ROLES | OFFICE_ROLES | COUNCIL_ROLES | {Role.PANEL_MEMBER}:
            return self.filter(yearly_list__status=YearlyList.Status.CONFIRMED)
        return self.none()

    def marked_for(self, who: Appointment) -> Self:
        """Each with `is_readable`: whether this post may open the model itself."""
        readable = RegisteredModel.objects.visible_to(who).filter(pk=models.OuterRef("entry"))
        return self.annotate(is_readable=models.Exists(readable))

    def of_year(self, year: int) -> Self:
        return self.filter(yearly_list__campaign_year__year=year)

    def active(self) -> Self:
        return self.filter(standing=YearlyEntry.Standing.ACTIVE)

    def for_list(self) -> Self:
        return self.select_related(
            "entry__unit__kind", "entry__sector", "entry__campaign_year", "yearly_list__campaign_year"
        ).order_by("entry__sector__order", "entry__sort_key", "pk")


class YearlyEntry(models.Model):
    """A model as it stands in one year's list."""

    class Standing(models.TextChoices):
        ACTIVE = "active", "Đang thực hiện"
        PAUSED = "paused", "Tạm dừng"
        ENDED = "ended", "Dừng"

    yearly_list = models.ForeignKey(YearlyList, models.PROTECT, related_name="entries")
    entry = models.ForeignKey(RegisteredModel, models.PROTECT, related_name="yearly_entries")
    standing = models.CharField("tình hình", max_length=8, choices=Standing, default=Standing.ACTIVE)
    reason = models.CharField("lý do", max_length=500, blank=True)
    # The paper that announced it: the list's own, or a later one that completed it.
    number = models.CharField("số thông báo", max_length=60)
    announced_on = models.DateField("ngày thông báo")

    objects = YearlyEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mục của danh mục"
        constraints = [
            models.UniqueConstraint(fields=["yearly_list", "entry"], name="one_entry_per_list"),
            models.CheckConstraint(
                condition=models.Q(standing="active") | ~models.Q(reason=""),
                name="who_pauses_or_ends_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def status_tone(self) -> str:
        return {"active": "done", "paused": "wait"}.get(self.standing, "")

    @property
    def is_kept(self) -> bool:
        """Not new this year: of an earlier year's list, or begun before it was registered here."""
        earlier = self.entry.campaign_year_id != self.yearly_list.campaign_year_id
        return earlier or self.entry.origin != RegisteredModel.Origin.NEW
