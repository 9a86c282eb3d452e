"""One body, two papers: what lies before the Ban Thường vụ, and what goes to Thành ủy."""

from datetime import date, timedelta

import pytest

from hoaxa_danvan.documents.models import Document, PaperNumber
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow.models import IllegalMove
from reports.models import CITY, AggregateReport
from reports.paper import compose
from reports.selectors.aggregates import issued_document, newest_draft
from reports.services import aggregates as services
from reports.services.periods import freeze_period
from tests.reports.conftest import AT

pytestmark = pytest.mark.django_db
Status = AggregateReport.Status
ASKED = "Những nội dung xin ý kiến Ban Thường vụ"
NAMED = "Tình hình gửi kế hoạch, báo cáo năm 2026"
GIVEN = {"number": "17", "issued_on": AT.date(), "signer": "Trưởng ban"}


@pytest.fixture(autouse=True)
def _press(monkeypatch):
    def printer(paper, profile, *, identifier, created):
        return b"%PDF-1.7 " + identifier.encode()

    monkeypatch.setattr("hoaxa_danvan.documents.services.documents.render_pdf", printer)


def work() -> None:
    for job in Job.objects.filter(kind=services.DRAW).exclude(state=Job.State.DONE).order_by("pk"):
        run(job_id=job.pk, at=AT + timedelta(days=20))


@pytest.fixture
def report(period, accept, officer, reviewer) -> AggregateReport:
    """Frozen, written, its newest draft drawn: ready to be presented."""
    accept(officer)
    report = freeze_period(period, by=reviewer, at=AT)
    work()
    texts = dict.fromkeys([*report.outline["required"], "xin-y-kien"], "Đã soạn.")
    report = services.save_sections(report, version=report.version, texts=texts, by=reviewer, at=AT)
    services.order_draft(report, by=reviewer, at=AT)
    work()
    report.refresh_from_db()
    return report


def headings(paper: Paper) -> list[str]:
    return [block.text for block in paper.body if block.type == "section"]


def test_the_draft_is_the_boards_own_copy(report):
    paper = Paper.from_dict(newest_draft(report).paper)

    assert (paper.parent_line, paper.issuer_line) == ("ĐẢNG ỦY XÃ HÒA XÁ", "BAN XÂY DỰNG ĐẢNG")
    assert (paper.symbol, paper.addressees) == ("-BC/BXDĐ", ("Ban Thường vụ Đảng ủy xã",))
    assert (paper.signature.authority, paper.signature.office) == ("", "TRƯỞNG BAN")
    assert any(ASKED in heading for heading in headings(paper))
    assert NAMED in [appendix.title for appendix in paper.appendices]


def test_the_copy_for_thanh_uy_names_nobody_late_and_asks_the_board_nothing(report, reviewer):
    document = services.order_draft(report, copy=CITY, by=reviewer, at=AT)
    paper = Paper.from_dict(document.paper)

    assert (paper.issuer_line, paper.symbol, paper.draft) == ("ĐẢNG ỦY XÃ HÒA XÁ", "-BC/ĐU", 2)
    assert paper.addressees == ("Ban Tuyên giáo và Dân vận Thành ủy Hà Nội",)
    assert not any(ASKED in heading for heading in headings(paper))
    assert NAMED not in [appendix.title for appendix in paper.appendices]


def test_an_opening_that_was_emptied_says_nothing_and_a_heading_without_text_that_there_was_nothing(
    report, reviewer
):
    texts = {"mo-dau": "", "ket": "", "kien-nghi": ""}
    report = services.save_sections(report, version=report.version, texts=texts, by=reviewer, at=AT)

    paper = compose(report, draft=None)

    said = [block.text for block in paper.body if block.type in {"section", "paragraph"}]
    assert said[0] == "Phần thứ nhất\nKết quả thực hiện"
    asked = said.index("III. Kiến nghị, đề xuất")
    assert said[asked + 1 :] == ["Trong kỳ không phát sinh.", f"IV. {ASKED}", "Đã soạn."]


def test_looking_at_it_changes_neither_the_draft_nor_its_number_and_mails_nobody(report, reviewer):
    draft, mails = newest_draft(report), Mail.objects.count()

    first = services.order_draft(report, copy=CITY, by=reviewer, at=AT)
    work()
    again = services.order_draft(report, copy=CITY, by=reviewer, at=AT)

    report.refresh_from_db()
    assert again == first
    assert (newest_draft(report), report.draft_number, Mail.objects.count()) == (draft, 2, mails)
    assert (
        services.present_report(report, version=report.version, by=reviewer, at=AT).status == Status.PRESENTED
    )


def test_with_number_date_and_signer_the_boards_copy_is_issued(report, reviewer, clerk):
    report = services.present_report(report, version=report.version, **GIVEN, by=reviewer, at=AT)
    work()

    board = Document.objects.issued().get()
    paper = Paper.from_dict(board.paper)
    assert (board.number, board.issued_on, board.signer) == ("17-BC/BXDĐ", GIVEN["issued_on"], "Trưởng ban")
    assert (paper.draft, NAMED in [appendix.title for appendix in paper.appendices]) == (None, True)
    assert issued_document(report) is None

    services.issue_report(
        report,
        number="17",
        issued_on=date(2026, 11, 20),
        signer="A",
        signer_office="Phó Bí thư",
        by=clerk,
        at=AT + timedelta(days=20),
    )

    assert issued_document(report).paper["issuer_line"] == "ĐẢNG ỦY XÃ HÒA XÁ"
    assert {number.text for number in PaperNumber.objects.all()} == {"17-BC/BXDĐ", "17-BC/ĐU"}


@pytest.mark.parametrize("missing", list(GIVEN))
def test_half_of_a_number_is_none(report, reviewer, missing):
    given = {**GIVEN, missing: None if missing == "issued_on" else " "}

    with pytest.raises(IllegalMove, match="đủ số, ngày, người ký"):
        services.present_report(report, version=report.version, **given, by=reviewer, at=AT)

    report.refresh_from_db()
    assert (report.status, report.board_number) == (Status.DRAFT, "")
    assert not Document.objects.issued().exists()


def test_the_boards_copy_is_not_dated_ahead(report, reviewer):
    with pytest.raises(IllegalMove, match="sau hôm nay"):
        services.present_report(
            report,
            version=report.version,
            **{**GIVEN, "issued_on": AT.date() + timedelta(days=1)},
            by=reviewer,
            at=AT,
        )
