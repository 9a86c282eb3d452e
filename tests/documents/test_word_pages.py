"""The Word file as LibreOffice prints it, measured beside the PDF and against the spec."""

import shutil
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from hoaxa_danvan.documents.headings import default_profiles
from hoaxa_danvan.documents.paper import Appendix, Paragraph
from hoaxa_danvan.documents.word import render_word
from tests.documents.conftest import AT, print_out
from tests.documents.measure import MM, Page, Word, pages, rule_below, run, styles
from tests.documents.office import BINDING_HYPHEN, as_pdf
from tests.documents.samples import LIST_OF_MODELS, cell_plan
from tests.documents.word_samples import PRINTABLES

# LibreOffice gives its letters higher boxes than the PDF has: ems from top to bottom.
OFFICE_BOX = 1.3
SENTENCE = (
    "Ban Thường vụ Đảng ủy xã yêu cầu các cơ quan, đơn vị phối hợp thực hiện tốt phong trào thi đua này."
)
GROWING = range(24)
LONG = replace(LIST_OF_MODELS, rows=LIST_OF_MODELS.rows * 34)
EXTRA = {
    **{
        f"growing-{count}": cell_plan(
            draft=None,
            body=(
                *[Paragraph(SENTENCE)] * count,
                Paragraph("Trên đây là kế hoạch của đơn vị; đề nghị thực hiện./."),
            ),
        )
        for count in GROWING
    },
    "numbers": cell_plan(
        body=tuple(
            Paragraph(f"{'m' * count} theo Quyết định số 31-QĐ/ĐU và Kế hoạch số 05/KH-UBND của xã Hòa Xá")
            for count in range(1, 40)
        )
    ),
    "long-title": cell_plan(title="thực hiện phong trào thi đua “Dân vận khéo” " * 9),
    "one-word": cell_plan(title="x" * 400),
    "thousand-rows": cell_plan(appendices=(Appendix("Danh mục", (LONG,), landscape=True),)),
    "upright-appendices": cell_plan(
        draft=None,
        appendices=tuple(Appendix(name, (Paragraph(SENTENCE),) * 30, name) for name in ("I", "II")),
    ),
}


def office_size(word: Word) -> float:
    return round((word.bottom - word.top) / OFFICE_BOX, 1)


def near(value: float, within: float = 0.6):
    return pytest.approx(value, abs=within)


@pytest.fixture(scope="session")
def printed() -> dict[str, bytes]:
    """Every sample as LibreOffice prints its Word file."""
    papers = {**{name: make() for name, make in PRINTABLES.items()}, **EXTRA}
    files = {
        f"{name}.docx": render_word(paper, default_profiles()[paper.profile], created=AT)
        for name, paper in papers.items()
    }
    return {name.removesuffix(".docx"): pdf for name, pdf in as_pdf(files).items()}


@cache
def pdf_of(name: str) -> bytes:
    return print_out(PRINTABLES[name]() if name in PRINTABLES else EXTRA[name])


def words(pdf: bytes) -> Counter[str]:
    return Counter(word.text.replace(BINDING_HYPHEN, "-") for page in pages(pdf) for word in page.words)


# Beside the PDF


@pytest.mark.parametrize("name", [*PRINTABLES, "long-title", "upright-appendices"])
def test_word_takes_as_many_pages_as_the_pdf_or_one_more_or_less(printed, name):
    assert len(pages(printed[name])) == pytest.approx(len(pages(pdf_of(name))), abs=1)


@pytest.mark.parametrize("name", PRINTABLES)
def test_pages_are_as_large_and_begin_as_those_of_the_pdf(printed, name):
    here, there = pages(printed[name]), pages(pdf_of(name))

    assert [(round(page.width), round(page.height)) for page in here] == [
        (round(page.width), round(page.height)) for page in there
    ]
    assert here[0].words[0].text == there[0].words[0].text


@pytest.mark.parametrize("name", [name for name in PRINTABLES if name != "giay-khen"])
def test_words_of_the_first_page_stand_within_two_millimetres_of_the_pdfs(printed, name):
    here, there = pages(printed[name])[0], pages(pdf_of(name))[0]
    body = [word for word in there.words if 15 * MM < word.top < 277 * MM]

    pairs = list(zip(_body(here), _body(there), strict=False))

    assert len(pairs) > 60
    assert [word.text for word, _ in pairs[:60]] == [word.text for word in body[:60]]
    assert max(abs(word.left - other.left) for word, other in pairs[:60]) / MM < 2
    assert max(abs(word.top - other.top) for word, other in pairs[:60]) / MM < 2


def _body(page: Page):
    return [
        replace(word, text=word.text.replace(BINDING_HYPHEN, "-"))
        for word in page.words
        if 15 * MM < word.top < 277 * MM
    ]


@pytest.mark.parametrize("name", PRINTABLES)
def test_word_prints_the_words_of_the_pdf(printed, name):
    assert words(printed[name]) == words(pdf_of(name))


def test_only_one_family_of_letters_is_used(printed):
    for name in PRINTABLES:
        rows = run("pdffonts", "{}", pdf=printed[name]).decode().splitlines()[2:]
        families = {row.split()[0].partition("+")[2].partition("-")[0].replace(",", "") for row in rows}
        assert len(families) == 1, (name, families)


# Against the spec


