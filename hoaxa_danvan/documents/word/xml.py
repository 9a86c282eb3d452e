"""Pieces of WordprocessingML. Built by hand: the library's own calls take minutes over long tables."""

import re
from functools import cache
from typing import Literal, TypedDict, Unpack

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hoaxa_danvan.documents.templatetags.printed import NUMBER_AND_SYMBOL, clean
from hoaxa_danvan.documents.word.measures import twips

Element = BaseOxmlElement
Align = Literal["left", "center", "right", "both"]

FAMILY = "Times New Roman"
LANGUAGE = "vi-VN"
NO_BREAK = "\u2011"
_SPACES = re.compile(r"[ \t]+")
_PIECES = re.compile(rf"\n|{NO_BREAK}|[^\n{NO_BREAK}]+")


class Form(TypedDict, total=False):
    """How a run differs from its paragraph's style."""

    bold: bool
    italic: bool
    underline: bool
    size: float


@cache
def w(name: str) -> str:
    """A name in the space of WordprocessingML."""
    return qn(f"w:{name}")


def node(tag: str, *children: Element | None, **attributes: str | float) -> Element:
    """`<w:tag w:attribute="…">` around its children, those that are None left out."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(w(name), str(value))
    made.extend(child for child in children if child is not None)
    return made


def flag(tag: str, wanted: bool) -> Element | None:
    return node(tag) if wanted else None


def laid(text: str) -> str:
    """As the printed page has it: cleaned, and with single spaces."""
    return "\n".join(line.strip() for line in _SPACES.sub(" ", clean(text)).split("\n"))


def run(text: str, **form: Unpack[Form]) -> Element:
    """Words as they are to be printed; a newline breaks the line."""
    return bare_run(bound(laid(text)), **form)


def bound(text: str) -> str:
    """A line does not end inside 31-QĐ/ĐU."""
    return NUMBER_AND_SYMBOL.sub(lambda found: found[0].replace("-", NO_BREAK), text)


def bare_run(text: str, **form: Unpack[Form]) -> Element:
    """Text that was laid out already; its spaces stay."""
    size = round(2 * form.get("size", 0))
    properties = node(
        "rPr",
        *(flag("b", form.get("bold", False)), flag("i", form.get("italic", False))),
        *((node("sz", val=size), node("szCs", val=size)) if size else ()),
        node("u", val="single") if form.get("underline") else None,
    )
    return node("r", properties if len(properties) else None, *map(_piece, _PIECES.findall(text)))


def _piece(text: str) -> Element:
    """A hyphen that binds has an element of its own: fonts without that letter draw it all the same."""
    if text == "\n":
        return node("br")
    if text == NO_BREAK:
        return node("noBreakHyphen")
    made = node("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(
    style: str,
    *content: Element,
    keep: bool = False,
    new_page: bool = False,
    stops: tuple[Element, ...] = (),
    shade: str = "",
    before: float | None = None,
    after: float | None = None,
    pitch: float | None = None,
    indents: tuple[float, float] | None = None,
    hanging: float = 0,
    align: Align | None = None,
) -> Element:
    """`keep`: on the page where the next one begins; `indents` from the left and the right."""
    left, right = indents or (0, 0)
    properties = (
        node("pStyle", val=style),
        flag("keepNext", keep),
        flag("pageBreakBefore", new_page),
        node("shd", val="clear", color="auto", fill=shade) if shade else None,
        node("tabs", *stops) if stops else None,
        _spacing(pitch, before=before, after=after),
        node("ind", left=twips(left), right=twips(right), hanging=twips(hanging)) if indents else None,
        node("jc", val=align) if align else None,
    )
    return node("p", node("pPr", *properties), *content)


def _spacing(pitch: float | None, **gaps: float | None) -> Element | None:
    given: dict[str, str | float] = {name: twips(gap) for name, gap in gaps.items() if gap is not None}
    if pitch:
        given |= {"line": twips(pitch), "lineRule": "exact"}
    return node("spacing", **given) if given else None


def keep_with_next(made: Element) -> None:
    """A paragraph, a row, or a table's last row stays on the page of what follows."""
    rows = made.findall(w("tr"))
    for text in (rows[-1] if rows else made).iter(w("p")):
        properties = text.find(w("pPr"))
        if properties is not None and properties.find(w("keepNext")) is None:
            properties.insert(1, node("keepNext"))
