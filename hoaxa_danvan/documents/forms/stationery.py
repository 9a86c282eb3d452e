"""What an administrator sets of a heading profile and of a letterhead, in words and figures.

Margins, sizes and styles are numbers within a range and boxes to tick: `looks` makes style of them.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.core.validators import RegexValidator

from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead, is_symbol
from hoaxa_danvan.documents.looks import CHOICES, MEASURES, SIDES, Measure, figures_of, look_of
from hoaxa_danvan.documents.selectors.stationery import Entry, all_letterheads, profile_choices
from hoaxa_danvan.lib.forms import ActionBar, PlainSubmit, PortalForm, VietnameseDecimalField
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.lib.text import nfc, squeeze

SHORT = {"class": "short", "autocomplete": "off"}
SYMBOL_WORDS = {"{kind}": "{loại}", "{body}": "{cơ quan}"}
PREFIXES = {
    "on_behalf": "Thay mặt",
    "deputy": "Ký thay",
    "by_order": "Thừa lệnh",
    "acting": "Quyền",
}
SOURCE = forms.CharField(
    label="Căn cứ, mức chắc chắn",
    max_length=500,
    required=False,
    widget=forms.Textarea(attrs={"rows": 3}),
    help_text="Chỗ nào chưa rõ thì ghi “hỏi văn thư”: danh sách sẽ đánh dấu. Văn thư xác nhận rồi thì bỏ chữ ấy.",
)


class Lines(forms.CharField):
    """Some lines of a heading, each without spaces around it, none of them empty."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200, "widget": forms.Textarea(attrs={"rows": rows}), **kwargs})

    def to_python(self, value: Any) -> str:
        lines = (squeeze(nfc(line)) for line in (super().to_python(value) or "").splitlines())
        return "\n".join(filter(None, lines))


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


