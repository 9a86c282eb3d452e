"""A unit's own table is read as a person reads it; a file that cannot be gets one clear sentence."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from campaigns.task_tables import (
    MOST_ROWS,
    NotADay,
    NotATable,
    NotATarget,
    guess_item,
    read_deadline,
    read_target,
    read_tasks,
)
from campaigns.task_tables.package import MOST_BYTES, MOST_UNPACKED
from hoaxa_danvan.lib.text import tidy
from tests.campaigns.table_files import HEAD, ROW, paper, part, saved, with_part, with_tracked_words, workbook

YEAR = 2026


def only_row(data):
    [row] = read_tasks(data, year=YEAR).rows
    return row


# What is read


@pytest.mark.parametrize("data", [workbook([HEAD, ROW]), paper([HEAD, [str(cell) for cell in ROW]])])
def test_the_same_row_comes_out_of_excel_and_word(data):
    row = only_row(data)

    assert row.fields == {
        "item": "1",
        "what": "Ra mắt tuyến đường tự quản",
        "product": "Biên bản ra mắt",
        "target_value": "2",
        "target_unit": "tuyến đường",
        "deadline": "30/06/2026",
        "in_charge": "Phó Chủ tịch Hội",
        "partners": "Đoàn xã",
    }
    assert "Thời gian “quý II” hiểu là 30/06/2026." in row.remarks
    assert row.where.endswith("dòng 2")


def test_columns_are_found_in_any_order_without_accents_below_a_title():
    rows = [
        ("HOI NONG DAN XA", None, None, None),
        ("KE HOACH NAM 2026",),
        (),
        ("NGUOI PHU TRACH", "thoi han", "San pham", "NHIEM VU"),
        ("Chủ tịch Hội", "30/6", "Bản tin", "Phát thanh"),
    ]

    fields = only_row(workbook(rows)).fields

    assert fields["what"] == "Phát thanh"
    assert (fields["in_charge"], fields["deadline"]) == ("Chủ tịch Hội", "30/06/2026")


def test_a_column_called_noi_dung_is_the_work_unless_another_is():
    alone = only_row(workbook([("Nội dung", "Thời gian"), ("Phát thanh", "30/6")]))
    beside = only_row(workbook([("Nội dung", "Việc làm", "Thời gian"), ("Nội dung 4", "Phát thanh", "30/6")]))

    assert (alone.fields["what"], alone.fields["item"]) == ("Phát thanh", "")
    assert (beside.fields["what"], beside.fields["item"]) == ("Phát thanh", "Nội dung 4")


def test_what_excel_itself_keeps_as_day_figure_and_share_needs_no_words():
    book = Workbook()
    sheet = book.active
    sheet.append(["Việc làm", "Chỉ tiêu", "Thời gian"])
    sheet.append(["Phát thanh", 0.95, date(2026, 6, 30)])
    sheet.cell(2, 2).number_format = "0%"

    row = only_row(saved(book))

    assert (row.fields["target_value"], row.fields["target_unit"]) == ("95", "%")
    assert (row.fields["deadline"], row.remarks) == ("30/06/2026", ())


def test_merged_cells_are_filled_down_and_said_so():
    rows = [HEAD, ROW, (2, None, "Ra mắt tổ tự quản", *ROW[3:]), (3, None, "Phát thanh", *ROW[3:])]

    excel = read_tasks(workbook(rows, merged=["B2:B4"]), year=YEAR)
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    word = read_tasks(paper(texts, merged=[(1, 1, 3)]), year=YEAR)

    for table in (excel, word):
        assert [row.fields["item"] for row in table.rows] == ["1", "1", "1"]
        assert any("ô gộp được điền xuống" in remark for remark in table.remarks)
        assert "“Nội dung số” lấy từ ô gộp ở trên." in table.rows[2].remarks


def test_headings_totals_and_numbered_columns_are_no_tasks():
    rows = [
        HEAD,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
        ("I", None, "Nội dung 4. Nhân rộng mô hình"),
        (1, None, *ROW[2:]),
        (None, None, "Tổng cộng", None, 2),
    ]

    table = read_tasks(workbook(rows), year=YEAR)

    assert [row.fields["item"] for row in table.rows] == ["Nội dung 4. Nhân rộng mô hình"]
    assert any("là dòng tiêu đề" in remark for remark in table.remarks)
    assert any("dòng tổng cộng" in remark for remark in table.remarks)


def test_several_tables_of_a_paper_are_read_and_its_letterhead_is_not():
    first = [["HỘI NÔNG DÂN XÃ", "Hòa Xá, ngày 15 tháng 01 năm 2026"]]
    second = [["Việc làm", "Sản phẩm"], ["Phát thanh", "Bản tin"]]
    goes_on = [["Ra mắt tổ tự quản", "Biên bản"]]

    table = read_tasks(paper(first, second, goes_on), year=YEAR)

    assert [row.fields["what"] for row in table.rows] == ["Phát thanh", "Ra mắt tổ tự quản"]
    assert any("không có dòng tên cột" in remark for remark in table.remarks)


def test_words_inserted_while_changes_were_tracked_are_not_lost():
    assert only_row(with_tracked_words(" tổ tự quản")).fields["what"] == "Ra mắt tổ tự quản"


def test_what_no_column_takes_is_shown_beside_its_row():
    row = only_row(workbook([("Việc làm", "Sản phẩm", "Kinh phí"), ("Phát thanh", "Bản tin", "5 triệu")]))

    assert "Ngoài các cột của kế hoạch: 5 triệu" in row.remarks


def test_formulas_count_as_what_they_show():
    book = Workbook()
    sheet = book.active
    sheet.append(["Việc làm", "Sản phẩm", "Chỉ tiêu"])
    sheet.append(["Phát thanh", "Bản tin", "=1+1"])
    data = saved(book)
    shown = (
        part(data, "xl/worksheets/sheet1.xml").replace(b"<v/>", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")
    )

    calculated = read_tasks(with_part(data, "xl/worksheets/sheet1.xml", shown), year=YEAR)
    never_calculated = read_tasks(data, year=YEAR)

    assert calculated.rows[0].fields["target_value"] == "2"
    assert any("công thức được đọc theo kết quả" in remark for remark in calculated.remarks)
    assert never_calculated.rows[0].fields["target_value"] == ""
    assert "Ô “Chỉ tiêu (số)” có công thức chưa ra kết quả nên để trống." in never_calculated.rows[0].remarks


def test_macros_are_neither_run_nor_kept_and_said_so():
    table = read_tasks(with_part(workbook([HEAD, ROW]), "xl/vbaProject.bin", b"\x00"), year=YEAR)

    assert len(table.rows) == 1
    assert any("có macro" in remark for remark in table.remarks)


def test_words_pasted_from_word_come_out_as_typed():
    # Decomposed letters, a soft hyphen, a hard space, a tab, Word's own bullet.
    pasted = "\uf0b7\tVận động ho\u0302\u0323i\u00a0viên \u201cphân\u00ad loại\u201d\u200b"

    assert tidy(pasted) == "- Vận động hội viên “phân loại”"
    assert (
        only_row(workbook([HEAD, (1, 1, pasted, *ROW[3:])])).fields["what"] == "Vận động hội viên “phân loại”"
    )


def test_lines_within_a_field_of_one_line_become_parts_of_a_sentence():
    row = only_row(workbook([HEAD, (*ROW[:3], "- Biên bản;\n- Ảnh", *ROW[4:])]))

    assert row.fields["product"] == "Biên bản; Ảnh"


# What is refused, in words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"PK\x03\x04 and no more", "Tệp hỏng"),
        (b"%PDF-1.7", "Đây là tệp PDF"),
        (b"\xff\xd8\xff\xe0", "Đây là tệp ảnh"),
        (b"TT;Viec lam\n1;Phat thanh", "không phải Excel hoặc Word"),
        (b"\xd0\xcf\x11\xe0 old", "chọn loại .xlsx hoặc .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "Tệp đặt mật khẩu"),
        (b"PK" + b"0" * MOST_BYTES, "lớn hơn 5 MB"),
        (with_part(paper(), "xl/workbook.xml", b"<broken"), "Tệp Excel hỏng"),
        (paper(), "Không thấy bảng việc làm"),
        (workbook([("Họ tên", "Năm sinh"), ("Cán bộ", 1980)]), "Dòng đầu của tệp có: “Họ tên”, “Năm sinh”"),
        (workbook([HEAD]), "chưa có dòng việc làm nào"),
    ],
)
def test_each_bad_file_gets_its_sentence(data, words):
    with pytest.raises(NotATable) as refusal:
        read_tasks(data, year=YEAR)

    assert words in refusal.value.message


def test_five_thousand_rows_are_refused_with_their_number():
    with pytest.raises(NotATable) as refusal:
        read_tasks(workbook([HEAD, *[ROW] * 5000]), year=YEAR)

    assert "có 5.001 dòng" in refusal.value.message


def test_more_tasks_than_one_import_takes_are_refused():
    with pytest.raises(NotATable) as refusal:
        read_tasks(workbook([HEAD, *[ROW] * (MOST_ROWS + 1)]), year=YEAR)

    assert f"Bảng có {MOST_ROWS + 1} dòng việc làm" in refusal.value.message


def test_lines_that_are_only_drawn_do_not_count():
    book = Workbook()
    sheet = book.active
    for row in [HEAD, ROW]:
        sheet.append(list(row))
    sheet.cell(1_048_576, 3).number_format = "0"  # at the very foot of the sheet
    for line in range(3, 4000):
        sheet.row_dimensions[line].height = 20

    assert len(read_tasks(saved(book), year=YEAR).rows) == 1


def test_a_bomb_is_not_opened():
    bomb = with_part(workbook([HEAD, ROW]), "xl/media/image1.png", b"\0" * (MOST_UNPACKED + 1))

    assert len(bomb) < 100_000
    with pytest.raises(NotATable, match="quá nhiều dữ liệu"):
        read_tasks(bomb, year=YEAR)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_file_that_declares_entities_is_not_opened(encoding):
    declared = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'.encode(encoding)

    for data in (workbook([HEAD, ROW]), paper([HEAD, HEAD])):
        with pytest.raises(NotATable, match="khai báo lạ"):
            read_tasks(with_part(data, "docProps/core.xml", declared), year=YEAR)


# Days, targets, items


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("quý II", date(2026, 6, 30)),
        ("Quý 3/2026", date(2026, 9, 30)),
        ("quý II, III", date(2026, 9, 30)),
        ("tháng 6/2026", date(2026, 6, 30)),
        ("Tháng 2", date(2026, 2, 28)),
        ("tháng 3 đến tháng 6/2027", date(2027, 6, 30)),
        ("30/6", date(2026, 6, 30)),
        ("trước ngày 30/06/2026", date(2026, 6, 30)),
        ("từ 01/3 đến 30.6.2026", date(2026, 6, 30)),
        ("ngày 05 tháng 6 năm 2026", date(2026, 6, 5)),
        ("6 tháng đầu năm", date(2026, 6, 30)),
        ("cả năm", date(2026, 12, 31)),
        ("", None),
    ],
)
def test_clear_words_are_a_day(words, day):
    assert read_deadline(words, year=YEAR) == day


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31/02/2026", "không phải ngày có thật"),
        ("tháng 13", "không phải ngày có thật"),
        ("30/06/0226", "không phải ngày có thật"),
        ("thường xuyên", "không phải một ngày"),
        ("Hằng tháng", "không phải một ngày"),
        ("trước tháng 6", "Chưa rõ"),
        ("sớm nhất có thể", "Chưa rõ"),
    ],
)
def test_unclear_words_are_asked_about(words, said):
    with pytest.raises(NotADay) as question:
        read_deadline(words, year=YEAR)

    assert said in question.value.message
    assert words in question.value.message


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("2 mô hình", 2, "mô hình"),
        ("02 mô hình.", 2, "mô hình"),
        ("95%", 95, "%"),
        ("trên 95% hộ dân", 95, "% hộ dân trở lên"),
        ("1.200.000 đ", 1_200_000, "đ"),
        ("2,5 km", Decimal("2.5"), "km"),
        ("", None, ""),
    ],
)
def test_a_target_is_a_figure_with_its_unit(words, value, unit):
    target = read_target(words)

    assert (target.value, target.unit) == (value, unit)


@pytest.mark.parametrize("words", ["nhiều", "2-3 mô hình", "1 mô hình, 2 tuyến đường", "1.5 km"])
def test_a_target_without_one_figure_is_asked_about(words):
    with pytest.raises(NotATarget):
        read_target(words)


def test_words_that_hold_no_figure_stay_in_their_cell():
    row = only_row(workbook([HEAD, (*ROW[:4], "nhiều", "thường xuyên", *ROW[6:])]))

    assert (row.fields["target_value"], row.fields["deadline"]) == ("nhiều", "thường xuyên")


ITEMS = {
    1: "Căn cứ vào tình hình thực tế, từng cơ quan, đơn vị thực hiện phong trào thi đua.",
    4: "Duy trì, nhân rộng các mô hình “Dân vận khéo” tiêu biểu trên địa bàn.",
    5: "Tuyên truyền trên hệ thống truyền thanh cơ sở, mạng xã hội các gương điển hình.",
}


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("4", 4),
        ("Nội dung 4", 4),
        ("ND5: Tuyên truyền", 5),
        ("Tuyên truyền gương điển hình trên hệ thống truyền thanh", 5),
        ("9", None),
        ("Vệ sinh đường làng", None),
        ("", None),
    ],
)
def test_the_item_is_guessed_by_its_number_or_its_words(words, order):
    assert guess_item(words, ITEMS) == order
