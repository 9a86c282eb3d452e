"""The plan as the unit's own paper: what it says, in whose heading, drawn by the worker."""

from datetime import date

import pytest

from campaigns import plan_paper as papers
from campaigns.models import Campaign, UnitPlan
from campaigns.plan_paper import adds_to_plan, plan_paper
from campaigns.services.plans import order_plan_paper, save_plan
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Paper, Paragraph, Section, Table
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from tests.campaigns.conftest import AT
from tests.campaigns.test_plans import content_of


@pytest.fixture
def union(officer):
    """The officer's unit with its heading filled in."""
    unit = officer.unit
    unit.parent_line, unit.symbol = "ỦY BAN MTTQ VIỆT NAM XÃ HÒA XÁ", "HND"
    unit.signing_authority, unit.signing_office = "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"
    unit.kind.heading_profile = "organisation"
    unit.kind.save()
    unit.save()
    return unit


def texts(paper, kind):
    return [block.text for block in paper.body if isinstance(block, kind)]


def test_the_paper_stands_in_the_units_own_heading(union, written):
    paper = plan_paper(written)

    assert (paper.profile, paper.parent_line, paper.issuer_line) == (
        "organisation",
        "ỦY BAN MTTQ VIỆT NAM XÃ HÒA XÁ",
        "HỘI NÔNG DÂN XÃ",
    )
    assert (paper.kind, paper.symbol, paper.number) == ("KẾ HOẠCH", "/KH-HND", "")
    assert paper.title == "thực hiện phong trào thi đua “Dân vận khéo” năm 2026"
    assert (paper.signature.authority, paper.signature.office) == ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH")
    assert paper.recipients[:2] == ("Ban Thường vụ Đảng ủy xã (để báo cáo)", "Ban Xây dựng Đảng")
    assert Paper.from_dict(paper.to_dict()) == paper


def test_a_unit_with_a_look_of_its_own_is_headed_by_it(union, written):
    """The Đoàn among the organisations."""
    union.heading_profile, union.symbol = "doan", "ĐTN"
    union.save()

    paper = plan_paper(UnitPlan.objects.get(pk=written.pk))

    assert (paper.profile, paper.symbol) == ("doan", "-KH/ĐTN")
    assert paper.recipients[-1] == "Lưu Hội Nông dân xã"


def test_its_parts_follow_the_outline(union, written):
    Campaign.objects.update(number="15-KH/ĐU", issued_on=date(2025, 12, 1))
    paper = plan_paper(UnitPlan.objects.get(pk=written.pk))

    assert texts(paper, Section) == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG, CHỈ TIÊU",
        "III. ĐĂNG KÝ MÔ HÌNH, ĐIỂN HÌNH",
        "IV. TỔ CHỨC THỰC HIỆN",
    ]
    bases = [block.text for block in paper.body if isinstance(block, Paragraph) and block.kind == "basis"]
    assert bases[0].startswith("Căn cứ Kế hoạch số 15-KH/ĐU ngày 01/12/2025 của Ban Thường vụ Đảng ủy xã")
    assert bases[1] == "Căn cứ Hướng dẫn năm 2026 của Ban Xây dựng Đảng;"
    (table,) = [block for block in paper.body if isinstance(block, Table)]
    assert table.rows == (
        (
            "1",
            "Ra mắt tuyến đường tự quản",
            "1",
            "Biên bản ra mắt; 2 tuyến đường",
            "Phó Chủ tịch Hội",
            "Đoàn xã",
            "30/09/2026",
        ),
    )


def test_until_it_has_number_date_and_signer_it_is_a_draft(union, written, officer, task):
    assert plan_paper(written).draft == 1

    issued = content_of(task(), number="05/KH-HND", issued_on=date(2026, 1, 15), signer="Chủ tịch Hội")
    plan = save_plan(written, version=2, content=issued, by=officer, at=AT)

    paper = plan_paper(plan)
    assert (paper.draft, paper.number, paper.date, paper.signature.name) == (
        None,
        "05/KH-HND",
        date(2026, 1, 15),
        "Chủ tịch Hội",
    )


def test_registrations_come_from_whoever_knows_them(written, monkeypatch):
    monkeypatch.setattr(papers, "PLAN_SECTIONS", [])
    assert "Đơn vị chưa đăng ký mô hình, điển hình." in texts(plan_paper(written), Paragraph)

    @adds_to_plan
    def registrations(plan):
        assert plan == written
        return [Paragraph("Một mô hình đã đăng ký.")]

    said = texts(plan_paper(written), Paragraph)
    assert "Một mô hình đã đăng ký." in said
    assert "Đơn vị chưa đăng ký mô hình, điển hình." not in said


def test_the_paper_changes_with_the_plan_and_only_then(union, written, officer, task):
    first = order_plan_paper(written, by=officer, at=AT)
    assert order_plan_paper(written, by=officer, at=AT) == first

    plan = save_plan(written, version=2, content=content_of(task(what="Khác")), by=officer, at=AT)

    assert order_plan_paper(plan, by=officer, at=AT) != first
    assert Document.objects.count() == Job.objects.count() == 2


def test_the_worker_draws_it(union, written, officer, wakes):
    document = order_plan_paper(written, by=officer, at=AT)

    assert run(job_id=document.job_id, at=AT)

    document.refresh_from_db()
    with document.file.open() as stream:
        assert stream.read(5) == b"%PDF-"
    assert (document.job.state, document.is_issued) == (Job.State.DONE, False)
