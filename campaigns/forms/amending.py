from django import forms

from hoaxa_danvan.lib.forms import PortalForm


class AmendForm(PortalForm):
    """Why a plan that was taken in is changed."""

    reason = forms.CharField(
        label="Lý do điều chỉnh",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ví dụ: thêm việc theo chỉ đạo mới của xã; thay đổi thời hạn, người phụ trách.",
    )
