from typing import Any

from django import forms

from campaigns.models import PlannedTask, TaskUpdate
from campaigns.services.carrying_out import TaskNews
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField, VietnameseDecimalField


class TaskUpdateForm(PortalForm):
    """What became of one task. Which fields matter depends on the standing; the service says so."""

    standing = forms.ChoiceField(
        label="Tình hình", choices=TaskUpdate.Standing.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Đã làm được",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Việc đã làm từ lần cập nhật trước.",
    )
    result = VietnameseDecimalField(label="Kết quả (số)", required=False, max_digits=14, decimal_places=2)
    done_on = VietnameseDateField(
        label="Ngày hoàn thành", required=False, help_text="Khi chọn “Đã hoàn thành”."
    )
    expected_on = VietnameseDateField(
        label="Dự kiến hoàn thành trước", required=False, help_text="Khi chọn “Chậm, hoàn thành sau”."
    )
    reason = forms.CharField(
        label="Lý do",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Khi chậm hoặc không thực hiện.",
    )

    def __init__(self, *args: Any, task: PlannedTask, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"standing": TaskUpdate.Standing.DOING}, **kwargs})
        self.helper.form_tag = False
        if task.target:
            self.fields["result"].help_text = f"Chỉ tiêu trong kế hoạch: {task.target}."
        if task.target_unit:
            self.fields["result"].label = f"Kết quả ({task.target_unit})"

    def news(self) -> TaskNews:
        return TaskNews(**self.cleaned_data)
