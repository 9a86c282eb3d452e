"""The commune's report: from the freeze to Thành ủy, each step by the right post and once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.outlines import outline_of
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.documents.selectors.stationery import letterhead_of, profile_of
from hoaxa_danvan.documents.services.documents import mark_read
from hoaxa_danvan.documents.services.numbers import take_number
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import retry, run
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.todo import todos_for
from reports.models import AggregateReport
from reports.selectors.aggregates import newest_draft, reading_list
from reports.services import aggregates as services
from reports.services.periods import freeze_period
from tests.factories import CampaignYearFactory, ReportPeriodFactory, WindowFactory
from tests.reports.conftest import AT

pytestmark = pytest.mark.django_db
Status = AggregateReport.Status
PAPER = {"number": "128-BC/ĐU", "issued_on": date(2026, 11, 20), "signer": "A", "signer_office": "Phó Bí thư"}
LATER = AT + timedelta(days=20)


@pytest.fixture
def press(monkeypatch) -> list[Paper]:
    """What was printed, without the time that printing takes."""
    printed: list[Paper] = []

    def printer(paper: Paper, profile, *, identifier, created) -> bytes:
        printed.append(paper)
        return b"%PDF-1.7 " + identifier.encode()

    monkeypatch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", printer)
    return printed


@pytest.fixture
def report(period, accept, officer, reviewer, leader) -> AggregateReport:
    """Just frozen: its first draft is ordered, nothing is drawn yet."""
    accept(officer)
    return freeze_period(period, by=reviewer, at=AT)


def work(kind: str = services.DRAW) -> list[bool]:
    """Let a worker do everything that waits."""
    jobs = Job.objects.filter(kind=kind).exclude(state=Job.State.DONE).order_by("pk")
    return [run(job_id=job.pk, at=LATER) for job in jobs]


@pytest.fixture
def drafted(report, press) -> AggregateReport:
    """The first draft is drawn."""
    work()
    report.refresh_from_db()
    return report


def content(document: Document) -> bytes:
    with document.file.storage.open(document.file.name) as file:
        return file.read()


def report_mails():
    """Without those that tell a unit that its own report was taken in."""
    return Mail.objects.exclude(key__startswith="accept:")


def write_all(report: AggregateReport, by) -> AggregateReport:
    """Everything that people must write, written."""
    texts = dict.fromkeys(report.outline["required"], "Đã soạn.")
    return services.save_sections(report, version=report.version, texts=texts, by=by, at=AT)


@pytest.fixture
def presented(drafted, reviewer) -> AggregateReport:
    report = write_all(drafted, reviewer)
    services.order_draft(report, by=reviewer, at=AT)
    work()
    report.refresh_from_db()
    return services.present_report(report, version=report.version, by=reviewer, at=AT)


# The whole story, printed for real


def test_from_the_freeze_to_thanh_uy(period, accept, officer, outsider, owe, reviewer, leader, clerk):
    accept(officer, tt_hoi_nghi=4)
    owe(outsider)

    report = freeze_period(period, by=None, at=AT)
    assert (report.status, report.draft_number) == (Status.COMPILING, 1)
    assert work() == [True]

    report.refresh_from_db()
    draft = newest_draft(report)
    assert report.status == Status.DRAFT
    assert content(draft).startswith(b"%PDF")
    assert [(mail.to, mail.attachment) for mail in report_mails()] == [
        (reviewer.person.email, draft.file.name)
    ]
    moves = AuditEntry.objects.filter(verb="draft")
    assert [(entry.target, entry.by) for entry in moves] == [(report, None)]

    report = write_all(report, reviewer)
    second = services.order_draft(report, by=reviewer, at=AT)
    assert work() == [True]
    report.refresh_from_db()
    report = services.present_report(report, version=report.version, by=reviewer, at=AT)
    issued = services.issue_report(report, **PAPER, by=clerk, at=LATER)
    assert work() == [True]
    issued.refresh_from_db()
    report = services.send_report(report, note="Qua trục liên thông", by=clerk, at=LATER)

    assert report.status == Status.SENT
    paper = Paper.from_dict(issued.paper)
    assert (paper.draft, paper.number, paper.date, paper.signature.name) == (
        None,
        "128-BC/ĐU",
        date(2026, 11, 20),
        "A",
    )
    titles = [appendix.title for appendix in Paper.from_dict(second.paper).appendices]
    late = "Tình hình gửi kế hoạch, báo cáo năm 2026"
    assert late in titles
    assert late not in [appendix.title for appendix in paper.appendices]
    to = Mail.objects.filter(key__startswith=f"report-document:{issued.pk}:").values_list("to", flat=True)
    assert sorted(to) == sorted([leader.person.email, reviewer.person.email])


def test_who_has_not_reported_stands_in_the_draft(report, outsider, owe, period):
    paper = Paper.from_dict(newest_draft(report).paper)

    sending = next(a for a in paper.appendices if a.title.startswith("Tình hình gửi"))
    assert [row[1] for row in sending.body[0].rows] == ["Hội Nông dân xã"]
    assert paper.draft == 1


# Compiling


def test_sections_are_proposed_from_the_frozen_figures_by_the_outline(report):
    sections = {section.code: section for section in report.sections.all()}

    assert list(sections) == [
        section.code for section in outline_of("reports/outlines.yaml", "final").sections
    ]
    assert sections["tuyen-truyen"].text == "Các cơ quan, đơn vị tổ chức 4 hội nghị quán triệt, tuyên truyền."
    assert any("lượt người dự" in line for line in sections["tuyen-truyen"].left_out)
    assert sections["uu-diem"].text == ""


def test_the_outline_stays_with_its_report(report):
    assert report.outline["version"] == 2
    assert list(report.outline["copies"]) == ["board", "city"]


def test_what_was_written_of_the_commune_is_carried_into_the_next_report(report, reviewer, period):
    texts = {"khai-quat": "Xã có 12 thôn.", "uu-diem": "Năm nay khá."}
    services.save_sections(report, version=report.version, texts=texts, by=reviewer, at=AT)
    window = WindowFactory(
        campaign_year=CampaignYearFactory(year=2027),
        kind="final_report",
        opens_at=AT,
        due_at=AT + timedelta(days=300),
        closes_at=AT + timedelta(days=310),
    )
    following = ReportPeriodFactory(window=window, first_day=date(2027, 1, 1), last_day=date(2027, 11, 15))

    later = freeze_period(following, by=None, at=AT + timedelta(days=300))

    texts = dict(later.sections.values_list("code", "text"))
    assert (texts["khai-quat"], texts["uu-diem"]) == ("Xã có 12 thôn.", "")


# Mails


def test_a_second_run_of_the_worker_does_nothing(drafted, press):
    job = Job.objects.get(kind=services.DRAW)

    assert run(job_id=job.pk, at=LATER) is False
    assert len(press) == 1
    assert report_mails().count() == 1


def test_nothing_is_mailed_when_the_drawing_fails_and_once_when_it_is_tried_again(
    report, monkeypatch, reviewer
):
    def broken(*args, **kwargs):
        raise RuntimeError("hết mực")

    monkeypatch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", broken)
    assert work() == [False]
    report.refresh_from_db()
    job = Job.objects.get(kind=services.DRAW)
    assert "hết mực" in job.reason
    assert (report.status, report_mails().count()) == (Status.COMPILING, 0)

    monkeypatch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", lambda *a, **k: b"%PDF-1.7")
    retry(job_id=job.pk, at=LATER)
    assert work() == [True]
    assert report_mails().count() == 1


def test_what_fails_after_the_drawing_leaves_no_document_behind(report, press, monkeypatch):
    def full(**kwargs):
        raise RuntimeError("hàng thư đầy")

    monkeypatch.setattr("reports.services.aggregates.queue_mails", full)

    assert work() == [False]

    document = newest_draft(report)
    report.refresh_from_db()
    assert (document.made_at, document.file.name, report.status) == (None, "", Status.COMPILING)


# Editing


def test_only_the_reviewing_unit_edits_and_only_what_is_open(drafted, officer, leader, clerk, reviewer):
    for post in (officer, leader, clerk):
        with pytest.raises(PermissionDenied):
            services.save_sections(drafted, version=drafted.version, texts={}, by=post, at=AT)
        with pytest.raises(PermissionDenied):
            services.order_draft(drafted, by=post, at=AT)


def test_a_presented_report_is_not_edited(presented, reviewer):
    with pytest.raises(PermissionDenied):
        services.save_sections(presented, version=presented.version, texts={}, by=reviewer, at=AT)
    with pytest.raises(PermissionDenied):
        services.order_draft(presented, by=reviewer, at=AT)


def test_of_two_savings_the_second_is_told(drafted, reviewer):
    version = drafted.version
    services.save_sections(drafted, version=version, texts={"uu-diem": "Một"}, by=reviewer, at=AT)

    with pytest.raises(Conflict) as caught:
        services.save_sections(drafted, version=version, texts={"uu-diem": "Hai"}, by=reviewer, at=AT)

    assert caught.value.fresh.snapshot()["section-uu-diem"]["value"] == "Một"


def test_the_same_text_is_the_same_draft_and_another_text_the_next(drafted, reviewer, press):
    first = newest_draft(drafted)

    assert services.order_draft(drafted, by=reviewer, at=AT) == first
    report = write_all(drafted, reviewer)
    second = services.order_draft(report, by=reviewer, at=AT)

    assert Paper.from_dict(second.paper).draft == 2
    first.refresh_from_db()
    assert Paper.from_dict(first.paper).draft == 1
    work()
    assert report_mails().count() == 2


# Presenting


def test_a_report_with_open_sections_is_not_presented(drafted, reviewer):
    with pytest.raises(IllegalMove, match=r"Chưa soạn: 1\. Khái quát"):
        services.present_report(drafted, version=drafted.version, by=reviewer, at=AT)


def test_what_is_presented_is_what_the_draft_says(drafted, reviewer):
    report = write_all(drafted, reviewer)

    with pytest.raises(IllegalMove, match="lập dự thảo mới"):
        services.present_report(report, version=report.version, by=reviewer, at=AT)

    services.order_draft(report, by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="đang được lập"):
        services.present_report(report, version=report.version, by=reviewer, at=AT)


def test_an_old_page_does_not_present_a_new_text(drafted, reviewer):
    report = write_all(drafted, reviewer)

    with pytest.raises(IllegalMove, match="vừa được sửa"):
        services.present_report(report, version=drafted.version, by=reviewer, at=AT)


@pytest.mark.parametrize("post", ["officer", "leader", "clerk", "council_member", "administrator"])
def test_nobody_else_presents(post, drafted, request):
    with pytest.raises(PermissionDenied):
        services.present_report(drafted, version=drafted.version, by=request.getfixturevalue(post), at=AT)


def test_a_leader_asks_for_another_draft_and_says_why(presented, leader, reviewer):
    with pytest.raises(PermissionDenied):
        services.rework_report(presented, note="Bổ sung", by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="Cần ghi rõ"):
        services.rework_report(presented, note=" ", by=leader, at=AT)

    report = services.rework_report(presented, note="Bổ sung mục II", by=leader, at=AT)

    assert report.status == Status.DRAFT
    assert AuditEntry.objects.get(verb="rework").note == "Bổ sung mục II"


# Issuing


@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "council_member", "administrator"])
def test_nobody_but_the_clerk_issues(post, presented, request):
    with pytest.raises(PermissionDenied):
        services.issue_report(presented, **PAPER, by=request.getfixturevalue(post), at=LATER)

    presented.refresh_from_db()
    assert (presented.status, presented.number) == (Status.PRESENTED, "")


def test_a_draft_is_not_issued_and_nothing_is_issued_twice(drafted, presented, clerk):
    services.issue_report(presented, **PAPER, by=clerk, at=LATER)

    with pytest.raises(IllegalMove, match="Đã ban hành"):
        services.issue_report(presented, **{**PAPER, "number": "129-BC/ĐU"}, by=clerk, at=LATER)

    presented.refresh_from_db()
    assert presented.number == "128-BC/ĐU"
    assert Document.objects.filter(is_issued=True).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": " "}, "phải bắt đầu bằng chữ số"),
        ({"signer": ""}, "Cần ghi đủ"),
        ({"issued_on": date(2026, 12, 31)}, "sau hôm nay"),
        ({"issued_on": date(2026, 11, 1)}, "trước ngày chốt số liệu"),
    ],
)
def test_a_paper_with_something_wrong_is_not_issued(changes, said, presented, clerk):
    with pytest.raises(IllegalMove, match=said):
        services.issue_report(presented, **{**PAPER, **changes}, by=clerk, at=LATER)

    presented.refresh_from_db()
    assert presented.status == Status.PRESENTED


def test_a_number_is_given_once(presented, clerk):
    """The Đảng ủy and its Ban Thường vụ number their reports in one register."""
    letterhead = letterhead_of("dang_uy")
    take_number(
        letterhead=letterhead,
        profile=profile_of(letterhead.profile),
        sign="BC",
        typed="128",
        title="Báo cáo khác",
        on=date(2026, 7, 1),
        target=presented.period,
        by=clerk,
        at=AT,
    )

    with pytest.raises(IllegalMove, match="Số 128-BC/ĐU đã dùng ngày 01/07/2026 cho “Báo cáo khác”"):
        services.issue_report(presented, **PAPER, by=clerk, at=LATER)

    presented.refresh_from_db()
    assert (presented.status, presented.number) == (Status.PRESENTED, "")


def test_the_issued_paper_and_its_bytes_stay(presented, clerk, reviewer, leader, press):
    document = services.issue_report(presented, **PAPER, by=clerk, at=LATER)
    work()
    document.refresh_from_db()
    bytes_then, sha_then = content(document), document.sha256

    for act in (
        lambda: services.save_sections(presented, version=presented.version, texts={}, by=reviewer, at=AT),
        lambda: services.order_draft(presented, by=reviewer, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(IllegalMove):
        services.rework_report(presented, note="Sửa", by=leader, at=AT)
    assert run(job_id=document.job_id, at=LATER) is False

    document.refresh_from_db()
    assert (content(document), document.sha256) == (bytes_then, sha_then)


def test_an_issued_report_waits_for_each_leader_until_it_is_opened(presented, clerk, leader, press):
    document = services.issue_report(presented, **PAPER, by=clerk, at=LATER)
    assert document.title not in [todo.title for todo in todos_for(leader, at=LATER)]
    work()

    assert document.title in [todo.title for todo in todos_for(leader, at=LATER)]
    assert reading_list(document, at=LATER) == [(leader, None)]

    mark_read(document, by=leader, at=LATER)
    mark_read(document, by=leader, at=LATER + timedelta(days=1))

    assert document.title not in [todo.title for todo in todos_for(leader, at=LATER)]
    assert reading_list(document, at=LATER) == [(leader, LATER)]


def test_sending_to_thanh_uy_is_written_down_by_the_clerk(presented, clerk, reviewer):
    with pytest.raises(IllegalMove, match="Không thể ghi đã gửi"):
        services.send_report(presented, note="Qua trục liên thông", by=clerk, at=LATER)
    services.issue_report(presented, **PAPER, by=clerk, at=LATER)
    presented.refresh_from_db()
    with pytest.raises(PermissionDenied):
        services.send_report(presented, note="Qua trục liên thông", by=reviewer, at=LATER)
    with pytest.raises(IllegalMove, match="Cần ghi gửi bằng cách nào"):
        services.send_report(presented, note=" ", by=clerk, at=LATER)

    report = services.send_report(presented, note="Qua trục liên thông", by=clerk, at=LATER)

    assert (report.status, report.sent_note) == (Status.SENT, "Qua trục liên thông")
