"""What the forms of a heading profile and of a letterhead have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms

from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.looks import MEASURES
from hoaxa_danvan.documents.selectors.stationery import Entry
from hoaxa_danvan.lib.forms import ActionBar, PlainSubmit, PortalForm
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.lib.text import nfc, squeeze

SHORT = {"class": "short", "autocomplete": "off"}
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

    @classmethod
    def initial_of(cls, value: HeadingProfile | Letterhead) -> dict[str, Any]:
        """What stands in each field: the parts of the value that have a field of their name."""
        return {name: part for name, part in value.to_dict().items() if name in cls.base_fields}

    def parts(self) -> dict[str, Any]:
        """What the form sets of the value, by the value's own names; of a valid form only."""
        parts = {field.name for field in fields(self.entry.value)}
        return {name: given for name, given in self.cleaned_data.items() if name in parts}

    def value(self) -> HeadingProfile | Letterhead:
        """Of a valid form only; what has no field stays as it is."""
        return replace(self.entry.value, **self.parts())

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


class CopyForm(PortalForm):
    """What the commune's own profile or body is to be called."""

    name = forms.CharField(label="Tên mẫu mới", max_length=100)
