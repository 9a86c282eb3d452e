"""What every part of a paper is set in: its profile, the fonts' widths, the room between the margins."""

from dataclasses import dataclass, replace
from typing import Self

from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.word.measures import A4_MM, MM, Look, twips
from hoaxa_danvan.documents.word.metrics import Scale
from hoaxa_danvan.documents.word.xml import Element, node, paragraph


@dataclass(frozen=True, slots=True)
class Frame:
    """`page` and `margins` (top, right, bottom, left) in points."""

    profile: HeadingProfile
    look: Look
    scale: Scale
    page: tuple[float, float]
    margins: tuple[float, float, float, float]

    @classmethod
    def of(cls, profile: HeadingProfile) -> Self:
        look = Look(profile.look)
        return cls(profile, look, Scale(), (A4_MM[0] * MM, A4_MM[1] * MM), look.margins("page-margin"))

    def on_its_side(self) -> Self:
        page = (self.page[1], self.page[0])
        return replace(self, page=page, margins=self.look.margins("landscape-margin"))

    @property
    def is_wide(self) -> bool:
        return self.page[0] > self.page[1]

    @property
    def room(self) -> float:
        """From the left margin to the right one."""
        return self.page[0] - self.margins[1] - self.margins[3]


def rule(length: float, room: float, *, after: float | None = None) -> Element:
    """A centred line as long as asked."""
    aside = max(0, (room - length) / 2)
    return paragraph("Rule", indents=(aside, aside), after=after)


def side_by_side(
    *rows: tuple[list[Element], ...],
    widths: tuple[float, ...],
    gutter: float = 0,
    in_middle: bool = False,
) -> Element:
    """A table that nobody sees, its rows in one piece. `gutter` is kept free at the right of the first column."""
    properties = node(
        "tblPr",
        node("tblStyle", val="TableNormal"),
        node("tblW", w=twips(sum(widths)), type="dxa"),
        node("tblLayout", type="fixed"),
        node("tblLook", val="0000"),
    )
    grid = node("tblGrid", *(node("gridCol", w=twips(width)) for width in widths))
    gutters = (gutter, *(0,) * (len(widths) - 1))
    made = []
    for row in rows:
        cells = [_cell(*parts, in_middle) for parts in zip(row, widths, gutters, strict=True)]
        made.append(node("tr", node("trPr", node("cantSplit")), *cells))
    return node("tbl", properties, grid, *made)


def _cell(content: list[Element], width: float, gutter: float, in_middle: bool) -> Element:
    properties = (
        node("tcW", w=twips(width), type="dxa"),
        node("tcMar", node("right", w=twips(gutter), type="dxa")) if gutter else None,
        node("vAlign", val="center") if in_middle else None,
    )
    return node("tc", node("tcPr", *properties), *(content or [paragraph("Gap")]))
