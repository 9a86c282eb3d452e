"""What every form of the portal shares: its fields, its words, its layout."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import TOTAL_FORM_COUNT, BaseFormSet
from django.http import QueryDict

from hoaxa_danvan.lib.numbers import number, parse_number
from hoaxa_danvan.lib.text import nfc, squeeze

DATE_EXAMPLE = "Vui lòng nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/06/2026."
NO_SECRETS = "Không tải lên tài liệu mật, tài liệu lưu hành nội bộ."
PHOTOS = "image/jpeg,image/png,image/heic,image/heif"

_DATE_ATTRS = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
_CHOSEN_WIDGETS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)


class VietnameseDateField(forms.DateField):
    """A day typed as 05/06/2026: one text field, with the digits' keyboard on a phone."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs=_DATE_ATTRS)
    default_error_messages = {"invalid": DATE_EXAMPLE}

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        # Nobody plans for the year 0226: it is 2026 with a slip of the finger.
        if day is not None and not 1900 <= day.year <= 2100:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class VietnameseDecimalField(forms.DecimalField):
    """A figure typed and shown as 1.234,5; not negative unless `min_value` says so."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 999_999_999_999, **kwargs})

    # The stubs take a DecimalField for an IntegerField that gives integers.
    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(_parsed(value))

    def prepare_value(self, value: Any) -> Any:
        return _shown(value)


class VietnameseIntegerField(forms.IntegerField):
    """A count typed and shown as 1.234; not negative unless `min_value` says so."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
    default_error_messages = {"invalid": "Vui lòng nhập số nguyên, ví dụ 1.234."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 999_999_999, **kwargs})

    def to_python(self, value: Any) -> int | None:
        typed = _parsed(value)
        if isinstance(typed, Decimal) and typed != int(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(int(typed) if isinstance(typed, Decimal) else typed)

    def prepare_value(self, value: Any) -> Any:
        return _shown(value)


class NameField(forms.CharField):
    """A person's whole name in one field, spaces and accents made regular."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "Họ và tên", "max_length": 150, **kwargs})

    def to_python(self, value: Any) -> str:
        return squeeze(nfc(super().to_python(value) or ""))


class UploadField(forms.FileField):
    """One file. `photo` lets the page shrink a picture before it is sent."""

    widget = forms.FileInput

    def __init__(self, *, photo: bool = False, accept: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = " ".join(filter(None, [str(self.help_text), NO_SECRETS]))
        if photo:
            self.widget.attrs["data-shrink"] = "1600"
        if accept or photo:
            self.widget.attrs["accept"] = accept or PHOTOS


def _parsed(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        return parse_number(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from None


def _shown(value: Any) -> Any:
    return number(value) if isinstance(value, int | float | Decimal) else value


class PortalHelper(FormHelper):
    """Label, hint, error, field, in this order; the portal checks and answers in Vietnamese.

    The browser's own checks are off, because they speak the browser's language.
    """

    def __init__(self, form: forms.BaseForm | None = None, *, submit: str = "") -> None:
        super().__init__(form)
        self.attrs: dict[str, str | bool] = {"novalidate": True}
        # Read by templates/bootstrap5/field.html; a search form switches it off.
        self.hide_optional = False
        if submit:
            self.add_input(Submit("save", submit))

    def autosave(self, url: str, *, key: str) -> None:
        """Let the page save what is typed to `url`; `key` names this form on this computer."""
        self.attrs = {**self.attrs, "data-autosave-url": url, "data-autosave-key": key}


class ActionBar(Div):
    """The buttons of a long form, always in sight at the bottom of the screen."""

    css_class = "bar"


class PlainSubmit(Submit):
    """A second button, beside the one main thing to do."""

    field_classes = "btn"


class PortalFormMixin:
    """Gives a form its helper, and its fields the office's words."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper()
        for name, field in self.fields.items():
            polish(field, label=str(field.label or name))


class PortalForm(PortalFormMixin, forms.Form):
    pass


class PortalModelForm(PortalFormMixin, forms.ModelForm[Any]):
    """For figures and names give the portal's fields by `Meta.field_classes`."""


def polish(field: forms.Field, *, label: str) -> None:
    """Say what is missing by its name; let dates and files be typed and chosen as elsewhere."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = f"Vui lòng {_what_is_missing(field, label)}."
    if isinstance(field, forms.DateField) and isinstance(field.widget, forms.DateInput):
        field.widget.attrs = {**_DATE_ATTRS, **field.widget.attrs}
        field.error_messages["invalid"] = DATE_EXAMPLE
    if isinstance(field.widget, forms.ClearableFileInput):
        field.widget = forms.FileInput(field.widget.attrs)


def _what_is_missing(field: forms.Field, label: str) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return f"đánh dấu ô “{label}”"
    return f"{'chọn' if isinstance(field.widget, _CHOSEN_WIDGETS) else 'nhập'} {_as_noun(label)}"


def _as_noun(label: str) -> str:
    """“Thời hạn” inside a sentence; “UBND xã” stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


class RowsMixin:
    """Rows of a formset: “Thêm dòng” is a button that works without scripts."""

    default_error_messages: dict[str, Any] = {
        "missing_management_form": "Trang đã cũ. Vui lòng tải lại trang rồi gửi lại.",
    }

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        super().add_fields(form, index)  # type: ignore[misc]
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ dòng này"


def with_extra_row(data: QueryDict, prefix: str) -> QueryDict:
    """The same form with one more empty row, for the answer to “Thêm dòng”."""
    more = data.copy()
    name = f"{prefix}-{TOTAL_FORM_COUNT}"
    count = more.get(name, "")
    more[name] = str(int(count) + 1 if count.isascii() and count.isdigit() else 1)
    return more


def error_items(*sources: forms.BaseForm | BaseFormSet[Any]) -> Iterator[tuple[str, str]]:
    """(id of the field or "", sentence) of every error, for the summary on top of the page."""
    for source in sources:
        if isinstance(source, BaseFormSet):
            yield from (("", str(error)) for error in source.non_form_errors())
            for row, form in enumerate(source.forms, start=1):
                yield from _form_errors(form, where=f"Dòng {row}: ")
        else:
            yield from _form_errors(source)


def _form_errors(form: forms.BaseForm, *, where: str = "") -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        for error in map(str, errors):
            yield (_target(field) if field else "", where + _sentence(field, error))


def _target(field: BoundField) -> str:
    """A group of boxes has no field of its own name: its first box takes the focus."""
    return field.id_for_label or f"{field.auto_id}_0"


def _sentence(field: BoundField | None, error: str) -> str:
    """The words that stand beside the field, and which field it is unless they say so."""
    label = str(field.label) if field else ""
    return error if label.lower() in error.lower() else f"{label}: {error}"
