from typing import Any

from django import forms

from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField

REASON = forms.Textarea(attrs={"rows": 4})


class AskForm(PortalForm):
    """Xin gia hạn: until when, and why."""

    wished_until = VietnameseDateField(label="Xin gửi trước hết ngày")
    reason = forms.CharField(label="Lý do", max_length=2000, widget=REASON)


class GrantForm(PortalForm):
    """The reviewing unit's answer: until when, and why; to decline only the reason is asked."""

    until = VietnameseDateField(label="Gia hạn đến hết ngày", required=False)
    reason = forms.CharField(label="Lý do, ý kiến trả lời", max_length=2000, widget=REASON)

    def __init__(self, *args: Any, declines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declines = declines

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.declines and "until" not in self.errors and not data.get("until"):
            self.add_error("until", "Vui lòng nhập ngày gia hạn.")
        return data


class EndForm(PortalForm):
    reason = forms.CharField(label="Lý do kết thúc sớm", max_length=2000, widget=REASON)
