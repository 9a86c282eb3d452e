"""How an appendix is headed: its number, its title, whose it is."""

from hoaxa_danvan.documents.paper import Appendix, Paper
from hoaxa_danvan.documents.templatetags.printed import balanced, in_one_line
from hoaxa_danvan.documents.word.frame import Frame
from hoaxa_danvan.documents.word.heading import date_of, number_of
from hoaxa_danvan.documents.word.xml import Element, bare_run, bound, laid, paragraph, run


def appendix_name(appendix: Appendix, paper: Paper, frame: Frame) -> list[Element]:
    number = f"Phụ lục {laid(appendix.number)}".strip()
    title = paragraph("Appendix", run(f"{number}\n{balanced(appendix.title)}"))
    return [title, paragraph("BelongsTo", bare_run(bound(_whose(paper, frame))))]


def _whose(paper: Paper, frame: Frame) -> str:
    kind = in_one_line(paper.kind).lower().capitalize() or "Công văn"
    number = f" số {number_of(paper, frame, 'body-size')}," if paper.is_numbered else ""
    body = f" của {laid(paper.issuing_body)}" if paper.issuing_body else ""
    return f"(Kèm theo {kind}{number} {date_of(paper, frame, 'body-size')}{body})"
