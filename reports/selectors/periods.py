from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.lib.numbers import number
from reports.models import ReportPeriod, UnitReport
from reports.registers import Registers


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit finds something else than the register: for the reviewer to put right before freezing."""

    report: UnitReport
    indicator: str
    register: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who has reported: what counts, what was sent but not taken in, who is missing."""

    accepted: list[UnitReport]
    waiting: list[UnitReport]
    missing: list[Unit]
    differences: list[Difference]

    @property
    def owed(self) -> int:
        return len(self.accepted) + len(self.waiting) + len(self.missing)


def turnout(period: ReportPeriod) -> Turnout:
    registers = Registers(period.campaign_year, period=period)
    accepted = registers.accepted_reports
    waiting = [report for report in registers.reports if report not in accepted]
    sent = {report.unit_id for report in registers.reports}
    return Turnout(
        accepted=accepted,
        waiting=waiting,
        missing=[unit for unit in registers.reporting if unit.pk not in sent],
        differences=[
            Difference(
                report,
                figure.indicator.name,
                number(figure.prefilled or 0),
                "–" if figure.value is None else number(figure.value),
                figure.reason,
            )
            for report in registers.reports
            for figure in report.report_figures.all()
            if figure.is_corrected
        ],
    )


def own_report(period: ReportPeriod, who: Appointment) -> UnitReport | None:
    return UnitReport.objects.filter(unit=who.unit_id, period=period).first()


def period_rights(period: ReportPeriod, who: Appointment, *, at: datetime) -> dict[str, Any]:
    """What this post may do with the period now: the buttons of the page."""
    may_freeze = who.may("reports.freeze_reportperiod", period) and not period.frozen_at
    return {
        "freeze": may_freeze and at >= period.window.opens_at,
        "days": may_freeze,
        "start": who.may("reports.start_unitreport")
        and period.window.obligations.filter(unit=who.unit_id).exists(),
    }
