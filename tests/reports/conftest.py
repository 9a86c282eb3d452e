"""A year with its final report being received, and one figure of each sort."""

from datetime import date, datetime

import pytest

from awards.models import Award, AwardDecision
from campaigns.models import Window
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.lib.dates import LOCAL
from models_registry.models import Recognition, RecognitionDecision
from reports.models import ReportPeriod, UnitReport
from reports.services import unit_reports as services
from reports.services.unit_reports import FigureContent, ReportContent
from tests.factories import (
    AwardRoundFactory,
    AwardTitleFactory,
    ContentItemFactory,
    IndicatorFactory,
    ItemDutyFactory,
    NominationFactory,
    ObligationFactory,
    PlannedTaskFactory,
    RegisteredModelFactory,
    ReportPeriodFactory,
    SectorFactory,
    UnitPlanFactory,
    UnitReportFactory,
    WindowFactory,
)

AT = datetime(2026, 11, 10, 8, 0, tzinfo=LOCAL)
AFTER_CLOSING = datetime(2026, 11, 26, 0, 30, tzinfo=LOCAL)

WORDS = {
    "highlights": "Ra mắt 2 tuyến đường tự quản.",
    "difficulties": "Kinh phí còn hạn chế.",
    "next_steps": "Nhân rộng ra 2 thôn.",
    "review_form": UnitReport.Review.MEETING,
    "review_on": AT.date(),
}


@pytest.fixture
def period(db) -> ReportPeriod:
    """Tổng kết năm 2026, being received at AT."""
    return ReportPeriodFactory()


@pytest.fixture
def indicators(officer, outsider, peer):
    """One figure that the registers know, plain ones, and a numerator with its denominator."""
    kinds = [officer.unit.kind, outsider.unit.kind, peer.unit.kind]
    rows = {
        "mh_dang_ky": IndicatorFactory(
            code="mh_dang_ky", name="Mô hình đăng ký", counter="entries", unit_of_measure="mô hình", order=1
        ),
        "tt_hoi_nghi": IndicatorFactory(
            code="tt_hoi_nghi", name="Hội nghị tuyên truyền", unit_of_measure="cuộc", order=2
        ),
        "ngay_cong": IndicatorFactory(
            code="ngay_cong", name="Ngày công", unit_of_measure="ngày công", is_whole=False, order=3
        ),
        "y_kien_nhan": IndicatorFactory(
            code="y_kien_nhan", name="Ý kiến tiếp nhận", unit_of_measure="ý kiến", order=4
        ),
    }
    rows["y_kien_xong"] = IndicatorFactory(
        code="y_kien_xong",
        name="Ý kiến đã giải quyết",
        unit_of_measure="ý kiến",
        aggregation="ratio",
        denominator=rows["y_kien_nhan"],
        order=5,
    )
    for indicator in rows.values():
        indicator.supplier_kinds.set(kinds)
    return rows


@pytest.fixture
def owe(period):
    """Give units a plan and a report of the period to send."""

    def give(*posts: Appointment) -> None:
        plan = WindowFactory(campaign_year=period.campaign_year, kind=Window.Kind.PLAN)
        for post in posts:
            ObligationFactory(unit=post.unit, window=plan)
            ObligationFactory(unit=post.unit, window=period.window)

    return give


@pytest.fixture
def write(period, indicators, owe):
    """A whole report of a post's unit, saved; figures by code, None with a reason where unknown."""

    def saved(post: Appointment, **figures: int | None) -> UnitReport:
        owe(post)
        report = services.start_report(period, by=post, at=AT)
        values = {"tt_hoi_nghi": 4, "ngay_cong": 20, "y_kien_nhan": 10, "y_kien_xong": 9, **figures}
        counted = {f.indicator.code: f.value for f in report.all_figures() if f.is_counted}
        content = {
            code: FigureContent(value, "Chưa thống kê" if value is None else "")
            for code, value in {**counted, **values}.items()
        }
        return services.save_report(
            report, version=report.version, content=ReportContent(figures=content, **WORDS), by=post, at=AT
        )

    return saved


@pytest.fixture
def send(write):
    def sent(post: Appointment, **figures: int | None) -> UnitReport:
        report = write(post, **figures)
        services.submit_report(report, version=report.version, by=post, at=AT)
        report.refresh_from_db()
        return report

    return sent


@pytest.fixture
def accept(send, reviewer):
    """A report that has been taken in, and counts."""

    def accepted(post: Appointment, **figures: int | None) -> UnitReport:
        report = send(post, **figures)
        return services.accept_report(report, version=report.version, by=reviewer, at=AT)

    return accepted


@pytest.fixture
def commune(period, officer, outsider, clerk) -> ReportPeriod:
    """Two units; one has done everything, the other little."""
    year = period.campaign_year
    plan_window = WindowFactory(campaign_year=year)
    registration = WindowFactory(campaign_year=year, kind=Window.Kind.REGISTRATION)
    for unit in (officer.unit, outsider.unit):
        for window in (plan_window, registration, period.window):
            ObligationFactory(unit=unit, window=window)
        ItemDutyFactory(item=ContentItemFactory(order=4), unit=unit, campaign_year=year)
    plan = UnitPlanFactory(accepted=True, unit=officer.unit, campaign_year=year)
    PlannedTaskFactory.create_batch(2, plan=plan, item=ContentItemFactory(order=4))
    first = RegisteredModelFactory(
        accepted=True,
        unit=officer.unit,
        item=ContentItemFactory(order=4),
        sector=SectorFactory(code="kinh_te"),
    )
    RegisteredModelFactory(accepted=True, unit=officer.unit, kind="cong_trinh", origin="kept")
    RegisteredModelFactory(accepted=True, unit=outsider.unit, kind="dien_hinh", subject="ca_nhan")
    RegisteredModelFactory(submitted=True, unit=outsider.unit)
    decision = RecognitionDecision.objects.create(
        campaign_year=year, number="45-QĐ/ĐU", issued_on=date(2026, 11, 1), signer="A", by=clerk, at=AT
    )
    Recognition.objects.create(entry=first, campaign_year=year, decision=decision, is_outstanding=True)
    give_award(first, clerk)
    UnitReportFactory(
        accepted=True, unit=officer.unit, period=period, review_form="meeting", review_on=AT.date()
    )
    return period


def give_award(entry, clerk) -> Award:
    award_round = AwardRoundFactory(status="published", campaign_year=entry.campaign_year)
    nomination = NominationFactory(accepted=True, round=award_round, entry=entry)
    decision = AwardDecision.objects.create(
        round=award_round,
        track="party",
        number="46",
        issued_on=date(2026, 11, 2),
        signer="A",
        by=clerk,
        at=AT,
    )
    title = AwardTitleFactory()
    return Award.objects.create(decision=decision, nomination=nomination, title=title, money=1_000_000)
