from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hoaxa_danvan.accounts.models import User
from hoaxa_danvan.lib.forms import PortalForm, PortalFormMixin

LONGEST_PASSWORD = 200


class SignInForm(PortalFormMixin, AuthenticationForm):
    username = UsernameField(label="Tên đăng nhập", widget=forms.TextInput(attrs={"autofocus": True}))
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "inactive": "Tài khoản đang khóa.",
    }

    def clean_username(self) -> str:
        """A phone begins every field with a capital."""
        return str(self.cleaned_data["username"]).strip().lower()


def password_field(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, help_text=help_text
    )


class PasswordForm(PortalForm):
    """The person's own new password, with the present one."""

    present = password_field("Mật khẩu đang dùng", autocomplete="current-password")
    fresh = password_field(
        "Mật khẩu mới",
        autocomplete="new-password",
        help_text="Ít nhất 12 ký tự, có thể là một câu ngắn dễ nhớ. "
        "Không dùng tên xã, tên đơn vị, tên đăng nhập.",
    )
    again = password_field("Nhập lại mật khẩu mới", autocomplete="new-password")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_present(self) -> str:
        present = str(self.cleaned_data["present"])
        if not self.person.check_password(present):
            raise ValidationError("Mật khẩu đang dùng chưa đúng.")
        return present

    def clean_fresh(self) -> str:
        fresh = str(self.cleaned_data["fresh"])
        if fresh == self.data.get(self.add_prefix("present")):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        validate_password(fresh, self.person)
        return fresh

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.data.get(self.add_prefix("fresh")):
            raise ValidationError("Hai lần nhập mật khẩu mới không giống nhau.")
        return again
