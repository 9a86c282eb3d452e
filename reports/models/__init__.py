from reports.models.aggregates import AggregateReport, ReportSection
from reports.models.periods import Indicator, ReportPeriod
from reports.models.unit_reports import ReportFigure, UnitReport

__all__ = [
    "AggregateReport",
    "Indicator",
    "ReportFigure",
    "ReportPeriod",
    "ReportSection",
    "UnitReport",
]
