"""From what a paper says to the PDF that is filed: tagged PDF/A-2a, the same bytes each time."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from django.template.loader import get_template, render_to_string

from hoaxa_danvan.documents.fonts import find_fonts
from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.paper import Certificates, Printable
from hoaxa_danvan.jobs.services import NotReady


class LibrariesMissing(NotReady):
    """Pango or its kin are not on this machine; the message says so in Vietnamese."""


def render_pdf(
    paper: Printable, profile: HeadingProfile, *, identifier: bytes | str, created: datetime
) -> bytes:
    """The paper as PDF. Raises `LibrariesMissing` or `FontsMissing` while the machine cannot.

    `identifier` and `created` (aware) are written into the file: the same four give the same bytes.
    """
    print_pdf, fonts = _press(), find_fonts()
    return print_pdf(
        html=paper_html(paper, profile, created=created),
        css=fonts.face_css() + paper_css(paper, profile),
        readable=fonts.urls(),
        identifier=identifier.encode() if isinstance(identifier, str) else identifier,
    )


def paper_html(paper: Printable, profile: HeadingProfile, *, created: datetime) -> str:
    """The printed body without its style."""
    context = {"paper": paper, "profile": profile, "created": created.isoformat(timespec="seconds")}
    template = "certificates" if isinstance(paper, Certificates) else "paper"
    return render_to_string(f"documents/{template}.html", context)


def paper_css(paper: Printable, profile: HeadingProfile) -> str:
    """The common style sheet under the measures of the paper's own profile."""
    mark = f'"DỰ THẢO LẦN {paper.draft}"' if paper.draft else "none"
    declared = "".join(
        f"  --{name}: {value};\n" for name, value in {**profile.look, "draft-mark": mark}.items()
    )
    return f":root {{\n{declared}}}\n{get_template('documents/paper.css').render()}"


def _press() -> Callable[..., bytes]:
    """Loaded on first use: the web runs on machines without Pango."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise LibrariesMissing("Máy chủ thiếu thư viện Pango nên chưa tạo được văn bản PDF.") from error
    from hoaxa_danvan.documents.press import print_pdf

    return print_pdf
