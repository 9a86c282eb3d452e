"""What nobody should type and somebody will: nothing is lost, nothing leaves the page."""

import pytest

from hoaxa_danvan.documents.paper import Appendix, Column, Paragraph, Section, Signature, Table
from tests.documents.conftest import print_out
from tests.documents.measure import MM, Page, pages
from tests.documents.samples import LIST_OF_MODELS, cell_plan, commune_report, division_plan

CLOSING = Paragraph("Trên đây là kế hoạch thực hiện phong trào năm 2026 của đơn vị./.")
LONG_TITLE = ("kết quả thực hiện phong trào thi đua “Dân vận khéo” trên địa bàn xã " * 6)[:400]


def right_edge(page: Page) -> float:
    return max(word.right for word in page.words) / MM


@pytest.mark.parametrize("form", [cell_plan, division_plan])
@pytest.mark.parametrize("kind", ["KẾ HOẠCH", ""], ids=["kế hoạch", "công văn"])
def test_title_of_four_hundred_letters(form, kind):
    first = pages(print_out(form(kind=kind, title=LONG_TITLE)))[0]

    words = " ".join(word.text for word in first.words)
    assert words.count("địa bàn") == LONG_TITLE.count("địa bàn")
    assert right_edge(first) <= 195.5


@pytest.mark.parametrize("kind", ["KẾ HOẠCH", ""], ids=["kế hoạch", "công văn"])
def test_title_without_a_space(kind):
    first = pages(print_out(cell_plan(kind=kind, title="z" * 400)))[0]

    assert right_edge(first) <= 195.5
    assert first.text.count("z") == 400


def test_word_without_spaces_in_text_and_table():
    word = "dài" * 200
    table = Table((Column("TT", width_mm=12), Column("Nội dung")), (("1", word),))

    printed = pages(print_out(cell_plan(body=(Paragraph(word), Section(1, word), table, CLOSING))))

    text = "".join(page.text for page in printed).replace(" ", "")
    assert text.count("dài") == 2 * 200
    assert text.count("DÀI") == 200
    assert max(map(right_edge, printed)) <= 195.5


def test_signer_without_a_name_and_no_recipients():
    last = pages(print_out(cell_plan(signature=Signature("BÍ THƯ"), recipients=())))[-1]

    assert last.text.endswith("BÍ THƯ")
    assert "Nơi nhận" not in last.text


def test_empty_body_empty_title_empty_cells():
    paper = cell_plan(
        title="", body=(), place="", parent_line="", issuer_line="", symbol="", addressees=("",)
    )

    (page,) = pages(print_out(paper))

    assert "KẾ HOẠCH" in page.text
    assert "-----" not in page.text
    assert "T/M CHI BỘ" in page.text


def test_table_without_rows_says_that_there_was_nothing():
    table = Table((Column("TT", "center"), Column("Tên")), (), caption="Bảng 1")

    assert "Bảng 1 TT Tên Không phát sinh." in pages(print_out(cell_plan(body=(table, CLOSING))))[0].text


def test_cell_longer_than_a_page_loses_nothing():
    words = " ".join(f"chữ{n}" for n in range(900))
    table = Table(
        (Column("TT", width_mm=12), Column("Nội dung", width_mm=60), Column("Ghi chú")), (("1", words, ""),)
    )

    text = " ".join(page.text for page in pages(print_out(cell_plan(body=(table, CLOSING)))))

    assert [word for word in text.split() if word.startswith("chữ") and word[3:].isdigit()] == words.split()


def test_appendix_of_a_thousand_rows_is_whole_and_numbered_through():
    columns, rows = LIST_OF_MODELS.columns[:3], 1000
    table = Table(
        columns, tuple((str(n), f"“Đường hoa” thôn Mẫu {n}", "Mô hình") for n in range(1, rows + 1))
    )
    paper = commune_report(appendices=(Appendix("Danh mục", (table,), landscape=True),))

    printed = [page for page in pages(print_out(paper)) if page.width > page.height]

    text = " ".join(page.text for page in printed)
    places = [text.index(f" thôn Mẫu {n} ") for n in range(1, rows + 1)]
    assert places == sorted(places)
    tops = [min(page.words, key=lambda word: word.top).text for page in printed]
    assert tops == ["Phụ", *(str(n) for n in range(2, len(printed) + 1))]
    assert all(page.text.split().count("TT") == 1 for page in printed)
