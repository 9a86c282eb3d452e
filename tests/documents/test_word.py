"""What a Word file holds: the same words as the PDF, and the parts by which people edit it."""

import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.template.loader import render_to_string
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from hoaxa_danvan.documents.headings import default_profiles
from hoaxa_danvan.documents.paper import (
    Appendix,
    Bar,
    Certificate,
    Certificates,
    Chart,
    Column,
    PageBreak,
    Paragraph,
    Table,
)
from hoaxa_danvan.documents.word import render_word
from tests.documents.conftest import AT
from tests.documents.office import words_of_page, words_of_word
from tests.documents.samples import MODELS_BY_FIELD, cell_plan, commune_report, division_plan, youth_plan
from tests.documents.word_samples import (
    LOOK_UP,
    PRINTABLES,
    certificates,
    decision,
    minutes,
    urging_letter,
)

WHOLE = {"has_body": True, "goes_on": False, "long_table": None}  # printed at once, not in parts
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write(paper) -> bytes:
    return render_word(paper, default_profiles()[paper.profile], created=AT)


def opened(paper):
    return Document(io.BytesIO(write(paper)))


def part(file: bytes, name: str) -> str:
    return ZipFile(io.BytesIO(file)).read(name).decode()


def paragraphs(document) -> list[tuple[str, str]]:
    """Style and text of all that says something, tables too."""
    return [
        (document.styles.element.get_by_id(p.style).name_val, "".join(t.text for t in p.iter(f"{W}t")))
        for p in document.element.body.iter(f"{W}p")
        if p.style and any(True for _ in p.iter(f"{W}t"))
    ]


# The same paper


@pytest.mark.parametrize("name", PRINTABLES)
def test_word_says_what_the_pdf_says_word_for_word(name):
    paper = PRINTABLES[name]()
    template = "certificates" if isinstance(paper, Certificates) else "paper"
    asked = {"paper": paper, "profile": default_profiles()[paper.profile], "created": AT.isoformat()}
    page = render_to_string(f"documents/{template}.html", {**asked, **WHOLE})

    file = write(paper)

    assert words_of_word(file, heads=False) == words_of_page(page, heads=False)
    assert Counter(words_of_word(file)) == Counter(words_of_page(page))


@pytest.mark.parametrize("name", PRINTABLES)
def test_the_same_paper_gives_the_same_bytes_whenever_it_is_made(name):
    with time_machine.travel(AT + timedelta(days=400), tick=False):
        later = write(PRINTABLES[name]())

    assert later == write(PRINTABLES[name]())


def test_archive_bears_no_time_of_its_making():
    members = ZipFile(io.BytesIO(write(cell_plan()))).infolist()

    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_name_the_paper_and_its_body_and_no_machine():
    said = opened(commune_report()).core_properties

    assert said.title.startswith("BÁO CÁO kết quả thực hiện phong trào thi đua “Dân vận khéo” năm 2026")
    assert (said.author, said.last_modified_by) == ("Ban Thường vụ Đảng ủy xã Hòa Xá", "")
    assert said.language == "vi-VN"
    assert said.created == said.modified == datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    assert not [name for name in ZipFile(io.BytesIO(write(cell_plan()))).namelist() if "app.xml" in name]


def test_naive_time_of_making_is_not_guessed_at():
    later = render_word(cell_plan(), default_profiles()["party"], created=AT + timedelta(hours=1))

    assert later != write(cell_plan())


# Styles


