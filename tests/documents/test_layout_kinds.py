"""What only some papers have: a công văn's title, urgency, several signers, the way to the public page."""

from dataclasses import replace

import pytest
import segno

from hoaxa_danvan.documents.paper import Appendix, Paper, Signature
from tests.documents.conftest import print_out
from tests.documents.measure import MM, pages, picture, styles
from tests.documents.samples import FIGURES, LIST_OF_MODELS, cell_plan, commune_report, division_plan

MATTER = "đôn đốc xây dựng kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026"
ADDRESS = "https://danvan.example/tra-cuu/7K3QM9X2/"


def near(value: float, within: float = 0.6):
    return pytest.approx(value, abs=within)


@pytest.fixture(scope="module")
def letter() -> bytes:
    """A công văn of the Party committee, urgent, with the way to its public page."""
    return print_out(
        commune_report(
            kind="", title=MATTER, number="12-CV/ĐU", urgency="khẩn", verify_url=ADDRESS, appendices=()
        )
    )


def test_letter_bears_its_matter_small_under_the_number(letter):
    first = pages(letter)[0]
    (number,), beginning = first.find("12-CV/ĐU"), first.find("về việc đôn đốc")

    assert beginning[0].size == 12
    assert next(style for line, style in styles(letter).items() if line.startswith("về việc")) == "i"
    assert 0 < beginning[0].top - number.bottom < 12
    assert max(word.right for word in beginning) < first.width / 2
    assert "-----" not in first.text


def test_states_letter_begins_with_its_two_letters_upright():
    pdf = print_out(division_plan(kind="", title=MATTER, number="12/VHXH"))
    lead = pages(pdf)[0].find("V/v đôn đốc")

    assert 12 <= lead[0].size <= 13
    assert next(style for line, style in styles(pdf).items() if line.startswith("V/v")) == ""


def test_matter_that_begins_as_it_should_is_not_begun_twice():
    text = pages(print_out(cell_plan(kind="", title=f"về việc {MATTER}")))[0].text

    assert text.count("về việc") == 1


def test_letters_appendix_says_whose_it_is():
    pdf = print_out(
        commune_report(kind="", title=MATTER, number="12-CV/ĐU", appendices=(Appendix("Biểu", (FIGURES,)),))
    )

    assert "(Kèm theo Công văn số 12-CV/ĐU, ngày 05 tháng 12 năm 2026" in pages(pdf)[-1].text


def test_urgency_stands_in_bold_capitals_under_the_number(letter):
    first = pages(letter)[0]
    (mark,) = first.find("KHẨN")

    assert (mark.size, styles(letter)["KHẨN"]) == (14, "b")
    assert mark.right < first.width / 2
    assert first.find("12-CV/ĐU")[0].bottom < mark.top < first.find("Kính gửi:")[0].top


def test_paper_without_a_number_has_no_room_for_one():
    text = pages(print_out(cell_plan(is_numbered=False)))[0].text

    assert "Số" not in text.split("KẾ HOẠCH")[0]
    assert "ngày tháng năm 2026" in text


def minutes(**changes: object) -> Paper:
    return cell_plan(
        **{
            "kind": "BIÊN BẢN",
            "title": "họp Hội đồng Thi đua - Khen thưởng Đảng bộ xã",
            "is_numbered": False,
            "signature": Signature("CHỦ TRÌ", "Chủ tịch Hội đồng"),
            "co_signers": (Signature("THƯ KÝ", "Thư ký Hội đồng"),),
            "draft": None,
            **changes,
        }
    )


def test_minutes_are_signed_by_the_secretary_left_and_the_chair_right():
    last = pages(print_out(minutes()))[-1]
    secretary, chair = last.find("THƯ KÝ"), last.find("CHỦ TRÌ")
    recipients = last.find("Nơi nhận:")

    assert secretary[-1].right < last.width / 2 < chair[0].left
    assert secretary[0].top == near(chair[0].top, 0.1)
    assert last.find("Thư ký Hội đồng")[0].top == near(last.find("Chủ tịch Hội đồng")[0].top, 0.1)
    assert recipients[0].top > last.find("Chủ tịch Hội đồng")[0].bottom
    assert recipients[0].left / MM == near(30)


def test_many_signers_stand_side_by_side_the_first_next_to_the_chair():
    tellers = (Signature("TỔ TRƯỞNG", "Tổ trưởng"), Signature("ỦY VIÊN", "Ủy viên"))
    last = pages(print_out(minutes(co_signers=tellers, recipients=())))[-1]

    columns = [last.find(office)[0].left for office in ("ỦY VIÊN", "TỔ TRƯỞNG", "CHỦ TRÌ")]

    assert columns == sorted(columns)
    assert len({round(last.find(office)[0].top) for office in ("ỦY VIÊN", "TỔ TRƯỞNG", "CHỦ TRÌ")}) == 1


def test_the_way_to_the_public_page_is_in_the_bottom_margin_of_the_first_page_alone(letter):
    first, *others = pages(letter)
    (word, *_), (address,) = first.find("Tra cứu văn bản:"), first.find("danvan.example/tra-cuu/7K3QM9X2/")

    assert (word.size, address.size) == (8, 8)
    assert 277 < word.top / MM < address.bottom / MM < 293
    assert not any("Tra cứu" in page.text for page in others)


def test_qr_code_is_fifteen_millimetres_and_holds_the_address(letter):
    code = segno.make(ADDRESS, error="m", micro=False)
    count = len(code.matrix)
    dpi = 600
    image = picture(letter, 1, dpi).point(lambda grey: 255 if grey < 128 else 0)
    margin = image.crop((0, round(277 * dpi / 25.4), round(46 * dpi / 25.4), image.height))
    left, top, right, bottom = margin.getbbox()
    module = (right - left) / count

    drawn = [
        [
            margin.getpixel((left + int((x + 0.5) * module), top + int((y + 0.5) * module))) // 255
            for x in range(count)
        ]
        for y in range(count)
    ]

    assert left * 25.4 / dpi == near(30, 0.1)
    assert [(right - left) * 25.4 / dpi, (bottom - top) * 25.4 / dpi] == [near(15, 0.2)] * 2
    assert drawn == [[int(dark) for dark in row] for row in code.matrix]


def test_qr_code_moves_no_word(letter):
    without = print_out(
        commune_report(kind="", title=MATTER, number="12-CV/ĐU", urgency="khẩn", appendices=())
    )

    words = [[word for word in page.words if word.top < 277 * MM] for page in pages(letter)]
    assert words == [list(page.words) for page in pages(without)]


def test_every_page_of_a_draft_says_so_its_appendices_too():
    paper = replace(
        commune_report(),
        draft=3,
        appendices=(
            Appendix("Biểu số liệu", (FIGURES,), "I"),
            Appendix("Danh mục", (LIST_OF_MODELS,), "II", landscape=True),
        ),
    )

    printed = pages(print_out(paper))

    assert len(printed) == 8
    assert [page.text.count("DỰ THẢO LẦN 3") for page in printed] == [1] * 8
