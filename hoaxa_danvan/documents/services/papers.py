"""Papers that are written in the portal: begun from frozen facts, edited, drafted, issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.composing import compose
from hoaxa_danvan.documents.flows import FLOWS, Flow
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import Document, OfficialPaper, PaperSection
from hoaxa_danvan.documents.outlines import SectionOutline, outline_of
from hoaxa_danvan.documents.selectors.papers import newest_draft, open_sections
from hoaxa_danvan.documents.selectors.stationery import letterhead_of, profile_of
from hoaxa_danvan.documents.sentences import FactWords, fill, propose
from hoaxa_danvan.documents.services.documents import order_document
from hoaxa_danvan.documents.services.numbers import take_number
from hoaxa_danvan.documents.services.writing import save_texts
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.text import squeeze
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import save_version

DRAW = "documents.draw"
FIELDS = tuple(OfficialPaper.HEADS)


@transaction.atomic
def start_paper(kind: str, *, target: models.Model, by: Appointment, at: datetime) -> OfficialPaper:
    """Begin a paper of that kind about `target`; the one that is being written, when there is one."""
    flow = FLOWS[kind]
    if not by.may(flow.write, target):
        raise PermissionDenied
    # Two clicks at once wait for each other here, and the second finds the first one's paper.
    type(target)._default_manager.select_for_update().get(pk=target.pk)
    there = OfficialPaper.objects.about(target).filter(kind=kind, status=OfficialPaper.Status.DRAFT).first()
    if there is not None:
        return there
    outline, facts = outline_of(flow.outline, kind), flow.collect(target)
    form, words = outline.stored["paper"], FactWords(facts)
    letterhead = _letterhead(flow, target, form)
    paper = OfficialPaper.objects.create(
        kind=kind,
        target=target,
        unit=flow.unit_of(target) if flow.unit_of else None,
        status_at=at,
        outline=dict(outline.stored),
        facts=facts,
        facts_at=at,
        letterhead=letterhead.to_dict(),
        title=fill(outline.stored["title"], words),
        addressees=_filled_lines(form.get("addressees", []), words),
        recipients=_filled_lines([*form.get("recipients", []), letterhead.filed_at], words),
        urgency=form.get("urgency", ""),
        authority=form.get("authority", letterhead.authority),
        signer_office=form.get("office", letterhead.office),
        by=by,
    )
    PaperSection.objects.bulk_create(
        _section(paper, section, order, words) for order, section in enumerate(outline.sections)
    )
    record("start", target=paper, by=by, at=at, details={"outline": outline.stored["version"]})
    return paper


def _letterhead(flow: Flow, target: models.Model, form: Mapping[str, Any]) -> Letterhead:
    return flow.letterhead_of(target) if flow.letterhead_of else letterhead_of(form["letterhead"])


def _filled_lines(rows: list[str], words: FactWords) -> str:
    """One line each; a row that is a single name may stand for several lines, or none."""
    return "\n".join(line for row in rows if row and (line := fill(row, words)) and line != "…")


def _section(paper: OfficialPaper, section: SectionOutline, order: int, words: FactWords) -> PaperSection:
    proposal = propose(section.sentences, words)
    return PaperSection(
        paper=paper,
        code=section.code,
        heading=fill(section.heading, words),
        level=section.level,
        is_written=section.is_written,
        proposed=proposal.text,
        text=proposal.text,
        left_out=list(proposal.left_out),
        facts=paper.facts.get("facts", {}).get(section.code, []),
        blocks=list(section.blocks),
        order=order,
    )


@transaction.atomic
def save_paper(
    paper: OfficialPaper,
    *,
    version: int,
    fields: Mapping[str, str],
    texts: Mapping[str, str],
    by: Appointment,
    at: datetime,
) -> OfficialPaper:
    """Write what stands round the body (`FIELDS`) and the sections' texts (`{code: text}`), or raise
    `Conflict` when somebody saved since."""
    _refuse_writing(paper, by=by)
    fresh = save_version(paper, version=version, fields={})
    _refuse_writing(fresh, by=by)
    for name in FIELDS:
        setattr(fresh, name, fields.get(name, getattr(fresh, name)).strip())
    fresh.save(update_fields=FIELDS)
    save_texts(fresh, fresh.sections.all(), texts, by=by, at=at)
    return fresh


@dataclass(frozen=True, slots=True)
class Renewal:
    """What new facts have done to a paper, by the headings of its sections: `taken_over` says the new
    proposal, `kept` what a person wrote although the portal now proposes something else. Facts may
    differ without any sentence: tables print them."""

    paper: OfficialPaper
    facts_differ: bool
    taken_over: tuple[str, ...]
    kept: tuple[str, ...]


@transaction.atomic
def renew_facts(paper: OfficialPaper, *, by: Appointment, at: datetime) -> Renewal:
    """Take the facts again as they are now. What a person has changed of a proposal stays theirs."""
    row = _lock(paper)
    _refuse_writing(row, by=by)
    flow, before = FLOWS[row.kind], row.facts
    row.facts, row.facts_at, row.version = flow.collect(row.target), at, row.version + 1
    outline, words = outline_of(flow.outline, row.kind), FactWords(row.facts)
    row.letterhead = _letterhead(flow, row.target, outline.stored["paper"]).to_dict()
    _renew_addressees(row, FactWords(before), words)
    row.save(update_fields=["facts", "facts_at", "letterhead", "addressees", "version"])
    row.refresh_from_db(fields=["facts"])  # as JSON knows them, to be compared
    fresh = {section.code: _section(row, section, 0, words) for section in outline.sections}
    sections = [section for section in row.sections.all() if section.code in fresh]
    differ = [section for section in sections if section.proposed != fresh[section.code].proposed]
    kept = tuple(str(section) for section in differ if section.text != section.proposed)
    taken_over = tuple(str(section) for section in differ if section.text == section.proposed)
    for section in sections:
        _renew(section, fresh[section.code])
    PaperSection.objects.bulk_update(sections, ["heading", "text", "proposed", "left_out", "facts"])
    record("renew_facts", target=row, by=by, at=at, details={"version": row.version})
    return Renewal(row, row.facts != before, taken_over, kept)


def _renew_addressees(row: OfficialPaper, before: FactWords, words: FactWords) -> None:
    """They come from the facts too, as long as nobody has written others."""
    rows = row.outline["paper"].get("addressees", [])
    if row.addressees == _filled_lines(rows, before):
        row.addressees = _filled_lines(rows, words)


def _renew(section: PaperSection, fresh: PaperSection) -> None:
    if section.text == section.proposed:
        section.text = fresh.proposed
    section.heading, section.proposed = fresh.heading, fresh.proposed
    section.left_out, section.facts = fresh.left_out, fresh.facts


@transaction.atomic
def order_paper_draft(paper: OfficialPaper, *, by: Appointment, at: datetime) -> Document:
    """DỰ THẢO LẦN n. As long as the paper says the same, it is the same draft."""
    row = _lock(paper)
    _refuse_writing(row, by=by)
    profile = profile_of(Letterhead(**row.letterhead).profile)
    newest = newest_draft(row)
    if newest is not None and newest.paper == compose(row, profile, draft=row.draft_number).to_dict():
        return newest
    row.draft_number += 1
    row.save(update_fields=["draft_number"])
    return order_document(
        kind=row.kind,
        title=f"{row} – Dự thảo lần {row.draft_number}"[:500],
        target=row,
        paper=compose(row, profile, draft=row.draft_number),
        key=f"{DRAW}:{row.pk}:draft:{row.draft_number}",
        job_kind=DRAW,
        by=by,
        at=at,
    )


@transaction.atomic
def issue_paper(
    paper: OfficialPaper,
    *,
    version: int,
    number: str,
    issued_on: date,
    signer: str,
    by: Appointment,
    at: datetime,
) -> Document:
    """Give number, date and signer: from now on nothing of it changes, and its PDF is ordered."""
    row = _lock(paper)
    if not by.may("documents.issue_officialpaper", row):
        raise PermissionDenied
    row.issued_on, row.signer = issued_on, squeeze(signer)
    _refuse_unready(row, version=version, at=at)
    flow, letterhead = FLOWS[row.kind], Letterhead(**row.letterhead)
    profile = profile_of(letterhead.profile)
    if row.outline["paper"].get("is_numbered", True):
        row.number = _number(row, letterhead, profile, typed=number, by=by, at=at)
    # All that it was given goes first: the database knows no issued paper without a date.
    row.save(update_fields=["number", "issued_on", "signer"])
    row = row.advance("issue", by=by, at=at, note=row.number)
    document = order_document(
        kind=row.kind,
        title=str(row)[:500],
        target=row,
        paper=compose(row, profile, draft=None),
        key=f"{DRAW}:{row.pk}:issued",
        job_kind=DRAW,
        is_issued=True,
        by=by,
        at=at,
    )
    if flow.on_issue is not None:
        flow.on_issue(row, document, by, at)
    return document


def rehearse_issue(
    paper: OfficialPaper, *, by: Appointment, at: datetime, **given: Any
) -> tuple[OfficialPaper, Document]:
    """The paper and its document as issuing would leave them, of which nothing remains; raises what
    issuing would raise."""
    with transaction.atomic():
        document = issue_paper(paper, by=by, at=at, **given)
        row = OfficialPaper.objects.get(pk=paper.pk)
        transaction.set_rollback(True)
    return row, document


def _number(
    row: OfficialPaper,
    letterhead: Letterhead,
    profile: HeadingProfile,
    *,
    typed: str,
    by: Appointment,
    at: datetime,
) -> str:
    return take_number(
        letterhead=letterhead,
        profile=profile,
        sign=row.outline["paper"]["sign"],
        typed=typed,
        title=f"{row.word} {row.title}"[:500],
        on=row.day_of_issue,
        target=row,
        by=by,
        at=at,
    ).text


def _refuse_unready(row: OfficialPaper, *, version: int, at: datetime) -> None:
    if not row.is_open:
        raise IllegalMove(f"Không thể ban hành: đang ở trạng thái “{row.get_status_display()}”.")
    if row.version != version:
        raise IllegalMove("Văn bản vừa được sửa. Vui lòng xem lại bản mới trước khi ban hành.")
    if not row.signer:
        raise IllegalMove("Cần ghi họ và tên người ký.")
    if row.issued_on and row.issued_on > local_day(at):
        raise IllegalMove("Ngày ban hành không thể ở sau hôm nay.")
    if left := [str(section) for section in open_sections(row)]:
        raise IllegalMove(f"Chưa soạn: {'; '.join(left)}.")


def drop_paper(paper: OfficialPaper, *, note: str, by: Appointment, at: datetime) -> OfficialPaper:
    """Not to be issued after all; it stays readable with its reason."""
    return paper.advance("drop", by=by, at=at, note=note)


def _refuse_writing(row: OfficialPaper, *, by: Appointment) -> None:
    """Who may never write it is refused; who comes too late is told so."""
    if not by.may("documents.write_officialpaper", row):
        raise PermissionDenied
    if not row.is_open:
        raise IllegalMove(f"Không sửa được: văn bản đang ở trạng thái “{row.get_status_display()}”.")


def _lock(paper: OfficialPaper) -> OfficialPaper:
    return OfficialPaper.objects.select_for_update().get(pk=paper.pk)