def test_parts_of_a_paper_have_styles_of_their_own():
    found = {text: style for style, text in paragraphs(opened(commune_report()))}

    expected = {
        "ĐẢNG CỘNG SẢN VIỆT NAM": "Tiêu đề",
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI": "Cơ quan cấp trên",
        "ĐẢNG ỦY XÃ HÒA XÁ": "Cơ quan ban hành",
        "Số 128-BC/ĐU": "Số, ký hiệu",
        "Hòa Xá, ngày 05 tháng 12 năm 2026": "Địa danh, ngày tháng",
        "BÁO CÁO": "Title",
        "Phần thứ nhấtKẾT QUẢ THỰC HIỆN": "heading 1",
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TUYÊN TRUYỀN": "heading 2",
        "1. Kết quả chung": "heading 3",
        "a) Lĩnh vực kinh tế": "heading 4",
        "- Tổ chức 64 hội nghị quán triệt, 7.420 lượt người dự;": "Gạch đầu dòng",
        "Bảng 2. Mô hình, điển hình theo lĩnh vực": "caption",
        "Nguồn: số liệu các đơn vị gửi, tính đến ngày 15/11/2026.": "Ghi chú",
        "Nơi nhận:": "Nơi nhận",
        "- Thường trực Đảng ủy xã;": "Danh sách nơi nhận",
        "T/M BAN THƯỜNG VỤ": "Quyền hạn",
        "PHÓ BÍ THƯ THƯỜNG TRỰC": "Chức vụ",
        "Phó Bí thư Thường trực": "Họ tên người ký",
        "Phụ lục IBiểu số liệu năm 2026": "Phụ lục",
    }
    assert {text: found.get(text) for text in expected} == expected


def test_a_long_name_breaks_between_its_words_and_a_short_one_keeps_plain_spaces():
    found = dict(paragraphs(opened(youth_plan())))

    assert found["Cơ quan ban hành"] == "BAN\xa0CHẤP\xa0HÀNH ĐOÀN XÃ\xa0HÒA\xa0XÁ"
    assert dict(paragraphs(opened(commune_report())))["Cơ quan ban hành"] == "ĐẢNG ỦY XÃ HÒA XÁ"


@pytest.mark.parametrize("name", PRINTABLES)
def test_every_style_in_use_is_defined_and_no_letter_has_a_font_of_its_own(name):
    file = write(PRINTABLES[name]())
    document = Document(io.BytesIO(file))
    known = set(re.findall(r'w:styleId="(\w+)"', part(file, "word/styles.xml")))

    texts = [part(file, name) for name in ZipFile(io.BytesIO(file)).namelist() if name.endswith(".xml")]
    used = set(re.findall(r'w:(?:pStyle|tblStyle) w:val="(\w+)"', "".join(texts)))

    assert used <= known
    assert "rFonts" not in document.element.xml
    (fonts,) = document.styles.element.iter(f"{W}rFonts")
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert {key.removeprefix(W) for key in fonts.attrib} == {"ascii", "hAnsi", "cs", "eastAsia"}


def test_measures_of_the_styles_are_the_profiles():
    party, state = opened(cell_plan()).styles, opened(division_plan()).styles

    body = party["Body Text"]
    assert (body.font.size, body.paragraph_format.line_spacing) == (Pt(14), Pt(19))
    assert body.paragraph_format.line_spacing_rule == 4  # exactly
    assert round(body.paragraph_format.first_line_indent.mm) == 10
    assert body.paragraph_format.space_before == Pt(6)
    sizes = [("Tiêu đề", 15, 12), ("Số, ký hiệu", 14, 13), ("Title", 16, 14), ("Danh sách nơi nhận", 12, 11)]
    for name, in_party, in_state in sizes:
        assert (party[name].font.size, state[name].font.size) == (Pt(in_party), Pt(in_state)), name
    assert (party["Chức vụ"].font.bold, state["Chức vụ"].font.bold) == (None, True)
    assert (party["Căn cứ"].font.italic, state["Căn cứ"].font.italic) == (None, True)


def test_a_commune_that_changes_a_measure_finds_it_in_word():
    profile = default_profiles()["party"]
    changed = replace(
        profile, look={**profile.look, "page-margin": "2.5cm 20mm", "line-pitch": "20pt", "body-size": "15pt"}
    )

    document = Document(io.BytesIO(render_word(cell_plan(), changed, created=AT)))

    section, body = document.sections[0], document.styles["Body Text"]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [25, 20, 25, 20]
    assert (body.font.size, body.paragraph_format.line_spacing) == (Pt(15), Pt(20))


def test_a_measure_that_is_none_stops_the_writing():
    profile = default_profiles()["party"]

    with pytest.raises(ValueError, match="not a length: 'rộng'"):
        render_word(cell_plan(), replace(profile, look={**profile.look, "body-size": "rộng"}), created=AT)


