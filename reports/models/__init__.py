from reports.models.aggregates import BOARD, CITY, AggregateReport, ReportSection
from reports.models.periods import Indicator, ReportPeriod
from reports.models.unit_reports import ReportFigure, UnitReport

__all__ = [
    "BOARD",
    "CITY",
    "AggregateReport",
    "Indicator",
    "ReportFigure",
    "ReportPeriod",
    "ReportSection",
    "UnitReport",
]
