"""A unit's report: filled in from the registers, confirmed or corrected, sent, judged."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import end_of_day
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt, ReturnNote
from hoaxa_danvan.workflow.services import answer_note, pin_note
from reports.models import Indicator, UnitReport
from reports.selectors.unit_reports import gaps_in, reports_to_judge
from reports.services import unit_reports as services
from reports.services.unit_reports import FigureContent, ReportContent, ReportIncomplete
from tests.factories import (
    AppointmentFactory,
    ObligationFactory,
    RegisteredModelFactory,
    UnitFactory,
)
from tests.reports.conftest import AFTER_CLOSING, AT, WORDS

pytestmark = pytest.mark.django_db
Status = UnitReport.Status


def figure(report: UnitReport, code: str):
    return report.report_figures.get(indicator__code=code)


def rewrite(report: UnitReport, by, **figures: FigureContent) -> UnitReport:
    content = ReportContent(figures=figures, **WORDS)
    return services.save_report(report, version=report.version, content=content, by=by, at=AT)


# Begun


def test_a_report_begins_with_what_the_registers_know(officer, outsider, period, indicators, owe):
    owe(officer)
    RegisteredModelFactory.create_batch(2, accepted=True, unit=officer.unit)
    RegisteredModelFactory(accepted=True, unit=outsider.unit)
    RegisteredModelFactory(submitted=True, unit=officer.unit)

    report = services.start_report(period, by=officer, at=AT)

    known, own = figure(report, "mh_dang_ky"), figure(report, "tt_hoi_nghi")
    assert (known.prefilled, known.value, known.source) == (2, 2, "Sổ đăng ký mô hình, điển hình")
    assert (own.prefilled, own.value, own.source) == (None, None, "")


def test_begun_again_it_is_the_same_report(officer, period, indicators, owe):
    owe(officer)

    first = services.start_report(period, by=officer, at=AT)

    assert services.start_report(period, by=officer, at=AT) == first
    assert [(e.verb, e.target) for e in AuditEntry.objects.all()] == [("start", first)]


def test_a_unit_is_asked_only_what_it_supplies(officer, outsider, period, indicators, owe):
    owe(officer)
    indicators["ngay_cong"].supplier_kinds.set([outsider.unit.kind])
    indicators["y_kien_nhan"].supplier_kinds.clear()
    indicators["y_kien_nhan"].supplier_units.set([officer.unit])
    Indicator.objects.filter(code="y_kien_xong").update(period="interim")

    report = services.start_report(period, by=officer, at=AT)

    codes = [row.indicator.code for row in report.all_figures()]
    assert codes == ["mh_dang_ky", "tt_hoi_nghi", "y_kien_nhan"]


def test_who_owes_no_report_begins_none(officer, period):
    with pytest.raises(IllegalMove, match="không phải gửi báo cáo kỳ này"):
        services.start_report(period, by=officer, at=AT)


@pytest.mark.parametrize("post", ["reviewer", "leader", "clerk", "council_member", "administrator"])
def test_only_units_begin_reports(post, period, request):
    post = request.getfixturevalue(post)
    ObligationFactory(unit=post.unit, window=period.window)

    with pytest.raises(PermissionDenied):
        services.start_report(period, by=post, at=AT)

    assert not UnitReport.objects.exists()


def test_too_early_and_too_late_are_told_in_words(officer, period, owe):
    owe(officer)

    with pytest.raises(IllegalMove, match="Cổng nhận báo cáo tổng kết năm 2026 từ 00:00 ngày 10/10/2026"):
        services.start_report(period, by=officer, at=period.window.opens_at - timedelta(seconds=1))
    with pytest.raises(IllegalMove, match="ngừng nhận báo cáo tổng kết năm 2026 từ 23:59 ngày 25/11/2026"):
        services.start_report(period, by=officer, at=AFTER_CLOSING)


# Confirmed or corrected


def test_a_corrected_figure_needs_a_reason(officer, write):
    report = write(officer)
    report = rewrite(report, officer, mh_dang_ky=FigureContent(Decimal(3)))

    assert [gap.sentence for gap in gaps_in(report)] == ["Mô hình đăng ký: ghi 3, sổ có 0; cần ghi lý do."]
    with pytest.raises(ReportIncomplete):
        services.submit_report(report, version=report.version, by=officer, at=AT)

    report = rewrite(report, officer, mh_dang_ky=FigureContent(Decimal(3), "Ba mô hình chưa kịp đăng ký"))
    services.submit_report(report, version=report.version, by=officer, at=AT)

    assert figure(report, "mh_dang_ky").in_words == "3 mô hình (sổ ghi 0; Ba mô hình chưa kịp đăng ký)"


def test_a_missing_figure_needs_a_word(officer, write):
    report = write(officer)
    report = rewrite(report, officer, tt_hoi_nghi=FigureContent(None))

    assert [gap.anchor for gap in gaps_in(report)] == ["id_figure-tt_hoi_nghi"]

    report = rewrite(report, officer, tt_hoi_nghi=FigureContent(None, "Không phát sinh"))
    assert gaps_in(report) == []


def test_more_done_than_there_was_to_do_needs_a_word(officer, write):
    report = write(officer, y_kien_nhan=10, y_kien_xong=12)

    assert [gap.anchor for gap in gaps_in(report)] == ["id_reason-y_kien_xong"]


def test_nothing_is_confirmed_that_the_unit_has_not_seen(officer, write):
    """The register moves between saving and sending: the unit looks again, then sends."""
    report = write(officer)
    RegisteredModelFactory(accepted=True, unit=officer.unit)

    with pytest.raises(IllegalMove, match="Mô hình đăng ký: 0 → 1"):
        services.submit_report(report, version=report.version, by=officer, at=AT)

    report = rewrite(report, officer, mh_dang_ky=FigureContent(Decimal(1)))
    services.submit_report(report, version=report.version, by=officer, at=AT)
    assert figure(report, "mh_dang_ky").is_corrected is False


def test_texts_are_needed_or_the_signed_report_instead(officer, write):
    report = write(officer)
    UnitReport.objects.filter(pk=report.pk).update(highlights="", next_steps="")
    report.refresh_from_db()

    assert [gap.anchor for gap in gaps_in(report)] == ["id_highlights", "id_next_steps"]

    Evidence.objects.create(
        target=report,
        purpose=Evidence.Purpose.SIGNED_COPY,
        file="evidence/0.pdf",
        original_name="bao-cao.pdf",
        content_type="application/pdf",
        size=1,
        by=officer,
        at=AT,
    )
    assert gaps_in(report) == []


def test_a_review_that_was_held_has_its_day(officer, write):
    report = write(officer)
    UnitReport.objects.filter(pk=report.pk).update(review_on=None)
    report.refresh_from_db()

    assert [gap.anchor for gap in gaps_in(report)] == ["id_review_on"]


# Sent


def test_sending_gives_a_receipt_and_again_the_same(officer, write):
    report = write(officer)

    receipt = services.submit_report(report, version=report.version, by=officer, at=AT)
    again = services.submit_report(report, version=report.version, by=officer, at=AT + timedelta(hours=1))

    report.refresh_from_db()
    assert again == receipt
    assert (report.status, report.sent_at, receipt.is_late) == (Status.SUBMITTED, AT, False)
    assert AuditEntry.objects.filter(verb="submit").count() == 1


def test_after_the_due_day_it_is_late_and_still_taken(officer, write):
    report = write(officer)

    receipt = services.submit_report(
        report, version=report.version, by=officer, at=end_of_day(AT.date()) + timedelta(days=8)
    )

    assert receipt.is_late is True


def test_after_closing_the_text_is_kept_and_the_person_told(officer, write):
    report = write(officer)

    with pytest.raises(IllegalMove, match="Nội dung đã soạn vẫn được giữ"):
        services.submit_report(report, version=report.version, by=officer, at=AFTER_CLOSING)

    report.refresh_from_db()
    assert (report.status, report.highlights) == (Status.DRAFT, WORDS["highlights"])


def test_what_came_in_time_may_be_completed_after_closing(officer, send, reviewer):
    report = send(officer)
    pin_note(report, field="highlights", text="Ghi rõ hơn", by=reviewer, at=AT)
    report = services.return_report(report, version=report.version, by=reviewer, at=AT)
    answer_note(ReturnNote.objects.get(), answer="Đã ghi", by=officer, at=AT)

    receipt = services.submit_report(report, version=report.version, by=officer, at=AFTER_CLOSING)

    assert receipt.is_late is False


def test_outsiders_and_readers_may_not_send_it(outsider, reviewer, leader, officer, write):
    report = write(officer)

    for post in (outsider, reviewer, leader):
        with pytest.raises(PermissionDenied):
            services.submit_report(report, version=report.version, by=post, at=AT)

    report.refresh_from_db()
    assert report.status == Status.DRAFT
    assert not Receipt.objects.exists()


def test_of_two_savings_the_second_sees_both_texts(officer, head, write):
    report = write(officer)
    content = ReportContent(**{**WORDS, "highlights": "Bản của lãnh đạo"})
    services.save_report(report, version=report.version, content=content, by=head, at=AT)

    with pytest.raises(Conflict) as caught:
        services.save_report(
            report, version=report.version, content=ReportContent(**WORDS), by=officer, at=AT
        )

    assert caught.value.fresh.snapshot()["highlights"]["value"] == "Bản của lãnh đạo"


def test_what_stands_sent_is_not_edited(officer, send):
    report = send(officer)

    with pytest.raises(IllegalMove, match="Không sửa được"):
        services.save_report(
            report, version=report.version, content=ReportContent(**WORDS), by=officer, at=AT
        )


def test_an_outsider_may_not_save_it(outsider, officer, write):
    report = write(officer)

    with pytest.raises(PermissionDenied):
        services.save_report(
            report, version=report.version, content=ReportContent(**WORDS), by=outsider, at=AT
        )


# Taken back, judged


def test_it_can_be_taken_back_until_it_is_judged(officer, outsider, send, reviewer):
    report = send(officer)
    with pytest.raises(PermissionDenied):
        services.withdraw_report(report, by=outsider, at=AT)

    report = services.withdraw_report(report, by=officer, at=AT)
    assert (report.status, report.sent_at) == (Status.DRAFT, None)

    services.submit_report(report, version=report.version, by=officer, at=AT)
    report.refresh_from_db()
    services.accept_report(report, version=report.version, by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="Đã tiếp nhận"):
        services.withdraw_report(report, by=officer, at=AT)


def test_it_is_not_taken_back_when_it_could_not_be_sent_again(officer, send):
    report = send(officer)

    with pytest.raises(IllegalMove, match="không gửi lại được"):
        services.withdraw_report(report, by=officer, at=AFTER_CLOSING)


def test_the_reviewer_takes_it_in_and_nobody_twice(officer, send, reviewer):
    report = send(officer)

    report = services.accept_report(report, version=report.version, by=reviewer, at=AT)

    assert report.status == Status.ACCEPTED
    with pytest.raises(IllegalMove):
        services.accept_report(report, version=report.version, by=reviewer, at=AT)


@pytest.mark.parametrize("post", ["officer", "head", "outsider", "leader", "clerk", "council_member"])
def test_nobody_else_takes_it_in(post, officer, send, request):
    report = send(officer)

    with pytest.raises(PermissionDenied):
        services.accept_report(report, version=report.version, by=request.getfixturevalue(post), at=AT)


def test_a_peer_body_gets_remarks_and_never_a_return(peer, send, reviewer):
    report = send(peer)
    pin_note(report, field="highlights", text="Đề nghị nêu thêm số liệu", by=reviewer, at=AT)

    with pytest.raises(PermissionDenied):
        services.return_report(report, version=report.version, by=reviewer, at=AT)

    assert services.send_report_remarks(report, version=report.version, by=reviewer, at=AT) == 1


def test_a_return_needs_an_opinion(officer, send, reviewer):
    report = send(officer)

    with pytest.raises(IllegalMove):
        services.return_report(report, version=report.version, by=reviewer, at=AT)


def test_the_reviewing_units_own_report_goes_to_a_leader(reviewer, leader, period, indicators, owe):
    own = AppointmentFactory(unit=reviewer.unit)
    for indicator in indicators.values():
        indicator.supplier_kinds.clear()
    owe(own)
    report = services.start_report(period, by=own, at=AT)
    report = rewrite(report, own)
    services.submit_report(report, version=report.version, by=own, at=AT)
    report.refresh_from_db()

    assert reports_to_judge(reviewer) == []
    assert reports_to_judge(leader) == [report]
    with pytest.raises(PermissionDenied):
        services.accept_report(report, version=report.version, by=reviewer, at=AT)
    assert services.accept_report(report, version=report.version, by=leader, at=AT).status == Status.ACCEPTED


def test_a_steering_unit_reads_what_was_sent_and_no_drafts(officer, outsider, send, write):
    steering = AppointmentFactory(unit=UnitFactory())
    for post in (officer, outsider):
        post.unit.steered_by = steering.unit
        post.unit.save()
    sent, _ = send(officer), write(outsider)

    assert list(UnitReport.objects.visible_to(steering)) == [sent]