# Pages


def test_page_number_is_a_field_and_the_first_page_has_none():
    section = opened(commune_report()).sections[0]

    assert section.different_first_page_header_footer
    assert round(section.header_distance.mm) == 10
    assert [field.get(f"{W}instr") for field in section.header.part.element.iter(f"{W}fldSimple")] == [
        " PAGE "
    ]
    assert section.first_page_header.paragraphs[0].text == ""


def test_appendices_are_sections_that_count_for_themselves():
    sections = opened(commune_report()).sections

    assert [section.orientation for section in sections] == [0, 0, 1]
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in sections] == [
        (210, 297),
        (210, 297),
        (297, 210),
    ]
    assert [s._sectPr.find(f"{W}pgNumType").get(f"{W}start") for s in sections] == ["1"] * 3
    assert all(section.different_first_page_header_footer for section in sections)


@pytest.mark.parametrize("paper", [cell_plan(appendices=(Appendix("Một", ()),)), certificates(draft=2)])
def test_draft_says_so_in_every_header_and_an_issued_paper_in_none(paper):
    def marks(document):
        return [
            "DỰ THẢO LẦN" in "".join(header.part.element.itertext())
            for section in document.sections
            for header in (section.header, section.first_page_header)
            if header is section.header or section.different_first_page_header_footer
        ]

    drafted, issued = opened(paper), opened(replace(paper, draft=None))

    assert set(marks(drafted)) == {True}
    assert set(marks(issued)) == {False}


def test_code_stands_in_the_first_footer_alone_and_says_its_address():
    file = write(urging_letter(appendices=(Appendix("Danh sách", ()),)))
    first, second = Document(io.BytesIO(file)).sections

    margin = first.first_page_footer.part.element
    (drawn,) = margin.iter(qn("wp:docPr"))
    (extent,) = margin.iter(qn("wp:extent"))
    assert drawn.get("descr").endswith(LOOK_UP)
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (Mm(15), Mm(15))
    assert "danvankheo.hoaxa.example/tra-cuu/7KQ2M9XD/" in "".join(margin.itertext())
    others = (first.footer, second.footer, second.first_page_footer)
    assert not any(list(footer.part.element.iter(qn("wp:docPr"))) for footer in others)
    with Image.open(io.BytesIO(ZipFile(io.BytesIO(file)).read("word/media/image1.png"))) as code:
        assert code.width == code.height >= 210
    assert not [name for name in ZipFile(io.BytesIO(write(cell_plan()))).namelist() if "media" in name]


def test_page_break_asks_the_next_block_for_a_new_page():
    table = Table((Column("A"),), (("1",),))
    document = opened(cell_plan(body=(Paragraph("Trước"), PageBreak(), table, PageBreak())))

    (broken,) = document.element.body.iter(f"{W}pageBreakBefore")

    assert broken.getparent().getparent().getnext().tag == f"{W}tbl"


# Tables


def table_with(document, words):
    return next(table for table in document.tables if words in table._tbl.xml)


def test_head_of_a_table_comes_back_and_rows_stay_whole():
    rows = opened(commune_report()).tables[-1]._tbl.findall(f"{W}tr")

    assert len(rows) == 31
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 30
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_grouped_head_is_two_rows_of_merged_cells():
    table = table_with(opened(cell_plan(body=(MODELS_BY_FIELD,))), "Duy trì")

    upper, lower = ([cell.text for cell in table.rows[n].cells] for n in (0, 1))

    assert upper == ["Lĩnh vực", "Đăng ký", "Đăng ký", "Đăng ký", "Được công nhận", "Tiêu biểu"]
    assert lower == ["Lĩnh vực", "Tổng", "Mới", "Duy trì", "Được công nhận", "Tiêu biểu"]
    assert len(list(table._tbl.iter(f"{W}tblHeader"))) == 2


def test_cells_stand_as_their_columns_say_and_the_total_is_bold_beside_the_last_row():
    table = table_with(opened(cell_plan(body=(MODELS_BY_FIELD,))), "Duy trì")
    (*_, last, total) = table.rows

    assert [cell.paragraphs[0].alignment for cell in last.cells] == [0] + [2] * 5
    assert all(run.bold for cell in total.cells for run in cell.paragraphs[0].runs)
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells)


