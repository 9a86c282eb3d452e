"""From what a paper says to the PDF that is filed: tagged PDF/A-2a, the same bytes each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import get_template, render_to_string

from hoaxa_danvan.documents.fonts import FontSet, find_fonts
from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.paper import Certificates, Printable
from hoaxa_danvan.documents.parts import LongAppendix, Part, batches, pieces
from hoaxa_danvan.documents.pressroom import Answer, Deadline, Order, join, room

GOING_ON = (
    "@page :nth(1 of {name}) {{ counter-reset: page {number}; @top-center {{ content: counter(page); }} }}\n"
)


def render_pdf(paper: Printable, profile: HeadingProfile, *, identifier: str, created: datetime) -> bytes:
    """The paper as PDF. Raises `LibrariesMissing` or `FontsMissing` while the machine cannot, and
    `TooMuch` where it would take more time or memory than a paper may.

    `identifier` and `created` (aware) are written into the file: the same four give the same bytes.
    """
    printer = Printer(profile, identifier, created, find_fonts(), Deadline(settings.DOCUMENT_SECONDS))
    if isinstance(paper, Certificates):
        parts = [printer.print(Part(batch)).pdf for batch in batches(paper)]
    else:
        parts = [pdf for piece in pieces(paper) for pdf in printer.print_piece(piece)]
    return join(parts, deadline=printer.deadline)


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints one paper, in parts if it must be, within the time that it has as a whole."""

    profile: HeadingProfile
    identifier: str
    created: datetime
    fonts: FontSet
    deadline: Deadline

    def print_piece(self, piece: Part | LongAppendix) -> Iterator[bytes]:
        """A long appendix comes out page by page as if it were printed at once: the last page of each
        print is left out, and the next print begins with it.
        """
        if isinstance(piece, Part):
            yield self.print(piece).pdf
            return
        row: int | None = 0
        page = 1
        while row is not None:
            part = piece.part_from(row)
            answer = self.print(part, first_page=page)
            yield answer.pdf
            page += answer.pages
            row = part.next_row if answer.rows is None else row + answer.rows

    def print(self, part: Part, *, first_page: int = 1) -> Answer:
        order = Order(
            html=_part_html(part, self.profile, created=self.created),
            css=self.fonts.face_css() + paper_css(part.paper, self.profile) + _going_on(first_page),
            readable=self.fonts.urls(),
            identifier=self.identifier,
            hold_back=part.next_row is not None,
        )
        return room.print(order, deadline=self.deadline)


def paper_html(paper: Printable, profile: HeadingProfile, *, created: datetime) -> str:
    """The whole printed body without its style."""
    return _part_html(Part(paper, has_body=True), profile, created=created)


def _part_html(part: Part, profile: HeadingProfile, *, created: datetime) -> str:
    context = {
        "paper": part.paper,
        "profile": profile,
        "created": created.isoformat(timespec="seconds"),
        "has_body": part.has_body,
        "long_table": part.table,
        "goes_on": part.first_row > 0,
    }
    return render_to_string(f"documents/{_template(part.paper)}.html", context)


def paper_css(paper: Printable, profile: HeadingProfile) -> str:
    """The style sheet under the measures of the paper's own profile."""
    mark = f'"DỰ THẢO LẦN {paper.draft}"' if paper.draft else "none"
    declared = "".join(
        f"  --{name}: {value};\n" for name, value in {**profile.look, "draft-mark": mark}.items()
    )
    return f":root {{\n{declared}}}\n{get_template(f'documents/{_template(paper)}.css').render()}"


def _going_on(page: int) -> str:
    """The first page of this print is a later one of its appendix."""
    if page == 1:
        return ""
    return "".join(GOING_ON.format(name=name, number=page) for name in ("appendix", "landscape"))


def _template(paper: Printable) -> str:
    return "certificates" if isinstance(paper, Certificates) else "paper"
