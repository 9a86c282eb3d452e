from typing import Any

from django import forms

from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField
from reports.models import ReportPeriod


class ReworkForm(PortalForm):
    """Why a leader wants another draft."""

    note = forms.CharField(
        label="Nội dung cần hoàn thiện", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class PresentForm(PortalForm):
    """Version shown, and what the Ban Xây dựng Đảng's own register gave its copy, if anything."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    number = forms.CharField(
        label="Số, ký hiệu bản trình",
        required=False,
        max_length=60,
        help_text="Theo sổ của Ban Xây dựng Đảng. Để trống cả ba ô thì trình bằng bản dự thảo.",
    )
    issued_on = VietnameseDateField(label="Ngày bản trình", required=False)
    signer = forms.CharField(label="Người ký bản trình", required=False, max_length=120)


class IssueForm(PortalForm):
    """What the Văn phòng gave the paper: from its own register."""

    number = forms.CharField(
        label="Số, ký hiệu", max_length=60, help_text="Theo sổ của Văn phòng Đảng ủy, ví dụ 128-BC/ĐU."
    )
    issued_on = VietnameseDateField(label="Ngày ban hành", help_text="Ví dụ: 05/12/2026")
    signer = forms.CharField(label="Người ký", max_length=120)
    signer_office = forms.CharField(
        label="Chức vụ người ký", max_length=120, help_text="Ví dụ: Phó Bí thư Thường trực"
    )


class SendForm(PortalForm):
    """How the issued paper went to Thành ủy."""

    note = forms.CharField(
        label="Gửi bằng cách nào, ngày nào",
        max_length=200,
        help_text="Ví dụ: qua trục liên thông văn bản, ngày 10/12/2026",
    )


class DaysForm(PortalForm):
    """Which days the units' figures are counted over."""

    first_day = VietnameseDateField(label="Số liệu từ ngày")
    last_day = VietnameseDateField(label="Đến ngày")

    def __init__(self, *args: Any, period: ReportPeriod, **kwargs: Any) -> None:
        initial = {"first_day": period.first_day, "last_day": period.last_day}
        super().__init__(*args, initial=initial, **kwargs)
