"""Giấy khen and giấy chứng nhận: a sheet on its side for everyone in the batch."""

from docx.parts.story import StoryPart

from hoaxa_danvan.documents.paper import Certificate, Certificates
from hoaxa_danvan.documents.templatetags.certificates import LEADING, WIDTH_MM, fitted_lines, gives_it
from hoaxa_danvan.documents.word.codes import look_up
from hoaxa_danvan.documents.word.ending import signer
from hoaxa_danvan.documents.word.frame import Frame, Vertical, side_by_side
from hoaxa_danvan.documents.word.heading import dated, titles
from hoaxa_danvan.documents.word.measures import MM
from hoaxa_danvan.documents.word.stylebook import paragraph_styles
from hoaxa_danvan.documents.word.xml import Element, laid, paragraph, run

# As certificates.css has them: the sheet within its border, and two parts set from its edges.
MARGINS = tuple(length * MM for length in (20.2, 30.4, 10, 30.4))
UPPER, LOWER = 116 * MM, 51 * MM
GUTTER = 6 * MM
STYLES = {"recipient": "CertificateRecipient", "below": "CertificateLine", "reason": "CertificateReason"}


def certificates(batch: Certificates, frame: Frame, part: StoryPart) -> tuple[list[Element], Frame]:
    lying = frame.on_its_side().within(*MARGINS)
    made = []
    for number, sheet in enumerate(batch.sheets, start=1):
        made += _sheet(sheet, batch, lying, part, number)
    return made, lying


def _sheet(
    sheet: Certificate, batch: Certificates, frame: Frame, part: StoryPart, number: int
) -> list[Element]:
    """Rows of a fixed height: no words of one part move those of another."""
    half, head = frame.room / 2, _height_of_head(batch, frame)
    source, signed = _source(sheet, batch, part, half - GUTTER, number), _signed(batch, frame)
    standing: tuple[Vertical, ...] = ("bottom", "top")
    return [
        paragraph("Gap", new_page=number > 1),
        side_by_side((_head(batch, frame),), widths=(frame.room,), height=head),
        paragraph("Gap"),
        side_by_side(
            (_praise(sheet, frame),), widths=(frame.room,), standing=("center",), height=UPPER - head
        ),
        paragraph("Gap"),
        side_by_side((source, signed), widths=(half, half), gutter=GUTTER, standing=standing, height=LOWER),
    ]


def _height_of_head(batch: Certificates, frame: Frame) -> float:
    """As its lines add up, and a little white."""
    pitches = {style.id: style.pitch + style.before for style in paragraph_styles(frame.look)}
    lines = ["TitleLine", *["Motto"] * (len(frame.profile.title_lines) - 1), "Rule", "CertificateKind"]
    lines += ["CertificateAction"] if batch.action else []
    lines += ["CertificateIssuer"] * len(laid(batch.issuer_line).split("\n"))
    return sum(pitches[line] for line in lines) + 2 * MM


def _head(batch: Certificates, frame: Frame) -> list[Element]:
    action = [paragraph("CertificateAction", run(batch.action))] if batch.action else []
    kind = [paragraph("CertificateKind", run(laid(batch.kind).upper()))]
    body = paragraph("CertificateIssuer", run(batch.issuer_line))
    return [*titles(frame, frame.room), body, *(action + kind if gives_it(batch) else kind + action)]


def _praise(sheet: Certificate, frame: Frame) -> list[Element]:
    """Every line in the size in which it fits, and in a column in which its lines are of like length."""
    made = []
    for line in fitted_lines(sheet):
        aside = (frame.room - min(WIDTH_MM, line.fit.width_mm + 1) * MM) / 2
        made.append(
            paragraph(
                STYLES[line.role],
                run(line.text, size=line.fit.size),
                pitch=LEADING * line.fit.size,
                indents=(aside, aside),
            )
        )
    return made


def _source(
    sheet: Certificate, batch: Certificates, part: StoryPart, room: float, number: int
) -> list[Element]:
    lines = [line for line in (batch.decision, sheet.place_in_book) if line]
    made = [paragraph("CertificateSource", run(line)) for line in lines]
    if batch.verify_url:
        made += [look_up(part, batch.verify_url, room, number=number), paragraph("Gap")]
    return made


def _signed(batch: Certificates, frame: Frame) -> list[Element]:
    return [paragraph("Date", dated(batch, frame)), *signer(batch.signature, "CertificateSigner")]
