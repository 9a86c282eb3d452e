from django.db import models

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document, OfficialPaper


def newest_draft(paper: OfficialPaper) -> Document | None:
    return Document.objects.about(paper).filter(is_issued=False).order_by("-pk").first()


def issued_document(paper: OfficialPaper) -> Document | None:
    return Document.objects.about(paper).issued().first()


def papers_about(target: models.Model, *, who: Appointment) -> list[OfficialPaper]:
    """What has been written about one thing, the newest first, as far as this post may read it."""
    return list(OfficialPaper.objects.visible_to(who).about(target).for_list())
