"""What happens here when something happens below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from campaigns.services.years import give_open_obligations
from hoaxa_danvan.accounts.events import unit_added
from hoaxa_danvan.accounts.models import Appointment, Unit


@receiver(unit_added, dispatch_uid="campaigns.give_open_obligations")
def give_newcomer_its_obligations(
    sender: Any, *, unit: Unit, by: Appointment | None, at: datetime, **kwargs: Any
) -> None:
    give_open_obligations(unit, by=by, at=at)
