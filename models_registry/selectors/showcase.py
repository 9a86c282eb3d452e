"""What anyone may see: recognised models, as they were decided upon, and photos free to show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet

from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.lists import search
from models_registry.models import Recognition, RegisteredModel, Sector


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    count: int
    code: str


def recognised(*, words: str = "", sector: str = "") -> QuerySet[Recognition]:
    """One row per model, its newest recognition; the very accents that were typed come first."""
    rows = Recognition.objects.newest_of_each().for_showcase()
    if sector:
        rows = rows.filter(entry__sector__code=sector)
    return search(rows, words) if words else rows


def chips() -> list[Chip]:
    """“Tất cả” and every sector that has recognised models, with how many; one query."""
    rows = Recognition.objects.newest_of_each().order_by()
    counted = rows.values_list("entry__sector").annotate(count=Count("pk"))
    counts = dict(counted.values_list("entry__sector", "count"))
    sectors = [
        Chip(sector.name, counts[sector.pk], sector.code)
        for sector in Sector.objects.all()
        if sector.pk in counts
    ]
    return [Chip("Tất cả", sum(counts.values()), ""), *sectors]


def public_photos(entry_ids: Iterable[int]) -> QuerySet[Evidence]:
    """Photos of recognised models without people, or with their consent on record."""
    kind = ContentType.objects.get_for_model(RegisteredModel)
    of_recognised = Recognition.objects.filter(entry__in=list(entry_ids)).values("entry")
    photos = Evidence.objects.publishable().filter(purpose=Evidence.Purpose.EVIDENCE)
    return photos.filter(target_type=kind, target_id__in=of_recognised).order_by("at", "pk")


def first_photos(rows: Iterable[Recognition]) -> dict[int, Evidence]:
    """`{entry id: photo}`, one query however many cards."""
    found: dict[int, Evidence] = {}
    for photo in public_photos(row.entry_id for row in rows):
        found.setdefault(photo.target_id, photo)
    return found


def public_photo(pk: int) -> Evidence | None:
    """The photo with that key, if anyone may see it."""
    photo = Evidence.objects.photos().filter(pk=pk).first()
    return public_photos([photo.target_id]).filter(pk=pk).first() if photo else None
