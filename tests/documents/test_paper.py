import json

import pytest

from hoaxa_danvan.documents.paper import Bar, Chart, Column, HeadCell, PageBreak, Paper, Paragraph, Table
from tests.documents.samples import SAMPLES, cell_plan


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_stored_paper_comes_back_the_same(sample):
    paper = sample()

    stored = paper.to_dict()

    assert json.loads(json.dumps(stored)) == stored
    assert Paper.from_dict(stored) == paper


def test_page_break_and_open_date_survive_too():
    paper = cell_plan(body=(PageBreak(),), date=None)

    assert Paper.from_dict(paper.to_dict()) == paper


def test_paper_stored_before_a_field_existed_gets_its_default():
    stored = cell_plan().to_dict()
    del stored["recipients"]

    assert Paper.from_dict(stored) == cell_plan(recipients=())


def test_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="2 columns"):
        Table((Column("TT"), Column("Tên")), (("1",),))


def test_total_of_another_length_is_refused():
    with pytest.raises(ValueError, match="2 columns"):
        Table((Column("TT"), Column("Tên")), (), total=("1", "2", "3"))


def test_grouped_columns_stand_under_one_heading():
    table = Table((Column("Khối"), Column("Mới", group="Đăng ký"), Column("Cũ", group="Đăng ký")), ())

    assert table.head() == (
        (HeadCell("", half="upper"), HeadCell("Đăng ký", 2)),
        (HeadCell("Khối", half="lower"), HeadCell("Mới"), HeadCell("Cũ")),
    )


def test_bars_are_measured_by_the_longest():
    chart = Chart("Bậc thang", (Bar("Đăng ký", 84, "84"), Bar("Công nhận", 21, "21"), Bar("Khen", 0, "0")))

    assert [length for _, length in chart.shares()] == ["100.00%", "25.00%", "0.00%"]


def test_bars_of_nothing_have_no_length():
    assert [length for _, length in Chart("Không", (Bar("Đăng ký", 0, "0"),)).shares()] == ["0.00%"]


def test_negative_bar_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        Chart("Giảm", (Bar("Đăng ký", -1, "-1"),))


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("Điều 1. Tặng Giấy khen.", "Điều 1.", " Tặng Giấy khen."),
        ("Điều kiện: đủ hồ sơ.", "", "Điều kiện: đủ hồ sơ."),
        ("Theo Điều 2. Sau đó", "", "Theo Điều 2. Sau đó"),
    ],
)
def test_an_article_is_led_by_its_number(text, lead, rest):
    block = Paragraph(text)

    assert (block.lead(), block.rest()) == (lead, rest)
