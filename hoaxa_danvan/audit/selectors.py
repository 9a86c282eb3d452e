from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models

from hoaxa_danvan.audit.models import AuditEntry, ChainHead


def history_of(target: models.Model) -> models.QuerySet[AuditEntry]:
    """What happened to one thing, the oldest first, with who did it."""
    kind = ContentType.objects.get_for_model(target)
    entries = AuditEntry.objects.filter(target_type=kind, target_id=target.pk)
    return entries.select_related("by__unit", "person").order_by("number")


def chain_faults() -> Iterator[str]:
    """A sentence for every place where the chain does not hold; none when all is well."""
    number, previous = 0, "0" * 64
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number:
            yield f"Thiếu mục {number}."
            number = entry.number
        if entry.previous_hash != previous or entry.seal() != entry.hash:
            yield f"Mục {entry.number} không khớp."
        previous = entry.hash
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    if (head.length, head.hash) != (number, previous):
        yield f"Nhật ký phải có {head.length} mục, chỉ thấy {number}."
