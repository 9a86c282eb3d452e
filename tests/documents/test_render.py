import io
import logging
import unicodedata
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
from tests.documents.samples import cell_plan, commune_report, praise

PARTY = default_profiles()["party"]


def test_the_same_paper_gives_the_same_bytes(draft):
    assert print_out(cell_plan()) == draft


def test_identifier_and_time_are_part_of_the_file(draft):
    later = render_pdf(cell_plan(), PARTY, identifier="báo cáo thử", created=AT + timedelta(seconds=1))
    other = render_pdf(cell_plan(), PARTY, identifier="khác", created=AT)

    assert len({draft, later, other}) == 3


def test_file_says_that_it_is_for_the_archive_and_can_be_read_aloud(report):
    with pikepdf.open(io.BytesIO(report)) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.Lang == "vi"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert "/OutputIntents" in pdf.Root
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


def test_every_font_is_embedded_and_none_is_the_hosts(report, state_plan):
    for pdf in (report, state_plan):
        rows = run("pdffonts", "{}", pdf=pdf).decode().splitlines()[2:]
        assert rows
        assert all("+VB-Serif" in row for row in rows)
        assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, subset, ToUnicode


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
