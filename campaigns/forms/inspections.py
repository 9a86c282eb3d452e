from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db import models

from campaigns.models import Inspection, InspectionPoint
from campaigns.services.inspections import MOST_POINTS, InspectionContent, InspectionResult
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.attachments.selectors import kind_of
from hoaxa_danvan.lib.defaults import load_defaults
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField

STALE = "Trang đã cũ. Vui lòng tải lại trang rồi làm lại."


class InspectionForm(PortalForm):
    """A visit as it is planned. `key` lets a form that is sent twice plan it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages={"invalid": STALE})
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9, required=False)
    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    manner = forms.ChoiceField(label="Hình thức", choices=Inspection.Manner, widget=forms.RadioSelect)
    planned_on = VietnameseDateField(label="Ngày dự kiến")
    subject = forms.CharField(label="Nội dung", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.CharField(
        label="Theo văn bản",
        required=False,
        max_length=300,
        help_text="Kế hoạch, công văn của cuộc kiểm tra, khảo sát: số, ngày.",
    )
    members = forms.CharField(
        label="Thành phần đoàn",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi người, mỗi chức danh một dòng.",
    )
    points = forms.CharField(
        label="Nội dung xem xét",
        required=False,
        max_length=MOST_POINTS * 310,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Mỗi dòng một nội dung; có thể sửa, bớt, thêm.",
    )

    def __init__(
        self, *args: Any, day: date, inspection: Inspection | None = None, unit: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": _initial(inspection, unit), **kwargs})
        self.helper.form_tag = False
        existing = Unit.objects.existing(day).submitting()
        if inspection is not None:
            existing = Unit.objects.filter(
                pk__in=[*existing.values_list("pk", flat=True), inspection.unit_id]
            )
        self.fields["unit"].queryset = existing.order_by("sort_key", "pk")  # type: ignore[attr-defined]  # a choice of rows

    def clean_points(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["points"].splitlines()]
        points = [line for line in lines if line]
        if any(len(line) > 300 for line in points):
            raise forms.ValidationError("Mỗi nội dung xem xét nhiều nhất 300 ký tự.")
        return points

    def content(self) -> InspectionContent:
        fields = {
            name: self.cleaned_data[name] for name in self.cleaned_data if name not in {"key", "version"}
        }
        return InspectionContent(**fields)


def _initial(inspection: Inspection | None, unit: str) -> dict[str, Any]:
    if inspection is None:
        points = load_defaults("campaigns/inspection_points.yaml")
        return {
            "key": uuid4(),
            "unit": unit,
            "manner": Inspection.Manner.INSPECTION,
            "points": "\n".join(points),
        }
    names = ("version", "unit", "manner", "planned_on", "subject", "paper", "members")
    plain = {name: getattr(inspection, name) for name in names}
    return {**plain, "points": "\n".join(inspection.points.values_list("text", flat=True))}


class ResultForm(PortalForm):
    """What the visit showed, point by point."""

    held_on = VietnameseDateField(label="Ngày làm việc")
    conclusion = forms.CharField(label="Kết luận", max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"held_on": inspection.planned_on}, **kwargs})
        self.helper.form_tag = False
        self.inspection_points = list(inspection.points.all())
        for point in self.inspection_points:
            self.fields[f"answer-{point.pk}"] = forms.ChoiceField(
                label=point.text,
                required=False,
                choices=[("", "Chưa xem"), *InspectionPoint.Answer.choices],
            )
            self.fields[f"note-{point.pk}"] = forms.CharField(
                label=f"Ghi chú: {point.text}", required=False, max_length=500
            )

    def rows(self) -> list[tuple[InspectionPoint, forms.BoundField, forms.BoundField]]:
        return [
            (point, self[f"answer-{point.pk}"], self[f"note-{point.pk}"]) for point in self.inspection_points
        ]

    def result(self) -> InspectionResult:
        typed = self.cleaned_data
        return InspectionResult(
            held_on=typed["held_on"],
            conclusion=typed["conclusion"],
            answers={
                point.pk: (typed[f"answer-{point.pk}"], typed[f"note-{point.pk}"])
                for point in self.inspection_points
            },
        )


class FindingForm(PortalForm):
    """Something to be put right, and what of the unit's it is about."""

    text = forms.CharField(
        label="Nội dung cần khắc phục", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    fix_by = VietnameseDateField(label="Khắc phục trước ngày")
    about = forms.ChoiceField(label="Liên quan đến", required=False)

    def __init__(self, *args: Any, targets: list[models.Model], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False
        self.targets = {f"{kind_of(thing)}:{thing.pk}": thing for thing in targets}
        self.fields["about"].choices = [  # type: ignore[attr-defined]  # a choice
            ("", "Chung cả đơn vị"),
            *((key, f"{thing._meta.verbose_name}: {thing}") for key, thing in self.targets.items()),
        ]

    def clean_about(self) -> models.Model | None:
        return self.targets.get(self.cleaned_data["about"])


class FindingNoteForm(PortalForm):
    note = forms.CharField(label="Ý kiến", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False
        self.fields["note"].label = label


class FindingExtensionForm(PortalForm):
    fix_by = VietnameseDateField(label="Thời hạn mới")
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False
