from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from campaigns.deadlines import own_windows
from campaigns.models import CampaignYear, Extension
from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, Role, Unit
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.models import Receipt
from reports.counters import Count, count_all
from reports.models import Indicator, ReportFigure, ReportPeriod, UnitReport
from reports.registers import Registers


def indicators_asked(unit: Unit, *, period: ReportPeriod) -> list[Indicator]:
    """The figures that the unit answers for in that period, in the order of the catalogue."""
    return list(Indicator.objects.for_period(period.kind).asked_of(unit))


def counted_now(unit: Unit, *, period: ReportPeriod, indicators: list[Indicator]) -> dict[str, Count]:
    """What the registers say of the unit at this moment: `{indicator code: count}`."""
    registers = Registers(period.campaign_year, unit=unit)
    counts = count_all(registers, [indicator.counter for indicator in indicators if indicator.counter])
    return {indicator.code: counts[indicator.counter] for indicator in indicators if indicator.counter}


def periods_to_report(unit_id: int, *, at: datetime) -> list[ReportPeriod]:
    """Open periods for which the unit owes a report and has not begun one."""
    extended = Extension.objects.running(at).filter(unit=unit_id).values("window")
    periods = ReportPeriod.objects.filter(
        # Frozen figures stop everybody but who has an end of its own.
        Q(window__closes_at__gte=at, frozen_at__isnull=True) | Q(window__in=extended),
        window__obligations__unit=unit_id,
        window__campaign_year__status=CampaignYear.Status.OPEN,
        window__opens_at__lte=at,
    )
    begun = UnitReport.objects.filter(unit=unit_id).values("period")
    found = list(periods.exclude(pk__in=begun).for_list().order_by("window__due_at"))
    windows = own_windows([period.window for period in found], unit_id)
    for period, window in zip(found, windows, strict=True):
        period.window = window
    return found


def reports_to_judge(who: Appointment) -> list[UnitReport]:
    """“Hàng chờ tiếp nhận” of this post, the longest waiting first. The rules decide, row by row."""
    if who.role not in REVIEW_ROLES | {Role.LEADER}:
        return []
    waiting = UnitReport.objects.visible_to(who).waiting()
    rows = waiting.select_related("unit__kind", "period__window__campaign_year").defer("period__figures")
    return [report for report in rows if who.may("reports.judge_unitreport", report)]


def last_receipt(report: UnitReport) -> Receipt | None:
    return Receipt.objects.about(report).order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a report still lacks; `anchor` is the form's field for it."""

    anchor: str
    sentence: str


def gaps_in(report: UnitReport) -> list[Gap]:
    """What stands between the report and its sending.

    With the unit's own signed report in the portal the three texts may stay empty.
    """
    figures = report.all_figures()
    gaps = [gap for figure in figures for gap in _gaps_of_figure(figure)]
    gaps += _gaps_of_ratios(figures)
    if not report.signed_copies().exists():
        gaps += (
            Gap(f"id_{name}", f"Chưa ghi {report._meta.get_field(name).verbose_name}.")  # type: ignore[union-attr]  # plain fields
            for name in report.TEXTS
            if not getattr(report, name).strip()
        )
    return [*gaps, *_gaps_of_review(report)]


def _gaps_of_figure(figure: ReportFigure) -> Iterator[Gap]:
    if figure.reason.strip():
        return
    name, code = figure.indicator.name, figure.indicator.code
    if figure.value is None:
        yield Gap(f"id_figure-{code}", f"{name}: chưa có số liệu, cũng chưa ghi lý do.")
    elif figure.is_corrected:
        said, known = number(figure.value), number(figure.prefilled or 0)
        yield Gap(f"id_reason-{code}", f"{name}: ghi {said}, sổ có {known}; cần ghi lý do.")


def _gaps_of_ratios(figures: list[ReportFigure]) -> Iterator[Gap]:
    """More done than there was to do is a slip, unless somebody says how it came."""
    by_indicator = {figure.indicator_id: figure for figure in figures}
    for figure in figures:
        whole = by_indicator.get(figure.indicator.denominator_id or 0)
        if whole is None or figure.value is None or whole.value is None or figure.reason.strip():
            continue
        if figure.value > whole.value:
            sentence = f"{figure.indicator}: nhiều hơn “{whole.indicator}”; cần ghi lý do."
            yield Gap(f"id_reason-{figure.indicator.code}", sentence)


def _gaps_of_review(report: UnitReport) -> Iterator[Gap]:
    if not report.review_form:
        yield Gap("id_review_form_0", f"{report.review_group}: chưa chọn hình thức.")
    elif report.review_form != UnitReport.Review.NONE and report.review_on is None:
        yield Gap("id_review_on", f"{report.review_group}: chưa ghi ngày tổ chức.")


def moved_since(report: UnitReport) -> list[str]:
    """A sentence for each register that says something else than when the unit last saved."""
    return [
        f"{source.figure.indicator}: {number(source.figure.prefilled or 0)} → {number(source.count.value)}"
        for source in sources_of(report)
        if source.count.value != source.figure.prefilled
    ]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a prefilled figure comes from, with the rows behind it."""

    figure: ReportFigure
    count: Count


def sources_of(report: UnitReport) -> list[Source]:
    """The figures that the registers know, as they say now."""
    figures = [figure for figure in report.all_figures() if figure.is_counted]
    counts = counted_now(
        report.unit, period=report.period, indicators=[figure.indicator for figure in figures]
    )
    return [Source(figure, counts[figure.indicator.code]) for figure in figures]
