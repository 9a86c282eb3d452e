"""The tables of a paper in Excel: what was printed, and numbers that can be counted on."""

import io
import unicodedata
from datetime import timedelta
from zipfile import ZipFile

import openpyxl
import pytest
import time_machine

from hoaxa_danvan.documents.paper import Appendix, Column, Paragraph, Table
from hoaxa_danvan.documents.sheet import render_sheet
from tests.documents.conftest import AT
from tests.documents.measure import pages
from tests.documents.office import as_pdf
from tests.documents.samples import FIGURES, LIST_OF_MODELS, MODELS_BY_FIELD, cell_plan, commune_report
from tests.documents.word_samples import PAPERS, decision, minutes


def opened(paper):
    return openpyxl.load_workbook(io.BytesIO(render_sheet(paper)))


NAME_AND_NUMBER = (Column("Tên"), Column("Số", "right"))


def only_sheet(*rows, columns=NAME_AND_NUMBER, **table):
    return opened(cell_plan(body=(Table(columns, rows, **table),))).worksheets[0]


def values(sheet, row):
    return [cell.value for cell in sheet[row]]


def test_every_table_of_body_and_appendices_has_its_sheet():
    assert opened(commune_report()).sheetnames == [
        "Bảng 1. Kế hoạch năm 2026 của",
        "Bảng 2. Mô hình, điển hình theo",
        "Phụ lục I - Biểu số liệu năm",
        "Phụ lục II - Danh mục mô hình,",
    ]


def test_sheet_says_whose_paper_it_belongs_to_and_then_what_was_printed():
    sheet = opened(commune_report())["Phụ lục I - Biểu số liệu năm"]

    assert [sheet.cell(row, 1).value for row in (1, 3)] == [
        "ĐẢNG ỦY XÃ HÒA XÁ",
        "Phụ lục I. Biểu số liệu năm 2026",
    ]
    assert sheet.cell(2, 1).value.startswith("BÁO CÁO kết quả thực hiện phong trào thi đua “Dân vận khéo”")
    assert [values(sheet, row) for row in range(5, 10)] == [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2026", "Tăng, giảm"],
        ["1", "Hội nghị quán triệt, tuyên truyền", "cuộc", "–", 64, "–"],
        ["2", "Người dự hội nghị", "lượt người", "–", 7420, "–"],
        ["3", "Nhân dân đóng góp", "triệu đồng", 1250.5, 1684, 433.5],
        ["4", "Đất hiến làm đường, công trình phúc lợi", "m²", 2310, 1975, -335],
    ]


def test_head_stays_in_sight_and_comes_back_on_every_printed_page():
    sheet = opened(commune_report()).worksheets[1]

    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A7", "$5:$6")
    assert {str(cells) for cells in sheet.merged_cells.ranges} >= {"A5:A6", "B5:D5", "E5:E6", "F5:F6"}
    assert (values(sheet, 5)[1], values(sheet, 6)) == (
        "Đăng ký",
        [None, "Tổng", "Mới", "Duy trì", None, None],
    )


def test_page_is_a4_on_its_side_and_as_wide_as_the_table():
    for sheet in opened(commune_report()):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1")


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("0", 0, "0"),
        ("28", 28, "0"),
        ("2026", 2026, "0"),
        ("7.420", 7420, "#,##0"),
        ("1.234,5", 1234.5, "#,##0.0"),
        ("1.684,0", 1684, "#,##0.0"),
        ("0,75", 0.75, "0.00"),
        ("-335", -335, "0"),
        ("+433,5", 433.5, "+0.0;-0.0;0.0"),
        ("28.080.000", 28080000, "#,##0"),
    ],
)
def test_vietnamese_number_is_a_number_that_looks_as_it_was_printed(text, value, form):
    cell = only_sheet(("Chi bộ", text))["B5"]

    assert (cell.value, cell.data_type, cell.number_format) == (value, "n", form)


@pytest.mark.parametrize(
    "text",
    [
        "57/60 (95,0%)",
        "95,0%",
        "–",
        "05",
        "1.2",
        "1.2345",
        "12,",
        "28/02/2026",
        "31-QĐ/ĐU",
        "1" * 16,
        "1 234",
        "Ⅳ",
    ],
)
def test_what_is_no_number_stays_the_text_that_it_was(text):
    cell = only_sheet(("Chi bộ", text))["B5"]

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    "column", [Column("TT", "center"), Column(" stt ", "center"), Column("Số quyết định")]
)
def test_ordinals_and_codes_are_not_to_be_added_up(column):
    sheet = only_sheet(("Chi bộ", "45"), columns=(Column("Tên"), column))

    assert (sheet["B5"].value, sheet["B5"].data_type) == ("45", "s")


