"""Hướng dẫn tiêu chí: what the year asks and what will be marked, as published and as it still stands."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.guidance import collect, windows_table
from campaigns.models import CampaignYear, Window
from hoaxa_danvan.documents.composing import compose
from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.documents.paper import Bullets, Paragraph, Section, Table
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.lib.dates import LOCAL, end_of_day, start_of_day
from hoaxa_danvan.scoring.models import Gate, RubricVersion
from hoaxa_danvan.workflow.models import IllegalMove
from tests.factories import (
    CampaignYearFactory,
    CriterionFactory,
    GradeFactory,
    RubricFactory,
    RubricVersionFactory,
    WindowFactory,
)

AT = datetime(2026, 1, 5, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def year(db) -> CampaignYear:
    """2026 with two windows and two published sets of criteria, of 100 points and of 20."""
    year = CampaignYearFactory(theme="Chung sức xây dựng xã Hòa Xá xanh, sạch, đẹp.")
    WindowFactory(campaign_year=year)
    WindowFactory(
        campaign_year=year,
        kind=Window.Kind.AWARD,
        opens_at=start_of_day(date(2026, 10, 10)),
        due_at=end_of_day(date(2026, 11, 15)),
        closes_at=end_of_day(date(2026, 11, 25)),
    )
    whole = RubricVersionFactory(published=True, is_sample=False, bonus_max=5, penalty_max=10)
    CriterionFactory(version=whole, code="A1", name="Có kế hoạch", max_points=60, evidence_hint="kế hoạch")
    CriterionFactory(version=whole, code="A2", name="Có kết quả", max_points=40)
    Gate.objects.create(version=whole, code="G1", name="Có trong danh mục")
    GradeFactory(version=whole, code="tot", name="Tốt", min_points=80)
    GradeFactory(version=whole, code="dat", name="Đạt", min_points=50)
    person = RubricFactory(code="ca_nhan", name="Tiêu chí điển hình cá nhân", subject="ca_nhan")
    CriterionFactory(version=RubricVersionFactory(rubric=person, published=True, is_sample=False))
    return year


@pytest.fixture
def paper(year, reviewer) -> OfficialPaper:
    return services.start_paper("guidance", target=year, by=reviewer, at=AT)


def printed(paper):
    return compose(paper, profile_of("party"), draft=1)


def issue(paper, by, **changes):
    given = {"number": "01", "issued_on": date(2026, 1, 5), "signer": "Trưởng ban", **changes}
    return services.issue_paper(paper, version=paper.version, **given, by=by, at=AT)


def test_it_says_the_theme_the_dates_and_every_published_set_of_criteria(paper):
    whole = printed(paper)

    assert (whole.kind, whole.symbol, whole.issuer_line) == (
        "HƯỚNG DẪN",
        "-HD/BXDĐ",
        "BAN XÂY DỰNG ĐẢNG",
    )
    headings = [block.text for block in whole.body if isinstance(block, Section)]
    assert headings[1] == "II. Chủ đề năm 2026"
    texts = [block.text for block in whole.body if isinstance(block, Paragraph)]
    assert "Chung sức xây dựng xã Hòa Xá xanh, sạch, đẹp." in texts
    assert texts[1].endswith("Quy chế công tác dân vận của hệ thống chính trị xã Hòa Xá,")
    dates, sets = (block for block in whole.body if isinstance(block, Table))
    assert dates.rows == (
        ("1", "Kế hoạch năm", "02/01/2026", "31/01/2026", "10/02/2026"),
        ("2", "Hồ sơ đề nghị khen thưởng", "10/10/2026", "15/11/2026", "25/11/2026"),
    )
    assert dates.note == "Văn bản quy định hạn: Hướng dẫn năm 2026 của Ban Xây dựng Đảng."
    assert [row[1:] for row in sets.rows] == [
        ("Tiêu chí mô hình tập thể", "Tập thể", "2", "100", "5", "10"),
        ("Tiêu chí điển hình cá nhân", "Cá nhân", "1", "20", "0", "0"),
    ]
    assert [(one.number, one.title) for one in whole.appendices] == [
        ("I", "Tiêu chí mô hình tập thể"),
        ("II", "Tiêu chí điển hình cá nhân"),
    ]


def test_an_appendix_holds_conditions_points_and_grades_as_in_the_database(paper):
    gates, criteria, extra, grades = (
        block for block in printed(paper).appendices[0].body if not isinstance(block, Section)
    )

    assert gates == Bullets(("Có trong danh mục.",))
    assert criteria.rows == (
        ("A", "KẾT QUẢ", "", "100"),
        ("A1", "Có kế hoạch", "Kế hoạch", "60"),
        ("A2", "Có kết quả", "", "40"),
    )
    assert criteria.total == ("", "Tổng điểm", "", "100")
    assert extra.text.startswith("Điểm thưởng tối đa 5; điểm trừ tối đa 10.")
    assert grades.rows == (("Tốt", "Từ 80 điểm trở lên"), ("Đạt", "Từ 50 đến dưới 80 điểm"))


def test_papers_that_differ_stand_with_their_dates(year):
    Window.objects.filter(kind=Window.Kind.AWARD).update(paper="")

    table = windows_table(collect(year), {"caption": "Thời hạn"})

    assert [row[-1] for row in table.rows] == ["Hướng dẫn năm 2026 của Ban Xây dựng Đảng", "–"]
    assert table.note == ""


def test_a_year_without_a_theme_or_criteria_is_told_and_not_issued(reviewer, head_reviewer):
    year = CampaignYearFactory(theme=" ")
    paper = services.start_paper("guidance", target=year, by=reviewer, at=AT)

    left_out = {section.code: section.left_out for section in paper.sections.all() if section.left_out}
    assert set(left_out) == {"chu-de", "tieu-chi"}
    with pytest.raises(IllegalMove, match=r"Chưa soạn: II\. Chủ đề năm 2026"):
        issue(paper, head_reviewer)


def test_it_is_issued_once_as_it_stands(paper, head_reviewer):
    document = issue(paper, head_reviewer)

    paper.refresh_from_db()
    assert (paper.status, paper.number) == ("issued", "01-HD/BXDĐ")
    assert (document.is_issued, document.number) == (True, "01-HD/BXDĐ")


def test_a_sample_is_nobodys_decision(paper, year, head_reviewer, reviewer):
    RubricVersion.objects.filter(rubric__code="ca_nhan").update(is_sample=True)
    paper = services.renew_facts(paper, by=reviewer, at=AT).paper
    assert printed(paper).appendices[1].body[0] == Paragraph("Bản mẫu, chưa phải quyết định của xã.", "note")

    with pytest.raises(IllegalMove, match="Còn là bản mẫu: Tiêu chí điển hình cá nhân"):
        issue(paper, head_reviewer)

    assert OfficialPaper.objects.get().status == "draft"


@pytest.mark.parametrize("change", ["criteria", "dates"])
def test_what_changed_meanwhile_is_looked_at_again(paper, head_reviewer, reviewer, change):
    if change == "criteria":
        newer = RubricVersionFactory(number=2, published=True, is_sample=False)
        CriterionFactory(version=newer)
    else:
        Window.objects.filter(kind=Window.Kind.PLAN).update(due_at=end_of_day(date(2026, 2, 5)))

    with pytest.raises(IllegalMove, match="Lấy lại số liệu"):
        issue(paper, head_reviewer)

    paper = services.renew_facts(paper, by=reviewer, at=AT).paper
    assert issue(paper, head_reviewer).is_issued


@pytest.mark.parametrize("who", ["officer", "clerk", "leader", "administrator", "council_member"])
def test_only_reviewers_write_it(year, request, who):
    with pytest.raises(PermissionDenied):
        services.start_paper("guidance", target=year, by=request.getfixturevalue(who), at=AT)


@pytest.mark.parametrize("who", ["officer", "reviewer", "leader"])
def test_only_the_head_or_the_clerk_issues_it(paper, request, who):
    with pytest.raises(PermissionDenied):
        issue(paper, request.getfixturevalue(who))


def test_units_read_it_once_it_is_issued_and_never_its_drafts(paper, officer, reviewer, clerk, sign_in):
    draft = services.order_paper_draft(paper, by=reviewer, at=AT)
    assert list(OfficialPaper.objects.visible_to(officer)) == []
    year_page = paper.target.get_absolute_url()
    assertNotContains(sign_in(officer).get(year_page), "Hướng dẫn tiêu chí")

    document = issue(paper, clerk)

    client = sign_in(officer)
    assert list(OfficialPaper.objects.visible_to(officer)) == [paper]
    assertContains(client.get(year_page), "Hướng dẫn số 01-HD/BXDĐ")
    assert client.get(reverse("documents:document-detail", args=[document.pk])).status_code == 200
    assert client.get(reverse("documents:document-detail", args=[draft.pk])).status_code == 404
