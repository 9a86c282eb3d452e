"""Reports that take some seconds to draw, and what must be true of each in the end: one file, one mail."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from zipfile import is_zipfile

import psutil
from django.utils import timezone

from campaigns.models import Window
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Appendix
from hoaxa_danvan.documents.services.documents import order_document, sweep_files
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.notifications.models import Mail
from reports.models import AggregateReport, ReportPeriod
from reports.services.aggregates import DRAW
from reports.services.periods import freeze_period
from tests.documents.samples import LIST_OF_MODELS, commune_report
from tests.factories import YEAR, AppointmentFactory, ReportPeriodFactory, WindowFactory
from tests.faults.mail_server import MailServer
from tests.faults.portal import Portal
from tests.faults.waiting import await_it

SOON_S = 120  # from the moment when there is a worker
APPENDICES = 8  # lists of thirty rows each
DAY = timedelta(days=1)


def the_report() -> AggregateReport:
    """The commune's report of a period that has been frozen, with one reader to whom drafts are mailed."""
    if report := AggregateReport.objects.first():
        return report
    AppointmentFactory(reviewer=True)
    return freeze_period(period(), by=None, at=timezone.now())


def period(*, year: int = YEAR, closes_at: datetime | None = None) -> ReportPeriod:
    """A period that closes then (yesterday), which the portal is to notice by itself."""
    closes_at = closes_at or timezone.now() - DAY
    window = WindowFactory(
        campaign_year__year=year,
        kind=Window.Kind.FINAL_REPORT,
        opens_at=closes_at - 20 * DAY,
        due_at=closes_at - 10 * DAY,
        closes_at=closes_at,
    )
    return ReportPeriodFactory(window=window)


def order(key: str) -> Document:
    """A draft of the report, drawn and mailed as each draft is, only longer."""
    lists = tuple(Appendix(f"Danh mục {n}", (LIST_OF_MODELS,), landscape=True) for n in range(APPENDICES))
    paper = commune_report()
    return order_document(
        kind=Document.Kind.AGGREGATE_REPORT,
        title=key,
        target=the_report(),
        paper=replace(paper, appendices=paper.appendices + lists),
        key=key,
        job_kind=DRAW,
        by=None,
        at=timezone.now(),
    )


def drawn(document: Document) -> Callable[[], bool]:
    return Job.objects.filter(pk=document.job_id, state=Job.State.DONE).exists


def begin_drawing(portal: Portal, key: str) -> tuple[Document, psutil.Process]:
    """A report and the worker's child that has just begun to draw it, while no other has work."""
    in_line = Job.objects.filter(state=Job.State.QUEUED)
    await_it(lambda: not in_line.exists() and not portal.working_children(), within=SOON_S, what="idle")
    document = order(key)
    children, _ = await_it(portal.working_children, within=30, what="a child draws")
    return document, children[0]


def seconds_until_drawn(ordered: Iterable[tuple[Document, float]]) -> list[float]:
    """How long each took from its moment on the monotonic clock; none may take longer than `SOON_S`."""
    took = []
    for document, since in ordered:
        await_it(drawn(document), within=since + SOON_S - monotonic(), what=f"“{document}” is drawn")
        took.append(monotonic() - since)
    return took


def files_of(document: Document) -> list[Path]:
    """The PDF, and the Word and Excel files that go with it."""
    return [Path(file.path) for file in (document.file, document.word_file, document.sheet_file) if file]


def assert_one_whole_file_and_one_mail_each(portal: Portal, mails: MailServer) -> None:
    """Every row has its file, unharmed, and its mail, never two. What the killed left behind is swept."""
    unfinished = Job.objects.exclude(state=Job.State.DONE)
    await_it(
        lambda: not unfinished.exists() and not portal.working_children(), within=SOON_S, what="all is done"
    )
    sweep_files(before=timezone.now())
    documents = Document.objects.all()
    assert set(portal.media.glob("documents/*")) == {path for one in documents for path in files_of(one)}
    for document in documents:
        drawing, *open_files = files_of(document)
        assert hashlib.sha256(drawing.read_bytes()).hexdigest() == document.sha256
        assert all(is_zipfile(path) for path in open_files)  # not cut short: its table stands at the end

    letters = Mail.objects.filter(attachment__startswith="documents/")
    enclosed = letters.order_by("attachment").values_list("attachment", flat=True)
    assert list(enclosed) == list(documents.order_by("file").values_list("file", flat=True))
    copies = mails.copies()
    ends = Counter((mail.state, copies[mail.message_id]) for mail in letters)
    assert set(ends) <= {(Mail.State.SENT, 1), (Mail.State.UNKNOWN, 0), (Mail.State.UNKNOWN, 1)}
    # A kill may by chance meet a sender in the moment of sending; that is rare.
    assert ends[Mail.State.SENT, 1] >= 0.9 * len(letters)
