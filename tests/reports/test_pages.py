"""The pages: who may open them, what they say, what they cost."""

import re

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.workflow.models import Draft, Receipt
from hoaxa_danvan.workflow.services import pin_note
from hoaxa_danvan.workflow.todo import todos_for
from reports.models import AggregateReport, UnitReport
from reports.services import aggregates
from reports.services.periods import freeze_period
from tests.factories import (
    AppointmentFactory,
    ContentItemFactory,
    ItemDutyFactory,
    RegisteredModelFactory,
    SectorFactory,
    UnitFactory,
    UnitPlanFactory,
    UnitReportFactory,
)
from tests.reports.conftest import AFTER_CLOSING, AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def report(period, accept, officer, reviewer, monkeypatch) -> AggregateReport:
    """Frozen and drafted."""
    monkeypatch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", lambda *a, **k: b"%PDF-1.7")
    accept(officer)
    report = freeze_period(period, by=reviewer, at=AT)
    work()
    report.refresh_from_db()
    return report


def work() -> None:
    for job in Job.objects.filter(kind=aggregates.DRAW).exclude(state=Job.State.DONE):
        assert run(job_id=job.pk, at=AT)


def url(name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=args)


# The unit


def test_a_unit_begins_fills_in_checks_and_sends(officer, owe, period, indicators, sign_in):
    owe(officer)
    RegisteredModelFactory(accepted=True, unit=officer.unit)
    client = sign_in(officer)

    assertContains(client.get(url("period-list")), "Báo cáo tổng kết năm 2026: chưa bắt đầu")
    opened = client.post(url("unit-report-start", period.pk), follow=True)
    assertContains(opened, "Sổ đăng ký mô hình, điển hình")
    assertContains(opened, "từ ngày 16/11/2025 đến ngày 15/11/2026")

    report = UnitReport.objects.get()
    typed = {
        "version": report.version,
        "figure-mh_dang_ky": "1",
        "figure-tt_hoi_nghi": "1.234",
        "figure-ngay_cong": "20,5",
        "figure-y_kien_nhan": "10",
        "figure-y_kien_xong": "9",
        "highlights": "Một",
        "difficulties": "Hai",
        "next_steps": "Ba",
        "review_form": "meeting",
        "review_on": "05/11/2026",
        "next": "check",
    }
    checked = client.post(url("unit-report-edit", report.pk), typed, follow=True)
    assertContains(checked, "1.234 cuộc")
    assertContains(checked, "Gửi báo cáo")

    report.refresh_from_db()
    sent = client.post(url("unit-report-submit", report.pk), {"version": report.version}, follow=True)
    assertContains(sent, Receipt.objects.get().number)


def test_what_was_typed_stays_when_something_is_wrong(officer, write, sign_in):
    report = write(officer)
    typed = {"version": report.version, "figure-tt_hoi_nghi": "nhiều", "highlights": "Vẫn còn đây"}

    response = sign_in(officer).post(url("unit-report-edit", report.pk), typed)

    assert response.status_code == 422
    assertContains(response, "Vẫn còn đây", status_code=422)
    assertContains(response, "Có 1 chỗ cần sửa", status_code=422)
    assertContains(response, 'value="nhiều"', status_code=422)


def test_the_page_saves_by_itself_and_shows_it_again(officer, write, sign_in):
    report = write(officer)
    client = sign_in(officer)

    answer = client.post(
        url("unit-report-autosave", report.pk), {"version": report.version, "highlights": "Chưa bấm Lưu"}
    )

    assert answer.json() == {"saved_at": "08:00"}
    report.refresh_from_db()
    assert report.highlights != "Chưa bấm Lưu"
    assertContains(client.get(url("unit-report-edit", report.pk)), "Chưa bấm Lưu")
    assert Draft.objects.count() == 1


