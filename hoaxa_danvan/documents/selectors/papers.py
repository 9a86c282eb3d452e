from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.composing import compose, is_left_open
from hoaxa_danvan.documents.flows import FLOWS, Flow, flows_about
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import Document, OfficialPaper, PaperSection
from hoaxa_danvan.documents.paper import Printable, printable_from
from hoaxa_danvan.documents.selectors.stationery import profile_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper as it reads, with the look of its heading."""

    paper: Printable
    profile: HeadingProfile


def reading_of(paper: OfficialPaper, *, issued: Document | None) -> Reading:
    """The text as it stands now, and once it is issued as it was issued."""
    if issued is not None:
        return reading_of_document(issued)
    profile = profile_of(Letterhead(**paper.letterhead).profile)
    return Reading(compose(paper, profile, draft=paper.draft_number + 1), profile)


def reading_of_document(document: Document) -> Reading:
    return Reading(printable_from(document.paper), HeadingProfile.from_dict(document.profile))


def documents_of(paper: OfficialPaper, *, who: Appointment) -> list[Document]:
    """Its prints, the newest first; the drafts only for whom it is drafted."""
    documents = Document.objects.about(paper).select_related("job", "by__unit").order_by("-at", "-pk")
    reads_drafts = OfficialPaper.objects.with_drafts_for(who).filter(pk=paper.pk).exists()
    return list(documents if reads_drafts else documents.issued())


def open_sections(paper: OfficialPaper) -> list[PaperSection]:
    """What people must still write before the paper can be issued."""
    return [section for section in paper.sections.all() if is_left_open(section, paper.outline)]


def issued_part(paper: OfficialPaper, *, issued: Document | None) -> str:
    """What the paper's app shows on its page while it stands issued; HTML."""
    flow = FLOWS.get(paper.kind)
    if flow is None or flow.issued_part is None or issued is None or issued.is_withdrawn:
        return ""
    return flow.issued_part(paper)


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
