from .own import PasswordForm, SignInForm
from .people import AccountForm, AppointForm, EndAppointmentForm, IssueAccountForm
from .units import UnitForm, UnitKindForm
from .versioned import VersionedForm

__all__ = [
    "AccountForm",
    "AppointForm",
    "EndAppointmentForm",
    "IssueAccountForm",
    "PasswordForm",
    "SignInForm",
    "UnitForm",
    "UnitKindForm",
    "VersionedForm",
]
