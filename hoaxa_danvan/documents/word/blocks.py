"""The body of a paper and of its appendices, block by block."""

from collections.abc import Callable, Iterable
from typing import Any

from hoaxa_danvan.documents.paper import Block, Bullets, Chart, PageBreak, Paragraph, Section, Table
from hoaxa_danvan.documents.templatetags.printed import heading_lines
from hoaxa_danvan.documents.word.frame import Frame
from hoaxa_danvan.documents.word.tables import chart_of, table_of
from hoaxa_danvan.documents.word.xml import Element, bare_run, laid, node, paragraph, run

STYLE_OF_KIND = {"normal": "BodyText", "basis": "Basis", "note": "Note"}


def body_of(blocks: Iterable[Block], frame: Frame) -> list[Element]:
    made: list[Element] = []
    breaks = False
    for block in blocks:
        if isinstance(block, PageBreak):
            breaks = True
            continue
        parts = WRITERS[type(block)](block, frame)
        if breaks and parts:
            begin_page(parts[0])
            breaks = False
        made += parts
    return made


def begin_page(first: Element) -> None:
    """Every block begins with a paragraph, tables too: that one asks for the new page."""
    properties = first[0]
    place = 2 if len(properties) > 1 and properties[1].tag.endswith("}keepNext") else 1
    properties.insert(place, node("pageBreakBefore"))


def _section(block: Section, frame: Frame) -> list[Element]:
    if block.level == 0:
        return [paragraph("Heading1", run("\n".join(heading_lines(block.text))))]
    text = laid(block.text).upper() if block.level == 1 else block.text
    return [paragraph(f"Heading{block.level + 1}", run(text))]


def _paragraph(block: Paragraph, frame: Frame) -> list[Element]:
    dash = "- " if block.kind == "basis" and frame.profile.basis_dash else ""
    lead = [bare_run(f"{block.lead()} ", bold=True)] if block.lead() else []
    return [paragraph(STYLE_OF_KIND[block.kind], *lead, run(dash + laid(block.rest())))]


def _bullets(block: Bullets, frame: Frame) -> list[Element]:
    return [paragraph("Dash", run(f"- {laid(item)}")) for item in block.items]


WRITERS: dict[type, Callable[[Any, Frame], list[Element]]] = {
    Section: _section,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: table_of,
    Chart: chart_of,
}
