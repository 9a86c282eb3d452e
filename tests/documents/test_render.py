import io
import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from hoaxa_danvan.documents.fonts import find_fonts
from hoaxa_danvan.documents.headings import default_profiles
from hoaxa_danvan.documents.paper import Column, Paragraph, Table
from hoaxa_danvan.documents.press import Printed, print_pdf
from hoaxa_danvan.documents.render import paper_css, paper_html, render_pdf
from tests.documents.conftest import AT, print_out
from tests.documents.measure import pages, run
from tests.documents.samples import (
    cell_plan,
    commune_report,
    division_plan,
    front_plan,
    praise,
    youth_plan,
)

PARTY = default_profiles()["party"]


def test_the_same_paper_gives_the_same_bytes(draft):
    assert print_out(cell_plan()) == draft


def test_identifier_and_time_are_part_of_the_file(draft):
    later = render_pdf(cell_plan(), PARTY, identifier="báo cáo thử", created=AT + timedelta(seconds=1))
    other = render_pdf(cell_plan(), PARTY, identifier="khác", created=AT)

    assert len({draft, later, other}) == 3


@pytest.fixture(
    scope="module", params=[commune_report, division_plan, front_plan, youth_plan, "letter", "sheets"]
)
def filed(request) -> Iterator[pikepdf.Pdf]:
    """One file of each form and kind, open."""
    others = {
        "letter": cell_plan(kind="", urgency="KHẨN", verify_url="https://danvan.example/1"),
        "sheets": praise("Chi bộ thôn Mẫu 1", "Chi bộ thôn Mẫu 2"),
    }
    paper = others[request.param] if isinstance(request.param, str) else request.param()
    with pikepdf.open(io.BytesIO(print_out(paper))) as pdf:
        yield pdf


def test_file_claims_the_archives_standard_with_what_that_asks_for(filed):
    """PDF/A-2a: what can be asked without the standard's own validator."""
    meta = filed.open_metadata()
    (intent,) = filed.Root.OutputIntents

    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
    assert (intent.S, intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
    assert (filed.Root.Lang, bool(filed.Root.MarkInfo.Marked)) == ("vi", True)
    assert filed.Root.ViewerPreferences.DisplayDocTitle
    assert meta["dc:title"]
    assert "/ID" in filed.trailer
    assert not filed.is_encrypted
    assert filed.check_pdf_syntax() == []


def test_every_page_and_figure_is_tagged(filed):
    elements = [
        e for e in filed.objects if isinstance(e, pikepdf.Dictionary) and e.get("/Type") == "/StructElem"
    ]

    assert len(filed.Root.StructTreeRoot.ParentTree.Nums) == 2 * len(filed.pages)
    assert all("/StructParents" in page for page in filed.pages)
    assert all("/Alt" in element for element in elements if element.S == "/Figure")
    assert {"/H1", "/P"} <= {str(element.S) for element in elements}


def test_every_font_is_embedded_tells_its_letters_and_is_not_the_hosts(filed):
    fonts = [o for o in filed.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
    outer = [font for font in fonts if font.Subtype == "/Type0"]
    inner = [font for font in fonts if font.Subtype != "/Type0"]

    assert len(outer) == len(inner) >= 2
    assert all("/ToUnicode" in font for font in outer)
    assert all("+VB-Serif" in str(font.BaseFont) for font in fonts)
    assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in inner)


def test_file_names_its_title_and_author(report):
    with pikepdf.open(io.BytesIO(report)) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"].startswith("BÁO CÁO kết quả thực hiện phong trào thi đua “Dân vận khéo”")
        assert meta["dc:creator"] == ["Ban Thường vụ Đảng ủy xã Hòa Xá"]


def test_tables_and_headings_are_tagged_as_such(report):
    tree = run("pdfinfo", "-struct", "{}", pdf=report).decode()
    tags = {line.split()[0].rstrip(":") for line in tree.splitlines() if line.strip()}

    assert {"H1", "H2", "H3", "H4", "H5", "P", "L", "LI", "Table", "THead", "TH", "TD", "Caption"} <= tags


def test_cell_under_a_grouped_heading_is_read_with_its_own_label():
    columns = (Column("Lĩnh vực"), Column("Mới", group="Đăng ký"), Column("Duy trì", group="Đăng ký"))
    pdf = print_out(cell_plan(body=(Table(columns, (("Kinh tế", "12", "16"),)),)))

    lines = [line.strip() for line in run("pdfinfo", "-struct-text", "{}", pdf=pdf).decode().splitlines()]

    def tag_of(text, beginning):
        return next(
            line for line in reversed(lines[: lines.index(f'"{text}"')]) if line.startswith(beginning)
        )

    for label, figure in (("Mới", "12"), ("Duy trì", "16")):
        heading_id = tag_of(label, "TH <").strip("TH <>:")
        assert f"({heading_id})" in tag_of(figure, "/Headers")


def test_decomposed_text_comes_out_composed():
    paper = cell_plan(body=(Paragraph(unicodedata.normalize("NFD", "Đường về thôn Nội Xá")),))

    text = pages(print_out(paper))[0].text

    assert "Đường về thôn Nội Xá" in text
    assert unicodedata.is_normalized("NFC", text)


def test_markup_and_unprintable_signs_in_the_text_do_no_harm():
    rude = '</p><img src="file:///etc/passwd"><style>*{display:none}</style>&amp; \x00\x08\ud800'

    text = pages(print_out(cell_plan(title=rude, body=(Paragraph(rude),))))[0].text

    assert text.count('<img src="file:///etc/passwd">') == 2


def print_here(paper) -> Printed:
    """In this process, to hear what the press says."""
    fonts = find_fonts()
    return print_pdf(
        html=paper_html(paper, PARTY, created=AT),
        css=fonts.face_css() + paper_css(paper, PARTY),
        readable=fonts.urls(),
        identifier="x",
    )


@pytest.mark.parametrize(
    "paper",
    [
        commune_report(verify_url="https://danvan.example/1"),
        cell_plan(kind="", urgency="KHẨN"),
        praise("Chi bộ"),
    ],
    ids=["report", "letter", "certificate"],
)
def test_press_says_nothing_of_what_it_could_not_do(caplog, paper):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        logging.getLogger("weasyprint").propagate = True
        print_here(paper)

    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.css", "data:text/css,p{}"])
def test_press_reads_nothing_but_its_fonts(url):
    html = f'<html lang="vi"><link rel="stylesheet" href="{url}"><p>Chữ'

    with pytest.raises(RuntimeError, match="Error fetching"):
        print_pdf(html=html, css="", readable=find_fonts().urls(), identifier="x")


def test_face_that_vanished_stops_the_press():
    css = '@font-face { font-family: "VB Serif"; src: url("file:///no/such.ttf"); }'

    with pytest.raises(RuntimeError, match="Error fetching"):
        print_pdf(html="<p>Chữ", css=css, readable=["file:///no/such.ttf"], identifier="x")


def test_issuing_takes_the_draft_mark_away():
    issued = replace(cell_plan(), draft=None)

    assert "DỰ THẢO" not in paper_css(issued, PARTY)
    assert 'draft-mark: "DỰ THẢO LẦN 2"' in paper_css(cell_plan(), PARTY)
