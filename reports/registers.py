"""What the portal's registers hold of one year, for the commune or for one unit of it.

Each register is read once, however much is counted in it: what is counted together agrees.
"""

from functools import cached_property

from django.db.models import Q, QuerySet

from awards.models import Award
from campaigns.fulfilment import Standing, standings
from campaigns.models import CampaignYear, PlannedTask, UnitPlan, Window
from hoaxa_danvan.accounts.models import Unit
from models_registry.models import Recognition, RegisteredModel, YearlyEntry, YearlyList


class Registers:
    """The rows behind the figures of one year. `unit` narrows them to that unit's own."""

    def __init__(self, campaign_year: CampaignYear, *, unit: Unit | None = None) -> None:
        self.campaign_year, self.unit = campaign_year, unit

    @cached_property
    def windows(self) -> dict[str, Window]:
        """`{Window.Kind: window}`"""
        windows = self.campaign_year.windows.select_related("campaign_year")
        return {window.kind: window for window in windows}

    @cached_property
    def owing(self) -> list[Unit]:
        """The units that owe a plan that year: those of whom the movement asks something."""
        units = Unit.objects.filter(
            obligations__window__campaign_year=self.campaign_year,
            obligations__window__kind=Window.Kind.PLAN,
        )
        return list(self._own(units, "pk").for_list())

    @cached_property
    def plans(self) -> dict[int, Standing]:
        """Where the plan of each owing unit stands, once begun; a joint plan counts for both."""
        return self.standings_of(Window.Kind.PLAN)

    def has_sent(self, unit: Unit) -> bool:
        """Whether the unit's plan stands sent."""
        standing = self.plans.get(unit.pk)
        return standing is not None and standing.is_sent

    def was_late(self, unit: Unit) -> bool:
        sent_at = self.plans[unit.pk].sent_at
        return sent_at is None or sent_at > self.windows[Window.Kind.PLAN].due_at

    def standings_of(self, kind: str) -> dict[int, Standing]:
        window = self.windows.get(kind)
        owing = {unit.pk for unit in self.owing}
        found = standings(window) if window else {}
        return {unit_id: standing for unit_id, standing in found.items() if unit_id in owing}

    @cached_property
    def tasks(self) -> list[PlannedTask]:
        """The work undertaken in plans that have been taken in."""
        tasks = PlannedTask.objects.filter(
            plan__campaign_year=self.campaign_year, plan__status=UnitPlan.Status.ACCEPTED
        )
        if self.unit:
            joint = Q(plan__joint_with=self.unit, plan__form=UnitPlan.Form.JOINT)
            tasks = tasks.filter(Q(plan__unit=self.unit) | joint).distinct()
        return list(tasks)

    @cached_property
    def entries(self) -> list[RegisteredModel]:
        """Models of the year: registered in it and taken in, or carried into its announced list."""
        registered = Q(campaign_year=self.campaign_year, status=RegisteredModel.Status.ACCEPTED)
        listed = YearlyEntry.objects.filter(
            yearly_list__campaign_year=self.campaign_year, yearly_list__status=YearlyList.Status.CONFIRMED
        )
        entries = RegisteredModel.objects.filter(registered | Q(pk__in=listed.values("entry")))
        return list(
            self._own(entries, "unit")
            .select_related("unit__kind", "sector", "item", "campaign_year")
            .order_by("sector__order", "sort_key", "pk")
        )

    def is_new(self, entry: RegisteredModel) -> bool:
        """Begun this year; everything else is kept up from before."""
        return entry.campaign_year_id == self.campaign_year.pk and entry.origin == RegisteredModel.Origin.NEW

    @cached_property
    def recognitions(self) -> list[Recognition]:
        """Models recognised that year by a decision."""
        recognitions = Recognition.objects.filter(campaign_year=self.campaign_year)
        return list(
            self._own(recognitions, "entry__unit")
            .select_related("entry__unit__kind", "entry__sector", "decision")
            .order_by("entry__sector__order", "entry__sort_key", "pk")
        )

    @cached_property
    def ended(self) -> list[YearlyEntry]:
        """Models that the year's list shows as ended, with the reason."""
        ended = YearlyEntry.objects.filter(
            yearly_list__campaign_year=self.campaign_year, standing=YearlyEntry.Standing.ENDED
        )
        return list(self._own(ended, "entry__unit").select_related("entry__unit", "entry__sector"))

    @cached_property
    def awards(self) -> list[Award]:
        """Awards of the year's rounds, once published."""
        awards = Award.objects.published().filter(decision__round__campaign_year=self.campaign_year)
        return list(
            self._own(awards, "nomination__unit")
            .select_related(
                "nomination__unit__kind",
                "nomination__entry__sector",
                "nomination__title",
                "title",
                "decision",
            )
            .order_by("title__order", "nomination__unit__sort_key", "pk")
        )

    def _own(self, rows: QuerySet, path: str) -> QuerySet:
        return rows.filter(**{path: self.unit.pk}) if self.unit else rows
