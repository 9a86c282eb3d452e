"""Sections: their paper and margins, the page number over them, the mark of a draft, the QR code below."""

import io
from collections.abc import Sequence

import segno
from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm

from hoaxa_danvan.documents.paper import Certificates, Printable
from hoaxa_danvan.documents.templatetags.printed import short_address
from hoaxa_danvan.documents.word.frame import Frame, side_by_side
from hoaxa_danvan.documents.word.measures import MM, twips
from hoaxa_danvan.documents.word.xml import Element, bare_run, flag, node, paragraph, run

HEADER, FOOTER = 10 * MM, 3.5 * MM
QR_MM = 15

Part = tuple[list[Element], Frame]  # what stands in a section, and its frame


def set_sections(document: Document, parts: Sequence[Part], paper: Printable) -> None:
    """Each part begins a page and counts its own pages, the first of them without a number."""
    body = document.element.body
    body[:] = []
    for number, (content, frame) in enumerate(parts, start=1):
        section = _section_of(frame, paper)
        last = paragraph("Gap")
        if number < len(parts):
            last[0].append(section)
        body.extend([*content, last])
        if number == len(parts):
            body.append(section)
        _write_margins(Section(section, document.part), frame, paper, is_first=number == 1)


def _section_of(frame: Frame, paper: Printable) -> Element:
    top, right, bottom, left = map(twips, frame.margins)
    is_batch = isinstance(paper, Certificates)
    size = node("pgSz", w=twips(frame.page[0]), h=twips(frame.page[1]))
    if frame.is_wide:
        size.set(qn("w:orient"), "landscape")
    edges = {"header": twips(HEADER), "footer": twips(FOOTER), "gutter": 0}
    margins = node("pgMar", top=top, right=right, bottom=bottom, left=left, **edges)
    kind = node("type", val="nextPage")
    return node("sectPr", kind, size, margins, node("pgNumType", start=1), flag("titlePg", not is_batch))


def _write_margins(section: Section, frame: Frame, paper: Printable, *, is_first: bool) -> None:
    """Every header and footer is the section's own: what is not said would come from the one before."""
    mark, number = _page_top(paper, frame), node("fldSimple", bare_run("2"), instr=" PAGE ")
    tops = (section.header, section.first_page_header, section.footer, section.first_page_footer)
    for margin in tops:
        margin.is_linked_to_previous = False
    if isinstance(paper, Certificates):
        section.header.part.element[:] = [mark]
    else:
        section.first_page_header.part.element[:] = [mark]
        section.header.part.element[:] = [_page_top(paper, frame, number)]
    if is_first and paper.verify_url:
        every = isinstance(paper, Certificates)
        _draw_code(section.footer if every else section.first_page_footer, paper.verify_url, frame)


def _page_top(paper: Printable, frame: Frame, *number: Element) -> Element:
    """The number in the middle; a draft's mark at the left of every page, the first one too."""
    if not paper.draft:
        return paragraph("Header", *number)
    mark = bare_run(f"DỰ THẢO LẦN {paper.draft}", italic=True)
    stop = (node("tab", val="center", pos=twips(frame.room / 2)),)
    return paragraph(
        "Header", mark, *([node("r", node("tab")), *number] if number else []), stops=stop, align="left"
    )


def _draw_code(margin: _Footer, url: str, frame: Frame) -> None:
    """The code, and beside it the address for those who type."""
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=10, border=0)
    margin.paragraphs[0].add_run().add_picture(picture, height=Mm(QR_MM))
    drawn = margin.part.element[0]
    next(drawn.iter(qn("wp:docPr"))).set("descr", f"Mã QR để tra cứu văn bản: {url}")
    for side in "TBLR":  # LibreOffice would keep an eighth of an inch around it
        next(drawn.iter(qn("wp:inline"))).set(f"dist{side}", "0")
    words = paragraph("LookUp", run(f"Tra cứu văn bản:\n{short_address(url)}"))
    aside = (QR_MM + 2) * MM
    widths = (aside, frame.room - aside)
    columns = side_by_side(([drawn], [words]), widths=widths, in_middle=True)
    margin.part.element[:] = [columns, paragraph("Gap")]
