"""What the apps above may want to know of units. A receiver connects in its app's `ready()`.

Sent inside the transaction of the service, and not robustly: a receiver that fails undoes the
cause too, so that a unit never stands without what it owes.
"""

from dataclasses import dataclass
from typing import Literal

from django.dispatch import Signal

# unit: Unit, by: Appointment | None, at: datetime. A unit has been added; open years give it what
# is still to be sent.
unit_added = Signal()

# ending: UnitEnding, by: Appointment, at: datetime. A unit has been merged or closed. Receivers move
# or drop what is open and answer with their `Consequence`s; what was done stays where it is.
unit_ended = Signal()


@dataclass(frozen=True, slots=True)
class Consequence:
    """One sentence of what the end of a unit does. `fate` is a key of `UnitEnding.FATES`."""

    fate: Literal["moves", "ends", "stays"]
    text: str
