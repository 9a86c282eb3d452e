from typing import Any

from django import forms
from django.utils import timezone

from hoaxa_danvan.accounts.models import Unit, UnitKind
from hoaxa_danvan.accounts.services import Ground
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField


class GroundFields(PortalForm):
    """From which day, by which paper, and why."""

    on = VietnameseDateField(label="Từ ngày")
    paper = forms.CharField(
        label="Văn bản quyết định",
        required=False,
        max_length=300,
        help_text="Ví dụ: Quyết định số 31-QĐ/ĐU ngày 12/01/2026.",
    )
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def ground(self) -> Ground:
        return Ground(**{name: self.cleaned_data[name] for name in ("on", "paper", "reason")})


class MergeForm(GroundFields):
    THIS, OTHER, NEW = "this", "other", "new"

    other = forms.ModelChoiceField(
        label="Sáp nhập với đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị"
    )
    result = forms.ChoiceField(label="Đơn vị sau sáp nhập", widget=forms.RadioSelect)
    new_name = forms.CharField(label="Tên đơn vị mới", required=False, max_length=200)
    new_kind = forms.ModelChoiceField(
        label="Khối của đơn vị mới", queryset=UnitKind.objects.all(), required=False, empty_label="Chọn khối"
    )

    field_order = ("other", "result", "new_name", "new_kind", "on", "paper", "reason")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.existing(timezone.localdate()).exclude(pk=unit.pk)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]  # it chooses a row
        self.fields["result"].choices = [  # type: ignore[attr-defined]  # a choice field
            (self.OTHER, "Đơn vị chọn ở trên"),
            (self.THIS, str(unit)),
            (self.NEW, "Một đơn vị mới"),
        ]
        self.fields["new_name"].help_text = self.fields["new_kind"].help_text = (
            "Chỉ ghi khi sau sáp nhập là một đơn vị mới."
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("result") == self.NEW:
            if not data.get("new_name"):
                self.add_error("new_name", "Vui lòng nhập tên đơn vị mới.")
            if not data.get("new_kind") and "new_kind" not in self.errors:
                self.add_error("new_kind", "Vui lòng chọn khối của đơn vị mới.")
        return data


class CloseForm(GroundFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Thôi hoạt động từ ngày"


class SteerForm(PortalForm):
    steered_by = forms.ModelChoiceField(
        label="Đơn vị chỉ đạo", queryset=Unit.objects.none(), required=False, empty_label="Không có"
    )
    since = VietnameseDateField(label="Từ ngày")
    reason = forms.CharField(label="Lý do, văn bản", required=False, max_length=300)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.existing(timezone.localdate()).exclude(pk=unit.pk)
        self.fields["steered_by"].queryset = others  # type: ignore[attr-defined]  # it chooses a row
        self.fields["steered_by"].initial = unit.steered_by_id
