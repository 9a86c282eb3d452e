from collections.abc import Iterable, Iterator
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils import timezone

from hoaxa_danvan.accounts.forms.versioned import VersionedForm
from hoaxa_danvan.accounts.models import Unit, UnitKind
from hoaxa_danvan.accounts.profiles import heading_choices, heading_name
from hoaxa_danvan.lib.forms import VietnameseDateField

GROUPS = {
    "Tên": ("name", "short_name", "renamed", "renamed_on"),
    "Vị trí": ("kind", "steered_by", "linked", "submits", "reviews", "email", "since"),
    "Trên văn bản của đơn vị": (
        "heading_profile",
        "parent_line",
        "issuer_line",
        "symbol",
        "signing_authority",
        "signing_office",
    ),
}
# A template of its own: names of units come in as variables.
FOLD = '<details><summary>Đơn vị liên kết: {{ form.linked_labels|default:"chưa có" }}</summary>'


class UnitForm(VersionedForm):
    heading_profile = forms.ChoiceField(
        label="Thể thức văn bản",
        required=False,
        choices=lambda: [("", "Theo khối đơn vị"), *heading_choices()],
    )
    renamed = forms.BooleanField(
        label="Đơn vị đổi tên (giữ lại tên cũ)",
        required=False,
        help_text="Chỉ đánh dấu khi đơn vị mang tên mới; sửa lỗi chính tả thì không.",
    )
    renamed_on = VietnameseDateField(label="Mang tên mới từ ngày", required=False)
    confirmed = forms.BooleanField(label="Xã đã xác nhận đơn vị này", required=False)

    class Meta:
        model = Unit
        fields = (*(name for names in GROUPS.values() for name in names), "confirmed")
        field_classes = {"since": VietnameseDateField}
        widgets = {"linked": forms.CheckboxSelectMultiple}
        help_texts = {
            "short_name": "Hiện ở đầu trang và trong các danh sách. Bỏ trống thì dùng tên đầy đủ.",
            "steered_by": "Đơn vị này theo dõi, đôn đốc và gửi bản tổng hợp chung.",
            "linked": "Có thể gửi một kế hoạch chung, tính cho cả hai bên.",
            "parent_line": "Ví dụ: ỦY BAN NHÂN DÂN XÃ HÒA XÁ. Hỏi văn thư của đơn vị.",
            "issuer_line": "Ví dụ: PHÒNG KINH TẾ. Bỏ trống thì in tên đầy đủ của đơn vị.",
            "symbol": "Phần đứng sau loại văn bản, ví dụ UBND, BXDĐ.",
            "signing_authority": "Ví dụ: TM. ỦY BAN NHÂN DÂN. Người đứng đầu ký trực tiếp thì bỏ trống.",
            "signing_office": "Ví dụ: CHỦ TỊCH, TRƯỞNG PHÒNG.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.existing(timezone.localdate()).exclude(pk=self.instance.pk)
        self.fields["steered_by"].queryset = self.fields["linked"].queryset = others  # type: ignore[attr-defined]  # both choose a row
        self.fields["steered_by"].empty_label = "Không có"  # type: ignore[attr-defined]  # as above
        self.fields["kind"].empty_label = "Chọn khối"  # type: ignore[attr-defined]  # as above
        if self.instance.pk:
            # Who steers it changes from a day on, on a page of its own.
            del self.fields["steered_by"]
        else:
            del self.fields["renamed"], self.fields["renamed_on"]
        if not self.instance.is_unconfirmed:
            del self.fields["confirmed"]
        self.helper.layout = Layout(
            *(Fieldset(legend, *self.pieces(names)) for legend, names in GROUPS.items()),
            *self.pieces(("confirmed", "version")),
        )

    def pieces(self, names: Iterable[str]) -> Iterator[LayoutObject | str]:
        """The fields that this form has; the long list of units is folded away."""
        for name in names:
            if name == "linked":
                yield Div(HTML(FOLD), name, HTML("</details>"))
            elif name in self.fields:
                yield name

    @property
    def linked_labels(self) -> str:
        return labels(self.instance.linked.all()) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("renamed") and not cleaned.get("renamed_on") and "renamed_on" not in self.errors:
            self.add_error("renamed_on", "Vui lòng nhập ngày đơn vị mang tên mới.")
        return cleaned

    def both_texts(self, fresh: Any) -> dict[str, tuple[str, str]]:
        linked = (labels(fresh.linked.all()), labels(self.cleaned_data["linked"]))
        looks = (heading_name(fresh.heading_profile), heading_name(self.cleaned_data["heading_profile"]))
        return {**super().both_texts(fresh), "linked": linked, "heading_profile": looks}

    @property
    def values(self) -> dict[str, Any]:
        confirmed = {"certainty": "xac_nhan"} if self.cleaned_data.get("confirmed") else {}
        return {**super().values, **confirmed}


class UnitKindForm(VersionedForm):
    class Meta:
        model = UnitKind
        fields = ("name", "block", "manner", "order")
        widgets = {"manner": forms.RadioSelect}
        help_texts = {
            "block": "Báo cáo cộng các khối cùng tên này vào một dòng.",
            "manner": "Hướng dẫn: có thể đề nghị đơn vị bổ sung. Trao đổi ý kiến: không gửi lại văn bản.",
        }


def labels(units: Iterable[Unit]) -> str:
    return ", ".join(sorted(unit.label for unit in units))
