import unicodedata
from datetime import date

import pytest

from hoaxa_danvan.documents.headings import default_profiles
from hoaxa_danvan.documents.templatetags.printed import (
    balanced,
    clean,
    date_of,
    heading_lines,
    in_groups,
    in_words,
    listed,
    matter,
    name_of_kind,
    number_of,
    printed,
    printed_in_groups,
    qr_code,
    short_address,
)
from tests.documents.samples import cell_plan


@pytest.mark.parametrize(
    "number",
    [
        "31-QĐ/ĐU",
        "01-CTr/ĐU",
        "05/KH-UBND",
        "16/KH-MTTQ-BTT",
        "30/2020/NĐ-CP",
        "2387-QĐ/TU",
        "29-HD/TWĐTN-VP",
    ],
)
def test_number_and_symbol_stay_in_one_piece(number):
    assert printed(f"theo số {number}, ngày") == f'theo số <span class="whole">{number}</span>, ngày'


@pytest.mark.parametrize("text", ["57/60 (95,0%)", "ngày 27/8/2025", "giai đoạn 2025-2030", "5-Hội và"])
def test_other_figures_may_break(text):
    assert printed(text) == text


def test_markup_is_text():
    assert printed("<b>a</b> & “b”") == "&lt;b&gt;a&lt;/b&gt; &amp; “b”"


def test_newline_breaks_the_line():
    assert printed("Ủy ban\nxã") == "Ủy ban<br>xã"


def test_text_is_composed_and_freed_of_what_cannot_be_printed():
    assert clean(unicodedata.normalize("NFD", "Hòa Xá ") + "\x00\x0b\ud800\uffff") == "Hòa Xá"


def test_title_breaks_into_lines_of_like_length_and_keeps_a_quotation_whole():
    title = "kết quả thực hiện phong trào thi đua “Dân vận khéo” năm 2026, phương hướng, nhiệm vụ năm 2027"

    assert balanced(title).split("\n") == [
        "kết quả thực hiện phong trào thi đua “Dân vận khéo”",
        "năm 2026, phương hướng, nhiệm vụ năm 2027",
    ]


def test_line_breaks_made_by_hand_stay():
    assert balanced("một\nhai ba") == "một\nhai ba"


def test_empty_title_is_no_accident():
    assert balanced("") == ""


def test_part_names_itself_in_capitals_below_its_ordinal():
    assert heading_lines("Phần thứ nhất\nKết quả") == ["Phần thứ nhất", "KẾT QUẢ"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 9), "ngày 09 tháng 02 năm 2026"),
        (date(2026, 5, 20), "ngày 20 tháng 5 năm 2026"),
        (date(2026, 12, 1), "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_small_days_and_the_first_two_months_get_a_nought(day, words):
    assert in_words(day) == words


def test_open_number_and_date_leave_room():
    paper = cell_plan()

    assert number_of(paper) == '<span class="room-for-number"></span>-KH/CB'
    assert date_of(paper).count("room-for-date") == 2
    assert date_of(paper).endswith("năm 2026")


@pytest.mark.parametrize(
    ("profile", "title", "lines"),
    [
        ("party", "đôn đốc gửi kế hoạch năm 2026", ["về việc đôn đốc gửi", "kế hoạch năm 2026"]),
        ("state", "đôn đốc gửi kế hoạch năm 2026", ["V/v đôn đốc gửi kế hoạch năm 2026"]),
        ("party", "Về việc đôn đốc", ["Về việc đôn đốc"]),
        ("state", "", ["V/v"]),
    ],
)
def test_matter_of_a_letter_begins_as_its_form_asks(profile, title, lines):
    assert matter(title, default_profiles()[profile]).split("\n") == lines


def test_list_ends_its_lines_with_semicolons_and_its_last_with_a_full_stop():
    assert listed(("Một", "Hai", "Lưu VT")) == ["- Một;", "- Hai;", "- Lưu VT."]


@pytest.mark.parametrize(
    ("kind", "name"), [("BÁO CÁO", "Báo cáo"), ("TỜ\nTRÌNH", "Tờ trình"), ("", "Công văn")]
)
def test_kind_is_named_inside_a_sentence(kind, name):
    assert name_of_kind(cell_plan(kind=kind)) == name


def test_address_is_as_short_as_people_type_it():
    assert short_address("https://danvan.example/tra-cuu/7K3Q/") == "danvan.example/tra-cuu/7K3Q/"


def test_qr_code_is_a_drawing_with_a_title_and_nothing_of_the_address():
    drawn = qr_code('https://danvan.example/"><script>')

    assert drawn.startswith("<svg ")
    assert "<title>Mã QR để tra cứu văn bản</title>" in drawn
    assert "script" not in drawn


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "về việc khen thưởng tập thể, cá nhân có thành tích trong phong trào thi đua “Dân vận khéo” năm 2026",
            [
                "về việc khen thưởng tập thể, cá nhân có thành tích",
                "trong phong trào thi đua “Dân vận khéo” năm 2026",
            ],
        ),
        ("phát động phong trào " + "a" * 45, ["phát động phong trào", "a" * 45]),
    ],
)
def test_words_that_belong_together_stay_on_one_line(title, lines):
    assert balanced(title).split("\n") == lines


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("BAN CHẤP HÀNH ĐOÀN XÃ HÒA XÁ", "BAN\xa0CHẤP\xa0HÀNH ĐOÀN XÃ\xa0HÒA\xa0XÁ"),
        ("phong trào “Dân vận khéo” năm 2026", "phong\xa0trào “Dân\xa0vận\xa0khéo” năm\xa02026"),
        ("phong tràoo, năm 20267", "phong tràoo, năm 20267"),
    ],
)
def test_words_that_belong_together_are_bound_by_their_spaces(words, bound):
    assert in_groups(words) == bound


def test_a_heading_keeps_groups_whole_and_its_text_layer_plain():
    assert (
        printed_in_groups("ĐOÀN XÃ HÒA XÁ\n<b>31-QĐ/ĐU")
        == 'ĐOÀN <span class="whole">XÃ HÒA XÁ</span><br>&lt;b&gt;<span class="whole">31-QĐ/ĐU</span>'
    )
