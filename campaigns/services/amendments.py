"""Sửa đổi, bổ sung of the commune's plan: from a year on, with its paper; earlier years stay as they were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from campaigns.models import (
    Campaign,
    CampaignAmendment,
    CampaignYear,
    ContentItem,
    DutyChange,
    ItemAgency,
    ItemAmendment,
    ItemDuty,
    ItemRole,
)
from campaigns.services.duties import settle
from campaigns.services.imports import AgencyBook
from campaigns.services.years import give_duties_to_all
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove

Kind = ItemAmendment.Kind
ROLES = tuple(ItemRole.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedItem:
    """One item as it reads from now on; `item` is None for one that is added."""

    item: ContentItem | None
    text: str
    timing: str
    timing_text: str = ""
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    implementing: tuple[str, ...] = ()
    is_ended: bool = False

    def content(self) -> dict[str, Any]:
        names = ("text", "timing", "timing_text")
        return {name: getattr(self, name) for name in names} | {
            role: list(getattr(self, role)) for role in ROLES
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendingPaper:
    number: str
    issued_on: date
    signer: str
    reason: str
    first_year: int
    office: str = ""


def content_of(item: ContentItem) -> dict[str, Any]:
    """How the item reads with its last amendment."""
    agencies = ItemAgency.objects.newest().filter(item=item).order_by("order", "pk")
    names: dict[str, list[str]] = {role: [] for role in ROLES}
    for agency in agencies:
        names[agency.role].append(agency.name)
    return {"text": item.text, "timing": item.timing, "timing_text": item.timing_text, **names}


@transaction.atomic
def amend_campaign(
    campaign: Campaign,
    *,
    read: int,
    paper: AmendingPaper,
    items: Sequence[AmendedItem],
    by: Appointment,
    at: datetime,
) -> CampaignAmendment:
    """Put a paper that changes the plan into force; what has not changed in `items` is left alone.

    `read` is how many amendments the person saw. `IllegalMove` when there are more by now, when
    nothing changes, or for a year that cannot be.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not by.may("campaigns.amend_campaign", row):
        raise PermissionDenied
    if row.amendments.count() != read:
        raise IllegalMove("Kế hoạch vừa được người khác ghi sửa đổi, bổ sung. Vui lòng xem lại rồi lưu.")
    refuse_nonsense(row, paper, today=local_day(at))
    changes = [(kind, part) for part in items if (kind := kind_of(part)) is not None]
    if not changes:
        raise IllegalMove("Chưa có nội dung nào được sửa đổi, bổ sung.")
    amendment = CampaignAmendment.objects.create(campaign=row, by=by, at=at, **fields_of(paper))
    book = AgencyBook()
    touched = [write(amendment, kind, part, book) for kind, part in changes]
    follow(row, touched, first_year=paper.first_year, at=at)
    details = {"number": amendment.number, "items": [item.order for item in touched]}
    record("amend", target=row, by=by, at=at, note=amendment.reason, details=details)
    return amendment


def fields_of(paper: AmendingPaper) -> dict[str, Any]:
    names = ("number", "issued_on", "signer", "office", "reason", "first_year")
    return {name: getattr(paper, name) for name in names}


def refuse_nonsense(campaign: Campaign, paper: AmendingPaper, *, today: date) -> None:
    if paper.issued_on > today:
        raise IllegalMove("Ngày ban hành không thể ở sau hôm nay.")
    if campaign.amendments.filter(number=paper.number).exists():
        raise IllegalMove(f"Đã ghi sửa đổi, bổ sung số {paper.number}.")
    if not campaign.first_year <= paper.first_year <= campaign.last_year:
        raise IllegalMove(f"Năm {paper.first_year} nằm ngoài giai đoạn của kế hoạch.")
    closed = campaign.years.filter(status=CampaignYear.Status.CLOSED, year__gte=paper.first_year)
    if year := closed.order_by("-year").first():
        raise IllegalMove(f"Năm {year.year} đã kết thúc, giữ nguyên; chỉ áp dụng từ năm {year.year + 1}.")


def kind_of(part: AmendedItem) -> ItemAmendment.Kind | None:
    """What the amendment makes of it; None when it reads as before."""
    if part.item is None:
        return Kind.ADDED
    if part.is_ended:
        return Kind.ENDED
    return Kind.CHANGED if part.content() != content_of(part.item) else None


def write(
    amendment: CampaignAmendment, kind: ItemAmendment.Kind, part: AmendedItem, book: AgencyBook
) -> ContentItem:
    before = content_of(part.item) if part.item else {}
    after = {} if kind == Kind.ENDED else part.content()
    item = part.item or new_item(amendment)
    if kind == Kind.ENDED:
        item.last_year = amendment.first_year - 1
    else:
        item.text, item.timing, item.timing_text = part.text, part.timing, part.timing_text
    item.save()
    if kind != Kind.ENDED:
        write_agencies(item, part, first_year=amendment.first_year, book=book)
    ItemAmendment.objects.create(amendment=amendment, item=item, kind=kind, before=before, after=after)
    return item


def new_item(amendment: CampaignAmendment) -> ContentItem:
    campaign = amendment.campaign
    last = campaign.items.aggregate(last=Max("order"))["last"] or 0
    return ContentItem(
        campaign=campaign, order=last + 1, first_year=amendment.first_year, last_year=campaign.last_year
    )


def write_agencies(item: ContentItem, part: AmendedItem, *, first_year: int, book: AgencyBook) -> None:
    """Who is named no more ends with the year before; who is new begins."""
    standing = {(row.role, row.name): row for row in ItemAgency.objects.newest().filter(item=item)}
    for role in ROLES:
        for order, name in enumerate(getattr(part, role)):
            if row := standing.pop((role, name), None):
                ItemAgency.objects.filter(pk=row.pk).update(order=order)
                continue
            target = book.target_of(name)
            ItemAgency.objects.create(
                item=item,
                role=role,
                name=name,
                unit=target.unit,
                kind=target.kind,
                order=order,
                first_year=first_year,
            )
    ended = [row.pk for row in standing.values()]
    ItemAgency.objects.filter(pk__in=ended).update(last_year=first_year - 1)


def follow(campaign: Campaign, items: Iterable[ContentItem], *, first_year: int, at: datetime) -> None:
    """Bring duties and what is owed in line, in the years that are there and have not ended."""
    years = campaign.years.filter(year__gte=first_year).exclude(status=CampaignYear.Status.CLOSED)
    for year in years:
        given = DutyChange.objects.filter(campaign_year=year, was="")
        kept = set(given.values_list("item", "unit", "role"))
        duties = ItemDuty.objects.filter(campaign_year=year, item__in=[item.pk for item in items])
        affected = set(duties.values_list("unit", flat=True))
        for duty in duties:
            # What the reviewing unit gave for this year alone is no word of the plan.
            if (duty.item_id, duty.unit_id, duty.role) not in kept:
                duty.delete()
        give_duties_to_all(year, at=at)
        affected |= set(year.item_duties.values_list("unit", flat=True))
        for unit in Unit.objects.filter(pk__in=affected):
            settle(unit, year, at=at)
