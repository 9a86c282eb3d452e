"""What happens here when something happens below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from campaigns.services.unit_endings import follow_ending
from campaigns.services.years import give_open_obligations
from hoaxa_danvan.accounts.events import Consequence, unit_added, unit_ended
from hoaxa_danvan.accounts.models import Appointment, Unit, UnitEnding


@receiver(unit_added, dispatch_uid="campaigns.give_open_obligations")
def give_newcomer_its_obligations(
    sender: Any, *, unit: Unit, by: Appointment | None, at: datetime, **kwargs: Any
) -> None:
    give_open_obligations(unit, by=by, at=at)


@receiver(unit_ended, dispatch_uid="campaigns.follow_ending")
def move_its_part_in_the_plan(
    sender: Any, *, ending: UnitEnding, at: datetime, **kwargs: Any
) -> list[Consequence]:
    return list(follow_ending(ending, at=at))
