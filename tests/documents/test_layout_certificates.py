"""Giấy khen, giấy chứng nhận: one sheet each, whose words always fit."""

import io
from dataclasses import replace

import pikepdf
import pytest

from hoaxa_danvan.documents import parts
from hoaxa_danvan.documents.fitting import fitted
from hoaxa_danvan.documents.fonts import find_fonts
from hoaxa_danvan.documents.paper import Certificate, Signature
from tests.documents.conftest import print_out
from tests.documents.measure import MM, pages, share_read, styles
from tests.documents.samples import praise

SHORT = "Thôn 1"
USUAL = "Chi bộ thôn Mẫu 1, Đảng bộ xã Hòa Xá, HN"
LONG = "Tập thể cán bộ, đảng viên và Nhân dân thôn Mẫu 12 cùng Ban Công tác Mặt trận, Chi hội Phụ nữ và Chi hội Nông dân của thôn"


def near(value: float, within: float = 0.6):
    return pytest.approx(value, abs=within)


@pytest.fixture(scope="module")
def sheets() -> bytes:
    return print_out(praise(SHORT, USUAL, LONG))


def test_each_recipient_has_a_sheet_on_its_side(sheets):
    printed = pages(sheets)

    assert [(page.width / MM, page.height / MM) for page in printed] == [(near(297), near(210))] * 3
    assert [name in page.text for name, page in zip((SHORT, USUAL, LONG), printed, strict=True)] == [True] * 3
    assert [f"Vào sổ khen thưởng số {n:02}" in page.text for n, page in enumerate(printed, 1)] == [True] * 3


@pytest.mark.parametrize(("place", "name", "lines"), [(0, SHORT, 1), (1, USUAL, 1), (2, LONG, 2)])
def test_name_is_large_bold_in_the_middle_and_on_two_lines_at_most(sheets, place, name, lines):
    page = pages(sheets)[place]
    words = page.find(name)

    assert min(word.size for word in words) >= 20
    assert len({round(word.top) for word in words}) == lines
    assert min(word.left for word in words) / MM > 20
    assert max(word.right for word in words) / MM < 277
    assert (min(w.left for w in words) + max(w.right for w in words)) / 2 / MM == near(148.5, 0.2)
    assert styles(sheets)[next(line for line in styles(sheets) if name.startswith(line) and line)] == "b"


@pytest.mark.parametrize("letters", [*range(1, 20, 4), *range(20, 420, 40)])
@pytest.mark.parametrize("word", ["Ữ", "Nguyễn ", "nghiêng "])
def test_no_name_needs_more_than_two_lines_or_leaves_its_column(word, letters):
    fit = fitted((word * letters)[:letters], face=find_fonts().bold, width_mm=225, lines=2, largest=34)

    assert fit.lines <= 2
    assert 0 < fit.width_mm <= 225
    assert fit.size <= 34


def test_everything_stays_on_its_sheet_and_apart_even_when_all_is_long():
    sheet = Certificate(
        LONG,
        "Đã có thành tích xuất sắc trong phong trào thi đua “Dân vận khéo” " * 6,
        ("Một", "Hai", "Ba"),
        "Số 12",
    )
    batch = praise(
        profile="state",
        issuer_line="CHỦ TỊCH\nỦY BAN NHÂN DÂN XÃ HÒA XÁ",
        kind="GIẤY CHỨNG NHẬN",
        action="CÔNG NHẬN",
        signature=Signature("CHỦ TỊCH", "Chủ tịch UBND xã", "TM. ỦY BAN NHÂN DÂN"),
    )

    (page,) = pages(print_out(replace(batch, sheets=(sheet,))))

    praised = page.find("Đã có thành tích")[0], page.find("“Dân vận khéo” Hòa Xá, ngày")[1]
    assert page.find("CÔNG NHẬN")[0].bottom < page.find("Tập thể")[0].top
    assert praised[0].top < praised[1].bottom < page.find("Hòa Xá, ngày 05")[0].top
    assert max(word.bottom for word in page.words) / MM < 200


def test_a_word_longer_than_the_sheet_is_set_smaller():
    (page,) = pages(print_out(praise("x" * 120)))

    (word,) = page.find("x" * 120)
    assert word.left / MM > 30
    assert word.right / MM < 267


def test_sheet_has_its_sizes_and_words_in_order(sheets):
    text = pages(sheets)[0].text
    order = ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG ỦY XÃ HÒA XÁ", "TẶNG", "GIẤY KHEN", SHORT, "Đã có thành tích")

    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "Quyết định số 46-QĐ/ĐU, ngày 05 tháng 12 năm 2026" in text
    assert "Hòa Xá, ngày 05 tháng 12 năm 2026 T/M ĐẢNG ỦY BÍ THƯ" in text
    assert "danvan.example/tra-cuu/7K3QM9X2" in text


def test_action_that_is_not_giving_stands_between_kind_and_name():
    text = pages(print_out(praise(SHORT, kind="Giấy chứng nhận", action="CÔNG NHẬN")))[0].text

    assert f"GIẤY CHỨNG NHẬN CÔNG NHẬN {SHORT}" in text


def test_draft_and_open_date_are_shown_on_each_sheet():
    printed = pages(print_out(praise(SHORT, USUAL, draft=1, date=None, year=2026, verify_url="")))

    assert ["DỰ THẢO LẦN 1" in page.text for page in printed] == [True, True]
    assert ["ngày tháng năm 2026" in page.text for page in printed] == [True, True]
    assert not any("Tra cứu" in page.text for page in printed)


def test_batch_without_recipients_is_no_accident():
    assert print_out(praise()).startswith(b"%PDF")


def test_many_sheets_are_printed_in_batches_and_joined(monkeypatch):
    monkeypatch.setattr(parts, "SHEETS_IN_PART", 3)
    names = tuple(f"Chi bộ thôn Mẫu {n}" for n in range(8))

    pdf = print_out(praise(*names))

    assert [name in page.text for name, page in zip(names, pages(pdf), strict=True)] == [True] * 8
    assert pdf == print_out(praise(*names))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert len(file.Root.StructTreeRoot.K[0].K) >= 8
        assert file.open_metadata()["pdfaid:part"] == "2"


def test_an_eye_reads_what_the_machine_stores(sheets):
    assert share_read(sheets, 2) >= 0.97
