"""Many plans taken in at one press."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.services.plans import accept_plan
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.bulk import Line, accept_many
from hoaxa_danvan.workflow.models import AcceptanceBatch


def accept_plans(lines: Sequence[Line], *, key: UUID, by: Appointment, at: datetime) -> AcceptanceBatch:
    """What the preview said (`workflow.bulk.preview`), each in its own transaction."""

    def accept(plan: Any, version: int, batch: AcceptanceBatch) -> object:
        return accept_plan(plan, version=version, by=by, at=at, batch=batch)

    return accept_many(lines, accept=accept, key=key, by=by, at=at)
