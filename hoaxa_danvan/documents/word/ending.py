"""Who signs and who receives: in one piece, and never without the last lines of the body."""

from hoaxa_danvan.documents.paper import Paper, Signature
from hoaxa_danvan.documents.word.frame import Frame, side_by_side
from hoaxa_danvan.documents.word.measures import MM
from hoaxa_danvan.documents.word.xml import Element, keep_with_next, laid, paragraph, run

GUTTER = 4 * MM


def ending(paper: Paper, frame: Frame) -> list[Element]:
    """Co-signers take the place of the Nơi nhận, which then stands below them."""
    signers = [signer(signature) for signature in (*reversed(paper.co_signers), paper.signature)]
    received = _recipients(paper, frame)
    row = signers if paper.co_signers else [received, *signers]
    widths = (frame.room / len(row),) * len(row)
    made = side_by_side(tuple(row), widths=widths, gutter=0 if paper.co_signers else GUTTER)
    if not (paper.co_signers and received):
        return [paragraph("Gap", keep=True, before=13), made]
    for line in (made, *received[:-1]):
        keep_with_next(line)
    return [paragraph("Gap", keep=True, before=13), made, paragraph("Gap", keep=True, before=9), *received]


def keep_end(body: list[Element]) -> None:
    """The last block comes along to the page of the signature."""
    if body:
        keep_with_next(body[-1])


def _recipients(paper: Paper, frame: Frame) -> list[Element]:
    if not paper.recipients:
        return []
    is_underlined = frame.look.says("recipients-label-decoration", "underline")
    ends = [";"] * (len(paper.recipients) - 1) + ["."]
    names = [
        paragraph("Recipient", run(f"- {laid(name)}{end}"))
        for name, end in zip(paper.recipients, ends, strict=True)
    ]
    return [paragraph("RecipientsLabel", run("Nơi nhận:", underline=is_underlined)), *names]


def signer(signature: Signature, style: str = "Signer") -> list[Element]:
    """Capacity and office, room to sign, the name."""
    authority = [paragraph("Authority", run(signature.authority))] if signature.authority else []
    office, name = paragraph("Office", run(signature.office)), paragraph(style, run(signature.name))
    return [*authority, office, name]
