from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.accounts.selectors import reviewing_posts
from hoaxa_danvan.documents.composing import is_left_open
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.dates import local_day
from reports.models import AggregateReport, ReportSection

CITY_DRAFT = Q(job__key__contains=":city:")


def documents_of(report: AggregateReport) -> QuerySet[Document]:
    """Every draft and the issued paper, the newest first, each with its job."""
    return Document.objects.about(report).select_related("job", "by__unit").order_by("-at", "-pk")


def newest_draft(report: AggregateReport) -> Document | None:
    """What is being laid before the Ban Thường vụ."""
    return documents_of(report).filter(is_issued=False).exclude(CITY_DRAFT).first()


def is_city_draft(document: Document) -> bool:
    return not document.is_issued and ":city:" in document.job.key


def issued_document(report: AggregateReport) -> Document | None:
    """The copy for Thành ủy, once it has its number."""
    return documents_of(report).filter(is_issued=True, job__key__endswith=":issued").first()


def open_sections(report: AggregateReport) -> list[ReportSection]:
    """What people must still write before the report can be presented."""
    return [section for section in report.sections.all() if is_left_open(section, report.outline)]


def leaders(*, day: date) -> list[Appointment]:
    posts = Appointment.objects.current(day).filter(role=Role.LEADER).with_unit()
    return list(posts.order_by("pk"))


def reviewing_addresses(*, at: datetime) -> list[str]:
    """Where the reviewing unit reads its mail: its people's own addresses and the unit's."""
    return _addresses(reviewing_posts(day=local_day(at)))


def leader_addresses(*, at: datetime) -> list[str]:
    return _addresses(leaders(day=local_day(at)))


def _addresses(posts: Iterable[Appointment]) -> list[str]:
    people = {post.person.email for post in posts}
    return sorted(address for address in people | {post.unit.email for post in posts} if address)


def issued_unread_by(who: Appointment) -> list[Document]:
    """Issued reports, drawn, that this post has not opened yet."""
    if who.role != Role.LEADER:
        return []
    documents = Document.objects.filter(
        kind=Document.Kind.AGGREGATE_REPORT, is_issued=True, made_at__isnull=False
    )
    return list(documents.exclude(readings__by=who).order_by("at"))


def reading_list(document: Document, *, at: datetime) -> list[tuple[Appointment, datetime | None]]:
    """Each leader and when they first opened the paper; None: not yet."""
    read = {reading.by_id: reading for reading in document.readings.select_related("by__unit", "by__person")}
    posts = {post.pk: post for post in leaders(day=local_day(at))}
    posts |= {reading.by_id: reading.by for reading in read.values()}
    return [(post, read[key].at if key in read else None) for key, post in sorted(posts.items())]
