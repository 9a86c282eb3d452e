"""Giấy khen and giấy chứng nhận: a sheet on its side for everyone in the batch."""

from hoaxa_danvan.documents.paper import Certificate, Certificates
from hoaxa_danvan.documents.word.ending import signer
from hoaxa_danvan.documents.word.frame import Frame, side_by_side
from hoaxa_danvan.documents.word.heading import dated, titles
from hoaxa_danvan.documents.word.measures import MM
from hoaxa_danvan.documents.word.xml import Element, paragraph, run

GUTTER = 4 * MM


def sheets_of(batch: Certificates, frame: Frame) -> list[Element]:
    made = []
    for number, sheet in enumerate(batch.sheets):
        made += _sheet(sheet, batch, frame, is_first=number == 0)
    return made


def _sheet(sheet: Certificate, batch: Certificates, frame: Frame, *, is_first: bool) -> list[Element]:
    first, *others = titles(frame, frame.room, new_page=not is_first)
    below = [paragraph("CertificateLine", run(line)) for line in sheet.lines_below]
    return [
        first,
        *others,
        paragraph("CertificateIssuer", run(batch.issuer_line)),
        paragraph("CertificateAction", run(batch.action)),
        paragraph("CertificateKind", run(batch.kind)),
        paragraph("CertificateRecipient", run(sheet.recipient)),
        *below,
        paragraph("CertificateReason", run(sheet.reason)),
        side_by_side(
            (_source(sheet, batch), _signed(batch, frame)), widths=(frame.room / 2,) * 2, gutter=GUTTER
        ),
    ]


def _source(sheet: Certificate, batch: Certificates) -> list[Element]:
    return [
        paragraph("CertificateSource", run(line)) for line in (batch.decision, sheet.place_in_book) if line
    ]


def _signed(batch: Certificates, frame: Frame) -> list[Element]:
    return [paragraph("Date", dated(batch, frame)), *signer(batch.signature)]
