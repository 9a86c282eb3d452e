"""What styles.xml holds: the named styles of a paper, its fonts and language, three kinds of table."""

from dataclasses import dataclass
from enum import Enum

from hoaxa_danvan.documents.word.measures import MM, twips
from hoaxa_danvan.documents.word.xml import FAMILY, LANGUAGE, Align, Element, flag, node, w

BUILT_IN = {"Normal", "Body Text", "Title", "Subtitle"}


class Box(Enum):
    """The sides of a paragraph that are drawn."""

    NONE = ()
    BELOW = ("bottom",)
    AROUND = ("top", "left", "bottom", "right")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; lengths in points, `pitch` the exact distance of its lines (0: as they need).

    Built-in names (“heading 1”, “Body Text”) are shown by Word in its user's language.
    """

    id: str
    name: str
    size: float
    pitch: float
    align: Align = "left"
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    first_line: float = 0
    keep: bool = False
    level: int | None = None
    box: Box = Box.NONE
    colour: str = ""

    def element(self) -> Element:
        is_normal = self.id == "Normal"
        made = node(
            "style",
            node("name", val=self.name),
            None if is_normal else node("basedOn", val="Normal"),
            None if self.level is None else node("next", val="BodyText"),
            node("qFormat"),
            self._paragraph(),
            self._letters(),
            type="paragraph",
            styleId=self.id,
        )
        if is_normal:
            made.set(w("default"), "1")
        elif not (self.name in BUILT_IN or self.name[0].islower()):
            made.set(w("customStyle"), "1")
        return made

    def _paragraph(self) -> Element:
        line, manner = (twips(self.pitch), "exact") if self.pitch else (240, "auto")
        before, after = twips(self.before), twips(self.after)
        return node(
            "pPr",
            flag("keepNext", self.keep),
            flag("keepLines", self.keep),
            node("widowControl"),
            self._border(),
            node("spacing", before=before, after=after, line=line, lineRule=manner),
            node("ind", left=0, right=0, firstLine=twips(self.first_line)),
            node("jc", val=self.align),
            None if self.level is None else node("outlineLvl", val=self.level),
        )

    def _border(self) -> Element | None:
        """The rules under titles are lower borders of empty lines: they print alike everywhere."""
        space = 1 if self.box is Box.AROUND else 0
        sides = [node(side, val="single", sz=6, space=space, color="auto") for side in self.box.value]
        return node("pBdr", *sides) if sides else None

    def _letters(self) -> Element:
        half_points = round(2 * self.size)
        return node(
            "rPr",
            *(flag("b", self.bold), flag("bCs", self.bold), flag("i", self.italic), flag("iCs", self.italic)),
            node("color", val=self.colour) if self.colour else None,
            *(node("sz", val=half_points), node("szCs", val=half_points)),
        )


def style_sheet(styles: list[Style]) -> list[Element]:
    """Everything in the file; the first style is the one that all others begin from."""
    fonts = node("rFonts", ascii=FAMILY, hAnsi=FAMILY, cs=FAMILY, eastAsia=FAMILY)
    language = node("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    defaults = node(
        "docDefaults",
        node("rPrDefault", node("rPr", fonts, language)),
        node("pPrDefault", node("pPr")),
    )
    return [defaults, *(style.element() for style in styles), *_tables()]


def _tables() -> list[Element]:
    """What stands side by side, and bars beside their values, have no lines; figures have."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = node("tblBorders", *(node(side, val="single", sz=4, space=0, color="auto") for side in sides))
    plain = _table("TableNormal", "Normal Table", _margins(0, 0))
    plain.set(w("default"), "1")
    return [
        plain,
        _table("Figures", "Bảng số liệu", lines, _margins(2.5, 1.2 * MM), based_on="TableNormal"),
        _table("Bars", "Biểu đồ cột", _margins(2, 2 * MM), based_on="TableNormal"),
    ]


def _table(id_: str, name: str, *properties: Element, based_on: str = "") -> Element:
    made = node(
        "style",
        node("name", val=name),
        node("basedOn", val=based_on) if based_on else None,
        flag("qFormat", bool(based_on)),
        node("tblPr", node("tblInd", w=0, type="dxa"), *properties),
        type="table",
        styleId=id_,
    )
    if based_on:
        made.set(w("customStyle"), "1")
    return made


def _margins(above: float, aside: float) -> Element:
    widths = {"top": above, "left": aside, "bottom": above, "right": aside}
    return node("tblCellMar", *(node(side, w=twips(width), type="dxa") for side, width in widths.items()))
