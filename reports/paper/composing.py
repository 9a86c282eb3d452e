from collections.abc import Iterator, Mapping
from typing import Any

from hoaxa_danvan.documents.composing import NOT_WRITTEN, ROMAN, numbered, text_blocks
from hoaxa_danvan.documents.paper import Appendix, Block, Paper, Paragraph, Section, Signature
from reports.figures import Frozen
from reports.models import AggregateReport, ReportSection
from reports.paper.tables import block
from reports.sentences import Words

NOTHING = "Trong kỳ không phát sinh."


def frozen_of(report: AggregateReport) -> Frozen:
    return Frozen(report.period.figures or {})


def words_of(report: AggregateReport) -> Words:
    campaign = report.period.campaign_year.campaign
    return Words(frozen_of(report), period=f"{campaign.first_year}-{campaign.last_year}")


def title_of(report: AggregateReport) -> str:
    return words_of(report).fill(report.outline["title"])


def compose(report: AggregateReport, *, draft: int | None) -> Paper:
    """The whole paper as it stands. `draft` is its n; None: issued, with number, date and signer."""
    frozen, words, form = frozen_of(report), words_of(report), report.outline["paper"]
    return Paper(
        profile=form["profile"],
        parent_line=form["parent_line"],
        issuer_line=form["issuer_line"],
        issuing_body=form["issuing_body"],
        place=form["place"],
        kind=form["kind"],
        title=words.fill(report.outline["title"]),
        number=report.number,
        symbol=form["symbol"],
        date=report.issued_on,
        year=frozen.year,
        addressees=tuple(form["addressees"]),
        recipients=tuple(form["recipients"]),
        signature=Signature(
            office=report.signer_office.upper() or form["office"],
            name=report.signer,
            authority=form["authority"],
        ),
        body=tuple(numbered(_body(report, frozen, words, is_draft=draft is not None))),
        appendices=tuple(_appendices(report, frozen, words, is_draft=draft is not None)),
        draft=draft,
    )


def _body(report: AggregateReport, frozen: Frozen, words: Words, *, is_draft: bool) -> Iterator[Block]:
    tables, required = report.outline["tables"], set(report.outline["required"])
    for section in report.sections.all():
        if section.heading:
            yield Section(section.level, section.heading)  # type: ignore[arg-type]  # 0 to 3 by the outline
        blocks = [made for name in section.blocks if (made := _block(frozen, tables[name], words))]
        yield from text_blocks(section.text)
        yield from blocks
        if section.is_written and not section.text.strip() and not blocks:
            yield Paragraph(NOT_WRITTEN if is_draft and section.code in required else NOTHING)


def _block(frozen: Frozen, spec: Mapping[str, Any], words: Words) -> Block | None:
    return block(frozen, {**spec, "caption": words.fill(spec.get("caption", ""))})


def _appendices(
    report: AggregateReport, frozen: Frozen, words: Words, *, is_draft: bool
) -> Iterator[Appendix]:
    """Roman numbers over what is really there; what names units that are late stays in the draft."""
    specs = [spec for spec in report.outline["appendices"] if is_draft or not spec.get("only_draft")]
    tables = report.outline["tables"]
    for numeral, spec in zip(ROMAN, specs, strict=False):
        made = _block(frozen, tables[spec["block"]], words)
        yield Appendix(
            title=words.fill(spec["title"]),
            body=(made,) if made else (Paragraph(NOTHING),),
            number=numeral if len(specs) > 1 else "",
            landscape=spec.get("landscape", False),
        )


def is_left_open(section: ReportSection, report: AggregateReport) -> bool:
    """Something that people must write and have not."""
    return section.code in report.outline["required"] and not section.text.strip()
