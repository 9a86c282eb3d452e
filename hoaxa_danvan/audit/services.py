from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from hoaxa_danvan.audit.models import AuditEntry, ChainHead

if TYPE_CHECKING:
    from hoaxa_danvan.accounts.models import Appointment, User


@transaction.atomic
def record(
    verb: str,
    *,
    at: datetime,
    target: models.Model | None = None,
    by: "Appointment | None" = None,
    person: "User | None" = None,
    from_status: str = "",
    to_status: str = "",
    note: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry, in the transaction of what it tells about.

    `by` is the post acted in (None: the machine itself); `person` only where there is no post
    yet, as at sign-in. `details` must be JSON.
    """
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    kind = ContentType.objects.get_for_model(target) if target is not None else None
    entry = AuditEntry(
        number=head.length + 1,
        at=at,
        person=by.person if by else person,
        by=by,
        verb=verb,
        target_type=kind,
        target_id=target.pk if target is not None else None,
        from_status=from_status,
        to_status=to_status,
        note=note,
        details=details or {},
        previous_hash=head.hash,
    )
    entry.hash = entry.seal()
    entry.save(force_insert=True)
    head.length, head.hash = entry.number, entry.hash
    head.save(update_fields=["length", "hash"])
    return entry
