"""Sample papers of one page each, for seeing what a profile and a letterhead look like."""

from dataclasses import replace
from datetime import datetime, time
from functools import cache
from typing import Any

from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.paper import (
    Block,
    Bullets,
    Column,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.lib.defaults import load_defaults


def samples(profile: HeadingProfile, letterhead: Letterhead) -> tuple[Paper, Paper]:
    """A paper with a loại, and a công văn: each has parts that the other lacks."""
    plan, text = sample_paper(profile, letterhead), sample_text()["letter"]
    symbol = profile.symbol_for(kind=text["sign"], body=letterhead.code) if letterhead.code else ""
    letter = replace(
        plan,
        kind="",
        title=text["title"],
        number=f"{text['number']}{symbol}" if symbol else "",
        urgency=text["urgency"],
        addressees=tuple(text["addressees"]),
        body=tuple(Paragraph(line) for line in text["body"]),
        recipients=tuple(filter(None, (*text["recipients"], letterhead.filed_at))),
    )
    return plan, letter


def sample_paper(profile: HeadingProfile, letterhead: Letterhead) -> Paper:
    text = sample_text()
    symbol = profile.symbol_for(kind=text["sign"], body=letterhead.code)
    return Paper(
        profile=profile.key,
        **letterhead.head(),
        kind=text["word"],
        title=text["title"],
        number=f"{text['number']}{symbol}" if letterhead.code else "",
        date=text["day"],
        body=tuple(_body(text, profile)),
        signature=Signature(
            office=letterhead.office.upper(), name=text["signer"], authority=letterhead.authority.upper()
        ),
        recipients=tuple(filter(None, (*text["recipients"], letterhead.filed_at))),
    )


def _body(text: dict[str, Any], profile: HeadingProfile) -> list[Block]:
    body: list[Block] = [Paragraph(line, "basis") for line in text["basis"]]
    body.append(Paragraph(text["lead"]))
    for row in text["sections"]:
        body.append(Section(1 if row["heading"].isupper() else 2, row["heading"]))
        if "text" in row:
            body += [Paragraph(row["text"]), Bullets(tuple(row["items"]))]
    table = text["table"]
    rows = tuple(tuple(row) for row in table["rows"])
    body.append(Table(tuple(Column(label) for label in table["columns"]), rows, caption=table["caption"]))
    body.append(Paragraph(text["signing"].format_map(profile.prefixes)))
    return body


def sample_day() -> datetime:
    """When every sample is said to have been made: the same look gives the same page."""
    return datetime.combine(sample_text()["day"], time(8), LOCAL)


@cache
def sample_text() -> dict[str, Any]:
    found: dict[str, Any] = load_defaults("documents/first_page.yaml")
    return found