@pytest.mark.parametrize("columns", [3, 14])
def test_columns_share_the_whole_room_and_no_more(columns):
    fixed = [Column(f"Cột {n}", width_mm=20) for n in range(1, columns)]
    table = Table((*fixed, Column("Cuối")), ())

    made = table_with(opened(cell_plan(body=(table,))), "Cuối")

    widths = [int(column.get(f"{W}w")) for column in made._tbl.tblGrid]
    assert sum(widths) == pytest.approx(Mm(165).twips, abs=columns)
    assert (widths[0] == pytest.approx(Mm(20).twips, abs=1)) == (columns == 3)


def test_columns_without_widths_get_what_their_words_need():
    table = Table((Column("TT"), Column("Nội dung")), (("1", "một nội dung dài hơn hẳn số thứ tự " * 6),))

    made = table_with(opened(cell_plan(body=(table,))), "Nội dung")

    narrow, wide = (int(column.get(f"{W}w")) for column in made._tbl.tblGrid)
    assert narrow < Mm(15).twips < Mm(140).twips < wide


@pytest.mark.parametrize(("count", "together"), [(8, True), (9, False)])
def test_short_table_is_kept_on_one_page(count, together):
    table = Table((Column("Tên"),), tuple((f"Dòng {n}",) for n in range(count)))

    rows = table_with(opened(cell_plan(body=(table, Paragraph("Sau")))), "Tên").rows[1:]

    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows]
    assert kept == [together] * (count - 1) + [False]


def test_empty_table_says_that_nothing_happened():
    table = table_with(opened(cell_plan(body=(Table((Column("A"), Column("B")), ()),))), "phát sinh")

    assert [cell.text for cell in table.rows[1].cells] == ["Không phát sinh."] * 2


def test_two_tables_in_a_row_do_not_grow_together():
    table = Table((Column("A"),), (("1",),))
    body = opened(cell_plan(body=(table, table))).element.body

    assert not [made for made in body.iter(f"{W}tbl") if made.getnext().tag == f"{W}tbl"]


def test_bars_are_shades_as_long_as_their_values():
    chart = Chart("Biểu đồ", (Bar("Đăng ký", 84, "84"), Bar("Một nửa", 42, "42/84"), Bar("Không", 0, "0")))
    table = table_with(opened(cell_plan(body=(chart,))), "Một nửa")

    bars = [row.cells[1].paragraphs[0]._p.pPr for row in table.rows]
    room = int(bars[2].ind.get(f"{W}right"))

    assert [int(bar.ind.get(f"{W}right")) for bar in bars] == [0, pytest.approx(room / 2, abs=1), room]
    assert [bar.find(f"{W}shd") is not None for bar in bars] == [True, True, False]
    assert [row.cells[2].text for row in table.rows] == ["84", "42/84", "0"]


# Signatures


def test_signature_stays_together_and_with_the_end_of_the_body():
    body = opened(cell_plan()).element.body
    *_, closing, gap, signature, _, _ = body

    assert "Trên đây là kế hoạch" in "".join(closing.itertext())
    assert all(p.pPr.find(f"{W}keepNext") is not None for p in (closing, gap))
    assert len(signature.findall(f"{W}tr")) == 1
    assert signature.find(f"{W}tr/{W}trPr/{W}cantSplit") is not None


def test_body_that_ends_with_a_table_keeps_its_last_row_with_the_signature():
    *_, made, _, _, _, _ = opened(cell_plan(body=(MODELS_BY_FIELD,))).element.body

    last = made.findall(f"{W}tr")[-1]

    assert all(p.pPr.find(f"{W}keepNext") is not None for p in last.iter(f"{W}p"))


def test_secretary_signs_at_the_left_of_the_chair_and_the_minutes_bear_no_number():
    document = opened(minutes())

    left, right = document.tables[-1].rows[0].cells

    assert [p.text for p in left.paragraphs] == ["THƯ KÝ", "Thư ký Hội đồng"]
    assert [p.text for p in right.paragraphs] == ["CHỦ TỌA", "Chủ tịch Hội đồng"]
    assert not [text for style, text in paragraphs(document) if style == "Số, ký hiệu"]


