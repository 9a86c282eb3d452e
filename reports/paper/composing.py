from collections.abc import Iterator, Mapping
from typing import Any

from hoaxa_danvan.documents.composing import NOT_WRITTEN, ROMAN, is_left_open, numbered, section_blocks
from hoaxa_danvan.documents.paper import Appendix, Block, Paper, Paragraph, Signature
from hoaxa_danvan.documents.selectors.stationery import letterhead_of, profile_of
from reports.figures import Frozen
from reports.models import BOARD, AggregateReport
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


def compose(report: AggregateReport, *, draft: int | None, copy: str = BOARD) -> Paper:
    """The whole paper as it stands: the copy for the Ban Thường vụ or the one for Thành ủy.

    `draft` is its n; None: issued, with number, date and signer.
    """
    frozen, words, form = frozen_of(report), words_of(report), report.outline["copies"][copy]
    letterhead, given = letterhead_of(form["letterhead"]), report.given(copy)
    return Paper(
        profile=letterhead.profile,
        **letterhead.head(),
        kind=form["word"],
        title=words.fill(report.outline["title"]),
        number=given.number,
        symbol=profile_of(letterhead.profile).symbol_for(kind=form["sign"], body=letterhead.code),
        date=given.issued_on,
        year=frozen.year,
        addressees=tuple(form["addressees"]),
        recipients=(*form["recipients"], letterhead.filed_at),
        signature=Signature(
            office=given.office.upper() or letterhead.office,
            name=given.signer,
            authority=letterhead.authority,
        ),
        body=tuple(numbered(_body(report, frozen, words, copy=copy, is_draft=draft is not None))),
        appendices=tuple(_appendices(report, frozen, words, copy=copy)),
        draft=draft,
    )


def _body(
    report: AggregateReport, frozen: Frozen, words: Words, *, copy: str, is_draft: bool
) -> Iterator[Block]:
    tables, only = report.outline["tables"], report.outline["only"]
    for section in report.sections.all():
        if only.get(section.code, copy) != copy:
            continue
        blocks = [made for name in section.blocks if (made := _block(frozen, tables[name], words))]
        is_open = is_draft and is_left_open(section, report.outline)
        yield from section_blocks(section, blocks, otherwise=NOT_WRITTEN if is_open else NOTHING)


def _block(frozen: Frozen, spec: Mapping[str, Any], words: Words) -> Block | None:
    return block(frozen, {**spec, "caption": words.fill(spec.get("caption", ""))})


def _appendices(report: AggregateReport, frozen: Frozen, words: Words, *, copy: str) -> Iterator[Appendix]:
    """Roman numbers over what is really there; units that are late are named to the Ban Thường vụ alone."""
    specs = [spec for spec in report.outline["appendices"] if spec.get("only", copy) == copy]
    tables = report.outline["tables"]
    for numeral, spec in zip(ROMAN, specs, strict=False):
        made = _block(frozen, tables[spec["block"]], words)
        yield Appendix(
            title=words.fill(spec["title"]),
            body=(made,) if made else (Paragraph(NOTHING),),
            number=numeral if len(specs) > 1 else "",
            landscape=spec.get("landscape", False),
        )
