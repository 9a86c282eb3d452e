from hoaxa_danvan.accounts.models.changes import Steering, UnitEnding
from hoaxa_danvan.accounts.models.people import (
    COUNCIL_ROLES,
    OFFICE_ROLES,
    REVIEW_ROLES,
    UNIT_ROLES,
    Appointment,
    AppointmentQuerySet,
    Role,
    User,
    UserManager,
)
from hoaxa_danvan.accounts.models.units import (
    UNCONFIRMED,
    FormerName,
    Unit,
    UnitKind,
    UnitQuerySet,
    held_by,
)

__all__ = [
    "COUNCIL_ROLES",
    "OFFICE_ROLES",
    "REVIEW_ROLES",
    "UNCONFIRMED",
    "UNIT_ROLES",
    "Appointment",
    "AppointmentQuerySet",
    "FormerName",
    "Role",
    "Steering",
    "Unit",
    "UnitEnding",
    "UnitKind",
    "UnitQuerySet",
    "User",
    "UserManager",
    "held_by",
]
