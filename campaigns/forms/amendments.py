"""The commune's plan as a form: what is changed in it is the amendment."""

from typing import Any

from django import forms

from campaigns.models import Campaign, ContentItem
from campaigns.services.amendments import ROLES, AmendedItem, AmendingPaper, content_of
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField

LABELS = {
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "implementing": "Cơ quan thực hiện",
}


class AmendmentForm(PortalForm):
    """The paper itself; `read` is how many amendments there were when the page was opened."""

    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 20-KH/ĐU.")
    issued_on = VietnameseDateField(label="Ngày ban hành")
    signer = forms.CharField(label="Người ký", max_length=120)
    office = forms.CharField(label="Chức vụ người ký", required=False, max_length=120)
    # A plain field: a year is no figure to be grouped by thousands.
    first_year = forms.IntegerField(
        label="Áp dụng từ năm",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text="Các năm trước đó giữ nguyên như đã giao.",
    )
    reason = forms.CharField(label="Lý do", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"read": campaign.amendments.count()}, **kwargs})
        self.helper.form_tag = False

    def paper(self) -> AmendingPaper:
        return AmendingPaper(**{name: value for name, value in self.cleaned_data.items() if name != "read"})


class AmendedItemForm(PortalForm):
    """One item, or with `item=None` one to be added: left empty it is none."""

    is_ended = forms.BooleanField(label="Thôi thực hiện nội dung này", required=False)
    text = forms.CharField(
        label="Nội dung", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    timing = forms.ChoiceField(label="Thời gian", choices=ContentItem.Timing, initial="yearly")
    timing_text = forms.CharField(label="Thời gian, theo lời văn", required=False, max_length=200)

    def __init__(self, *args: Any, item: ContentItem | None = None, **kwargs: Any) -> None:
        self.item = item
        content = content_of(item) if item else {}
        initial = {name: as_lines(value) for name, value in content.items()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.helper.form_tag = False
        for role in ROLES:
            self.fields[role] = forms.CharField(
                label=LABELS[role],
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="Mỗi cơ quan một dòng.",
            )
        if item is None:
            del self.fields["is_ended"]

    @property
    def is_touched(self) -> bool:
        return self.is_bound and (self.has_changed() or bool(self.errors))

    def clean_text(self) -> str:
        return "\n".join(line.strip() for line in self.cleaned_data["text"].strip().splitlines())

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        names = ("text", "timing_text", *ROLES)
        if self.item is None and not any(typed.get(name) for name in names):
            return typed
        if not typed.get("is_ended") and not typed.get("text"):
            self.add_error("text", "Vui lòng nhập nội dung.")
        return typed

    def amended(self) -> AmendedItem | None:
        """What the form makes of the item; None for an empty one to be added."""
        typed = self.cleaned_data
        if self.item is None and not typed["text"]:
            return None
        return AmendedItem(
            item=self.item,
            text=typed["text"],
            timing=typed["timing"],
            timing_text=typed["timing_text"],
            is_ended=typed.get("is_ended", False),
            **{role: tuple(lines_of(typed[role])) for role in ROLES},
        )


def as_lines(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list) else value


def lines_of(text: str) -> list[str]:
    lines = (" ".join(line.split()).rstrip(";,") for line in text.splitlines())
    return [line for line in dict.fromkeys(lines) if line]
