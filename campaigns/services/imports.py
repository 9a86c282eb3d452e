"""The commune's plan comes in from its own text."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.campaign_paper import campaign_paper
from campaigns.models import AgencyAlias, Campaign, Citation, ContentItem, Duty, ItemAgency, ItemRole
from campaigns.plan_text import Alias, PlanItem, PlanText, find_alias, load_aliases, read_plan
from hoaxa_danvan.accounts.models import Appointment, Unit, UnitKind
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.services.prints import order_print
from hoaxa_danvan.workflow.models import IllegalMove


@dataclass(frozen=True, slots=True)
class Target:
    """What an agency's name means here: one unit, a kind of units, or nothing known yet."""

    unit: Unit | None = None
    kind: UnitKind | None = None


class AgencyBook:
    """The names of agencies as the commune keeps them, read once for a whole plan."""

    def __init__(self) -> None:
        rows = list(AgencyAlias.objects.select_related("unit", "kind"))
        self.aliases = [
            Alias(
                row.phrase,
                row.name,
                row.kind.code if row.kind else None,
                row.unit.name if row.unit else None,
            )
            for row in rows
        ] or load_aliases()
        self._units = {unit.name: unit for unit in Unit.objects.all()}
        self._kinds = {kind.code: kind for kind in UnitKind.objects.all()}

    def target_of(self, name: str) -> Target:
        alias = find_alias(name, self.aliases)
        if alias is None:
            return Target(unit=self._units.get(name))
        return Target(self._units.get(alias.unit or ""), self._kinds.get(alias.kind or ""))


def preview_plan(data: bytes) -> PlanText:
    """Read the text without saving anything; `NotAPlan` says what is wrong with it."""
    return read_plan(data, aliases=AgencyBook().aliases)


@transaction.atomic
def import_campaign(
    data: bytes,
    *,
    number: str = "",
    issued_on: date | None = None,
    by: Appointment | None = None,
    at: datetime,
) -> Campaign:
    """Save the plan as it is written. The same text again is the same campaign, unchanged.

    `by` is None when the command line sets a portal up. `NotAPlan` for what is not a plan,
    `IllegalMove` when another plan of that period is there already.
    """
    book = AgencyBook()
    plan = read_plan(data, aliases=book.aliases)
    fingerprint = fingerprint_of(plan)
    if known := Campaign.objects.filter(source_sha256=fingerprint).first():
        return known
    first_year, last_year = plan.period
    if Campaign.objects.filter(first_year__lte=last_year, last_year__gte=first_year).exists():
        raise IllegalMove(f"Đã có một kế hoạch khác của giai đoạn {first_year}-{last_year}; không nhập thêm.")
    campaign = Campaign.objects.create(
        title=plan.title,
        issuer=plan.issuer,
        number=number or plan.number or "",
        issued_on=issued_on or plan.date,
        first_year=first_year,
        last_year=last_year,
        preamble=plan.preamble,
        purposes=list(plan.purposes),
        closing=plan.closing,
        recipients=list(plan.recipients),
        signer=plan.signer,
        office=plan.office,
        source="\n".join(line.text for line in plan.lines),
        source_sha256=fingerprint,
        imported_at=at,
    )
    for item in plan.items:
        _save_item(campaign, item, book)
    _save_duties_and_citations(campaign, plan)
    record("import", target=campaign, by=by, at=at, details={"sha256": fingerprint})
    return campaign


def fingerprint_of(plan: PlanText) -> str:
    """The same whatever the line endings, the spaces and the form of the accents."""
    text = "\n".join(" ".join(line.text.split()) for line in plan.lines)
    return hashlib.sha256(text.encode()).hexdigest()


def _save_item(campaign: Campaign, item: PlanItem, book: AgencyBook) -> None:
    timing = item.timing
    saved = ContentItem.objects.create(
        campaign=campaign,
        order=item.order,
        text=item.text,
        timing=(timing and timing.kind) or ContentItem.Timing.YEARLY,
        timing_text=timing.text if timing else "",
        first_year=(timing and timing.first_year) or campaign.first_year,
        last_year=(timing and timing.last_year) or campaign.last_year,
    )
    ItemAgency.objects.bulk_create(
        [
            *_agencies(saved, ItemRole.LEAD, item.lead, book),
            *_agencies(saved, ItemRole.COORDINATING, item.coordinating, book),
            *_agencies(saved, ItemRole.IMPLEMENTING, item.implementing, book),
        ]
    )


def _agencies(
    item: ContentItem, role: ItemRole, names: Iterable[str], book: AgencyBook
) -> Iterable[ItemAgency]:
    for order, name in enumerate(names):
        target = book.target_of(name)
        yield ItemAgency(item=item, role=role, name=name, unit=target.unit, kind=target.kind, order=order)


def _save_duties_and_citations(campaign: Campaign, plan: PlanText) -> None:
    Duty.objects.bulk_create(
        Duty(campaign=campaign, order=duty.order, text=duty.text, points=list(duty.points))
        for duty in plan.duties
    )
    Citation.objects.bulk_create(
        Citation(
            campaign=campaign, order=order, number=cited.number, issued_on=cited.date, context=cited.text
        )
        for order, cited in enumerate(plan.citations)
    )


@transaction.atomic
def number_campaign(
    campaign: Campaign, *, number: str, issued_on: date | None, by: Appointment, at: datetime
) -> None:
    """Enter the plan's own number and date, which its text may lack."""
    before = [campaign.number, campaign.issued_on and campaign.issued_on.isoformat()]
    campaign.number, campaign.issued_on = number, issued_on
    campaign.save(update_fields=["number", "issued_on"])
    after = [number, issued_on and issued_on.isoformat()]
    record("number", target=campaign, by=by, at=at, details={"before": before, "after": after})


def order_campaign_paper(campaign: Campaign, *, by: Appointment, at: datetime) -> Document:
    """The plan's print: as long as it says the same, it is the same document."""
    if not by.may("campaigns.draw_campaign", campaign):
        raise PermissionDenied
    paper = campaign_paper(campaign)
    return order_print(
        "campaign",
        kind=Document.Kind.CAMPAIGN,
        title=str(campaign),
        target=campaign,
        paper=paper,
        is_issued=paper.draft is None,
        by=by,
        at=at,
    )
