from typing import Any

from django import forms

from awards.models import AwardRound
from awards.services.rounds import FIELDS
from campaigns.models import CampaignYear, Window
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.forms import PortalForm, VietnameseIntegerField
from hoaxa_danvan.scoring.models import RubricVersion

VERSION: dict[str, Any] = {
    "widget": forms.HiddenInput,
    "min_value": 0,
    "max_value": 10**9,
    "error_messages": {"required": "Trang đã cũ. Vui lòng tải lại trang."},
}
SHARE: dict[str, Any] = {"min_value": 1, "max_value": 100}


class NewRoundForm(PortalForm):
    campaign_year = forms.ModelChoiceField(
        label="Năm", queryset=CampaignYear.objects.none(), empty_label="Chọn năm"
    )
    name = forms.CharField(
        label="Tên đợt xét",
        max_length=200,
        help_text="Ví dụ: Xét chọn mô hình, điển hình “Dân vận khéo” năm 2026.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = CampaignYear.objects.filter(windows__kind=Window.Kind.AWARD).order_by("-year")
        self.fields["campaign_year"].queryset = years  # type: ignore[attr-defined]  # of a model choice


class RubricsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        sample = ", bản mẫu" if obj.is_sample else ""
        return f"{obj.rubric} ({obj.rubric.get_subject_display()}, phiên bản {obj.number}{sample})"


class PanelField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person} ({obj})"


class RoundForm(PortalForm):
    """A round while it is being prepared: its name, its criteria, its panel, its vote rule."""

    version = forms.IntegerField(**VERSION)
    name = forms.CharField(label="Tên đợt xét", max_length=200)
    rubrics = RubricsField(
        label="Tiêu chí áp dụng",
        queryset=RubricVersion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mỗi đối tượng (tập thể, cá nhân, hộ gia đình) một bộ.",
    )
    panel = PanelField(
        label="Tổ thẩm định",
        queryset=Appointment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ít nhất hai người, chấm độc lập; không ai chấm hồ sơ của đơn vị mình.",
    )
    quorum_part = VietnameseIntegerField(label="Số có mặt cần có: tử số", **SHARE)
    quorum_whole = VietnameseIntegerField(label="Số có mặt cần có: mẫu số", **SHARE)
    base = forms.ChoiceField(
        label="Tỷ lệ đồng ý tính trên", choices=AwardRound.Base, widget=forms.RadioSelect
    )
    pass_part = VietnameseIntegerField(label="Tỷ lệ đồng ý cần đạt: tử số", **SHARE)
    pass_whole = VietnameseIntegerField(label="Tỷ lệ đồng ý cần đạt: mẫu số", **SHARE)
    pass_is_strict = forms.BooleanField(label="Phải hơn tỷ lệ đó (bằng thì chưa đạt)", required=False)
    rule_basis = forms.CharField(
        label="Quy định áp dụng",
        max_length=300,
        required=False,
        help_text="Văn bản quy định cách biểu quyết; cần có trước khi mở nhận hồ sơ.",
    )

    def __init__(self, *args: Any, award_round: AwardRound, at: Any, **kwargs: Any) -> None:
        start = {name: getattr(award_round, name) for name in (*FIELDS, "version")}
        start["rubrics"] = list(award_round.rubrics.values_list("pk", flat=True))
        start["panel"] = list(award_round.panel.values_list("pk", flat=True))
        super().__init__(*args, initial=start, **kwargs)
        versions = RubricVersion.objects.published().for_year(award_round.year)
        members = Appointment.objects.current(local_day(at)).filter(role=Role.PANEL_MEMBER)
        self.fields["rubrics"].queryset = versions  # type: ignore[attr-defined]  # of a model choice
        self.fields["panel"].queryset = members.with_unit().order_by("pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, words in (("quorum", "Số có mặt cần có"), ("pass", "Tỷ lệ đồng ý cần đạt")):
            part, whole = data.get(f"{name}_part"), data.get(f"{name}_whole")
            if part and whole and part > whole:
                self.add_error(f"{name}_part", f"{words}: tử số không được lớn hơn mẫu số.")
        if data.get("pass_is_strict") and data.get("pass_part") == data.get("pass_whole"):
            self.add_error("pass_is_strict", "Không thể đòi hơn tất cả: tỷ lệ cần đạt phải nhỏ hơn 1.")
        return data

    def content(self) -> dict[str, Any]:
        """The arguments of `change_round` that the page knows."""
        data = self.cleaned_data
        return {
            "version": data["version"],
            "fields": {name: data[name] for name in FIELDS},
            "rubrics": list(data["rubrics"]),
            "panel": list(data["panel"]),
        }
