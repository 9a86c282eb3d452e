"""What an administrator sets of a heading profile, in words and figures.

Margins, sizes and styles are numbers within a range and boxes to tick: `looks` makes style of them.
"""

from typing import Any

from django import forms

from hoaxa_danvan.documents.forms.stationery import SHORT, SOURCE, Lines, StationeryForm
from hoaxa_danvan.documents.headings import is_symbol
from hoaxa_danvan.documents.looks import CHOICES, MEASURES, SIDES, Measure, figures_of, look_of
from hoaxa_danvan.lib.forms import VietnameseDecimalField
from hoaxa_danvan.lib.text import nfc, squeeze

SYMBOL_WORDS = {"{kind}": "{loại}", "{body}": "{cơ quan}"}
PREFIXES = {
    "on_behalf": "Thay mặt",
    "deputy": "Ký thay",
    "by_order": "Thừa lệnh",
    "acting": "Quyền",
}


class ProfileForm(StationeryForm):
    """Every part of a `HeadingProfile`."""

    NARROW = frozenset({*MEASURES, *CHOICES, *PREFIXES, "number_label", "symbol", "subject_lead"})
    GROUPS = {
        "Tên mẫu": ("name", "source"),
        "Tiêu đề, cơ quan ban hành": (
            "title_lines",
            "issuer_mark",
            "heading-left",
            "rule-length",
            "title-size",
            "motto-size",
            "parent-size",
            "issuer-size",
        ),
        "Số, ký hiệu, ngày tháng": (
            "scheme",
            "number_label",
            "symbol",
            "number-size",
            "date-size",
        ),
        "Tên loại, trích yếu": (
            "title_end",
            "title_capital",
            "kind-size",
            "subject-size",
            "subject_lead",
            "matter-size",
            "matter-style",
            "urgency-size",
            "urgency-border",
        ),
        "Nội dung": (
            "basis_dash",
            "body-size",
            "line-pitch",
            "paragraph-gap",
            "first-line",
            "table-size",
            "table-pitch",
            "page-number-size",
            "addressee-label-style",
            "basis-style",
        ),
        "Ký, nơi nhận": (
            *PREFIXES,
            "signature-size",
            "office-weight",
            "recipients-label-size",
            "recipients-size",
            "recipients-label-style",
            "recipients-label-weight",
            "recipients-label-decoration",
        ),
        "Lề trang": SIDES,
    }

    name = forms.CharField(label="Tên mẫu", max_length=100)
    source = SOURCE
    title_lines = Lines(
        label="Tiêu đề bên phải",
        rows=2,
        max_length=160,
        help_text="Mỗi dòng một hàng; dưới hàng cuối có đường kẻ dài bằng chữ. Đảng: một hàng; Nhà nước: quốc hiệu, tiêu ngữ.",
    )
    issuer_mark = forms.ChoiceField(
        label="Dưới tên cơ quan ban hành",
        choices=[("*", "dấu *"), ("***", "dấu ***"), ("rule", "đường kẻ ngắn")],
        widget=forms.RadioSelect,
    )
    scheme = forms.ChoiceField(
        label="Số văn bản đếm",
        choices=[("party", "suốt nhiệm kỳ cấp ủy"), ("state", "lại từ 01 mỗi năm")],
        widget=forms.RadioSelect,
    )
    number_label = forms.CharField(
        label="Chữ trước số", max_length=10, widget=forms.TextInput(SHORT), help_text="“Số” hoặc “Số:”"
    )
    symbol = forms.CharField(
        label="Cách ghép ký hiệu",
        max_length=40,
        widget=forms.TextInput(SHORT),
        help_text="-{loại}/{cơ quan} in thành 05-KH/ĐU; /{loại}-{cơ quan} in thành 05/KH-UBND",
    )
    title_end = forms.ChoiceField(
        label="Dưới trích yếu",
        choices=[("-----", "năm dấu gạch nối"), ("rule", "đường kẻ ngắn")],
        widget=forms.RadioSelect,
    )
    title_capital = forms.BooleanField(label="Trích yếu viết hoa chữ đầu", required=False)
    subject_lead = forms.CharField(
        label="Chữ đầu trích yếu công văn",
        max_length=20,
        widget=forms.TextInput(SHORT),
        help_text="“về việc” hoặc “V/v”",
    )
    basis_dash = forms.BooleanField(label="Căn cứ có gạch đầu dòng", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PREFIXES.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=10,
                widget=forms.TextInput(SHORT),
                error_messages={"required": f"Vui lòng nhập chữ dùng khi {label.lower()}."},
            )
        for name, measure in MEASURES.items():
            self.fields[name] = measure_field(measure)
        for name, choice in CHOICES.items():
            self.fields[name] = forms.BooleanField(label=choice.label, required=False)

    @classmethod
    def initial_of(cls, value: Any) -> dict[str, Any]:
        symbol = value.symbol
        for code, word in SYMBOL_WORDS.items():
            symbol = symbol.replace(code, word)
        return {
            **super().initial_of(value),
            "title_lines": "\n".join(value.title_lines),
            "symbol": symbol,
            **value.prefixes,
            **figures_of(value.look),
        }

    def clean_symbol(self) -> str:
        symbol: str = squeeze(nfc(self.cleaned_data["symbol"]))
        for code, word in SYMBOL_WORDS.items():
            symbol = symbol.replace(code, "").replace(word, code)
        if not is_symbol(symbol):
            raise forms.ValidationError(
                "Cần có {loại} và {cơ quan}, mỗi chữ một lần, và chỉ thêm các dấu - / . hoặc chữ thường dùng."
            )
        return symbol

    def parts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().parts(),
            "title_lines": tuple(given["title_lines"].splitlines()),
            "prefixes": {name: given[name] for name in PREFIXES},
            "look": look_of({name: given[name] for name in (*MEASURES, *CHOICES)}),
        }


def measure_field(measure: Measure) -> VietnameseDecimalField:
    within = f"từ {measure.least} đến {measure.most}"
    outside = f"{measure.label} phải {within} {measure.unit}."
    return VietnameseDecimalField(
        label=measure.label,
        min_value=measure.least,
        max_value=measure.most,
        decimal_places=2,
        help_text=f"{measure.unit}, {within}",
        error_messages={"required": outside, "min_value": outside, "max_value": outside},
    )