@pytest.mark.parametrize("text", ["=1+1", "+84 24 3333", "-", "@SUM(A1)", "=HYPERLINK(“x”)", "-2+3"])
def test_nothing_is_a_formula_neither_read_nor_edited(text):
    sheet = only_sheet((text, text), caption=text, note=text)

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 4
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}
    assert b"<f>" not in ZipFile(io.BytesIO(render_sheet(cell_plan(title=text)))).read(
        "xl/worksheets/sheet1.xml"
    )


def test_total_is_bold_and_the_note_stands_below():
    sheet = only_sheet(("Chi bộ", "1"), total=("Tổng", "1"), note="Nguồn: các đơn vị.")

    assert [(cell.value, cell.font.bold) for cell in sheet[6]] == [("Tổng", True), (1, True)]
    assert (sheet["A7"].value, sheet["A7"].font.italic) == ("Nguồn: các đơn vị.", True)


def test_empty_table_and_paper_without_tables_say_so():
    assert only_sheet().cell(5, 1).value == "Không phát sinh."
    (sheet,) = opened(cell_plan(body=(Paragraph("Chỉ có lời."),))).worksheets
    assert (sheet.title, sheet["A1"].value) == ("Văn bản", "Văn bản không có bảng số liệu.")


@pytest.mark.parametrize(
    ("captions", "names"),
    [
        (("", ""), ["Bảng", "Bảng 2"]),
        (("Bảng", "BẢNG"), ["Bảng", "BẢNG 2"]),
        (("[a]:*?/\\b", "'x'"), ["a b", "x"]),
        (("x" * 40, "x" * 40), ["x" * 31, "x" * 29 + " 2"]),
        (("History", "'"), ["History 2", "Bảng"]),
    ],
)
def test_sheets_have_names_that_excel_takes(captions, names):
    tables = tuple(Table((Column("A"),), (("1",),), caption=caption) for caption in captions)

    assert opened(cell_plan(body=tables)).sheetnames == names


def test_two_tables_of_one_appendix_are_told_apart():
    appendix = Appendix("Số liệu", (FIGURES, MODELS_BY_FIELD, FIGURES), "I")

    assert opened(cell_plan(body=(), appendices=(appendix,))).sheetnames == [
        "Phụ lục I - Số liệu",
        "Phụ lục I - Bảng 2. Mô hình,",
        "Phụ lục I - Số liệu 2",
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_paper_gives_the_same_bytes_whenever_it_is_made(name):
    with time_machine.travel(AT + timedelta(days=400), tick=False):
        later = render_sheet(PAPERS[name]())

    assert later == render_sheet(PAPERS[name]())


def test_properties_bear_the_papers_own_date():
    said = opened(decision()).properties

    assert said.title.startswith("QUYẾT ĐỊNH khen thưởng tập thể, cá nhân")
    assert (said.creator, said.created.date()) == (
        "Ban Thường vụ Đảng ủy xã Hòa Xá",
        decision().date,
    )


def test_unprintable_and_decomposed_text_is_cleaned():
    sheet = only_sheet(("a\x00b\x0bc\ud800", unicodedata.normalize("NFD", "Đường về")))

    assert values(sheet, 5) == ["abc", "Đường về"]


def test_thousand_rows_are_all_there():
    table = Table(LIST_OF_MODELS.columns, LIST_OF_MODELS.rows * 34)

    assert only_sheet(*table.rows, columns=table.columns).max_row == 4 + 1020


def test_libreoffice_prints_the_head_again_and_the_whole_width():
    twice = Table(LIST_OF_MODELS.columns, LIST_OF_MODELS.rows * 2)
    papers = {"report": commune_report(appendices=(Appendix("Danh mục", (twice,)),)), "minutes": minutes()}

    printed = as_pdf({f"{name}.xlsx": render_sheet(paper) for name, paper in papers.items()})

    report = pages(printed["report.xlsx"])
    assert {(round(page.width), round(page.height)) for page in report} == {(842, 595)}
    long = [page for page in report if "nông thôn mới" in page.text]
    assert len(long) > 1
    assert all(page.find("Tên mô hình, điển hình,") and page.find("xét chọn") for page in long)
    assert pages(printed["minutes.xlsx"])[0].find("Số phiếu")
