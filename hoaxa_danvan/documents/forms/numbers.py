from typing import Any

from django import forms
from django.core.validators import RegexValidator

from hoaxa_danvan.documents.selectors.numbers import Period
from hoaxa_danvan.lib.forms import PortalForm, PortalHelper, VietnameseDateField


class CancelForm(PortalForm):
    """Why a number is given up."""

    reason = forms.CharField(
        label="Lý do hủy",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do ở lại trong sổ cùng với số; số này không dùng lại.",
    )


class TermForm(PortalForm):
    """The days of a nhiệm kỳ. One that is there keeps its name: its numbers go by it."""

    name = forms.CharField(
        label="Nhiệm kỳ",
        max_length=40,
        help_text="Ví dụ: 2030-2035",
        # It stands in the address of its page.
        validators=[RegexValidator(r"^\w[\w -]*$", "Tên nhiệm kỳ chỉ gồm chữ, chữ số, dấu gạch nối.")],
    )
    since = VietnameseDateField(label="Từ ngày", help_text="Ngày đại hội thành công; ví dụ 05/06/2030")
    until = VietnameseDateField(
        label="Đến ngày", required=False, help_text="Bỏ trống khi chưa có ngày đại hội nhiệm kỳ sau."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9, required=False)

    def __init__(self, *args: Any, term: Period | None, **kwargs: Any) -> None:
        there = (
            {"name": term.name, "since": term.since, "until": term.until, "version": term.version}
            if term
            else {}
        )
        super().__init__(*args, initial=there, **kwargs)
        self.fields["version"].localize = False
        self.fields["name"].disabled = term is not None
        self.helper = PortalHelper(submit="Lưu")

    def differences(self, stored: Period | None) -> dict[str, Any]:
        """Both texts, for the fragment workflow/_conflict.html; the form now names the fresh version."""
        data: Any = self.data
        data = data.copy()
        data["version"] = str(stored.version if stored else 0)
        self.data = data
        rows = [
            {"label": self.fields[name].label, "was": shown(was), "value": shown(self.cleaned_data[name])}
            for name in ("since", "until")
            if (was := getattr(stored, name, None)) != self.cleaned_data[name]
        ]
        return {"changes": rows, "saved_by": "", "saved_at": None}


def shown(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
