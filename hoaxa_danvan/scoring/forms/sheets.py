from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape

from hoaxa_danvan.lib.forms import PortalForm, VietnameseDecimalField
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.scoring.models import RubricVersion, ScoreSheet
from hoaxa_danvan.scoring.selectors import Line, groups
from hoaxa_danvan.scoring.services.sheets import LONGEST_REASON

MET = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class FormLine:
    points: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class FormGroup:
    code: str
    name: str
    max_points: Decimal
    lines: tuple[FormLine, ...]


class ScoreSheetForm(PortalForm):
    """A field for every criterion and condition of a version.

    `sheet` is what this side has marked so far, `proposal` what the other side proposes: a
    difference from it must give its reason. The cleaned answer is `marks()`, which goes to
    `services.save_sheet` as it is.
    """

    # The sheet's revision, under the name by which autosave knows what a text was typed upon.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        *args: Any,
        version: RubricVersion,
        sheet: ScoreSheet | None = None,
        proposal: ScoreSheet | None = None,
        **kwargs: Any,
    ) -> None:
        self.rubric, self.sheet, self.proposal = version, sheet, proposal
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", sheet.revision if sheet else 0)
        self._add_gates()
        self._groups = groups(version, sheet, proposal)
        for group in self._groups:
            for line in group.lines:
                self._add_line(line)
        self._add_extras()
        self.helper.form_tag = False
        self.helper.hide_optional = True  # until the sheet is given, everything may be left open

    def gate_fields(self) -> list[BoundField]:
        return [self[f"gate_{gate.pk}"] for gate in self.rubric.gates.all()]

    def groups(self) -> Iterator[FormGroup]:
        for group in self._groups:
            lines = (
                FormLine(self[f"points_{line.criterion.pk}"], self[f"reason_{line.criterion.pk}"])
                for line in group.lines
            )
            yield FormGroup(group.code, group.name, group.max_points, tuple(lines))

    def extras(self) -> list[BoundField]:
        return [self[name] for name in ("bonus", "penalty", "comment") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for group in self._groups:
            for line in group.lines:
                self._check_line(line, data)
        return data

    def marks(self) -> dict[str, Any]:
        """The arguments of `save_sheet` that the form knows."""
        data, criteria = self.cleaned_data, [c.pk for c in self.rubric.criteria.all()]
        answers = {gate.pk: data[f"gate_{gate.pk}"] for gate in self.rubric.gates.all()}
        return {
            "points": {key: data[f"points_{key}"] for key in criteria},
            "reasons": {key: data[f"reason_{key}"] for key in criteria},
            "gates": {key: MET[answer] for key, answer in answers.items() if answer},
            "bonus": data.get("bonus") or Decimal(0),
            "penalty": data.get("penalty") or Decimal(0),
            "comment": data["comment"],
            "revision": data["version"],
        }

    def _add_gates(self) -> None:
        answered = {a.gate_id: a.is_met for a in self.sheet.gate_answers.all()} if self.sheet else {}
        words = {True: "yes", False: "no", None: ""}
        for gate in self.rubric.gates.all():
            self.fields[f"gate_{gate.pk}"] = forms.ChoiceField(
                label=str(gate),
                choices=(("yes", "Đạt"), ("no", "Không đạt")),
                widget=forms.RadioSelect,
                required=False,
                initial=words[answered.get(gate.pk)],
            )

    def _add_line(self, line: Line) -> None:
        key, most = line.criterion.pk, line.criterion.max_points
        self.fields[f"points_{key}"] = VietnameseDecimalField(
            label=str(line.criterion),
            help_text=hint_of(line),
            max_digits=6,
            decimal_places=2,
            max_value=most,
            required=False,
            initial=line.points,
            error_messages={
                "max_value": f"Điểm phải từ 0 đến {number(most)}.",
                "min_value": f"Điểm phải từ 0 đến {number(most)}.",
            },
        )
        self.fields[f"reason_{key}"] = forms.CharField(
            label=f"Lý do, minh chứng ({line.criterion.code})",
            max_length=LONGEST_REASON,
            required=False,
            initial=line.reason,
        )

    def _add_extras(self) -> None:
        for name, label, most in (
            ("bonus", "Điểm thưởng", self.rubric.bonus_max),
            ("penalty", "Điểm trừ", self.rubric.penalty_max),
        ):
            if most:
                self.fields[name] = VietnameseDecimalField(
                    label=label,
                    help_text=f"Tối đa {number(most)} điểm.",
                    max_digits=6,
                    decimal_places=2,
                    max_value=most,
                    required=False,
                    initial=getattr(self.sheet, name, None) or None,
                )
        self.fields["comment"] = forms.CharField(
            label="Nhận xét",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            initial=self.sheet.comment if self.sheet else "",
        )

    def _check_line(self, line: Line, data: dict[str, Any]) -> None:
        key = line.criterion.pk
        points, reason = data.get(f"points_{key}"), data.get(f"reason_{key}")
        if points is None and reason and f"points_{key}" not in self.errors:
            self.add_error(f"points_{key}", "Đã ghi lý do mà chưa cho điểm.")
        if points is not None and line.proposed not in {None, points} and not reason:
            sentence = f"Điểm khác với đề xuất {number(line.proposed or 0)}, cần ghi lý do."
            self.add_error(f"reason_{key}", sentence)


def hint_of(line: Line) -> str:
    """What stands under a criterion. Hints are printed as HTML, so what the rubric says is escaped."""
    parts = [f"Tối đa {number(line.criterion.max_points)} điểm."]
    if line.proposed is not None:
        parts.append(f"Đề xuất: {number(line.proposed)}.")
    if line.criterion.evidence_hint:
        parts.append(f"Minh chứng: {escape(line.criterion.evidence_hint)}.")
    return " ".join(parts)
