"""From what people wrote to the paper that is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from hoaxa_danvan.documents.flows import FLOWS, Facts
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import OfficialPaper, WrittenSection
from hoaxa_danvan.documents.paper import (
    LEVELS,
    Appendix,
    Block,
    Bullets,
    Chart,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)
from hoaxa_danvan.documents.sentences import FactWords, fill
from hoaxa_danvan.lib.numbers import number

NOTHING = "Không phát sinh."
NOT_WRITTEN = "(Chưa soạn.)"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def compose(
    paper: OfficialPaper, profile: HeadingProfile, *, draft: int | None, verify_url: str = ""
) -> Paper:
    """The whole paper as it stands. `draft` is its n; None: issued, with number, date and signer."""
    form, letterhead = paper.outline["paper"], Letterhead(**paper.letterhead)
    return Paper(
        profile=profile.key,
        **letterhead.head(),
        kind=form["word"],
        title=paper.title,
        is_numbered=form.get("is_numbered", True),
        number=paper.number,
        symbol=profile.symbol_for(kind=form["sign"], body=letterhead.code) if letterhead.code else "",
        date=paper.issued_on,
        year=paper.facts["year"],
        urgency=paper.urgency,
        addressee_label=form.get("addressee_label", "Kính gửi"),
        addressees=tuple(lines(paper.addressees)),
        recipients=tuple(lines(paper.recipients)),
        signature=Signature(
            office=paper.signer_office.upper(), name=paper.signer, authority=paper.authority.upper()
        ),
        co_signers=co_signers(paper),
        body=tuple(numbered(_body(paper, is_draft=draft is not None))),
        appendices=tuple(_appendices(paper)),
        draft=draft,
        verify_url=verify_url,
    )


def lines(text: str) -> list[str]:
    """One entry a line, without what the print puts at its end."""
    return [line.strip().lstrip("-–").rstrip(";.,").strip() for line in text.splitlines() if line.strip()]


def co_signers(paper: OfficialPaper) -> tuple[Signature, ...]:
    """Who signs beside the signer, by the outline: a secretary, tellers."""
    words = FactWords(paper.facts)
    found = paper.outline["paper"].get("co_signers", [])
    return tuple(Signature(office=row["office"], name=fill(row.get("name", ""), words)) for row in found)


def _body(paper: OfficialPaper, *, is_draft: bool) -> Iterator[Block]:
    for section in paper.sections.all():
        made = [block for name in section.blocks for block in blocks_of(paper, name)]
        is_open = is_draft and is_left_open(section, paper.outline)
        yield from section_blocks(section, made, otherwise=NOT_WRITTEN if is_open else NOTHING)


def section_blocks(section: WrittenSection, made: Sequence[Block], *, otherwise: str) -> Iterator[Block]:
    """Heading, text, and what the paper's app `made` of the facts; `otherwise` stands under a heading
    that would have neither."""
    if section.level is not None:
        yield Section(LEVELS[section.level], section.heading)
    yield from text_blocks(section.text)
    yield from made
    if section.heading and section.is_written and not section.text.strip() and not made:
        yield Paragraph(otherwise)


def blocks_of(paper: OfficialPaper, name: str) -> tuple[Block, ...]:
    """What the paper's outline calls by that name, made by its app from the frozen facts: a table, a
    chart, or a few blocks that belong together; nothing where the facts have none."""
    spec: Mapping[str, Any] = paper.outline["tables"][name]
    facts: Facts = paper.facts
    caption = fill(spec.get("caption", ""), FactWords(facts))
    made = FLOWS[paper.kind].blocks[spec["form"]](facts, {**spec, "caption": caption})
    if made is None:
        return ()
    return made if isinstance(made, tuple) else (made,)


def _appendices(paper: OfficialPaper) -> Iterator[Appendix]:
    """Roman numbers over those that have something to say."""
    words = FactWords(paper.facts)
    specs = [(spec, blocks_of(paper, spec["block"])) for spec in paper.outline.get("appendices", [])]
    made = [(spec, blocks) for spec, blocks in specs if blocks]
    for numeral, (spec, blocks) in zip(ROMAN, made, strict=False):
        yield Appendix(
            title=fill(spec["title"], words),
            body=blocks,
            number=numeral if len(made) > 1 else "",
            landscape=spec.get("landscape", False),
        )


def text_blocks(text: str) -> Iterator[Block]:
    """Paragraphs, one per line; lines that begin with a dash stand together as bullets, and what
    begins with “Căn cứ” is a căn cứ."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    for is_dashed, members in groupby(rows, key=lambda line: line.startswith(("- ", "– "))):
        if is_dashed:
            yield Bullets(tuple(line[2:].strip() for line in members))
        else:
            yield from (Paragraph(line, kind_of(line)) for line in members)


def kind_of(line: str) -> Any:
    """A căn cứ ends with its own sign, so that a sentence that merely begins like one is none."""
    is_basis = line.startswith(("Căn cứ ", "Xét đề nghị ", "Theo đề nghị ")) and line.endswith(
        (";", ",", ".")
    )
    return "basis" if is_basis and not line.endswith("như sau:") else "normal"


def numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """“Bảng 1. …”, “Biểu đồ 1. …” in the order of the paper."""
    tables = charts = 0
    for made in blocks:
        if isinstance(made, Table) and made.caption:
            tables += 1
            yield replace(made, caption=f"Bảng {number(tables)}. {made.caption}")
        elif isinstance(made, Chart):
            charts += 1
            yield replace(made, title=f"Biểu đồ {number(charts)}. {made.title}")
        else:
            yield made


def is_left_open(section: WrittenSection, outline: Mapping[str, Any]) -> bool:
    """Something that people must write by the paper's outline, and have not."""
    return section.code in outline["required"] and not section.text.strip()
