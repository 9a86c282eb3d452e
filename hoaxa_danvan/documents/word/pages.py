"""Sections: their paper and margins, the page number over them, the mark of a draft, the QR code below."""

from collections.abc import Sequence

from docx.document import Document
from docx.section import Section

from hoaxa_danvan.documents.paper import Certificates, Printable
from hoaxa_danvan.documents.word.codes import look_up
from hoaxa_danvan.documents.word.frame import Frame
from hoaxa_danvan.documents.word.measures import MM, twips
from hoaxa_danvan.documents.word.stylebook import RED
from hoaxa_danvan.documents.word.xml import Element, bare_run, node, paragraph, w

HEADER, FOOTER = 10 * MM, 3.5 * MM

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
    size = node("pgSz", w=twips(frame.page[0]), h=twips(frame.page[1]))
    if frame.is_wide:
        size.set(w("orient"), "landscape")
    edges = {"header": twips(HEADER), "footer": twips(FOOTER), "gutter": 0}
    margins = node("pgMar", top=top, right=right, bottom=bottom, left=left, **edges)
    if isinstance(paper, Certificates):
        return node("sectPr", size, margins, _border())
    kind, first = node("type", val="nextPage"), node("titlePg")
    return node("sectPr", kind, size, margins, node("pgNumType", start=1), first)


def _border() -> Element:
    """Around a certificate, measured from the edge of its sheet."""
    line: dict[str, str | float] = {"val": "thickThinSmallGap", "sz": 30, "space": 24, "color": RED}
    sides = (node(side, **line) for side in ("top", "left", "bottom", "right"))
    return node("pgBorders", *sides, offsetFrom="page")


def _write_margins(section: Section, frame: Frame, paper: Printable, *, is_first: bool) -> None:
    """Every header and footer is the section's own: what is not said would come from the one before."""
    for margin in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        margin.is_linked_to_previous = False
    mark, number = _page_top(paper, frame), node("fldSimple", bare_run("2"), instr=" PAGE ")
    if isinstance(paper, Certificates):
        section.header.part.element[:] = [mark]
        return
    section.first_page_header.part.element[:] = [mark]
    section.header.part.element[:] = [_page_top(paper, frame, number)]
    if is_first and paper.verify_url:
        below = section.first_page_footer.part
        below.element[:] = [look_up(below, paper.verify_url, frame.room), paragraph("Gap")]


def _page_top(paper: Printable, frame: Frame, *number: Element) -> Element:
    """The number in the middle; a draft's mark at the left of every page, the first one too."""
    if not paper.draft:
        return paragraph("Header", *number)
    mark = bare_run(f"DỰ THẢO LẦN {paper.draft}", italic=True)
    stop = (node("tab", val="center", pos=twips(frame.room / 2)),)
    return paragraph(
        "Header", mark, *([node("r", node("tab")), *number] if number else []), stops=stop, align="left"
    )
