from .endings import CloseForm, MergeForm, SteerForm
from .own import PasswordForm, SignInForm
from .people import AccountForm, AppointForm, EndAppointmentForm, IssueAccountForm
from .units import UnitForm, UnitKindForm
from .versioned import VersionedForm

__all__ = [
    "AccountForm",
    "AppointForm",
    "CloseForm",
    "EndAppointmentForm",
    "IssueAccountForm",
    "MergeForm",
    "PasswordForm",
    "SignInForm",
    "SteerForm",
    "UnitForm",
    "UnitKindForm",
    "VersionedForm",
]