def test_two_people_see_both_texts(officer, write, sign_in):
    report = write(officer)
    client = sign_in(officer)
    stale = {"version": report.version, "highlights": "Bản thứ hai"}
    client.post(url("unit-report-edit", report.pk), {**stale, "highlights": "Bản thứ nhất"})

    response = client.post(url("unit-report-edit", report.pk), stale)

    assert response.status_code == 409
    for text in ("Bản thứ nhất", "Bản thứ hai"):
        assertContains(response, text, status_code=409)
    report.refresh_from_db()
    assert report.highlights == "Bản thứ nhất"


def test_a_strangers_report_is_not_there(outsider, officer, write, send, sign_in):
    report = write(officer)
    client = sign_in(outsider)

    for name in ("detail", "edit", "check"):
        assert client.get(url(f"unit-report-{name}", report.pk)).status_code == 404
    for name in ("submit", "withdraw", "accept", "return", "remark", "autosave"):
        assert client.post(url(f"unit-report-{name}", report.pk)).status_code == 404


def test_the_office_reads_what_was_sent_and_writes_nothing(officer, reviewer, send, sign_in):
    report = send(officer)
    client = sign_in(reviewer)

    assert client.get(url("unit-report-detail", report.pk)).status_code == 200
    assert client.get(url("unit-report-edit", report.pk)).status_code == 403
    assert client.post(url("unit-report-submit", report.pk), {"version": report.version}).status_code == 403


@pytest.mark.parametrize("name", ["submit", "withdraw", "accept", "return", "remark", "autosave", "start"])
def test_what_changes_something_is_no_get(name, officer, send, sign_in):
    report = send(officer)

    assert sign_in(officer).get(url(f"unit-report-{name}", report.pk)).status_code == 405


