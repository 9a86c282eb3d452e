"""The finished page against the spec, measured from outside."""

from difflib import SequenceMatcher

import pytest

from hoaxa_danvan.documents.paper import (
    Appendix,
    Bullets,
    Column,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)
from tests.documents.conftest import print_out
from tests.documents.measure import MM, Page, pages, read_by_eye, rule_below, styles
from tests.documents.samples import association_plan, cell_plan, commune_report, division_plan

CLOSING = Paragraph(
    "Trên đây là kế hoạch thực hiện phong trào năm 2026 của đơn vị; đề nghị các đồng chí thực hiện./."
)


def near(value: float, within: float = 0.6):
    return pytest.approx(value, abs=within)


def test_page_is_a4_with_the_partys_margins(report):
    first, second, third, *_ = pages(report)

    assert (first.width / MM, first.height / MM) == (near(210), near(297))
    assert first.words[0].top / MM == near(20)
    for page in (first, second, third):
        body = [word for word in page.words if word.top > 15 * MM]
        assert min(word.left for word in body) / MM == near(30)
        assert max(word.right for word in body) / MM == near(195)
        assert max(word.bottom for word in body) / MM <= 277


@pytest.mark.parametrize("page", [2, 3])
def test_page_number_stands_ten_millimetres_from_the_top_edge_over_the_middle(report, page):
    number = pages(report)[page - 1].words[0]

    assert number.text == str(page)
    assert number.size == 14
    assert number.top / MM == near(10, 0.1)
    assert (number.left + number.right) / 2 / MM == near((30 + 195) / 2, 0.2)


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


def test_rule_is_as_long_as_the_partys_name(report):
    title = pages(report)[0].find("ĐẢNG CỘNG SẢN VIỆT NAM")

    assert rule_below(report, title) == near(title[-1].right - title[0].left, 1)


def test_rule_is_as_long_as_the_states_motto(state_plan):
    motto = pages(state_plan)[0].find("Độc lập - Tự do - Hạnh phúc")

    assert rule_below(state_plan, motto) == near(motto[-1].right - motto[0].left, 1)


@pytest.mark.parametrize(
    "phrase", ["PHÒNG VĂN HÓA - XÃ HỘI", "Thực hiện phong trào thi đua “Dân vận khéo” năm 2026"]
)
def test_states_short_rule_is_a_third_to_a_half_of_the_words(state_plan, phrase):
    words = pages(state_plan)[0].find(phrase)

    share = rule_below(state_plan, words) / (words[-1].right - words[0].left)

    assert 1 / 3 <= share <= 1 / 2


def test_party_heading_has_its_sizes_and_weights(report):
    first, *_ = pages(report)
    style = styles(report)
    expected = {
        "ĐẢNG CỘNG SẢN VIỆT NAM": (15, "b"),
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI": (14, ""),
        "ĐẢNG ỦY XÃ HÒA XÁ": (14, "b"),
        "Số 128-BC/ĐU": (14, ""),
        "Hòa Xá, ngày 05 tháng 12 năm 2026": (14, "i"),
        "BÁO CÁO": (16, "b"),
        "năm 2026, phương hướng, nhiệm vụ năm 2027": (14, "b"),
        "Phần thứ nhất": (14, "b"),
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TUYÊN TRUYỀN": (14, "b"),
        "1. Xây dựng kế hoạch năm của cơ quan, đơn vị": (14, "b"),
    }

    assert {phrase: (first.find(phrase)[0].size, style[phrase]) for phrase in expected} == expected


def test_party_signs_with_a_slash_the_office_plain_and_the_name_bold(report):
    page = pages(report)[2]
    style = styles(report)
    expected = {
        "T/M BAN THƯỜNG VỤ": (14, "b"),
        "PHÓ BÍ THƯ THƯỜNG TRỰC": (14, ""),
        "Phó Bí thư Thường trực": (14, "b"),
        "Nơi nhận:": (14, ""),
        "- Thường trực Đảng ủy xã;": (12, ""),
        "- Lưu Văn phòng Đảng ủy.": (12, ""),
    }

    assert {phrase: (page.find(phrase)[0].size, style[phrase]) for phrase in expected} == expected
    assert page.find("Nơi nhận:")[0].top == near(page.find("T/M BAN THƯỜNG VỤ")[0].top, 2)


def test_state_heading_has_its_sizes_and_weights(state_plan):
    first, last = pages(state_plan)[0], pages(state_plan)[-1]
    style = styles(state_plan)
    expected = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, "b"),
        "Độc lập - Tự do - Hạnh phúc": (13, "b"),
        "PHÒNG VĂN HÓA - XÃ HỘI": (12, "b"),
        "Số: 05/KH-VHXH": (13, ""),
        "Hòa Xá, ngày 09 tháng 02 năm 2026": (13, "i"),
        "KẾ HOẠCH": (14, "b"),
        "Căn cứ hướng dẫn tiêu chí năm 2026 của Ban Xây dựng Đảng Đảng ủy xã,": (14, "i"),
    }
    ending = {"TRƯỞNG PHÒNG": (14, "b"), "Nơi nhận:": (12, "bi"), "- Lưu: VT, VHXH.": (11, "")}

    assert {phrase: (first.find(phrase)[0].size, style[phrase]) for phrase in expected} == expected
    assert {phrase: (last.find(phrase)[0].size, style[phrase]) for phrase in ending} == ending


