from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from hoaxa_danvan.accounts.forms.versioned import VersionedForm
from hoaxa_danvan.accounts.models import Role, Unit, User
from hoaxa_danvan.lib.forms import NameField, PortalForm, PortalHelper, VietnameseDateField


class PostFields(PortalForm):
    """The fields of a post; shown alone or under those of a new account."""

    SUBMIT: ClassVar[str]

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò"), *Role.choices])
    title = forms.CharField(
        label="Chức danh",
        max_length=120,
        required=False,
        help_text="Ví dụ: Phó Chủ tịch. Bỏ trống thì hiện tên vai trò.",
    )
    since = VietnameseDateField(label="Từ ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(submit=self.SUBMIT)
        today = timezone.localdate()
        self.fields["unit"].queryset = Unit.objects.existing(today)  # type: ignore[attr-defined]  # it chooses a row
        self.fields["since"].initial = today

    @property
    def post(self) -> dict[str, Any]:
        """The keyword arguments of `appoint`."""
        return {name: self.cleaned_data[name] for name in ("unit", "role", "title", "since")}


class AppointForm(PostFields):
    SUBMIT = "Phân công"


class IssueAccountForm(PostFields):
    SUBMIT = "Cấp tài khoản"

    full_name = NameField(max_length=120)
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        validators=[
            RegexValidator(
                r"\A[a-z0-9][a-z0-9._-]+\Z",
                "Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch nối; ít nhất 2 ký tự.",
            )
        ],
        help_text="Chữ thường không dấu, ví dụ hoinongdan.",
    )
    email = forms.EmailField(label="Thư điện tử", required=False)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)

    field_order = ("full_name", "username", "email", "phone", "unit", "role", "title", "since")

    @property
    def account(self) -> dict[str, Any]:
        """The `fields` of `issue_account`."""
        return {name: self.cleaned_data[name] for name in ("full_name", "username", "email", "phone")}


class AccountForm(VersionedForm):
    class Meta:
        model = User
        fields = ("full_name", "email", "phone")
        field_classes = {"full_name": NameField}


class EndAppointmentForm(PortalForm):
    until = VietnameseDateField(label="Ngày cuối giữ vai trò")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(submit="Kết thúc phân công")
        self.fields["until"].initial = timezone.localdate()
