from .own import change_password, note_sign_in, note_sign_out
from .people import (
    IssuedPassword,
    change_account,
    deactivate_account,
    issue_account,
    reactivate_account,
    reset_password,
)
from .posts import appoint, end_appointment
from .rows import Stale
from .units import change_unit, change_unit_kind, create_unit, rename_unit

__all__ = [
    "IssuedPassword",
    "Stale",
    "appoint",
    "change_account",
    "change_password",
    "change_unit",
    "change_unit_kind",
    "create_unit",
    "deactivate_account",
    "end_appointment",
    "issue_account",
    "note_sign_in",
    "note_sign_out",
    "reactivate_account",
    "rename_unit",
    "reset_password",
]