def test_page_has_the_partys_margins(printed):
    first, second, third, *_ = pages(printed["bao-cao-xa"])

    assert first.words[0].top / MM == near(20)
    for page in (first, second, third):
        body = [word for word in page.words if word.top > 15 * MM]
        assert min(word.left for word in body) / MM == near(30)
        assert max(word.right for word in body) / MM == near(195)
        assert max(word.bottom for word in body) / MM <= 277.5


@pytest.mark.parametrize("page", [2, 3])
def test_page_number_stands_ten_millimetres_from_the_top_over_the_middle(printed, page):
    number = min(pages(printed["bao-cao-xa"])[page - 1].words, key=lambda word: word.top)

    assert (number.text, office_size(number)) == (str(page), 14)
    assert number.top / MM == near(10, 0.5)
    assert (number.left + number.right) / 2 / MM == near((30 + 195) / 2, 0.3)


def test_first_page_has_no_number_and_appendices_count_their_own(printed):
    first, _, _, *appendices = pages(printed["bao-cao-xa"])

    assert first.words[0].text == "ĐẢNG"
    assert [page.words[0].text for page in appendices] == ["Phụ", "Phụ", "2", "3", "4"]


def test_two_upright_appendices_each_begin_anew(printed):
    tops = [min(page.words, key=lambda word: word.top).text for page in pages(printed["upright-appendices"])]

    assert tops[-4:] == ["Phụ", "2", "Phụ", "2"]


def test_head_of_the_table_stands_on_every_page_of_it(printed):
    *_, second, third, fourth = pages(printed["bao-cao-xa"])

    for page in (second, third, fourth):
        assert page.find("Tên mô hình, điển hình, công trình")
    heads = [sum(word.text == "TT" for word in page.words) for page in pages(printed["thousand-rows"])]
    assert set(heads[2:]) == {1}
    assert len(heads) > 90


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("bao-cao-xa", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("ke-hoach-phong", "Độc lập - Tự do - Hạnh phúc"),
        ("ke-hoach-hoi", "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_rule_is_as_long_as_the_words_above_it(printed, name, phrase):
    title = pages(printed[name])[0].find(phrase)

    assert rule_below(printed[name], title) == near(title[-1].right - title[0].left, 1)


@pytest.mark.parametrize(
    "phrase", ["PHÒNG VĂN HÓA - XÃ HỘI", "Thực hiện phong trào thi đua “Dân vận khéo” năm 2026"]
)
def test_states_short_rule_is_a_third_to_a_half_of_the_words(printed, phrase):
    found = pages(printed["ke-hoach-phong"])[0].find(phrase)

    share = rule_below(printed["ke-hoach-phong"], found) / (found[-1].right - found[0].left)

    assert 1 / 3 <= share <= 1 / 2


def test_heading_has_its_sizes_and_weights(printed):
    first, style = pages(printed["bao-cao-xa"])[0], styles(printed["bao-cao-xa"])
    expected = {
        "ĐẢNG CỘNG SẢN VIỆT NAM": (15, "b"),
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI": (14, ""),
        "ĐẢNG ỦY XÃ HÒA XÁ": (14, "b"),
        "Số 128-BC/ĐU": (14, ""),
        "Hòa Xá, ngày 05 tháng 12 năm 2026": (14, "i"),
        "BÁO CÁO": (16, "b"),
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TUYÊN TRUYỀN": (14, "b"),
    }

    assert {phrase: (office_size(first.find(phrase)[0]), style[phrase]) for phrase in expected} == expected


def test_body_is_set_to_an_exact_pitch_with_the_first_line_drawn_in(printed):
    first = pages(printed["bao-cao-xa"])[0]
    (opening,) = first.find("Thực")
    second = first.find("phong trào thi đua “Dân vận khéo” trên")[0]

    assert opening.left / MM == near(40)
    assert second.top - opening.top == near(19, 0.1)


def test_draft_says_so_at_the_top_left_of_every_page(printed):
    marks = [page.find("DỰ THẢO LẦN 2")[0] for page in pages(printed["ke-hoach-chi-bo"])]

    assert len(marks) == 2
    assert all(mark.left / MM == near(30) and mark.top / MM == near(10, 0.7) for mark in marks)


@pytest.mark.parametrize("count", GROWING)
def test_signature_stands_in_one_piece_with_the_end_of_the_body(printed, count):
    last = pages(printed[f"growing-{count}"])[-1]

    for phrase in ("thực hiện./.", "Nơi nhận:", "BÍ THƯ", "- Lưu chi bộ."):
        assert last.find(phrase)


def test_growing_papers_did_meet_the_end_of_a_page(printed):
    assert {len(pages(printed[f"growing-{count}"])) for count in GROWING} == {1, 2}


def test_line_never_ends_inside_a_number(printed):
    found = words(printed["numbers"])

    assert (found["31-QĐ/ĐU"], found["05/KH-UBND"]) == (39, 39)


def test_code_stands_in_the_bottom_margin_out_of_the_texts_way(printed):
    (page,) = pages(printed["cong-van"])
    (address,) = page.find("danvankheo.hoaxa.example/tra-cuu/7KQ2M9XD/")

    assert 277 < address.top / MM < address.bottom / MM < 297
    assert address.left / MM == near(47)


def test_long_title_is_printed_whole_and_inside_the_margins(printed):
    first = pages(printed["long-title"])[0]

    assert first.text.count("“Dân vận khéo”") >= 9
    assert max(word.right for word in first.words) / MM <= 195.5


def test_helper_skips_where_the_program_is_missing(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(pytest.skip.Exception, match="libreoffice-writer-nogui"):
        as_pdf({"a.docx": b""})
