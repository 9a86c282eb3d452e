"""Every form against the rules for it: what 05-HD/VPTW and 36-HD/VPTW (Party), Nghị định 30/2020/NĐ-CP
(state, Fatherland Front) and the Youth Union's own guidance say, not what the profiles say.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hoaxa_danvan.documents.paper import Paper
from tests.documents.conftest import print_out
from tests.documents.measure import MM, Page, Word, pages, rule_below, share_read, styles
from tests.documents.samples import commune_report, division_plan, front_plan, youth_plan


@dataclass(frozen=True)
class Form:
    """Margins in mm; `rows` are phrase, smallest and largest size in points, style; the last ones sign."""

    sample: Callable[[], Paper]
    right: float
    ruled: str
    rows: tuple[tuple[str, float, float, str], ...]
    ending: tuple[tuple[str, float, float, str], ...]


STATE_TITLES = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, "b"),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, "b"),
)
STATE_BODY = (
    ("Hòa Xá, ngày 09 tháng 02 năm 2026", 13, 14, "i"),
    ("KẾ HOẠCH", 13, 14, "b"),
    ("Thực hiện phong trào thi đua “Dân vận khéo” năm 2026", 13, 14, "b"),
    ("Căn cứ hướng dẫn tiêu chí năm 2026 của Ban Xây dựng Đảng Đảng ủy xã,", 13, 14, "i"),
    ("I. MỤC ĐÍCH, YÊU CẦU", 13, 14, "b"),
    ("2026 với những nội dung cụ thể như sau:", 13, 14, ""),
)
STATE_LIST = (("Nơi nhận:", 12, 12, "bi"), ("- Ban Xây dựng Đảng Đảng ủy;", 11, 11, ""))

FORMS = {
    "party": Form(
        commune_report,
        right=15,
        ruled="ĐẢNG CỘNG SẢN VIỆT NAM",
        rows=(
            ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, 15, "b"),
            ("ĐẢNG BỘ THÀNH PHỐ HÀ NỘI", 14, 14, ""),
            ("ĐẢNG ỦY XÃ HÒA XÁ", 14, 14, "b"),
            ("Số 128-BC/ĐU", 14, 14, ""),
            ("Hòa Xá, ngày 05 tháng 12 năm 2026", 14, 14, "i"),
            ("BÁO CÁO", 15, 16, "b"),
            ("năm 2026, phương hướng, nhiệm vụ năm 2027", 14, 15, "b"),
            ("Phần thứ nhất", 14, 15, "b"),
            ("KẾT QUẢ THỰC HIỆN", 14, 15, "b"),
            ("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TUYÊN TRUYỀN", 14, 14, "b"),
            ("1. Xây dựng kế hoạch năm của cơ quan, đơn vị", 14, 14, "b"),
            ("như sau (số liệu tính từ ngày 01/12/2025 đến ngày 15/11/2026):", 14, 15, ""),
        ),
        ending=(
            ("T/M BAN THƯỜNG VỤ", 14, 14, "b"),
            ("PHÓ BÍ THƯ THƯỜNG TRỰC", 14, 14, ""),
            ("Phó Bí thư Thường trực", 14, 14, "b"),
            ("Nơi nhận:", 14, 14, ""),
            ("- Thường trực Đảng ủy xã;", 12, 12, ""),
            ("- Lưu Văn phòng Đảng ủy.", 12, 12, ""),
        ),
    ),
    "state": Form(
        division_plan,
        right=15,
        ruled="Độc lập - Tự do - Hạnh phúc",
        rows=(
            *STATE_TITLES,
            ("XÃ HÒA XÁ", 12, 13, ""),
            ("PHÒNG VĂN HÓA - XÃ HỘI", 12, 13, "b"),
            ("Số: 05/KH-VHXH", 13, 13, ""),
            *STATE_BODY,
        ),
        ending=(
            ("TRƯỞNG PHÒNG", 13, 14, "b"),
            ("Trưởng phòng Văn hóa - Xã hội", 13, 14, "b"),
            *STATE_LIST,
        ),
    ),
    "mttq": Form(
        front_plan,
        right=15,
        ruled="Độc lập - Tự do - Hạnh phúc",
        rows=(
            *STATE_TITLES,
            ("XÃ HÒA XÁ", 12, 13, ""),
            ("BAN THƯỜNG TRỰC", 12, 13, "b"),
            ("Số: 16/KH-MTTQ-BTT", 13, 13, ""),
            *STATE_BODY,
        ),
        ending=(
            ("TM. BAN THƯỜNG TRỰC", 13, 14, "b"),
            ("CHỦ TỊCH", 13, 14, "b"),
            ("Chủ tịch Ủy ban MTTQ", 13, 14, "b"),
            *STATE_LIST,
        ),
    ),
    "doan": Form(
        youth_plan,
        right=20,
        ruled="ĐOÀN TNCS HỒ CHÍ MINH",
        rows=(
            ("THÀNH PHỐ HÀ NỘI", 14, 14, ""),
            ("XÃ HÒA XÁ", 14, 14, "b"),
            ("Số: 07-KH/ĐTN", 14, 14, ""),
            ("Hòa Xá, ngày 09 tháng 02 năm 2026", 14, 14, "i"),
            ("KẾ HOẠCH", 15, 16, "b"),
            ("thực hiện phong trào thi đua “Dân vận khéo” năm 2026", 14, 15, "b"),
            ("I. MỤC ĐÍCH, YÊU CẦU", 14, 15, "b"),
        ),
        ending=(
            ("TM. BAN CHẤP HÀNH", 14, 14, "b"),
            ("BÍ THƯ", 14, 14, ""),
            ("Bí thư Đoàn xã", 14, 14, "b"),
            ("Nơi nhận:", 14, 14, ""),
            ("- Lưu VP.", 12, 12, ""),
        ),
    ),
}


def near(value: float, within: float = 0.6):
    return pytest.approx(value, abs=within)


def middle(words: tuple[Word, ...]) -> float:
    return (words[0].left + words[-1].right) / 2 / MM


@pytest.fixture(scope="session", params=FORMS)
def form(request) -> tuple[Form, bytes]:
    """Each form with its printed sample."""
    chosen = FORMS[request.param]
    return chosen, print_out(chosen.sample())


def body_pages(pdf: bytes) -> list[Page]:
    return [page for page in pages(pdf) if page.width < page.height and "Phụ lục" not in page.text]


def test_margins(form):
    chosen, pdf = form
    printed = body_pages(pdf)

    assert (printed[0].width / MM, printed[0].height / MM) == (near(210), near(297))
    assert min(word.top for word in printed[0].words) / MM == near(20)
    for page in printed:
        text = [word for word in page.words if word.top > 15 * MM]
        assert min(word.left for word in text) / MM == near(30)
        assert max(word.right for word in text) / MM == near(210 - chosen.right)
        assert max(word.bottom for word in text) / MM <= 277
    lines = [word for word in printed[0].words if word.right / MM > 210 - chosen.right - 0.6]
    assert len(lines) >= 3  # lines that reach the margin: justified


def test_page_number(form):
    chosen, pdf = form
    first, second, *_ = body_pages(pdf)

    assert not any(word.top < 15 * MM for word in first.words)
    (number,) = [word for word in second.words if word.top < 15 * MM]
    assert (number.text, number.size) == ("2", 14)
    assert number.top / MM == near(10, 0.1)
    assert middle((number,)) == near((30 + 210 - chosen.right) / 2, 0.2)


def test_sizes_and_weights(form):
    chosen, pdf = form
    style = styles(pdf)

    found = {
        phrase: (page.find(phrase)[0].size, style[phrase])
        for page, rows in ((body_pages(pdf)[0], chosen.rows), (body_pages(pdf)[-1], chosen.ending))
        for phrase, *_ in rows
    }

    for phrase, low, high, letters in (*chosen.rows, *chosen.ending):
        size, drawn = found[phrase]
        assert low <= size <= high, phrase
        assert drawn == letters, phrase


def test_rule_under_the_title_is_as_long_as_its_words(form):
    chosen, pdf = form
    words = ruled_words(body_pages(pdf)[0], chosen.ruled)

    assert rule_below(pdf, words) == near(words[-1].right - words[0].left, 1)


def ruled_words(page: Page, phrase: str) -> tuple[Word, ...]:
    """The phrase on the right half: the Youth Union's title is also its parent's name on the left."""
    right = Page(page.width, page.height, tuple(word for word in page.words if word.left > page.width / 2))
    return right.find(phrase)


def test_hyphens_or_a_short_rule_end_the_title(form):
    chosen, pdf = form
    first = body_pages(pdf)[0]
    if chosen.rows[0] in STATE_TITLES:
        words = first.find("Thực hiện phong trào thi đua “Dân vận khéo” năm 2026")
        share = rule_below(pdf, words) / (words[-1].right - words[0].left)
        assert 1 / 3 <= share <= 1 / 2
    else:
        (hyphens,) = first.find("-----")
        assert middle((hyphens,)) == near((30 + 210 - chosen.right) / 2, 0.3)


@pytest.mark.parametrize(
    ("name", "issuer", "mark"),
    [("party", "ĐẢNG ỦY XÃ HÒA XÁ", "*"), ("doan", "XÃ HÒA XÁ", "***")],
)
def test_stars_stand_under_the_issuer(name, issuer, mark):
    first = pages(print_out(FORMS[name].sample()))[0]
    words, (stars,) = first.find(issuer), first.find(mark)

    assert 0 < stars.top - words[0].top < 25
    assert middle((stars,)) == near(middle(words), 1)


@pytest.mark.parametrize(
    ("name", "issuer"), [("state", "PHÒNG VĂN HÓA - XÃ HỘI"), ("mttq", "BAN THƯỜNG TRỰC")]
)
def test_short_rule_stands_under_the_issuer(name, issuer):
    pdf = print_out(FORMS[name].sample())
    words = pages(pdf)[0].find(issuer)

    assert 1 / 3 <= rule_below(pdf, words) / (words[-1].right - words[0].left) <= 1 / 2


def test_only_the_partys_recipients_are_underlined(form):
    chosen, pdf = form
    number = len(body_pages(pdf))
    words = body_pages(pdf)[-1].find("Nơi nhận:")
    is_underlined = rule_below(pdf, words, page=number, within=1) > 0.9 * (words[-1].right - words[0].left)

    assert is_underlined is (chosen.rows[0] not in STATE_TITLES)


def test_body_is_set_between_eighteen_and_twenty_two_points(form):
    _, pdf = form
    words = [word for word in body_pages(pdf)[0].words if word.size == 14]
    going_on = [word for word in words if word.left / MM == near(30, 0.1) and word.top > 80 * MM]

    pitches = [word.top - max(w.top for w in words if w.top < word.top - 1) for word in going_on]
    assert len(pitches) >= 4
    assert 18 <= min(pitches) <= max(pitches) <= 22


def test_an_eye_reads_what_the_machine_stores(form):
    _, pdf = form

    assert share_read(pdf, 1) >= 0.97
