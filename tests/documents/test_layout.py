"""The finished page against the spec, measured from outside."""

import pytest

from hoaxa_danvan.documents.paper import (
    Appendix,
    Column,
    Paragraph,
    Table,
)
from tests.documents.conftest import print_out
from tests.documents.measure import MM, pages
from tests.documents.samples import association_plan, cell_plan, commune_report, division_plan

CLOSING = Paragraph(
    "Trên đây là kế hoạch thực hiện phong trào năm 2026 của đơn vị; đề nghị các đồng chí thực hiện./."
)


def near(value: float, within: float = 0.6):
    return pytest.approx(value, abs=within)


def test_first_page_has_no_number(report):
    assert pages(report)[0].text.startswith("ĐẢNG BỘ THÀNH PHỐ HÀ NỘI")


def test_appendices_count_their_own_pages(report):
    *_, first, second, third, fourth, fifth = pages(report)

    assert first.text.startswith("Phụ lục I Biểu số liệu năm 2026")
    assert second.text.startswith("Phụ lục II Danh mục")
    assert [page.words[0].text for page in (third, fourth, fifth)] == ["2", "3", "4"]


def test_two_upright_appendices_each_begin_anew():
    body = tuple(Paragraph(f"Dòng {n}") for n in range(40))
    paper = cell_plan(draft=None, appendices=(Appendix("Một", body, "I"), Appendix("Hai", body, "II")))

    tops = [min(page.words, key=lambda word: word.top).text for page in pages(print_out(paper))[-4:]]

    assert tops == ["Phụ", "2", "Phụ", "2"]


def test_wide_appendix_lies_on_its_side(report):
    wide = pages(report)[-1]

    assert (wide.width / MM, wide.height / MM) == (near(297), near(210))
    assert min(word.left for word in wide.words) / MM >= 20
    assert max(word.right for word in wide.words) / MM <= 277


def test_appendix_says_whose_it_is(report):
    said = "(Kèm theo Báo cáo số 128-BC/ĐU, ngày 05 tháng 12 năm 2026 của Ban Thường vụ Đảng ủy xã Hòa Xá)"

    assert [said in page.text for page in pages(report)] == [
        False,
        False,
        False,
        True,
        True,
        False,
        False,
        False,
    ]


def test_body_is_set_to_an_exact_pitch_with_the_first_line_drawn_in(report):
    first = pages(report)[0]
    (opening,) = first.find("Thực")
    second_line, third_line = (
        first.find("phong trào thi đua “Dân vận khéo” trên")[0],
        first.find("định số")[0],
    )

    assert opening.left / MM == near(40)
    assert second_line.top - opening.top == near(19, 0.1)
    assert third_line.top - second_line.top == near(19, 0.1)


def test_draft_says_so_at_the_top_left_of_every_page(draft):
    marks = [page.find("DỰ THẢO LẦN 2")[0] for page in pages(draft)]

    assert len(marks) == 2
    assert all(mark.left / MM == near(30) and mark.top / MM == near(10) for mark in marks)


def test_issued_paper_bears_no_draft_mark(report):
    assert not any("DỰ THẢO" in page.text for page in pages(report))


def test_open_number_and_date_leave_room_to_write(draft):
    first = pages(draft)[0]
    (label,), (symbol,) = first.find("Số"), first.find("-KH/CB")
    day, month, year, _ = first.find("ngày tháng năm 2026")

    assert (symbol.left - label.right) / MM == near(15)  # the room and a space
    assert (month.left - day.right) / MM == near(9)
    assert (year.left - month.right) / MM == near(9)


def test_several_addressees_stand_in_a_list():
    text = pages(print_out(association_plan()))[0].text

    assert "Kính gửi: - Ban Thường vụ Đảng ủy xã (qua Ban Xây dựng Đảng); - Ủy ban MTTQ Việt Nam xã." in text


def test_table_head_comes_back_on_every_page(report):
    assert [page.text.count("Đơn vị chủ trì") for page in pages(report)[-4:]] == [1, 1, 1, 1]


def test_long_table_is_printed_whole_and_in_order():
    rows = tuple((str(n), f"Mô hình số {n}", "Đã công nhận") for n in range(1, 301))
    table = Table((Column("TT", "center", width_mm=12), Column("Tên"), Column("Kết quả", width_mm=40)), rows)

    printed = pages(print_out(cell_plan(body=(table, CLOSING))))

    text = " ".join(page.text for page in printed)
    places = [text.index(f" Mô hình số {n} ") for n in range(1, 301)]
    assert places == sorted(places)
    assert all("Kết quả" in page.text for page in printed[:-1])


@pytest.mark.parametrize(
    "columns",
    [
        (Column("Rất rộng", width_mm=100), Column("Cũng rộng", width_mm=100), Column("Cột")),
        tuple(Column(f"Cột {n}") for n in range(16)),
    ],
    ids=["too wide", "too many"],
)
def test_table_too_wide_for_the_page_is_narrowed_and_not_cut_off(columns):
    table = Table(columns, (("1.234.567,5",) * len(columns),))

    first = pages(print_out(cell_plan(body=(table, CLOSING))))[0]

    assert first.text.count("Cột") + first.text.count("rộng") == len(columns)
    assert max(word.right for word in first.words) / MM <= 195.5


def test_number_is_never_parted_at_the_end_of_a_line():
    """Each fill moves the number by a letter, so that every place in it meets the margin once."""
    numbers = ("31-QĐ/ĐU", "16/KH-MTTQ-BTT")
    body = tuple(
        Paragraph(f"{'n' * fill} {'chữ ' * 12} số {number}.") for fill in range(30) for number in numbers
    )

    words = {word.text for page in pages(print_out(cell_plan(body=(*body, CLOSING)))) for word in page.words}

    assert words & {"31-QĐ/ĐU.", "16/KH-MTTQ-BTT.", "31-", "16/KH-", "16/", "QĐ/ĐU.", "MTTQ-BTT."} == {
        "31-QĐ/ĐU.",
        "16/KH-MTTQ-BTT.",
    }


def test_chart_prints_each_step_with_its_figure(report):
    assert "Được công nhận 61/84 (72,6%)" in pages(report)[1].text


@pytest.mark.parametrize("sample", [commune_report, division_plan, association_plan, cell_plan])
def test_every_sample_ends_with_its_signature_on_the_bodys_last_page(sample):
    paper = sample()

    printed = [
        page for page in pages(print_out(paper)) if "Phụ lục" not in page.text and page.width < page.height
    ]

    assert paper.signature.office in printed[-1].text
