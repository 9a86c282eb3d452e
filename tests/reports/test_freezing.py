"""Chốt số liệu: what is kept, what counts, and that nothing changes it afterwards."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from campaigns.services.years import open_year, prepare_year
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import enqueue, run
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import RegisteredModel
from reports.figures import Frozen, MixedMeasures
from reports.models import AggregateReport, ReportPeriod
from reports.services import periods as services
from reports.services import unit_reports
from tests.factories import (
    CampaignFactory,
    CampaignYearFactory,
    IndicatorFactory,
    RegisteredModelFactory,
    ReportPeriodFactory,
    RubricVersionFactory,
    SectorFactory,
    UnitPlanFactory,
    WindowFactory,
)
from tests.reports.conftest import AFTER_CLOSING, AT

pytestmark = pytest.mark.django_db


def freeze(period, by=None, at=AT) -> Frozen:
    services.freeze_period(period, by=by, at=at)
    period.refresh_from_db()
    return Frozen(period.figures)


# Periods come with the year


def test_opening_a_year_makes_its_two_periods_and_their_jobs(reviewer):
    RubricVersionFactory(published=True)
    year = prepare_year(CampaignFactory(), year=2026, theme="Chủ đề", by=reviewer, at=AT)
    year.windows.update(paper="Hướng dẫn số 01-HD/BXDĐ")
    opened_at = AT.replace(month=1)

    open_year(year, by=reviewer, at=opened_at)

    interim, final = ReportPeriod.objects.order_by("last_day")
    assert [f"{p}: {p.days}" for p in (interim, final)] == [
        "Sơ kết 6 tháng năm 2026: từ ngày 01/01/2026 đến ngày 15/06/2026",
        "Tổng kết năm 2026: từ ngày 01/01/2026 đến ngày 15/11/2026",
    ]
    jobs = Job.objects.filter(kind="reports.freeze").order_by("next_try_at")
    assert [job.next_try_at for job in jobs] == [interim.window.closes_at, final.window.closes_at]
    assert services.prepare_periods(year, at=opened_at) == [interim, final]
    assert Job.objects.filter(kind="reports.freeze").count() == 2


def test_the_days_are_changed_on_the_record_until_they_are_frozen(period, reviewer, clerk):
    days = {"first_day": period.first_day, "last_day": period.last_day - timedelta(days=5)}
    with pytest.raises(PermissionDenied):
        services.change_days(period, **days, by=clerk, at=AT)
    with pytest.raises(IllegalMove, match="Ngày cuối phải sau ngày đầu"):
        services.change_days(period, first_day=period.last_day, last_day=period.first_day, by=reviewer, at=AT)

    changed = services.change_days(period, **days, by=reviewer, at=AT)

    assert changed.last_day == days["last_day"]
    freeze(period)
    with pytest.raises(IllegalMove, match="đã chốt lúc"):
        services.change_days(period, **days, by=reviewer, at=AT)


# What counts


def test_what_was_taken_in_counts_and_the_rest_is_listed_apart(
    officer, outsider, peer, period, accept, send, owe
):
    accept(officer, tt_hoi_nghi=4)
    send(outsider, tt_hoi_nghi=100)
    owe(peer)

    frozen = freeze(period)

    figure = frozen.figure("tt_hoi_nghi")
    assert (figure.value, figure.given, figure.asked) == (4, 1, 3)
    assert frozen.stored["reports"] == {
        "accepted": ["Hội Nông dân xã"],
        "sent": ["Hội Người cao tuổi xã (đã gửi)"],
        "missing": ["Ủy ban MTTQ Việt Nam xã"],
    }


def test_sums_are_exact_and_name_their_supplier_and_last_day(officer, outsider, period, accept):
    accept(officer, ngay_cong=Decimal("20.50"))
    accept(outsider, ngay_cong=Decimal("0.75"))

    figure = freeze(period).figure("ngay_cong")

    assert (figure.value, figure.words) == (Decimal("21.25"), "21,25")
    assert figure.source_words == "2/2 đơn vị báo cáo, đến 15/11/2026"


def test_what_nobody_said_is_not_nought(officer, period, accept):
    accept(officer, tt_hoi_nghi=None)

    figure = freeze(period).figure("tt_hoi_nghi")

    assert (figure.value, figure.words, figure.given) == (None, "–", 0)
    assert figure.missing == ({"unit": "Hội Nông dân xã", "reason": "Chưa thống kê"},)


def test_a_ratio_is_made_of_its_numerators_and_denominators(officer, outsider, period, accept):
    """9/10 and 1/30 are 10/40, not the mean of 90 % and 3 %."""
    accept(officer, y_kien_nhan=10, y_kien_xong=9)
    accept(outsider, y_kien_nhan=30, y_kien_xong=1)

    frozen = freeze(period)

    assert frozen.ratio("y_kien_xong") == "10/40 (25,0%)"
    assert frozen.ratio("tt_hoi_nghi") is None


def test_a_ratio_of_something_unknown_is_none(officer, period, accept):
    accept(officer, y_kien_nhan=None)

    assert freeze(period).ratio("y_kien_xong") is None


def test_turns_and_people_are_never_summed_together(officer, period, accept):
    IndicatorFactory(code="luot", unit_of_measure="lượt").supplier_kinds.set([officer.unit.kind])
    accept(officer, luot=5)

    frozen = freeze(period)

    assert frozen.total(["tt_hoi_nghi"]) == 4
    with pytest.raises(MixedMeasures):
        frozen.total(["tt_hoi_nghi", "luot"])


def test_what_the_registers_know_is_counted_there_and_differences_are_told(officer, reviewer, period, write):
    RegisteredModelFactory(accepted=True, unit=officer.unit)
    report = write(officer)
    content = unit_reports.FigureContent(Decimal(3), "Hai mô hình chưa kịp đăng ký")
    row = report.report_figures.get(indicator__code="mh_dang_ky")
    row.value, row.reason = content.value, content.reason
    row.save()
    unit_reports.submit_report(report, version=report.version, by=officer, at=AT)
    report.refresh_from_db()
    unit_reports.accept_report(report, version=report.version, by=reviewer, at=AT)

    figure = freeze(period).figure("mh_dang_ky")

    assert (figure.value, figure.is_counted) == (1, True)
    assert [dict(row) for row in figure.differing] == [
        {"unit": "Hội Nông dân xã", "register": "1", "said": "3", "reason": "Hai mô hình chưa kịp đăng ký"}
    ]
    assert "1 đơn vị ghi khác" in figure.source_words


def test_models_are_counted_by_sector_and_block_with_empty_cells_as_nought(officer, outsider, period, owe):
    owe(officer, outsider)
    outsider.unit.kind.block = "Hội quần chúng"
    outsider.unit.kind.save()
    economy = SectorFactory(code="kinh_te", name="Kinh tế", order=1)
    RegisteredModelFactory(accepted=True, unit=officer.unit, sector=economy)
    RegisteredModelFactory(accepted=True, unit=officer.unit, sector=economy, origin="inherited")
    SectorFactory(code="van_hoa_xa_hoi", order=2)

    rows = {row["code"]: row for row in freeze(period).stored["sectors"]}

    assert rows["kinh_te"]["blocks"] == {"MTTQ, tổ chức CT-XH": 2, "Hội quần chúng": 0}
    counts = {name: rows["kinh_te"][name] for name in ("total", "new", "kept", "inherited")}
    assert counts == {"total": 2, "new": 1, "kept": 1, "inherited": 1}
    assert rows["van_hoa_xa_hoi"]["total"] == 0


def test_who_sent_late_and_who_did_not_is_kept(officer, outsider, period, owe):
    owe(officer, outsider)
    late = WindowFactory(campaign_year=period.campaign_year).due_at + timedelta(days=3)
    UnitPlanFactory(
        unit=officer.unit, campaign_year=period.campaign_year, status="accepted", status_at=late, sent_at=late
    )

    by_unit = {row["unit"]: row["plan"] for row in freeze(period).stored["sending"]}

    assert by_unit["Hội Nông dân xã"]["late"] == 3
    assert by_unit["Hội Người cao tuổi xã"] == {"sent_on": "", "late": 0, "is_due": True}


def test_the_same_period_a_year_before_is_compared_and_without_it_nothing_is(officer, period, accept):
    accept(officer, tt_hoi_nghi=4)
    assert freeze(period).figure("tt_hoi_nghi").change_words == "–"

    next_year = CampaignYearFactory(year=2027)
    window = WindowFactory(
        campaign_year=next_year,
        kind="final_report",
        opens_at=period.window.opens_at + timedelta(days=365),
        due_at=period.window.due_at + timedelta(days=365),
        closes_at=period.window.closes_at + timedelta(days=365),
    )
    later = ReportPeriodFactory(
        window=window,
        first_day=period.first_day.replace(year=2026),
        last_day=period.last_day.replace(year=2027),
    )

    frozen = freeze(later, at=AT + timedelta(days=366))

    assert frozen.stored["previous"]["name"] == "Tổng kết năm 2026"
    figure = frozen.figure("tt_hoi_nghi")
    assert (figure.previous_words, figure.words, figure.change_words) == ("4", "–", "–")


# Frozen


def test_what_comes_later_changes_nothing(officer, outsider, period, accept, send, reviewer):
    accept(officer, tt_hoi_nghi=4)
    waiting = send(outsider, tt_hoi_nghi=100)
    freeze(period)
    before = ReportPeriod.objects.get(pk=period.pk).figures

    unit_reports.accept_report(waiting, version=waiting.version, by=reviewer, at=AT)
    RegisteredModelFactory(accepted=True, unit=officer.unit)
    RegisteredModel.objects.update(name="Tên khác")

    assert ReportPeriod.objects.get(pk=period.pk).figures == before


def test_after_freezing_no_new_report_comes_in(officer, period, write):
    report = write(officer)
    freeze(period)

    with pytest.raises(IllegalMove, match="đã chốt lúc 08:00 ngày 10/11/2026"):
        unit_reports.submit_report(report, version=report.version, by=officer, at=AT)


def test_the_freeze_is_on_the_record_with_a_seal_and_counts(officer, period, accept, reviewer):
    accept(officer)

    freeze(period, by=reviewer)

    entry = AuditEntry.objects.get(verb="freeze")
    assert (entry.target, entry.by) == (period, reviewer)
    assert {name: entry.details[name] for name in ("accepted", "sent", "missing")} == {
        "accepted": 1,
        "sent": 0,
        "missing": 0,
    }
    assert len(entry.details["sha256"]) == 64


def test_frozen_twice_by_hand_is_refused_and_by_the_clock_is_nothing(period, reviewer):
    freeze(period, by=reviewer)

    with pytest.raises(IllegalMove, match="đã chốt lúc"):
        services.freeze_period(period, by=reviewer, at=AT)
    services.freeze_period(period, by=None, at=AFTER_CLOSING)

    period.refresh_from_db()
    assert period.frozen_at == AT
    assert AggregateReport.objects.count() == 1


@pytest.mark.parametrize("post", ["officer", "leader", "clerk", "council_member", "administrator"])
def test_only_the_reviewing_unit_freezes_by_hand(post, period, request):
    with pytest.raises(PermissionDenied):
        services.freeze_period(period, by=request.getfixturevalue(post), at=AT)

    period.refresh_from_db()
    assert period.frozen_at is None


def test_nothing_is_frozen_before_the_period_opens(period, reviewer):
    early = period.window.opens_at - timedelta(days=1)

    with pytest.raises(IllegalMove, match="Chưa đến kỳ"):
        services.freeze_period(period, by=reviewer, at=early)


# By the clock


@pytest.fixture
def clock(period) -> Job:
    return enqueue(services.FREEZE, key="k", payload={"period": period.pk}, at=period.window.closes_at)


def test_the_clock_freezes_when_the_system_stops_receiving(period, clock):
    with time_machine.travel(AFTER_CLOSING, tick=False):
        assert run(job_id=clock.pk, at=AFTER_CLOSING) is True

    period.refresh_from_db()
    clock.refresh_from_db()
    assert (period.frozen_at, clock.state) == (AFTER_CLOSING, Job.State.DONE)


def test_when_the_closing_was_moved_the_clock_waits_for_it(period, clock):
    moved = AFTER_CLOSING + timedelta(days=5)
    period.window.closes_at = moved
    period.window.save()

    with time_machine.travel(AFTER_CLOSING, tick=False):
        assert run(job_id=clock.pk, at=AFTER_CLOSING) is False

    period.refresh_from_db()
    clock.refresh_from_db()
    assert period.frozen_at is None
    assert (clock.state, clock.next_try_at, clock.failures) == (Job.State.WAITING, moved, 0)
    assert clock.reason == "Chốt số liệu sau 00:30 ngày 01/12/2026."


def test_what_was_frozen_by_hand_ends_the_clocks_job(period, clock, reviewer):
    freeze(period, by=reviewer)

    with time_machine.travel(AFTER_CLOSING, tick=False):
        assert run(job_id=clock.pk, at=AFTER_CLOSING) is True

    assert AggregateReport.objects.count() == 1
