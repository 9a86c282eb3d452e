from typing import Any

from django.apps import apps
from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.flows import Flow, flows_about
from hoaxa_danvan.documents.models import Document, OfficialPaper


def newest_draft(paper: OfficialPaper) -> Document | None:
    return Document.objects.about(paper).filter(is_issued=False).order_by("-pk").first()


def issued_document(paper: OfficialPaper) -> Document | None:
    return Document.objects.about(paper).issued().first()


def papers_about(target: models.Model, *, who: Appointment) -> list[OfficialPaper]:
    """What has been written about one thing, the newest first, as far as this post may read it."""
    return list(OfficialPaper.objects.visible_to(who).about(target).for_list())


def find_target(flow: Flow, pk: int, *, who: Appointment) -> models.Model | None:
    """What a paper of this kind is to be about, if this post may see it."""
    things: Any = apps.get_model(flow.target_model)._default_manager.all()
    seen = things.visible_to(who) if hasattr(things, "visible_to") else things
    found: models.Model | None = seen.filter(pk=pk).first()
    return found


def kinds_to_start(
    target: models.Model, *, papers: list[OfficialPaper], who: Appointment
) -> list[tuple[str, str]]:
    """(kind, name) of each paper that this post may begin about the thing; not one that is being written."""
    begun = {paper.kind for paper in papers if paper.is_open}
    return [
        (flow.kind, str(Document.Kind(flow.kind).label))
        for flow in flows_about(target)
        if flow.kind not in begun and who.may(flow.write, target)
    ]
