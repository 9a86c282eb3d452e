"""The commune's report: compiled from frozen figures, edited, presented, issued, sent to Thành ủy."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.outlines import SectionOutline, outline_of
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.documents.selectors.stationery import letterhead_of, profile_of
from hoaxa_danvan.documents.sentences import propose
from hoaxa_danvan.documents.services.documents import key_of, order_document
from hoaxa_danvan.documents.services.numbers import take_number
from hoaxa_danvan.documents.services.writing import save_texts
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.text import squeeze
from hoaxa_danvan.notifications.services import queue_mails
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import save_version
from reports.figures import Frozen
from reports.models import BOARD, CITY, AggregateReport, ReportPeriod, ReportSection
from reports.paper import compose, title_of
from reports.paper.composing import words_of
from reports.selectors.aggregates import (
    is_city_draft,
    leader_addresses,
    newest_draft,
    open_sections,
    reviewing_addresses,
)
from reports.sentences import Words, facts, named_models

DRAW = "reports.draw"


# Compiling


@transaction.atomic
def start_aggregate(period: ReportPeriod, *, by: Appointment | None, at: datetime) -> AggregateReport:
    """Begin the report of a period that has been frozen: sections proposed, the first draft ordered."""
    outline = outline_of("reports/outlines.yaml", period.kind)
    report = AggregateReport.objects.create(period=period, status_at=at, outline=dict(outline.stored))
    words, earlier = words_of(report), _earlier_texts(period)
    ReportSection.objects.bulk_create(
        _section(report, section, order, words, earlier) for order, section in enumerate(outline.sections)
    )
    record("compile", target=report, by=by, at=at, details={"outline": outline.stored["version"]})
    _order_draft(report, by=by, at=at)
    return report


def _section(
    report: AggregateReport,
    section: SectionOutline,
    order: int,
    words: Words,
    earlier: Mapping[str, str],
) -> ReportSection:
    frozen: Frozen = words.frozen
    proposal = propose(section.sentences, words)
    models = named_models(frozen, section.models) if section.models else []
    carried = [earlier[section.code]] if section.carry and section.code in earlier else []
    text = "\n".join(part for part in (*carried, proposal.text, *models) if part)
    return ReportSection(
        report=report,
        code=section.code,
        heading=words.fill(section.heading),
        level=section.level,
        is_written=section.is_written,
        proposed=text,
        text=text,
        left_out=list(proposal.left_out),
        facts=facts(frozen, section.facts),
        blocks=list(section.blocks),
        order=order,
    )


def _earlier_texts(period: ReportPeriod) -> dict[str, str]:
    """What was written of the commune in its newest report before: typed once, carried on."""
    before = AggregateReport.objects.filter(period__last_day__lt=period.last_day)
    newest = before.order_by("-period__last_day").first()
    if newest is None:
        return {}
    return {section.code: section.text for section in newest.sections.all() if section.text.strip()}


# Editing and drafting


@transaction.atomic
def save_sections(
    report: AggregateReport, *, version: int, texts: Mapping[str, str], by: Appointment, at: datetime
) -> AggregateReport:
    """Write the sections' texts (`{code: text}`), or raise `Conflict` when somebody saved since."""
    if not by.may("reports.change_aggregatereport", report):
        raise PermissionDenied
    fresh = save_version(report, version=version, fields={})
    if not fresh.is_open:
        raise IllegalMove(f"Không sửa được: báo cáo đang ở trạng thái “{fresh.get_status_display()}”.")
    save_texts(fresh, fresh.sections.all(), texts, by=by, at=at)
    return fresh


@transaction.atomic
def order_draft(report: AggregateReport, *, by: Appointment, at: datetime, copy: str = BOARD) -> Document:
    """DỰ THẢO LẦN n of the copy for the Ban Thường vụ; as long as it says the same, it is the same draft.

    The copy for Thành ủy is shown beside it on request, under the number of that draft.
    """
    row = _lock(report)
    if not by.may("reports.change_aggregatereport", row):
        raise PermissionDenied
    if copy == CITY:
        return _order_city_draft(row, by=by, at=at)
    newest = newest_draft(row)
    if newest is not None and newest.paper == compose(row, draft=row.draft_number).to_dict():
        return newest
    return _order_draft(row, by=by, at=at)


