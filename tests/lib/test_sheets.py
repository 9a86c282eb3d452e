"""Tables as files for Excel, opened again as Excel would read them."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from hoaxa_danvan.lib.sheets import Column, write_csv, write_workbook

NAME = Column("Tên")


def sheet_of(rows, columns=(NAME,), **kwargs):
    file = io.BytesIO()
    write_workbook(file, title="Mô hình & điển hình", columns=columns, rows=rows, **kwargs)
    return load_workbook(file)


def cell_of(value, column=NAME):
    return sheet_of([[value]], [column]).active["A2"]


def text_of(rows, columns=(NAME,)):
    file = io.BytesIO()
    write_csv(file, columns=columns, rows=rows)
    return file.getvalue().decode()


@pytest.mark.parametrize(
    ("value", "kept", "form"),
    [
        (date(2026, 2, 27), datetime.fromisoformat("2026-02-27"), "dd/mm/yyyy"),
        # 20:30 of the universal clock is half past three the next morning in Hòa Xá.
        (
            datetime(2026, 2, 27, 20, 30, tzinfo=UTC),
            datetime.fromisoformat("2026-02-28 03:30"),
            "hh:mm dd/mm/yyyy",
        ),
        (1234, 1234, "#,##0"),
        (Decimal("87.50"), 87.5, "#,##0.00"),
        (0.5, 0.5, "#,##0.0"),
        (True, "Có", "General"),
        (None, None, "General"),
        ("", None, "General"),
        (10**16, "10000000000000000", "General"),
        ("Tên\x07 có dấu chuông", "Tên có dấu chuông", "General"),
    ],
)
def test_excel_gets_days_and_figures_it_can_count_on(value, kept, form):
    cell = cell_of(value)

    assert (cell.value, cell.number_format) == (kept, form)


def test_a_year_is_not_grouped():
    assert cell_of(2026, Column("Năm", is_grouped=False)).number_format == "0"


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5 hộ", "@SUM(A1)", "=HYPERLINK(0)"])
def test_what_looks_like_a_formula_is_text(text):
    cell = cell_of(text)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert text_of([[text]]).splitlines()[1] == f"'{text}"


def test_a_formula_behind_blanks_is_text_as_well():
    assert text_of([["\t =1+1"]]).splitlines()[1] == "'\t =1+1"


def test_a_number_below_zero_stays_a_number():
    assert cell_of(-5).value == -5
    assert text_of([[-5]]).splitlines()[1] == "-5"


def test_the_sheet_prints_on_a4_with_its_head_on_every_page_and_can_be_filtered():
    sheet = sheet_of([["A"], ["B"]], [NAME]).active

    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
    assert sheet.auto_filter.ref == "A1:A3"
    assert sheet.oddHeader.center.text == "Mô hình && điển hình"


def test_the_second_sheet_says_what_the_first_one_is():
    about = sheet_of([["A"], ["B"]], facts=[("Lọc theo", "Năm: 2026")])["Về danh sách"]

    assert list(about.values) == [
        ("Danh sách", "Mô hình & điển hình"),
        ("Lọc theo", "Năm: 2026"),
        ("Số mục", 2),
    ]


def test_a_table_without_rows_is_a_file_that_opens():
    assert list(sheet_of([]).active.values) == [("Tên",)]
    assert text_of([]) == "\ufeffTên\r\n"


def test_csv_opens_in_columns_where_the_comma_is_the_decimal_sign():
    columns = [Column("Tên"), Column("Điểm"), Column("Ngày"), Column("Lúc")]
    row = [
        "Đường hoa; “sáng, xanh”\nthôn Mẫu",
        Decimal("87.5"),
        date(2026, 6, 5),
        datetime.fromisoformat("2026-06-05 08:15"),
    ]

    text = text_of([row], columns)

    assert text.startswith("\ufeffTên;Điểm;Ngày;Lúc\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1] == [
        "Đường hoa; “sáng, xanh”\nthôn Mẫu",
        "87,5",
        "2026-06-05",
        "2026-06-05 08:15",
    ]
