"""Which sending a person has read last, and what has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Subquery

from hoaxa_danvan.accounts.models import OFFICE_ROLES, Appointment
from hoaxa_danvan.workflow.diff import compare
from hoaxa_danvan.workflow.models import Look, Revision, Sendable


def look_of(target: Sendable, who: Appointment) -> Look | None:
    if who.role not in OFFICE_ROLES:
        return None
    looks = Look.objects.about(target).filter(person=who.person_id)
    return looks.select_related("revision", "before").first()


def base_of(look: Look | None, newest: Revision | None) -> Revision | None:
    """The sending that this person read before `newest` was new to them; None at a first look."""
    if look is None or newest is None:
        return None
    return look.before if look.revision_id == newest.pk else look.revision


def record_look(target: Sendable, *, revision: Revision | None, by: Appointment, at: datetime) -> None:
    """Remember that this person has read that sending.

    A page records it while it is only being read (GET), and that surprises nobody: no paper, right or figure
    follows from it, nobody else sees it, and doing it again says the same. The page itself goes on comparing
    with the sending before (`base_of`), so that reading it again or following a link ahead hides nothing. Two
    tabs at once write the same row: the unique constraint lets one in, the other finds it there. A newer
    sending is never replaced by an older one.
    """
    if revision is None or by.role not in OFFICE_ROLES or not by.may(target.perm("judge"), target):
        return
    kind = ContentType.objects.get_for_model(target)
    look = Look.objects.filter(person=by.person_id, target_type=kind, target_id=target.pk)
    if look.filter(revision__number__gte=revision.number).exists():
        return
    if not look.exclude(revision=revision).update(before=F("revision"), revision=revision, at=at):
        row = Look(person_id=by.person_id, target_type=kind, target_id=target.pk, revision=revision, at=at)
        Look.objects.bulk_create([row], ignore_conflicts=True)


@dataclass(frozen=True, slots=True)
class News:
    """What a queue says of one paper. `changed` is None for what this person has never read."""

    changed: int | None

    @property
    def words(self) -> str:
        if self.changed is None:
            return "Chưa xem"
        return f"{self.changed} chỗ thay đổi" if self.changed else "Không thay đổi"

    @property
    def tone(self) -> str:
        return "" if self.changed == 0 else "wait"


def news_of(papers: Iterable[Sendable], *, who: Appointment) -> dict[int, News]:
    """`{paper id: News}` since this person's last look, of papers of one kind: two queries, however many."""
    ids = {paper.pk: type(paper) for paper in papers}
    if not ids:
        return {}
    kind = ContentType.objects.get_for_model(next(iter(ids.values())))
    looks = Look.objects.filter(person=who.person_id, target_type=kind, target_id__in=ids)
    seen = {look.target_id: look for look in looks.select_related("revision")}
    newest = {revision.target_id: revision for revision in newest_of(kind, seen)}
    return {pk: News(_changes(seen.get(pk), newest.get(pk))) for pk in ids}


def newest_of(kind: ContentType, ids: Iterable[int]) -> list[Revision]:
    rows = Revision.objects.filter(target_type=kind, target_id__in=list(ids))
    last = Revision.objects.filter(target_type=kind, target_id=OuterRef("target_id")).order_by("-number")
    return list(rows.filter(number=Subquery(last.values("number")[:1])))


def _changes(look: Look | None, newest: Revision | None) -> int | None:
    if look is None or newest is None:
        return None
    if look.revision_id == newest.pk:
        return 0
    return changed_count(look.revision.fields, newest.fields)


def changed_count(old: dict[str, Any], new: dict[str, Any]) -> int:
    return sum(change.changed for change in compare(old, new))