def test_five_hyphens_stand_in_the_middle_under_the_partys_title(report):
    (hyphens,) = pages(report)[0].find("-----")

    assert (hyphens.left + hyphens.right) / 2 / MM == near(112.5, 0.3)


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


def test_cell_longer_than_a_page_loses_nothing():
    words = " ".join(f"chữ{n}" for n in range(900))
    table = Table(
        (Column("TT", width_mm=12), Column("Nội dung", width_mm=60), Column("Ghi chú")), (("1", words, ""),)
    )

    text = " ".join(page.text for page in pages(print_out(cell_plan(body=(table, CLOSING)))))

    assert [word for word in text.split() if word.startswith("chữ") and word[3:].isdigit()] == words.split()


def test_table_without_rows_says_that_there_was_nothing():
    table = Table((Column("TT", "center"), Column("Tên")), (), caption="Bảng 1")

    assert "Bảng 1 TT Tên Không phát sinh." in pages(print_out(cell_plan(body=(table, CLOSING))))[0].text


def test_title_of_four_hundred_letters_stays_inside_the_margins():
    title = "kết quả thực hiện phong trào thi đua “Dân vận khéo” trên địa bàn xã " * 6

    first = pages(print_out(cell_plan(title=title[:400])))[0]

    assert max(word.right for word in first.words) / MM <= 195.5
    assert "-----" in first.text


def test_title_without_a_space_stays_inside_the_margins():
    first = pages(print_out(cell_plan(title="x" * 400)))[0]

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


def growing(ending: str, length: int) -> Paper:
    """A plan that is one line longer for each step, with one of three kinds of last block."""
    body = tuple(Paragraph(f"Nội dung thứ {n} của kế hoạch.") for n in range(length))
    table = Table((Column("TT", width_mm=12), Column("Việc")), tuple((str(n), f"Việc {n}") for n in range(9)))
    last = {"sentence": CLOSING, "bullets": Bullets(("Một;", "Hai;", "Ba.")), "table": table}[ending]
    return cell_plan(body=(*body, last), signature=Signature("BÍ THƯ", "Bí thư Chi bộ", "T/M CHI BỘ"))


def page_of(printed: list[Page], phrase: str) -> int:
    return next(n for n, page in enumerate(printed) if phrase in page.text)


@pytest.mark.parametrize(
    ("ending", "last"), [("sentence", "hiện./."), ("bullets", "- Ba."), ("table", "Việc 8")]
)
@pytest.mark.parametrize("length", range(6, 36, 3))
def test_signature_is_never_split_nor_alone(ending, last, length):
    printed = pages(print_out(growing(ending, length)))

    signed = page_of(printed, "T/M CHI BỘ BÍ THƯ")
    assert page_of(printed, "Nơi nhận:") == page_of(printed, "Bí thư Chi bộ") == signed
    assert page_of(printed, "- Lưu chi bộ.") == signed == len(printed) - 1
    assert last in printed[signed].text


@pytest.mark.parametrize("length", range(18, 26))
def test_heading_never_ends_a_page(length):
    """The body grows line by line past the foot of the page; the heading goes with its text."""
    before = tuple(Paragraph(f"Nội dung thứ {n}.") for n in range(length))
    paper = cell_plan(body=(*before, Section(1, "II. Việc phải làm"), Section(2, "1. Việc đầu"), CLOSING))

    printed = pages(print_out(paper))

    assert page_of(printed, "II. VIỆC PHẢI LÀM") == page_of(printed, "1. Việc đầu")
    assert page_of(printed, "1. Việc đầu") == page_of(printed, "Trên đây là kế hoạch")


def test_missing_signer_and_recipients_are_no_accident():
    paper = cell_plan(signature=Signature("BÍ THƯ"), recipients=())

    last = pages(print_out(paper))[-1]

    assert last.text.endswith("BÍ THƯ")
    assert "Nơi nhận" not in last.text


def test_page_reads_the_same_to_the_eye_as_to_the_machine(report):
    seen = "".join(read_by_eye(report, 1).split())
    stored = "".join(pages(report)[0].text.split())

    # The machine takes the columns of the heading in another order than the eye.
    common = SequenceMatcher(None, "".join(sorted(stored)), "".join(sorted(seen)), autojunk=False).ratio()
    assert common >= 0.98
    assert "ĐẢNGCỘNGSẢNVIỆTNAM" in seen


def test_chart_prints_each_step_with_its_figure(report):
    assert "Được công nhận 61/84 (72,6%)" in pages(report)[1].text


@pytest.mark.parametrize("sample", [commune_report, division_plan, association_plan, cell_plan])
def test_every_sample_ends_with_its_signature_on_the_bodys_last_page(sample):
    paper = sample()

    printed = [
        page for page in pages(print_out(paper)) if "Phụ lục" not in page.text and page.width < page.height
    ]

    assert paper.signature.office in printed[-1].text