def test_minutes_that_go_to_people_name_them_below_the_signers():
    texts = paragraphs(opened(minutes(recipients=("Thường trực Đảng ủy", "Lưu Hội đồng"))))

    assert [text for _, text in texts[-3:]] == ["Nơi nhận:", "- Thường trực Đảng ủy;", "- Lưu Hội đồng."]


# What people type


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": "kế hoạch rất dài " * 24}, "kế hoạch rất dài"),
        ({"title": "x" * 400}, "x" * 400),
        ({"recipients": ()}, "BÍ THƯ"),
        ({"signature": replace(cell_plan().signature, office="", authority="")}, "KẾ HOẠCH"),
        ({"body": ()}, "BÍ THƯ"),
        ({"title": ""}, "KẾ HOẠCH"),
        ({"addressees": ("",)}, "Kính gửi:"),
        ({"parent_line": "", "issuer_line": "", "place": ""}, "KẾ HOẠCH"),
        ({"body": (Paragraph("a\x00b\x08c\ud800d\ufffe"),)}, "abcd"),
        ({"body": (Paragraph("<w:p>&amp;</w:t>"),)}, "<w:p>&amp;</w:t>"),
        ({"body": (Paragraph("\u202eא\u202c"),)}, "א"),
        ({"body": (Paragraph("một\t\thai   ba"),)}, "một hai ba"),
    ],
)
def test_any_input_gives_a_whole_file(changes, found):
    texts = [text for _, text in paragraphs(opened(cell_plan(**changes)))]

    assert any(found in text for text in texts)


def test_decomposed_text_comes_out_composed():
    text = unicodedata.normalize("NFD", "Đường về thôn Nội Xá")

    document = opened(cell_plan(body=(Paragraph(text), Table((Column(text),), ((text,),)))))

    assert document.element.xml.count("Đường về thôn Nội Xá") == 3
    assert unicodedata.is_normalized("NFC", document.element.xml)


def test_number_with_its_symbol_is_bound_in_sentences_and_plain_over_the_title():
    document = opened(decision())
    bound = [hyphen.getparent() for hyphen in document.element.body.iter(f"{W}noBreakHyphen")]

    assert {"".join(run.itertext())[:12] for run in bound} == {"(Kèm theo Qu"}
    assert ("Số, ký hiệu", "Số 46-QĐ/ĐU") in paragraphs(document)


def test_certificates_are_sheets_on_their_side_without_numbers():
    document = opened(certificates(verify_url=LOOK_UP))
    (section,) = document.sections

    assert section.orientation == 1
    assert not list(section.header.part.element.iter(f"{W}fldSimple"))
    assert len(list(document.element.body.iter(f"{W}pageBreakBefore"))) == 1
    codes = list(document.element.body.iter(qn("wp:docPr")))
    assert [code.get("id") for code in codes] == ["1", "2"]
    assert (
        len(
            [
                name
                for name in ZipFile(io.BytesIO(write(certificates(verify_url=LOOK_UP)))).namelist()
                if "media" in name
            ]
        )
        == 1
    )


def test_praise_is_set_so_that_the_longest_name_fits_its_sheet():
    sheet = Certificate("Tập thể cán bộ, đảng viên và Nhân dân thôn Mẫu " * 4, "Có thành tích " * 30)

    (short, long) = (
        [run.font.size for run in p.runs]
        for batch in (certificates(), certificates(sheets=(sheet,)))
        for p in opened(batch).tables[1].rows[0].cells[0].paragraphs[:1]
    )

    assert short[0] == Pt(34)
    assert Pt(8) < long[0] < Pt(34)


def test_open_number_and_date_leave_room_in_the_appendix_too():
    texts = [text for _, text in paragraphs(opened(cell_plan(appendices=(Appendix("Một", ()),))))]

    (whose,) = [text for text in texts if text.startswith("(Kèm theo")]
    assert "số            -KH/CB, ngày       tháng       năm 2026 của Chi bộ" in whose