def _order_draft(report: AggregateReport, *, by: Appointment | None, at: datetime) -> Document:
    report.draft_number += 1
    report.save(update_fields=["draft_number"])
    return _order(
        report,
        compose(report, draft=report.draft_number),
        title=f"{report} – Dự thảo lần {report.draft_number}",
        key=f"draft:{report.draft_number}",
        by=by,
        at=at,
    )


def _order_city_draft(report: AggregateReport, *, by: Appointment, at: datetime) -> Document:
    paper = compose(report, draft=report.draft_number, copy=CITY)
    return _order(
        report,
        paper,
        title=f"{report} – Bản gửi Thành ủy, dự thảo lần {report.draft_number}",
        key=key_of("city", paper),
        by=by,
        at=at,
    )


def _order(
    report: AggregateReport,
    paper: Paper,
    *,
    title: str,
    key: str,
    is_issued: bool = False,
    by: Appointment | None,
    at: datetime,
) -> Document:
    """Ask for the files of one of its copies; `key` tells it from its other ones."""
    return order_document(
        kind=Document.Kind.AGGREGATE_REPORT,
        title=title,
        target=report,
        paper=paper,
        key=f"{DRAW}:{report.pk}:{key}",
        job_kind=DRAW,
        is_issued=is_issued,
        by=by,
        at=at,
    )


def after_drawing(document: Document, *, at: datetime) -> None:
    """What follows from the PDF being there, in the transaction that files it: moves and mails, once."""
    report = AggregateReport.objects.select_related("period__window__campaign_year").get(
        pk=document.target_id
    )
    if report.status == AggregateReport.Status.COMPILING:
        report.advance("draft", by=None, at=at)
    if is_city_draft(document):
        return
    to = reviewing_addresses(at=at)
    if document.is_issued:
        to += leader_addresses(at=at)
    queue_mails(
        key=f"report-document:{document.pk}",
        to=to,
        subject=document.title,
        body=_mail_body(document, report),
        attachment=document.file.name,
        attachment_name=document.filename(),
        at=at,
    )


def _mail_body(document: Document, report: AggregateReport) -> str:
    what = (
        f"Báo cáo đã ban hành, số {document.number}, ngày {document.issued_on:%d/%m/%Y}."
        if document.is_issued
        else "Đây là bản dự thảo do cổng lập từ số liệu đã chốt; chưa có giá trị ban hành."
    )
    return (
        "Kính gửi các đồng chí,\n\n"
        f"Gửi kèm: {document.title} ({title_of(report)}).\n{what}\n"
        f"Mã băm SHA-256 của tệp: {document.sha256}\n\n"
        "Cổng phong trào thi đua “Dân vận khéo” xã Hòa Xá"
    )


# Presenting, issuing, sending


@transaction.atomic
def present_report(
    report: AggregateReport,
    *,
    version: int,
    number: str = "",
    issued_on: date | None = None,
    signer: str = "",
    by: Appointment,
    at: datetime,
) -> AggregateReport:
    """Trình Ban Thường vụ the newest draft: whole, drawn, and saying what the report says now.

    With number, date and signer the Ban Xây dựng Đảng's copy is issued too; without them the draft
    itself is what is laid before the Ban Thường vụ.
    """
    row = _lock(report)
    if row.version != version:
        raise IllegalMove("Báo cáo vừa được sửa. Vui lòng xem lại bản mới.")
    if row.status == AggregateReport.Status.DRAFT and by.may("reports.present_aggregatereport", row):
        _refuse_unready(row)
    row = row.advance("present", by=by, at=at, note=f"Dự thảo lần {row.draft_number}")
    if any((number.strip(), issued_on, signer.strip())):
        _issue_board_copy(row, number=number, issued_on=issued_on, signer=signer, by=by, at=at)
    return row


