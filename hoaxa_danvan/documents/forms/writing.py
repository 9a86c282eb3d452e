"""The boxes in which a paper is written: for papers of the portal and for the commune's report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.forms.boundfield import BoundField

from hoaxa_danvan.documents.models import WrittenSection
from hoaxa_danvan.lib.forms import PortalForm

LONGEST_SECTION = 20_000


class Written(Protocol):
    """A paper with a version and with sections."""

    version: int
    sections: Any


class LinesField(forms.CharField):
    """Long text; lines end as in the database, whatever the browser sends."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(**kwargs, widget=forms.Textarea(attrs={"rows": rows, "class": "form-control"}))

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its box; neither for one that only heads others. `reuse` is there when the
    text is another than what the portal proposes."""

    section: WrittenSection
    field: BoundField | None
    reuse: BoundField | None


class SectionsForm(PortalForm):
    """A box per section called `section-<code>`, and `reuse-<code>` to take the proposal again."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**9,
        error_messages={"required": "Trang đã cũ. Vui lòng tải lại trang."},
    )

    def __init__(self, *args: Any, paper: Written, **kwargs: Any) -> None:
        self.sections: list[WrittenSection] = list(paper.sections.all())
        initial = {f"section-{section.code}": section.text for section in self.sections}
        super().__init__(
            *args, **{**kwargs, "initial": {**initial, **kwargs.get("initial", {}), "version": paper.version}}
        )
        self.fields["version"].localize = False
        for section in self.sections:
            if section.is_written:
                self.fields[f"section-{section.code}"] = _text_field(section)
            if section.is_written and section.proposed:
                self.fields[f"reuse-{section.code}"] = _reuse_field(section)

    def rows(self) -> Iterator[SectionRow]:
        for section in self.sections:
            field = self[f"section-{section.code}"] if section.is_written else None
            reuse = f"reuse-{section.code}"
            differs = field is not None and _plain(field.value()) != section.proposed
            yield SectionRow(section, field, self[reuse] if reuse in self.fields and differs else None)

    def texts(self) -> dict[str, str]:
        """`{section code: text}`, of a valid form only."""
        return {
            section.code: section.proposed
            if self.cleaned_data.get(f"reuse-{section.code}")
            else self.cleaned_data[f"section-{section.code}"]
            for section in self.sections
            if section.is_written
        }

    def typed_into(self, snapshot: dict[str, Any]) -> dict[str, Any]:
        """A snapshot of the paper as it would stand with what has been typed; of a valid form only."""
        typed = {f"section-{code}": text for code, text in self.texts().items()}
        values = {**self.cleaned_data, **typed}
        return {
            path: {**field, "value": values.get(path, field["value"])} for path, field in snapshot.items()
        }


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").strip()


def _text_field(section: WrittenSection) -> forms.CharField:
    rows = min(12, max(3, len(section.text) // 90 + section.text.count("\n") + 1))
    label = section.heading.split("\n")[-1] or "Đoạn văn"
    return LinesField(label=label, required=False, max_length=LONGEST_SECTION, rows=rows)


def _reuse_field(section: WrittenSection) -> forms.BooleanField:
    return forms.BooleanField(label="Dùng lại câu đề xuất khi lưu", required=False)
