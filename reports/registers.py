"""What the portal's registers hold of one year, for the commune or for one unit of it.

Each register is read once, however much is counted in it: what is counted together agrees.
"""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from awards.models import Award, Nomination
from campaigns.fulfilment import Standing, standings
from campaigns.models import (
    CampaignYear,
    Finding,
    Inspection,
    Obligation,
    PlannedTask,
    UnitPlan,
    Window,
)
from campaigns.selectors.carrying_out import Progress, progress_of, with_progress
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.workflow.models import ReturnNote
from models_registry.models import Recognition, RegisteredModel, YearlyEntry, YearlyList
from reports.models import ReportPeriod, UnitReport


class Registers:
    """The rows behind the figures of one year.

    `unit` narrows them to that unit's own; `period` says whose reports are meant; `day` is the day
    on which what is late is late (today).
    """

    def __init__(
        self,
        campaign_year: CampaignYear,
        *,
        unit: Unit | None = None,
        period: ReportPeriod | None = None,
        day: date | None = None,
    ) -> None:
        self.campaign_year, self.unit, self.period = campaign_year, unit, period
        self.day = day or timezone.localdate()
        self._standings: dict[str, dict[int, Standing]] = {}

    @cached_property
    def windows(self) -> dict[str, Window]:
        """`{Window.Kind: window}`"""
        windows = self.campaign_year.windows.select_related("campaign_year", "report_period")
        return {window.kind: window for window in windows.defer("report_period__figures")}

    @cached_property
    def owed(self) -> dict[str, list[Unit]]:
        """`{Window.Kind: the units that owe it}`, in the order of their kinds."""
        obligations = Obligation.objects.filter(window__campaign_year=self.campaign_year)
        rows = self._own(obligations, "unit").select_related("unit__kind", "window")
        found: dict[str, list[Unit]] = {}
        for row in rows.order_by("unit__kind__order", "unit__sort_key", "unit"):
            found.setdefault(row.window.kind, []).append(row.unit)
        return found

    @property
    def owing(self) -> list[Unit]:
        """The units that owe a plan that year: those of whom the movement asks something."""
        return self.owed.get(Window.Kind.PLAN, [])

    @property
    def reporting(self) -> list[Unit]:
        """The units that owe a report of the period."""
        return self.owed.get(self.period.window.kind, []) if self.period else []

    @property
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
        """Where each owing unit stands with a window, once it has begun something."""
        if kind not in self._standings:
            window = self.windows.get(kind)
            owing = {unit.pk for unit in self.owed.get(kind, ())}
            found = standings(window) if window else {}
            self._standings[kind] = {key: row for key, row in found.items() if key in owing}
        return self._standings[kind]

    def sent(self, kind: str) -> list[Unit]:
        """The units whose paper for that window stands sent."""
        found = self.standings_of(kind)
        return [unit for unit in self.owed.get(kind, ()) if unit.pk in found and found[unit.pk].is_sent]

    @cached_property
    def with_duty(self) -> list[Unit]:
        """The units that an item of the plan names that year, also those that send no papers."""
        units = Unit.objects.filter(item_duties__campaign_year=self.campaign_year).distinct()
        return list(self._own(units, "pk").select_related("kind").order_by("kind__order", "sort_key", "pk"))

    @cached_property
    def asked_back(self) -> frozenset[int]:
        """Units whose plan was at some time asked to be completed."""
        notes = ReturnNote.objects.released().filter(
            target_type=ContentType.objects.get_for_model(UnitPlan), is_remark=False
        )
        plans = UnitPlan.objects.filter(campaign_year=self.campaign_year, pk__in=notes.values("target_id"))
        return frozenset(plans.values_list("unit", flat=True))

    @cached_property
    def plan_numbers(self) -> dict[int, str]:
        """The number that each unit gave its own plan."""
        plans = UnitPlan.objects.filter(campaign_year=self.campaign_year).exclude(number="")
        return dict(plans.values_list("unit", "number"))

    @cached_property
    def reports(self) -> list[UnitReport]:
        """The reports of the period that stand sent, with their figures."""
        if self.period is None:
            return []
        sent = UnitReport.objects.filter(period=self.period, sent_at__isnull=False)
        return list(
            self._own(sent, "unit")
            .select_related("unit__kind")
            .prefetch_related("report_figures__indicator")
            .order_by("unit__kind__order", "unit__sort_key", "pk")
        )

    @cached_property
    def accepted_reports(self) -> list[UnitReport]:
        """What counts: the reports that have been taken in."""
        return [report for report in self.reports if report.status == UnitReport.Status.ACCEPTED]

    @cached_property
    def tasks(self) -> list[PlannedTask]:
        """The work undertaken in plans that have been taken in."""
        plans = UnitPlan.objects.in_force().filter(campaign_year=self.campaign_year)
        tasks = PlannedTask.objects.filter(plan__in=plans)
        if self.unit:
            joint = Q(plan__joint_with=self.unit, plan__form=UnitPlan.Form.JOINT)
            tasks = tasks.filter(Q(plan__unit=self.unit) | joint).distinct()
        read = with_progress(tasks.select_related("item", "plan__unit__kind"))
        return list(read.prefetch_related("plan__joint_with").order_by("item__order", "pk"))

    def tasks_standing(self, *progress: Progress) -> list[PlannedTask]:
        """The tasks that stand so on the day."""
        return [task for task in self.tasks if progress_of(task, day=self.day) in progress]

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
    def not_active(self) -> list[YearlyEntry]:
        """Models that the year's list shows as paused or ended, with the reason."""
        rows = YearlyEntry.objects.filter(yearly_list__campaign_year=self.campaign_year).exclude(
            standing=YearlyEntry.Standing.ACTIVE
        )
        return list(self._own(rows, "entry__unit").select_related("entry__unit", "entry__sector"))

    @cached_property
    def inspections(self) -> list[Inspection]:
        """Visits of the year that have been held."""
        held = Inspection.objects.filter(campaign_year=self.campaign_year, held_on__isnull=False)
        return list(
            self._own(held, "unit")
            .exclude(status=Inspection.Status.CANCELLED)
            .select_related("unit__kind")
            .order_by("held_on", "pk")
        )

    @cached_property
    def findings(self) -> list[Finding]:
        """What these visits asked to be put right."""
        found = Finding.objects.filter(inspection__in=[visit.pk for visit in self.inspections])
        return list(found.select_related("inspection__unit__kind").order_by("fix_by", "pk"))

    @cached_property
    def dossiers(self) -> list[Nomination]:
        """Dossiers of the year's rounds that stand sent."""
        sent = Nomination.objects.filter(round__campaign_year=self.campaign_year, sent_at__isnull=False)
        return list(self._own(sent, "unit").select_related("title"))

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

    def _own(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        return rows.filter(**{path: self.unit.pk}) if self.unit else rows
