from typing import Any

from django import forms

from campaigns.models import ReminderRule, Window
from campaigns.reminding import RULE_TEXT, Words
from hoaxa_danvan.lib.forms import PortalForm

HINT = f"Các từ trong ngoặc vuông được thay khi gửi: {', '.join(Words.NAMES)}."
STALE = "Trang đã cũ. Vui lòng tải lại trang rồi làm lại."


class RemindForm(PortalForm):
    """The words of a reminder; `key` makes two presses one."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE})
    text = forms.CharField(
        label="Nội dung nhắc", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=HINT
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False


class RuleForm(PortalForm):
    """One rule of the calendar. Of one that is there its kind stays; a new one is on at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)
    kind = forms.ChoiceField(
        label="Việc", choices=[choice for choice in Window.Kind.choices if choice[0] in Window.OWED]
    )
    days = forms.IntegerField(
        label="Nhắc trước hạn (ngày)",
        min_value=1,
        max_value=ReminderRule.LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    is_on = forms.BooleanField(label="Đang dùng", required=False)
    text = forms.CharField(
        label="Nội dung", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=HINT
    )

    def __init__(self, *args: Any, rule: ReminderRule | None = None, **kwargs: Any) -> None:
        names = ("version", "days", "is_on", "text")
        initial = {name: getattr(rule, name) for name in names} if rule else {"text": RULE_TEXT}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.helper.form_tag = False
        if rule is None:
            del self.fields["version"], self.fields["is_on"]
        else:
            del self.fields["kind"]
            if rule.how == ReminderRule.How.DIGEST:
                self.fields["days"].label = "Việc đến hạn trong (ngày)"

    def take_version(self, version: int) -> None:
        """Keep what was typed, now upon the version that stands saved."""
        typed: Any = self.data
        fresh = typed.copy()
        fresh["version"] = str(version)
        self.data = fresh
