from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from campaigns.models import ContentItem
from campaigns.selectors.copying import CopyableTask, LastYear, Part
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of the page; without fields when it cannot be copied."""

    row: CopyableTask
    take: BoundField | None
    deadline: BoundField | None


class CopyForm(PortalForm):
    """What to carry over from last year's plan; the deadline of a row counts only when it is taken."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**9,
        error_messages={"required": "Trang đã cũ. Vui lòng tải lại trang."},
    )

    def __init__(self, *args: Any, last_year: LastYear, version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.last_year = last_year
        self.fields["version"].localize = False
        for part in last_year.parts:
            if not part.reason:
                self.fields[f"part-{part.name}"] = forms.BooleanField(label=part.label, required=False)
        for row in last_year.copyable:
            self.fields[f"take-{row.task.pk}"] = forms.BooleanField(
                label=row.task.what, required=False, initial=row.is_proposed
            )
            self.fields[f"deadline-{row.task.pk}"] = VietnameseDateField(
                label="Hoàn thành trước ngày", required=False, initial=row.deadline
            )

    def clean(self) -> dict[str, Any]:
        """A day beside a row that is not taken is nobody's error."""
        for row in self.last_year.copyable:
            if not self.cleaned_data.get(f"take-{row.task.pk}"):
                self.errors.pop(f"deadline-{row.task.pk}", None)
        return self.cleaned_data

    def parts(self) -> Iterator[tuple[Part, BoundField | None]]:
        for part in self.last_year.parts:
            yield part, self[f"part-{part.name}"] if not part.reason else None

    def items(self) -> Iterator[tuple[ContentItem, list[Choice]]]:
        for item, rows in self.last_year.items:
            yield item, [self._choice(row) for row in rows]

    def _choice(self, row: CopyableTask) -> Choice:
        if row.reason:
            return Choice(row, None, None)
        return Choice(row, self[f"take-{row.task.pk}"], self[f"deadline-{row.task.pk}"])

    def chosen_parts(self) -> list[str]:
        return [part.name for part in self.last_year.parts if self.cleaned_data.get(f"part-{part.name}")]

    def chosen_tasks(self) -> dict[int, date | None]:
        keys = [row.task.pk for row in self.last_year.copyable]
        return {key: self.cleaned_data[f"deadline-{key}"] for key in keys if self.cleaned_data[f"take-{key}"]}