class StationeryForm(PortalForm):
    """Common to both: its version, its buttons, its values in words."""

    GROUPS: ClassVar[Mapping[str, Iterable[str]]]
    HINTS: ClassVar[Mapping[str, str]] = {}
    NARROW: ClassVar[frozenset[str]] = frozenset()

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**9,
        error_messages={"required": "Trang đã cũ. Vui lòng tải lại trang."},
    )

    def __init__(self, data: Any = None, *, entry: Entry, urls: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"version": entry.version, **self.initial_of(entry.value)})
        self.entry = entry
        self.fields["version"].localize = False
        groups = (
            Fieldset(legend, *self._pieces(names), css_class="mt-4") for legend, names in self.GROUPS.items()
        )
        self.helper.layout = Layout("version", *groups)
        if urls:
            self.helper.form_action = urls["save"]
            # A new tab: what has been typed here stays.
            look = PlainSubmit(
                "preview", "Xem thử trang đầu, chưa lưu", formaction=urls["preview"], formtarget="_blank"
            )
            self.helper.layout.append(ActionBar(Submit("save", "Lưu"), look))

    def _pieces(self, names: Iterable[str]) -> list[Any]:
        """Figures and boxes stand beside one another, sentences below one another."""
        pieces: list[Any] = []
        for name in names:
            if name not in self.NARROW:
                pieces.append(name)
                continue
            if not pieces or not isinstance(pieces[-1], Div):
                pieces.append(Div(css_class="row"))
            pieces[-1].append(Div(name, css_class="col-12 col-sm-6 col-lg-4"))
        return pieces

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        raise NotImplementedError

    def value(self) -> Any:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: nfc(value) if isinstance(value, str) else value for name, value in cleaned.items()}

    def in_words(self, value: Any) -> list[dict[str, Any]]:
        """The groups of fields as people read them, without the version."""
        stored = self.initial_of(value)
        return [
            {
                "title": legend,
                "fields": [(self.fields[name].label, self._word(name, stored[name])) for name in names],
            }
            for legend, names in self.GROUPS.items()
        ]

    def differences(self, was: Any, now: Any) -> dict[str, Any]:
        """Where two values differ, for the fragment workflow/_conflict.html."""
        before, after = self.initial_of(was), self.initial_of(now)
        changes = [
            {
                "label": self.fields[name].label,
                "was": self._word(name, before[name]),
                "value": self._word(name, after[name]),
            }
            for name in before
            if before[name] != after[name]
        ]
        return {"changes": changes, "saved_by": "", "saved_at": None}

    def _word(self, name: str, value: Any) -> str:
        choices: Any = getattr(self.fields[name], "choices", ())
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if isinstance(value, Decimal):
            return f"{number(value)} {MEASURES[name].unit}"
        return str(dict(choices).get(value, value))

    def renew(self, entry: Entry) -> None:
        """Name the fresh version: pressed again, the form replaces that save knowingly."""
        data: Any = self.data
        data = data.copy()
        data["version"] = str(entry.version)
        self.data = data


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

    @staticmethod
    def initial_of(value: HeadingProfile) -> dict[str, Any]:
        symbol = value.symbol
        for code, word in SYMBOL_WORDS.items():
            symbol = symbol.replace(code, word)
        plain = ("name", "source", "issuer_mark", "scheme", "number_label", "title_end", "title_capital")
        return {
            **{name: getattr(value, name) for name in (*plain, "subject_lead", "basis_dash")},
            "title_lines": "\n".join(value.title_lines),
            "symbol": symbol,
            **{str(name): word for name, word in value.prefixes.items()},
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

    def value(self) -> HeadingProfile:
        """Of a valid form only."""
        given = self.cleaned_data
        plain = ("name", "source", "issuer_mark", "scheme", "number_label", "title_end", "title_capital")
        return HeadingProfile(
            key=self.entry.key,
            **{name: given[name] for name in (*plain, "symbol", "subject_lead", "basis_dash")},
            title_lines=tuple(given["title_lines"].splitlines()),
            prefixes={name: given[name] for name in PREFIXES},  # type: ignore[misc]  # the keys are the prefixes
            look=look_of({name: given[name] for name in (*MEASURES, *CHOICES)}),
        )


class LetterheadForm(StationeryForm):
    """Every part of a `Letterhead` that people set."""

    GROUPS = {
        "Cơ quan": ("name", "issuing_body", "profile", "source"),
        "Phần đầu văn bản": ("parent_line", "issuer_line", "place"),
        "Số, ký hiệu": ("code", "numbering", "numbered_by_kind"),
        "Ký, lưu": ("authority", "office", "filed_at"),
    }

    name = forms.CharField(label="Tên cơ quan", max_length=100)
    issuing_body = forms.CharField(
        label="Tên viết trong câu", max_length=150, help_text="Ví dụ: Ban Thường vụ Đảng ủy xã Hòa Xá"
    )
    profile = forms.ChoiceField(label="Mẫu trình bày", choices=profile_choices)
    source = SOURCE
    parent_line = Lines(label="Cơ quan cấp trên", required=False, help_text="In hoa như trên văn bản.")
    issuer_line = Lines(
        label="Cơ quan ban hành",
        help_text="In hoa như trên văn bản; muốn ngắt dòng ở đâu thì xuống dòng ở đó.",
    )
    place = forms.CharField(label="Địa danh", max_length=60, widget=forms.TextInput(SHORT))
    code = forms.CharField(
        label="Mã cơ quan trong ký hiệu",
        max_length=20,
        widget=forms.TextInput(SHORT),
        help_text="Ví dụ: ĐU, BXDĐ, UBND. Cơ quan cùng mã thì chung một sổ số.",
        validators=[RegexValidator(r"^[^\W\d_][\w-]*$", "Mã chỉ gồm chữ, chữ số, dấu gạch nối.")],
    )
    numbering = forms.ChoiceField(
        label="Số văn bản",
        choices=[
            ("typed", "nhập theo sổ của Văn phòng, cổng kiểm tra trùng"),
            ("sequence", "cổng cấp số tiếp theo khi ban hành"),
        ],
        widget=forms.RadioSelect,
    )
    numbered_by_kind = forms.BooleanField(label="Mỗi loại văn bản một dãy số", required=False)
    authority = forms.CharField(
        label="Quyền hạn ký",
        max_length=120,
        required=False,
        help_text="Ví dụ: T/M BAN THƯỜNG VỤ. Người đứng đầu ký trực tiếp thì bỏ trống.",
    )
    office = forms.CharField(label="Chức vụ người ký", max_length=120, help_text="Ví dụ: PHÓ BÍ THƯ")
    filed_at = forms.CharField(
        label="Dòng cuối của Nơi nhận",
        max_length=100,
        required=False,
        help_text="Ví dụ: Lưu Văn phòng Đảng ủy",
    )

    @staticmethod
    def initial_of(value: Letterhead) -> dict[str, Any]:
        kept = value.to_dict()
        return {name: kept[name] for name in kept if name not in {"key", "register"}}

    def value(self) -> Letterhead:
        """Of a valid form only."""
        stored: Any = self.entry.value
        given = {name: self.cleaned_data[name] for name in self.initial_of(stored)}
        return Letterhead(key=stored.key, register=register_of(stored, given["code"]), **given)


def register_of(body: Letterhead, code: str) -> str:
    """A body whose code is put right goes on counting in its own register; one that leaves a code it
    shared with others begins another."""
    others = {other.issuer for other in all_letterheads().values() if other.key != body.key}
    return body.issuer if code != body.code and body.issuer not in others else body.register


class CopyForm(PortalForm):
    """What the commune's own profile or body is to be called."""

    name = forms.CharField(label="Tên mẫu mới", max_length=100)
