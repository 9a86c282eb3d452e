"""What every part of a paper is set in: its profile, the fonts' widths, the room between the margins."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.word.measures import A4_MM, MM, Look, twips
from hoaxa_danvan.documents.word.metrics import Scale
from hoaxa_danvan.documents.word.xml import Element, node, paragraph

Vertical = Literal["top", "center", "bottom"]


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

    def within(self, *margins: float) -> Self:
        top, right, bottom, left = margins
        return replace(self, margins=(top, right, bottom, left))

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
    standing: tuple[Vertical, ...] | None = None,
    height: float = 0,
) -> Element:
    """A table that nobody sees, its rows in one piece.

    `gutter` is kept free at the right of the first column; `standing` says where in its row each column
    stands; rows of a `height` are neither more nor less.
    """
    properties = node(
        "tblPr",
        node("tblStyle", val="TableNormal"),
        node("tblW", w=twips(sum(widths)), type="dxa"),
        node("tblLayout", type="fixed"),
        node("tblLook", val="0000"),
    )
    grid = node("tblGrid", *(node("gridCol", w=twips(width)) for width in widths))
    gutters = (gutter, *(0,) * (len(widths) - 1))
    top: Vertical = "top"
    made = []
    for row in rows:
        cells = [
            _cell(*parts) for parts in zip(row, widths, gutters, standing or (top,) * len(row), strict=True)
        ]
        exact = node("trHeight", val=twips(height), hRule="exact") if height else None
        made.append(node("tr", node("trPr", node("cantSplit"), exact), *cells))
    return node("tbl", properties, grid, *made)


def _cell(content: list[Element], width: float, gutter: float, stands: Vertical) -> Element:
    properties = (
        node("tcW", w=twips(width), type="dxa"),
        node("tcMar", node("right", w=twips(gutter), type="dxa")) if gutter else None,
        node("vAlign", val=stands),
    )
    return node("tc", node("tcPr", *properties), *(content or [paragraph("Gap")]))
