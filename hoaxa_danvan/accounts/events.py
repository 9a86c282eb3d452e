"""What the apps above may want to know of units. A receiver connects in its app's `ready()`.

Sent inside the transaction of the service, and not robustly: a receiver that fails undoes the
cause too, so that a unit never stands without what it owes.
"""

from django.dispatch import Signal

# unit: Unit, by: Appointment | None, at: datetime. A unit has been added; open years give it what
# is still to be sent.
unit_added = Signal()
