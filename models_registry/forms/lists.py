from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField
from models_registry.models import RegisteredModel, YearlyEntry
from models_registry.selectors.lists import Candidates
from models_registry.services.lists import Place

LEFT_OUT = ""
STANDINGS = YearlyEntry.Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One model of the form with its fields; `reason` only where one may be needed."""

    entry: RegisteredModel
    standing: BoundField
    reason: BoundField | None


class ListForm(PortalForm):
    """Which models the list takes up, and the paper that announces it."""

    number = forms.CharField(
        label="Số, ký hiệu thông báo", max_length=60, help_text="Số do văn thư cấp. Ví dụ: 12-TB/BXDĐ."
    )
    announced_on = VietnameseDateField(label="Ngày thông báo")

    def __init__(self, *args: Any, candidates: Candidates, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for entry in candidates.fresh:
            self.fields[f"standing_{entry.pk}"] = self._choice(
                entry, ((STANDINGS.ACTIVE, "Đưa vào"), (LEFT_OUT, "Để sau"))
            )
        for entry in candidates.carried:
            choices = ((STANDINGS.ACTIVE, "Duy trì"), *STANDINGS.choices[1:], (LEFT_OUT, "Để sau"))
            self.fields[f"standing_{entry.pk}"] = self._choice(entry, choices)
            self.fields[f"reason_{entry.pk}"] = forms.CharField(
                label=f"Lý do tạm dừng, dừng: {entry}",
                max_length=500,
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
        self.helper.form_tag = False

    @staticmethod
    def _choice(entry: RegisteredModel, choices: Any) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=str(entry),
            choices=choices,
            initial=STANDINGS.ACTIVE,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def fresh_lines(self) -> Iterator[Line]:
        return (Line(entry, self[f"standing_{entry.pk}"], None) for entry in self.candidates.fresh)

    def carried_lines(self) -> Iterator[Line]:
        return (
            Line(entry, self[f"standing_{entry.pk}"], self[f"reason_{entry.pk}"])
            for entry in self.candidates.carried
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for entry in self.candidates.carried:
            stops = data.get(f"standing_{entry.pk}") in {STANDINGS.PAUSED, STANDINGS.ENDED}
            if stops and not data.get(f"reason_{entry.pk}"):
                self.add_error(f"reason_{entry.pk}", f"“{entry}”: vui lòng ghi lý do tạm dừng, dừng.")
        return data

    def places(self) -> dict[int, Place]:
        """What `confirm_list` takes; of a valid form only."""
        data = self.cleaned_data
        return {
            entry.pk: Place(standing, data.get(f"reason_{entry.pk}", ""))
            for entry in (*self.candidates.fresh, *self.candidates.carried)
            if (standing := data[f"standing_{entry.pk}"])
        }


class StandingForm(PortalForm):
    standing = forms.ChoiceField(label="Tình hình", choices=STANDINGS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Lý do", max_length=500, required=False, help_text="Cần ghi khi tạm dừng hoặc dừng."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("standing") in {STANDINGS.PAUSED, STANDINGS.ENDED} and not data.get("reason"):
            self.add_error("reason", "Vui lòng ghi lý do tạm dừng, dừng.")
        return data
