"""The file around the text: a document without the library's own styles, and the same bytes each time."""

import io
from datetime import UTC, datetime
from textwrap import shorten

import docx
from docx.document import Document

from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.paper import Certificates, Printable
from hoaxa_danvan.documents.templatetags.printed import in_one_line
from hoaxa_danvan.documents.word.measures import Look
from hoaxa_danvan.documents.word.stylebook import paragraph_styles
from hoaxa_danvan.documents.word.styles import style_sheet
from hoaxa_danvan.documents.word.xml import LANGUAGE, node
from hoaxa_danvan.documents.zipped import repacked

# Of the library's blank document: a picture of it, styles for Word 2007, what another program kept.
LEFT_OUT = (
    "/thumbnail",
    "/stylesWithEffects",
    "/customXml",
    "/numbering",
    "/webSettings",
    "/fontTable",
    "/extended-properties",
)
MOST_OF_PROPERTY = 255  # letters that the library writes
WORD_2013 = "15"  # the newest manner of layout that Word knows; older ones open as “compatibility mode”


def blank_document(profile: HeadingProfile) -> Document:
    document = docx.Document()
    for owner in (document.part, document.part.package):
        for key in [key for key, bond in owner.rels.items() if bond.reltype.endswith(LEFT_OUT)]:
            del owner.rels[key]
    document.styles.element[:] = style_sheet(paragraph_styles(Look(profile.look)))
    document.settings.element[:] = [
        node("zoom", percent=100),
        node("defaultTabStop", val=567),
        node("characterSpacingControl", val="doNotCompress"),
        node(
            "compat",
            node("doNotExpandShiftReturn"),  # a line broken by hand is not drawn out to the margin
            node(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=WORD_2013,
            ),
        ),
        node("themeFontLang", val=LANGUAGE),
        node("decimalSymbol", val=","),
        node("listSeparator", val=";"),
    ]
    return document


def say_whose(document: Document, paper: Printable, created: datetime) -> None:
    """Title, body and time; nobody's name and no machine's."""
    said, at = document.core_properties, created.astimezone(UTC).replace(tzinfo=None)
    name, body = _name_and_body(paper)
    said.title = shorten(in_one_line(name), MOST_OF_PROPERTY, placeholder="…")
    said.author = shorten(in_one_line(body), MOST_OF_PROPERTY, placeholder="…")
    said.language = LANGUAGE
    said.created = said.modified = at
    said.last_modified_by = said.comments = said.keywords = ""
    said.revision = 1


def _name_and_body(paper: Printable) -> tuple[str, str]:
    if isinstance(paper, Certificates):
        return f"{paper.kind} ({paper.decision})" if paper.decision else paper.kind, paper.issuer_line
    return f"{paper.kind or 'Công văn'} {paper.title}", paper.issuing_body or paper.issuer_line


def packed(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return repacked(file.getvalue())
