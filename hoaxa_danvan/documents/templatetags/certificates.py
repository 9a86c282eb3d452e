"""Certificates: words in the size in which they fit their sheet."""

from dataclasses import dataclass
from typing import Literal

from django import template

from hoaxa_danvan.documents.fitting import Fit, fitted
from hoaxa_danvan.documents.fonts import find_fonts
from hoaxa_danvan.documents.paper import Certificate, Certificates
from hoaxa_danvan.documents.templatetags.printed import clean

register = template.Library()

# Of certificates.css: the column, and what the longest heading leaves of it for the middle part.
WIDTH_MM, HEIGHT_MM, LEADING, GAP_MM = 225, 52, 1.25, 3

Role = Literal["recipient", "below", "reason"]
SIZES: dict[Role, tuple[int, float]] = {"recipient": (2, 34), "below": (1, 16), "reason": (3, 18)}


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    text: str
    fit: Fit


@register.filter
def fitted_lines(sheet: Certificate) -> list[Line]:
    """Who is praised and for what: a name on two lines at most, and all of it within the sheet."""
    texts: list[tuple[Role, str]] = [("recipient", sheet.recipient)]
    texts += [("below", line) for line in sheet.lines_below]
    texts += [("reason", sheet.reason)]
    for per_cent in range(100, 20, -5):
        lines = [_line(role, clean(text), per_cent / 100) for role, text in texts]
        if GAP_MM + sum(line.fit.height_mm(LEADING) for line in lines) <= HEIGHT_MM:
            break
    return lines


@register.filter
def gives_it(paper: Certificates) -> bool:
    """“TẶNG” stands before “GIẤY KHEN”, other actions between the kind and the name."""
    return clean(paper.action).upper() == "TẶNG"


def _line(role: Role, text: str, scale: float) -> Line:
    lines, largest = SIZES[role]
    face = find_fonts().bold if role == "recipient" else find_fonts().regular
    return Line(role, text, fitted(text, face=face, width_mm=WIDTH_MM, lines=lines, largest=largest * scale))
