from datetime import date, datetime
from typing import Any

from django import forms

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.lib.dates import end_of_day, local_day, start_of_day
from hoaxa_danvan.lib.forms import PortalForm, UploadField, VietnameseDateField


class PlanFileForm(PortalForm):
    """The plan as it left the word processor."""

    file = UploadField(
        label="Tệp văn bản của kế hoạch",
        accept=".docx,.txt,text/plain",
        help_text="Tệp Word (.docx), hoặc văn bản thuần (.txt).",
    )


class PlanImportForm(PortalForm):
    """What the text lacks, beside the text itself, which the preview hands on unchanged."""

    source = forms.CharField(widget=forms.HiddenInput, strip=False)
    number = forms.CharField(
        label="Số, ký hiệu của kế hoạch",
        required=False,
        max_length=60,
        help_text="Ví dụ: 15-KH/ĐU. Có thể để trống, điền sau.",
    )
    issued_on = VietnameseDateField(label="Ngày ban hành", required=False)


class PlanNumberForm(PortalForm):
    number = forms.CharField(label="Số, ký hiệu của kế hoạch", max_length=60)
    issued_on = VietnameseDateField(label="Ngày ban hành", required=False)


class NewYearForm(PortalForm):
    # A plain field: a year is no figure to be grouped by thousands.
    year = forms.IntegerField(
        label="Năm",
        min_value=2020,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )


class ThemeForm(PortalForm):
    theme = forms.CharField(
        label="Chủ đề năm của xã", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WindowForm(PortalForm):
    """The dates of one window; days in the form, moments in the table."""

    opens_on = VietnameseDateField(label="Nhận từ ngày")
    due_on = VietnameseDateField(label="Hạn gửi", help_text="Đến 23:59 ngày này là đúng hạn.")
    closes_on = VietnameseDateField(
        label="Ngừng nhận sau ngày", help_text="Gửi sau hạn vẫn nhận đến ngày này, ghi là gửi chậm."
    )
    paper = forms.CharField(
        label="Văn bản quy định hạn",
        required=False,
        max_length=300,
        help_text="Ví dụ: Hướng dẫn số 05-HD/BXDĐ ngày 10/01/2026.",
    )

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        self.window = window
        kwargs["initial"] = {
            "opens_on": local_day(window.opens_at),
            "due_on": local_day(window.due_at),
            "closes_on": local_day(window.closes_at),
            "paper": window.paper,
        }
        super().__init__(*args, prefix=window.kind, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        opens, due, closes = (data.get(name) for name in ("opens_on", "due_on", "closes_on"))
        if opens and due and due < opens:
            self.add_error("due_on", "Hạn gửi phải từ ngày nhận trở đi.")
        if due and closes and closes < due:
            self.add_error("closes_on", "Ngày ngừng nhận phải từ hạn gửi trở đi.")
        return data

    def window_fields(self) -> dict[str, datetime | str]:
        data = self.cleaned_data
        days: dict[str, date] = {name: data[name] for name in ("opens_on", "due_on", "closes_on")}
        return {
            "opens_at": start_of_day(days["opens_on"]),
            "due_at": end_of_day(days["due_on"]),
            "closes_at": end_of_day(days["closes_on"]),
            "paper": data["paper"],
        }


class YearForms:
    """The theme and every window of a year as one page: checked and saved together."""

    def __init__(self, campaign_year: CampaignYear, data: Any = None) -> None:
        self.theme = ThemeForm(data, initial={"theme": campaign_year.theme})
        self.windows = [WindowForm(data, window=window) for window in campaign_year.windows.all()]

    @property
    def all(self) -> list[forms.BaseForm]:
        return [self.theme, *self.windows]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.all)

    def window_fields(self) -> dict[int, dict[str, Any]]:
        return {form.window.pk: form.window_fields() for form in self.windows}
