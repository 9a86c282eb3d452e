from typing import Any

from django import forms

from awards.forms.rounds import VERSION
from awards.models import AwardTitle, Nomination
from hoaxa_danvan.lib.forms import PortalForm, PortalModelForm
from hoaxa_danvan.workflow.forms import VersionForm

TRACK_HINT = (
    "Tổ chức đảng, đảng viên: Đảng ủy khen. Tập thể khác, hộ gia đình, cá nhân ngoài Đảng: "
    "giới thiệu để Chủ tịch UBND xã khen."
)


class StartForm(PortalForm):
    title = forms.ModelChoiceField(
        label="Hình thức đề nghị",
        queryset=AwardTitle.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=TRACK_HINT,
    )


class NominationForm(PortalModelForm):
    version = forms.IntegerField(**VERSION)
    title = forms.ModelChoiceField(
        label="Hình thức đề nghị",
        queryset=AwardTitle.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=TRACK_HINT,
    )

    class Meta:
        model = Nomination
        fields = Nomination.CONTENT
        widgets = {
            "subject": forms.RadioSelect,
            "situation": forms.Textarea(attrs={"rows": 6}),
            "achievements": forms.Textarea(attrs={"rows": 10}),
            "earlier_awards": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "recipient": "Đúng như sẽ in trên Giấy khen.",
            "situation": "Cần có trước khi gửi. Cổng đã lấy từ mô hình, điển hình; sửa, bổ sung cho đủ.",
            "achievements": "Cần có trước khi gửi: mô hình, cách làm, kết quả bằng số, sức lan tỏa.",
            "earlier_awards": "Chỉ ghi những hình thức khen ngoài danh sách cổng đã có ở trên.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        subject: Any = self.fields["subject"]
        subject.choices = [choice for choice in subject.choices if choice[0]]

    def validate_unique(self) -> None:
        """The service says in words what another dossier forbids."""

    def content(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Nomination.CONTENT}


class SendForm(VersionForm):
    """The last press: the version that was read, and the pledge."""

    is_pledged = forms.BooleanField(required=False)


class RejectForm(PortalForm):
    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Trả lại là kết quả cuối cùng: hồ sơ không đủ điều kiện, đơn vị không gửi lại hồ sơ này.",
    )
