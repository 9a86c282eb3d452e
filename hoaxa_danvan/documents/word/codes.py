"""The way from a sheet to the public page that says whether it is genuine: a QR code and an address."""

import io

import segno
from docx.parts.story import StoryPart
from docx.shared import Mm

from hoaxa_danvan.documents.templatetags.printed import short_address
from hoaxa_danvan.documents.word.frame import side_by_side
from hoaxa_danvan.documents.word.measures import MM
from hoaxa_danvan.documents.word.xml import Element, node, paragraph, run

CODE_MM, GAP_MM = 15, 2


def look_up(part: StoryPart, url: str, room: float, *, number: int = 1) -> Element:
    """The code, and beside it the address for those who type. `number` is the picture's in its part."""
    file = io.BytesIO()
    segno.make(url, error="m", micro=False).save(file, kind="png", scale=10, border=0)
    picture = part.new_pic_inline(file, height=Mm(CODE_MM))
    picture.docPr.set("id", str(number))
    picture.docPr.set("name", f"QR {number}")
    picture.docPr.set("descr", f"Mã QR để tra cứu văn bản: {url}")
    for side in "TBLR":  # LibreOffice would keep an eighth of an inch around it
        picture.set(f"dist{side}", "0")
    drawing = node("drawing")
    drawing.append(picture)
    words = paragraph("LookUp", run(f"Tra cứu văn bản:\n{short_address(url)}"))
    aside = (CODE_MM + GAP_MM) * MM
    cells = ([paragraph("Footer", node("r", drawing))], [words])
    return side_by_side(cells, widths=(aside, room - aside), standing=("center", "center"))
