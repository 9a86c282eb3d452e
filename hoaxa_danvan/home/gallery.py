"""One of each kind of paper, from what the demonstration commune holds."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from awards.models import AwardDecision
from awards.papers.certificates import certificates_of
from campaigns.campaign_paper import campaign_paper
from campaigns.models import Campaign, UnitPlan
from campaigns.plan_paper import plan_paper
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.composing import compose
from hoaxa_danvan.documents.flows import FLOWS, Flow
from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Printable, printable_from
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.services.papers import start_paper
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import RegisteredModel
from models_registry.sheet_paper import sheet_paper


def papers(kinds: Iterable[str], *, at: datetime) -> Iterator[tuple[str, Printable | None]]:
    """Each of the kinds with a paper, or None where the commune holds nothing to make it of."""
    for kind in kinds:
        yield kind, _printed(kind) or _direct(kind, at=at) or _begun(kind, at=at)


def _printed(kind: str) -> Printable | None:
    """The newest that was ordered, an issued one before a draft."""
    document = Document.objects.filter(kind=kind).order_by("-is_issued", "-pk").first()
    return printable_from(document.paper) if document else None


def _direct(kind: str, *, at: datetime) -> Printable | None:
    """What is printed of a thing without being written in the portal."""
    if kind == Document.Kind.CAMPAIGN and (campaign := Campaign.objects.first()):
        return campaign_paper(campaign)
    if kind == Document.Kind.UNIT_PLAN and (plan := UnitPlan.objects.exclude(number="").first()):
        return plan_paper(plan)
    if kind == Document.Kind.MODEL_SHEET and (entry := RegisteredModel.objects.first()):
        return sheet_paper(entry, day=local_day(at))
    if kind == Document.Kind.CERTIFICATES and (decision := AwardDecision.objects.first()):
        return next(iter(certificates_of(decision)), None)
    return None


def _begun(kind: str, *, at: datetime) -> Printable | None:
    """A draft as it would be begun now; nothing of it stays."""
    flow = FLOWS.get(kind)
    if flow is None:
        return None
    with transaction.atomic():
        found = next(_drafts(flow, at=at), None)
        transaction.set_rollback(True)
    return found


def _drafts(flow: Flow, *, at: datetime) -> Iterator[Printable]:
    model: Any = apps.get_model(flow.target_model)
    posts = list(Appointment.objects.current(local_day(at)).with_unit())
    for target in model.objects.order_by("-pk"):
        writer = next((post for post in posts if post.may(flow.write, target)), None)
        if writer is None:
            continue
        try:
            paper = start_paper(flow.kind, target=target, by=writer, at=at)
        except IllegalMove:
            continue
        yield compose(paper, profile_of(Letterhead(**paper.letterhead).profile), draft=1)
