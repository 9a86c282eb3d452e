from .downloads import note_download
from .endings import Ground, close_unit, foreseen, merge_into_new_unit, merge_units
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
from .steering import steer_unit
from .units import change_unit, change_unit_kind, create_unit, rename_unit

__all__ = [
    "Ground",
    "IssuedPassword",
    "Stale",
    "appoint",
    "change_account",
    "change_password",
    "change_unit",
    "change_unit_kind",
    "close_unit",
    "create_unit",
    "deactivate_account",
    "end_appointment",
    "foreseen",
    "issue_account",
    "merge_into_new_unit",
    "merge_units",
    "note_download",
    "note_sign_in",
    "note_sign_out",
    "reactivate_account",
    "rename_unit",
    "reset_password",
    "steer_unit",
]
