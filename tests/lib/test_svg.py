from xml.etree import ElementTree as ET

from hoaxa_danvan.lib.svg import Bar, bar_chart_svg, funnel_bars, share_of_longest

ROWS = [("Kinh tế", 28), ("Văn hóa - xã hội", 43), ("Quốc phòng & an ninh", 0)]
NS = {"s": "http://www.w3.org/2000/svg"}


def drawn(**kwargs):
    return ET.fromstring(bar_chart_svg(ROWS, title="Mô hình", desc="Theo lĩnh vực.", **kwargs))  # noqa: S314


def test_a_chart_is_a_picture_with_a_name_and_a_description():
    svg = drawn()

    title, desc = svg.find("s:title", NS), svg.find("s:desc", NS)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert (title.text, desc.text) == ("Mô hình", "Theo lĩnh vực.")


def test_each_bar_has_its_words_and_its_figure():
    texts = [text.text for text in drawn().findall("s:text", NS)]

    assert texts == ["Kinh tế", "28", "Văn hóa - xã hội", "43", "Quốc phòng & an ninh", "0"]


def test_the_longest_bar_leaves_room_for_its_figure_and_an_empty_one_is_empty():
    assert [bar.get("width") for bar in drawn().findall("s:rect", NS)] == ["48.19%", "74.00%", "0%"]
    assert [bar.get("width") for bar in drawn(width=500).findall("s:rect", NS)] == ["240.94", "370.00", "0"]


def test_for_paper_a_chart_has_a_size_of_its_own():
    svg = drawn(width=500, font="Liberation Serif")

    assert svg.get("viewBox") == "0 0 500 150"
    assert svg.get("font-family") == "Liberation Serif"


def test_a_chart_has_no_style_and_no_script():
    svg = bar_chart_svg([("<script>", 1)], title='"><script>')

    assert "style=" not in svg
    assert "<script>" not in svg


def test_a_chart_of_nothing_is_still_a_chart():
    assert ET.fromstring(bar_chart_svg([], title="Mô hình")).get("height") == "1"  # noqa: S314


def test_a_funnel_s_steps_are_shares_of_the_first():
    steps = funnel_bars([("Đăng ký", 84), ("Công nhận", 61)])

    assert [step.figure for step in steps] == ["84", "61 (72,6%)"]
    assert [str(share) for share in share_of_longest(steps)] == ["100.00", "72.62"]


def test_a_long_name_takes_as_many_lines_as_it_needs():
    svg = ET.fromstring(bar_chart_svg([Bar("Xây dựng hệ thống chính trị " * 3, 1)], title="x"))  # noqa: S314

    assert len(svg.findall("s:text", NS)) == 4
