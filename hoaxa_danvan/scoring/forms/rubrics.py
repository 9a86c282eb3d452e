from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.text import slugify

from hoaxa_danvan.lib.forms import (
    PortalForm,
    RowsMixin,
    VietnameseDecimalField,
)
from hoaxa_danvan.scoring.models import RubricVersion
from hoaxa_danvan.scoring.services.rubrics import FIELDS
from hoaxa_danvan.workflow.drafts import quiet

POINTS: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}


class YearForm(PortalForm):
    year = forms.IntegerField(
        label="Năm áp dụng",
        min_value=2020,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": "Vui lòng nhập năm, ví dụ 2027."},
    )


class RubricForm(PortalForm):
    basis = forms.CharField(
        label="Văn bản ban hành",
        max_length=300,
        required=False,
        help_text="Ví dụ: Hướng dẫn số 05-HD/BXDĐ ngày 10/01/2026 của Ban Xây dựng Đảng.",
    )
    is_sample = forms.BooleanField(label="Đây là bản mẫu, chưa phải quyết định của xã", required=False)
    guidance = forms.CharField(label="Hướng dẫn", required=False, widget=forms.Textarea(attrs={"rows": 8}))
    bonus_max = VietnameseDecimalField(label="Điểm thưởng tối đa", **POINTS)
    penalty_max = VietnameseDecimalField(label="Điểm trừ tối đa", **POINTS)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("is_sample") and not data.get("basis") and "basis" not in self.errors:
            self.add_error("basis", "Không còn là bản mẫu thì cần ghi văn bản ban hành.")
        return data


class GateForm(PortalForm):
    code = forms.CharField(label="Mã", max_length=10)
    name = forms.CharField(label="Điều kiện", max_length=300)


class CriterionForm(PortalForm):
    group_code = forms.CharField(label="Mã nhóm", max_length=10)
    group_name = forms.CharField(label="Nhóm", max_length=200)
    code = forms.CharField(label="Mã", max_length=10)
    name = forms.CharField(label="Tiêu chí", max_length=300)
    max_points = VietnameseDecimalField(label="Điểm tối đa", **POINTS)
    evidence_hint = forms.CharField(label="Minh chứng cần có", max_length=300, required=False)


class GradeForm(PortalForm):
    name = forms.CharField(label="Xếp loại", max_length=100)
    min_points = VietnameseDecimalField(label="Từ điểm", **POINTS)


class Rows(RowsMixin, forms.BaseFormSet[Any]):
    def lines(self) -> list[dict[str, Any]]:
        """What was filled in and not struck out, in the order of the page."""
        kept = [form for form in self.forms if form.has_changed() or form.initial]
        kept = [form for form in kept if not form.cleaned_data.get("DELETE")]
        return [{name: form.cleaned_data[name] for name in form.base_fields} for form in kept]


def rows_of(form: type[PortalForm]) -> type[Rows]:
    made = forms.formset_factory(form, formset=Rows, extra=0, can_delete=True, max_num=60, absolute_max=80)
    return cast("type[Rows]", made)


GATES, CRITERIA, GRADES = rows_of(GateForm), rows_of(CriterionForm), rows_of(GradeForm)


class RubricForms:
    """A version and all its lines as one page: checked and saved together."""

    def __init__(self, version: RubricVersion, data: QueryDict | None = None) -> None:
        start = {"version": version.revision, **{name: getattr(version, name) for name in FIELDS}}
        self.rubric = RubricForm(data, initial=start)
        self.gates = self._rows(GATES, "gates", version.gates, data)
        self.criteria = self._rows(CRITERIA, "criteria", version.criteria, data)
        self.grades = self._rows(GRADES, "grades", version.grades, data)

    @property
    def all(self) -> list[Any]:
        return [self.rubric, self.gates, self.criteria, self.grades]

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.all]  # all of them: the page shows every error
        return all(checked)

    def quieten(self) -> "RubricForms":
        quiet(*self.all)
        return self

    def content(self) -> dict[str, Any]:
        """The arguments of `save_rubric` that the page knows."""
        data = self.rubric.cleaned_data
        return {
            "revision": data["version"],
            "fields": {name: data[name] for name in FIELDS},
            "gates": self.gates.lines(),
            "criteria": self.criteria.lines(),
            "grades": [{"code": slugify(line["name"])[:20], **line} for line in self.grades.lines()],
        }

    @staticmethod
    def _rows(rows: type[Rows], prefix: str, kept: Any, data: QueryDict | None) -> Rows:
        start = list(kept.values(*rows.form.base_fields))
        return rows(data, initial=start, prefix=prefix)
