"""The same official paper as a Word file that can be edited, from the same description as the PDF."""

from datetime import datetime

from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.paper import Appendix, Certificates, Paper, Printable
from hoaxa_danvan.documents.word.appendix import appendix_name
from hoaxa_danvan.documents.word.blocks import body_of
from hoaxa_danvan.documents.word.certificates import certificates
from hoaxa_danvan.documents.word.ending import ending, keep_end
from hoaxa_danvan.documents.word.frame import Frame
from hoaxa_danvan.documents.word.heading import heading
from hoaxa_danvan.documents.word.package import blank_document, packed, say_whose
from hoaxa_danvan.documents.word.pages import Part, set_sections


def render_word(paper: Printable, profile: HeadingProfile, *, created: datetime) -> bytes:
    """The paper as .docx. Raises `FontsMissing` while the machine cannot measure its words.

    `created` (aware) is written into the file: the same three give the same bytes.
    """
    frame = Frame.of(profile)
    document = blank_document(profile)
    if isinstance(paper, Certificates):
        parts = [certificates(paper, frame, document.part)]
    else:
        parts = [_main(paper, frame), *(_appendix(part, paper, frame) for part in paper.appendices)]
    set_sections(document, parts, paper)
    say_whose(document, paper, created)
    return packed(document)


def _main(paper: Paper, frame: Frame) -> Part:
    body = body_of(paper.body, frame)
    keep_end(body)
    return [*heading(paper, frame), *body, *ending(paper, frame)], frame


def _appendix(appendix: Appendix, paper: Paper, frame: Frame) -> Part:
    lying = frame.on_its_side() if appendix.landscape else frame
    return [*appendix_name(appendix, paper, lying), *body_of(appendix.body, lying)], lying