@pytest.mark.parametrize("post", ["council_member", "panel_member", "administrator"])
def test_who_has_no_part_in_reports_sees_none(post, period, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    for path in (url("period-list"), url("period-detail", period.pk), url("dashboard")):
        assert client.get(path).status_code == 403


# The reviewer


def test_the_reviewer_goes_from_one_report_to_the_next(officer, outsider, reviewer, send, sign_in):
    first, second = send(officer), send(outsider)
    client = sign_in(reviewer)

    assertContains(client.get(url("unit-report-queue")), "Có 2 mục")
    response = client.post(url("unit-report-accept", first.pk), {"version": first.version})
    assert response.url == url("unit-report-detail", second.pk)

    pin_note(second, field="figure-tt_hoi_nghi", text="Ghi rõ nguồn", by=reviewer, at=AT)
    response = client.post(url("unit-report-return", second.pk), {"version": second.version})
    assert response.url == url("unit-report-queue")
    assert [r.status for r in UnitReport.objects.order_by("pk")] == ["accepted", "returned"]


def test_the_figures_lead_to_their_rows(officer, reviewer, send, sign_in):
    report = send(officer)

    page = sign_in(reviewer).get(url("unit-report-detail", report.pk))

    assertContains(page, f"/bao-cao/so/2026/entries/?unit={officer.unit_id}")


def test_before_freezing_the_page_says_what_will_happen(
    officer, outsider, peer, accept, send, owe, reviewer, clerk, period, sign_in
):
    accept(officer)
    send(outsider)
    owe(peer)

    page = sign_in(reviewer).get(url("period-freeze", period.pk))

    for words in ("Chốt thì sao", "Hội Nông dân xã", "Hội Người cao tuổi xã", "Ủy ban MTTQ Việt Nam xã"):
        assertContains(page, words)
    assert sign_in(clerk).get(url("period-freeze", period.pk)).status_code == 403
    assert sign_in(clerk).post(url("period-freeze", period.pk)).status_code == 403


def test_freezing_by_hand_leads_to_the_report(accept, officer, reviewer, period, sign_in):
    accept(officer)

    response = sign_in(reviewer).post(url("period-freeze", period.pk))

    assert response.url == AggregateReport.objects.get().get_absolute_url()


def test_the_days_are_shown_and_changed(period, reviewer, sign_in):
    client = sign_in(reviewer)

    wrong = client.post(url("period-days", period.pk), {"first_day": "01/01/2026", "last_day": "01/01/2025"})
    assertContains(wrong, "Ngày cuối phải sau ngày đầu", status_code=422)
    client.post(url("period-days", period.pk), {"first_day": "01/01/2026", "last_day": "30/10/2026"})

    assertContains(client.get(url("period-detail", period.pk)), "đến ngày 30/10/2026")


# The commune's report


def test_the_text_is_edited_and_drawn_anew(report, reviewer, sign_in):
    client = sign_in(reviewer)
    page = client.get(url("aggregate-edit", report.pk))
    assertContains(page, "Bỏ trống vì thiếu số liệu")
    texts = {f"section-{code}": "Đã soạn." for code in report.outline["required"]}

    client.post(url("aggregate-edit", report.pk), {"version": report.version, **texts, "next": "draft"})
    work()

    page = client.get(report.get_absolute_url())
    assertContains(page, "Dự thảo lần 2")
    assertContains(page, "Trình Ban Thường vụ dự thảo lần 2")


def test_its_autosave_and_conflict_lose_nothing(report, reviewer, sign_in):
    client = sign_in(reviewer)
    stale = {"version": report.version, "section-uu-diem": "Thứ hai"}
    assert client.post(url("aggregate-autosave", report.pk), stale).status_code == 200
    assertContains(client.get(url("aggregate-edit", report.pk)), "Thứ hai")
    client.post(url("aggregate-edit", report.pk), {**stale, "section-uu-diem": "Thứ nhất"})

    response = client.post(url("aggregate-edit", report.pk), stale)

    for text in ("Thứ nhất", "Thứ hai"):
        assertContains(response, text, status_code=409)


def test_a_leader_asks_for_more_and_the_clerk_issues(report, reviewer, leader, clerk, sign_in):
    texts = dict.fromkeys(report.outline["required"], "Đã soạn.")
    saved = aggregates.save_sections(report, version=report.version, texts=texts, by=reviewer, at=AT)
    aggregates.order_draft(saved, by=reviewer, at=AT)
    work()
    sign_in(reviewer).post(url("aggregate-present", report.pk), {"version": saved.version})

    client = sign_in(leader)
    empty = client.post(url("aggregate-rework", report.pk), {"note": ""})
    assertContains(empty, "Vui lòng nhập nội dung cần hoàn thiện", status_code=422)
    client.post(url("aggregate-rework", report.pk), {"note": "Bổ sung mục II"})
    assertContains(client.get(report.get_absolute_url()), "Bổ sung mục II")

    sign_in(reviewer).post(url("aggregate-present", report.pk), {"version": saved.version})
    client = sign_in(clerk)
    wrong = client.post(url("aggregate-issue", report.pk), {"number": "128-BC/ĐU"})
    assert wrong.status_code == 422
    paper = {
        "number": "128-BC/ĐU",
        "issued_on": "10/11/2026",
        "signer": "A",
        "signer_office": "Phó Bí thư Thường trực",
    }
    client.post(url("aggregate-issue", report.pk), paper)
    work()
    client.post(url("aggregate-send", report.pk), {"note": "Qua trục liên thông, ngày 10/11/2026"})

    report.refresh_from_db()
    assert report.status == AggregateReport.Status.SENT
    page = sign_in(leader).get(report.get_absolute_url())
    assertContains(page, "128-BC/ĐU")
    assertContains(page, "chưa mở")
    issued = Document.objects.get(is_issued=True)
    sign_in(leader).post(reverse("documents:document-read", args=[issued.pk]))
    assertContains(sign_in(reviewer).get(report.get_absolute_url()), "đọc lúc 08:00 thứ Ba 10/11/2026")


def test_units_and_strangers_do_not_see_the_communes_report(report, officer, administrator, sign_in):
    for post in (officer, administrator):
        client = sign_in(post)
        assert client.get(report.get_absolute_url()).status_code == 404
        assert client.post(url("aggregate-issue", report.pk)).status_code == 404
        assert client.get(url("document-list")).status_code == 403


def test_the_office_reads_it_and_only_the_reviewer_edits(report, leader, clerk, sign_in):
    for post in (leader, clerk):
        client = sign_in(post)
        assert client.get(report.get_absolute_url()).status_code == 200
        assert client.get(url("aggregate-edit", report.pk)).status_code == 403
        assert client.post(url("aggregate-draft", report.pk)).status_code == 403
        assert client.post(url("aggregate-autosave", report.pk)).status_code == 403


def test_downloads_show_size_hash_and_time(report, reviewer, sign_in):
    document = Document.objects.get()

    page = sign_in(reviewer).get(url("document-list"))

    assertContains(page, document.sha256)
    assertContains(page, "08:00 10/11/2026")
    assertContains(page, "1 KB")


def test_a_failure_is_told_in_words_with_a_button(period, accept, officer, reviewer, sign_in, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("hết mực")

    monkeypatch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", broken)
    accept(officer)
    report = freeze_period(period, by=reviewer, at=AT)
    job = Job.objects.get(kind=aggregates.DRAW)
    Job.objects.update(failures=7)
    assert run(job_id=job.pk, at=AT) is False

    page = sign_in(reviewer).get(report.get_absolute_url())

    assertContains(page, "hết mực")
    assertContains(page, "Thử lại")


# Việc của tôi


def titles(post) -> list[str]:
    return [todo.title for todo in todos_for(post, at=AT)]


def test_what_waits_for_whom(officer, reviewer, leader, clerk, owe, period, write, indicators):
    owe(officer)
    assert "Báo cáo tổng kết năm 2026" in titles(officer)
    report = write(officer)
    assert [t.button for t in todos_for(officer, at=AT) if "Báo cáo" in t.title] == ["Soạn tiếp, gửi"]

    from reports.services import unit_reports

    unit_reports.submit_report(report, version=report.version, by=officer, at=AT)
    assert "Báo cáo tổng kết năm 2026" not in titles(officer)
    assert "1 báo cáo của đơn vị chờ tiếp nhận" in titles(reviewer)
    assert [title for title in titles(leader) if "báo cáo" in title.lower()] == []

    due = period.window.due_at
    assert f"Chốt số liệu {str(period).lower()}" not in titles(reviewer)
    after = [todo.title for todo in todos_for(reviewer, at=due.replace(day=16))]
    assert f"Chốt số liệu {str(period).lower()}" in after


def test_a_returned_report_comes_first(officer, send, reviewer):
    from reports.services import unit_reports

    report = send(officer)
    pin_note(report, field="highlights", text="Ghi rõ", by=reviewer, at=AT)
    unit_reports.return_report(report, version=report.version, by=reviewer, at=AT)

    first = todos_for(officer, at=AFTER_CLOSING)[0]

    assert (first.title, first.is_main, first.tone) == ("Báo cáo tổng kết năm 2026", True, "back")


# What it costs


def queries(client, path: str, django_assert_num_queries, count: int) -> str:
    client.get(path)  # content types and the session are warm
    with django_assert_num_queries(count):
        response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, period, reviewer, sign_in, django_assert_num_queries):
    reports = UnitReportFactory.create_batch(count, submitted=True, period=period)

    # session, person, posts, periods, waiting, post's units, count, page, choices of periods and kinds
    page = queries(sign_in(reviewer), url("period-list"), django_assert_num_queries, 10)

    for report in reports:
        assert f'<a href="{report.get_absolute_url()}">{report.unit.name}</a>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_long(count, period, reviewer, sign_in, django_assert_num_queries):
    UnitReportFactory.create_batch(count, submitted=True, period=period)

    client = sign_in(reviewer)
    client.get(url("unit-report-queue"))  # fills what Django remembers of content types

    page = queries(client, url("unit-report-queue"), django_assert_num_queries, 9)

    assert f"Có {count} mục" in page


@pytest.mark.parametrize("count", [1, 3])
def test_who_has_reported_costs_the_same(count, period, reviewer, owe, sign_in, django_assert_num_queries):
    posts = [AppointmentFactory(unit=UnitFactory()) for _ in range(count)]
    owe(*posts)
    for post in posts:
        UnitReportFactory(accepted=True, period=period, unit=post.unit)

    queries(sign_in(reviewer), url("period-detail", period.pk), django_assert_num_queries, 7)


@pytest.mark.parametrize("count", [1, 3])
def test_downloads_cost_the_same(count, report, reviewer, sign_in, django_assert_num_queries):
    for place in range(count - 1):
        saved = aggregates.save_sections(
            AggregateReport.objects.get(),
            version=AggregateReport.objects.get().version,
            texts={"uu-diem": f"Lần {place}"},
            by=reviewer,
            at=AT,
        )
        aggregates.order_draft(saved, by=reviewer, at=AT)

    queries(sign_in(reviewer), url("document-list"), django_assert_num_queries, 5)


@pytest.fixture
def board(period, owe, clerk):
    """A year with `count` units, each with a plan, a model and a report."""

    def fill(count: int) -> None:
        year = period.campaign_year
        item = ContentItemFactory(order=4)
        for place in range(count):
            post = AppointmentFactory(
                unit=UnitFactory(kind__code=f"khoi-{place}", kind__block=f"Khối {place}")
            )
            owe(post)
            UnitPlanFactory(accepted=True, unit=post.unit, campaign_year=year)
            sector = SectorFactory(code=f"linh-vuc-{place}", name=f"Lĩnh vực {place}")
            RegisteredModelFactory(accepted=True, unit=post.unit, sector=sector, item=item)
            ItemDutyFactory(item=item, unit=post.unit, campaign_year=year)
            UnitReportFactory(submitted=True, unit=post.unit, period=period)

    return fill


@pytest.mark.parametrize("count", [1, 3])
def test_the_dashboard_costs_the_same(count, board, leader, sign_in, django_assert_num_queries):
    board(count)

    page = queries(sign_in(leader), url("dashboard"), django_assert_num_queries, 18)

    assert f"{count}/{count}" in page


def test_every_figure_of_the_dashboard_is_the_number_of_its_rows(board, leader, sign_in):
    board(3)
    client = sign_in(leader)
    shown = client.get(url("dashboard")).context["board"]

    figures = [(figure.count, figure.url) for figure in shown.figures]
    figures += [(count, path) for _, count, path in shown.funnel]
    figures += [(cell.count, cell.url) for row in shown.heat for cell in (*row.cells, row.total)]
    figures += [(cell.sent, cell.url) for row in shown.kinds for cell in row.cells]
    figures += [
        (linked.count, linked.url) for row in shown.items for linked in (row.units, row.tasks, row.entries)
    ]

    assert len(figures) > 20
    for count, path in figures:
        assert client.get(path).context["table"].paginator.count == count, path


def test_the_dashboard_says_when_and_of_which_year(board, leader, sign_in):
    board(1)

    page = sign_in(leader).get(url("dashboard"), {"year": "2026"})

    assertContains(page, "Số liệu đến 08:00 thứ Ba 10/11/2026")
    assertContains(page, "Tổng quan năm 2026")
    assertNotContains(page, "2.026")


def test_without_a_year_the_dashboard_is_empty_and_stands(leader, sign_in):
    assertContains(sign_in(leader).get(url("dashboard")), "Chưa mở năm nào")


@pytest.mark.parametrize("post", ["officer", "head"])
def test_the_dashboard_is_for_the_office(post, sign_in, request):
    assert sign_in(request.getfixturevalue(post)).get(url("dashboard")).status_code == 403


def test_no_page_says_a_year_with_a_dot(report, reviewer, sign_in):
    client = sign_in(reviewer)

    for path in (report.get_absolute_url(), report.period.get_absolute_url(), url("period-list")):
        assert not re.search(r"\b2\.0[0-9]{2}\b", client.get(path).content.decode())
