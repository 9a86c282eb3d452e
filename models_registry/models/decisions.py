from typing import Self

from django.db import models

from campaigns.models import CampaignYear
from models_registry.models.appraisal import Assessment


class DecisionChoiceQuerySet(models.QuerySet["DecisionChoice"]):
    def of_year(self, campaign_year: CampaignYear) -> Self:
        return self.filter(assessment__campaign_year=campaign_year)

    def still_open(self) -> Self:
        """Of what is still proposed and not yet decided."""
        return self.filter(assessment__in=Assessment.objects.to_be_recognised())

    def for_paper(self) -> Self:
        """In the order of the decision's list."""
        return self.select_related("assessment__entry__unit", "assessment__entry__sector").order_by(
            "-is_outstanding",
            "assessment__entry__sector__order",
            "assessment__entry__sort_key",
            "pk",
        )


class DecisionChoice(models.Model):
    """A proposed model that the decision being written is to name; gone once it has been issued."""

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, related_name="choice", verbose_name="hồ sơ thẩm định"
    )
    is_outstanding = models.BooleanField("tiêu biểu", default=False)

    objects = DecisionChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tên trong dự thảo quyết định"

    def __str__(self) -> str:
        return str(self.assessment.entry)

    @property
    def grade(self) -> str:
        return "Tiêu biểu" if self.is_outstanding else "Công nhận"
