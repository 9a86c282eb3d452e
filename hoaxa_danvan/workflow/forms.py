from typing import Any

from django import forms
from django.apps import apps

from hoaxa_danvan.lib.forms import PortalForm, PortalModelForm, VietnameseIntegerField
from hoaxa_danvan.workflow.models import CannedRemark, Proposal, ReturnNote, ReviewSetting
from hoaxa_danvan.workflow.selectors import fields_of_papers, forms_of_papers

LONGEST_NOTE = 4000
LARGEST_KEY = 2**62


def long_text(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_NOTE,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NoteForm(PortalForm):
    """An opinion on one field. `canned` is the sentence it was begun with."""

    field = forms.CharField(max_length=100, widget=forms.HiddenInput)
    canned = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    text = long_text("Ý kiến")


class InsertForm(forms.Form):
    """“Chèn”: a sentence is put to what has been typed so far."""

    field = forms.CharField(max_length=100)
    sentence = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    text = forms.CharField(max_length=LONGEST_NOTE, required=False)


class AnswerForm(PortalForm):
    """The unit's answer to one opinion."""

    answer = long_text("Tiếp thu, giải trình")


class VersionForm(forms.Form):
    """The version that the person has read, carried by every button that decides."""

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


class DraftForm(forms.Form):
    """Which autosaved text is not wanted any more."""

    form = forms.CharField(max_length=60)
    target_id = forms.IntegerField(min_value=0, max_value=LARGEST_KEY)


class TickForm(forms.Form):
    """What became of an opinion of an earlier round; empty takes the tick away."""

    outcome = forms.ChoiceField(choices=[("", ""), *ReturnNote.Outcome.choices], required=False)


class ProposalForm(VersionForm):
    """What a chuyên viên lays before the Trưởng ban."""

    verb = forms.ChoiceField(choices=Proposal.Verb.choices)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)


class SendBackForm(PortalForm):
    """Why a proposal goes back to the chuyên viên."""

    note = long_text("Ý kiến của Trưởng ban")


class ReferralForm(PortalForm):
    question = long_text("Nội dung xin ý kiến", rows=3)
    unit_view = long_text("Ý kiến của đơn vị", help_text="Ghi đúng ý đơn vị; đơn vị đọc được nội dung này.")
    office_view = long_text("Ý kiến của Ban Xây dựng Đảng", help_text="Nêu rõ căn cứ trong kế hoạch của xã.")


class OpinionForm(PortalForm):
    opinion = long_text("Ý kiến của Thường trực Đảng ủy")
    basis = forms.CharField(
        label="Văn bản thông báo ý kiến",
        max_length=200,
        required=False,
        help_text="Số, ngày thông báo của Văn phòng Đảng ủy, nếu có.",
    )


class RemarkForm(PortalModelForm):
    """One sentence of the office. Which version it was made from stands in the form."""

    form = forms.ChoiceField(label="Dùng cho", required=False)
    field = forms.ChoiceField(label="Ô", required=False)
    order = VietnameseIntegerField(label="Thứ tự", max_value=999, help_text="Số nhỏ đứng trước.")
    version = forms.IntegerField(required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput)

    class Meta:
        model = CannedRemark
        fields = ("text", "form", "field", "order", "is_retired")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("form", "Mọi loại văn bản", dict(forms_of_papers()))
        self._offer("field", "Mọi ô", fields_of_papers())
        self.initial["version"] = self.instance.version if self.instance.pk else 0

    def _offer(self, name: str, every: str, found: dict[str, str]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", every), *found.items()]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        form, part = said.get("form", ""), said.get("field", "")
        if form and part and part not in apps.get_model(form).REMARKED:
            self.add_error("field", "Loại văn bản này không có ô đó.")
        return said

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SettingForm(PortalModelForm):
    undo_minutes = VietnameseIntegerField(
        label="Số phút chờ trước khi gửi thư báo đã tiếp nhận",
        min_value=0,
        max_value=120,
        help_text="Trong thời gian này người tiếp nhận còn hoàn tác được; 0 là gửi ngay.",
    )
    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    class Meta:
        model = ReviewSetting
        fields = ("two_steps", "undo_minutes")
        labels = {"two_steps": "Hai bước: chuyên viên trình, Trưởng ban duyệt"}
        help_texts = {
            "two_steps": (
                "Khi bật, chuyên viên không tự tiếp nhận, đề nghị bổ sung; Trưởng ban duyệt hoặc chuyển lại."
            )
        }