def _issue_board_copy(
    row: AggregateReport, *, number: str, issued_on: date | None, signer: str, by: Appointment, at: datetime
) -> None:
    if not (number.strip() and issued_on and signer.strip()):
        raise IllegalMove("Bản trình có số thì cần đủ số, ngày, người ký; không có số thì để trống cả ba ô.")
    if issued_on > local_day(at):
        raise IllegalMove("Ngày bản trình không thể ở sau hôm nay.")
    row.board_number = _take_number(row, BOARD, typed=number, on=issued_on, by=by, at=at)
    row.board_issued_on, row.board_signer = issued_on, squeeze(signer)
    row.save(update_fields=["board_number", "board_issued_on", "board_signer"])
    _order(
        row,
        compose(row, draft=None, copy=BOARD),
        title=f"{row} – Bản trình Ban Thường vụ, số {row.board_number}",
        key=f"board:{row.draft_number}",
        is_issued=True,
        by=by,
        at=at,
    )


def _take_number(
    row: AggregateReport, copy: str, *, typed: str, on: date, by: Appointment, at: datetime
) -> str:
    form = row.outline["copies"][copy]
    letterhead = letterhead_of(form["letterhead"])
    number = take_number(
        letterhead=letterhead,
        profile=profile_of(letterhead.profile),
        sign=form["sign"],
        typed=typed,
        title=f"{row} – {form['name']}",
        on=on,
        target=row,
        by=by,
        at=at,
    )
    return number.text


def _refuse_unready(report: AggregateReport) -> None:
    if left := open_sections(report):
        names = "; ".join(section.heading for section in left)
        raise IllegalMove(f"Chưa soạn: {names}.")
    newest = newest_draft(report)
    if newest is None or newest.paper != compose(report, draft=report.draft_number).to_dict():
        raise IllegalMove("Nội dung đã sửa sau bản dự thảo gần nhất. Vui lòng lập dự thảo mới rồi trình.")
    if newest.made_at is None:
        raise IllegalMove(f"Dự thảo lần {report.draft_number} đang được lập, chưa có bản PDF để trình.")


def rework_report(report: AggregateReport, *, note: str, by: Appointment, at: datetime) -> AggregateReport:
    """A leader asks for another draft, and says why."""
    return report.advance("rework", by=by, at=at, note=note)


@transaction.atomic
def issue_report(
    report: AggregateReport,
    *,
    number: str,
    issued_on: date,
    signer: str,
    signer_office: str,
    by: Appointment,
    at: datetime,
) -> Document:
    """Enter what the paper was given; the issued PDF is ordered, and nothing of it changes any more."""
    row = report.advance("issue", by=by, at=at, note=number)
    row.issued_on = issued_on
    row.signer, row.signer_office = squeeze(signer), squeeze(signer_office)
    _refuse_wrong_paper(row, issued_on=issued_on, at=at)
    row.number = _take_number(row, CITY, typed=number, on=issued_on, by=by, at=at)
    row.save(update_fields=["number", "issued_on", "signer", "signer_office"])
    return _order(
        row,
        compose(row, draft=None, copy=CITY),
        title=f"{row}, số {row.number}",
        key="issued",
        is_issued=True,
        by=by,
        at=at,
    )


def _refuse_wrong_paper(report: AggregateReport, *, issued_on: date, at: datetime) -> None:
    if not all((report.signer, report.signer_office)):
        raise IllegalMove("Cần ghi đủ số, ngày, người ký, chức vụ người ký.")
    if issued_on > local_day(at):
        raise IllegalMove("Ngày ban hành không thể ở sau hôm nay.")
    if report.period.frozen_at and issued_on < local_day(report.period.frozen_at):
        raise IllegalMove("Ngày ban hành không thể ở trước ngày chốt số liệu.")


@transaction.atomic
def send_report(report: AggregateReport, *, note: str, by: Appointment, at: datetime) -> AggregateReport:
    """Record that the issued paper went to Thành ủy: how, and when."""
    if not note.strip():
        raise IllegalMove("Cần ghi gửi bằng cách nào, ngày nào.")
    row = report.advance("send", by=by, at=at, note=note.strip())
    row.sent_note = note.strip()
    row.save(update_fields=["sent_note"])
    return row


def _lock(report: AggregateReport) -> AggregateReport:
    return AggregateReport.objects.select_for_update().get(pk=report.pk)
