from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from campaigns.models import ContentItem, PlannedTask, UnitPlan
from campaigns.selectors.plans import row_prefix
from campaigns.services.plans import MOST_TASKS, PlanContent, TaskContent
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.forms import (
    PortalForm,
    RowsMixin,
    VietnameseDateField,
    VietnameseDecimalField,
    error_items,
)
from hoaxa_danvan.workflow.choices import base_of
from hoaxa_danvan.workflow.drafts import quiet


class NeededToSend:
    """May stay empty while the plan is being written; only the check before sending asks for it."""

    empty_values: Any

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)  # type: ignore[misc]  # of the field that it is mixed into


class NeededText(NeededToSend, forms.CharField):
    pass


class NeededDate(NeededToSend, VietnameseDateField):
    pass


class PlanForm(PortalForm):
    """The plan without its table."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**9,
        error_messages={"required": "Trang đã cũ. Vui lòng tải lại trang."},
    )
    # What each field said when the page was made: see workflow.choices.
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.ChoiceField(label="Hình thức", choices=UnitPlan.Form, widget=forms.RadioSelect)
    embedded_in = forms.CharField(
        label="Chương trình công tác năm",
        required=False,
        max_length=300,
        help_text="Chỉ ghi khi lồng ghép: số, ngày, trang của chương trình công tác.",
    )
    joint_with = forms.ModelMultipleChoiceField(
        label="Đơn vị cùng kế hoạch",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ chọn khi lập kế hoạch chung; kế hoạch này tính cho cả các đơn vị được chọn.",
    )
    number = forms.CharField(
        label="Số, ký hiệu",
        required=False,
        max_length=60,
        help_text="Ví dụ: 05-KH/CB. Để trống khi đơn vị chưa ban hành.",
    )
    issued_on = VietnameseDateField(label="Ngày ban hành", required=False)
    signer = forms.CharField(label="Người ký", required=False, max_length=120)
    summary = NeededText(
        label="Mục đích, yêu cầu",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Gợi ý sẵn từ kế hoạch của xã và chủ đề năm; đơn vị sửa cho sát với mình.",
    )
    organisation = forms.CharField(
        label="Tổ chức thực hiện",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    OWN = ("form", "embedded_in", "number", "issued_on", "signer", "summary", "organisation")

    def __init__(self, *args: Any, plan: UnitPlan, **kwargs: Any) -> None:
        initial = {name: getattr(plan, name) for name in self.OWN}
        initial |= {"version": plan.version, "joint_with": plan.joint_with.all()}
        if not args or args[0] is None:
            initial["base"] = base_of(plan.snapshot())
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["version"].localize = False
        linked = plan.unit.linked.order_by("sort_key", "pk")
        self.fields["joint_with"].queryset = linked  # type: ignore[attr-defined]  # a model choice field
        if not linked:
            del self.fields["joint_with"]
            own, embedded, _ = UnitPlan.Form.choices
            self.fields["form"].choices = [own, embedded]  # type: ignore[attr-defined]  # a choice field


class TaskForm(PortalForm):
    """One row of the table, under its item."""

    id = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    what = forms.CharField(
        label="Nhiệm vụ, việc làm cụ thể", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    product = NeededText(label="Sản phẩm", max_length=300, help_text="Ví dụ: biên bản ra mắt, bản tin.")
    target_value = VietnameseDecimalField(
        label="Chỉ tiêu (số)", required=False, max_digits=14, decimal_places=2
    )
    target_unit = forms.CharField(
        label="Đơn vị tính", required=False, max_length=60, help_text="Ví dụ: tuyến đường, hộ, cuộc."
    )
    deadline = NeededDate(label="Hoàn thành trước ngày")
    in_charge = NeededText(label="Người phụ trách", max_length=200)
    partners = forms.CharField(label="Phối hợp", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].localize = False


class TaskRows(RowsMixin, BaseFormSet[TaskForm]):
    pass


# Room for what two colleagues have written at once: the service says when it is too much, and no row is cut off.
TaskFormSet = formset_factory(
    TaskForm, formset=TaskRows, extra=0, can_delete=True, max_num=MOST_TASKS, absolute_max=2 * MOST_TASKS
)


@dataclass(frozen=True, slots=True)
class ItemRows:
    """An item of the commune's plan with the rows that the unit plans under it."""

    item: ContentItem
    roles: list[str]
    formset: Any

    @property
    def add_label(self) -> str:
        return f"Thêm việc làm vào nội dung {self.item.order}"


class PlanForms:
    """The plan and its table as one page: checked and saved together."""

    def __init__(
        self,
        plan: UnitPlan,
        *,
        items: Sequence[ContentItem],
        roles: dict[int, list[str]],
        data: QueryDict | None = None,
    ) -> None:
        self.plan = PlanForm(data, plan=plan)
        tasks = list(plan.working_tasks())
        self.items = [
            ItemRows(
                item=item,
                roles=roles.get(item.order, []),
                # A posted row that says what the plan says already is a row all the same, not an empty one.
                formset=TaskFormSet(
                    data, prefix=row_prefix(item), initial=_initial(tasks, item) if data is None else None
                ),
            )
            for item in items
        ]

    @property
    def all(self) -> list[Any]:
        return [self.plan, *(rows.formset for rows in self.items)]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.all)

    @property
    def has_joint(self) -> bool:
        return "joint_with" in self.plan.fields

    def error_items(self) -> list[tuple[str, str]]:
        """For the summary on top of the page; rows are told apart by their item."""
        rows = [
            (target, f"Nội dung {rows.item.order}, {sentence[:1].lower()}{sentence[1:]}")
            for rows in self.items
            for target, sentence in error_items(rows.formset)
        ]
        return [*error_items(self.plan), *rows]

    def quieten(self) -> "PlanForms":
        quiet(*self.all)
        return self

    def content(self) -> PlanContent:
        """What `save_plan` takes; of valid forms only."""
        data = self.plan.cleaned_data
        return PlanContent(
            **{name: data[name] for name in PlanForm.OWN},
            joint_with=tuple(data.get("joint_with", ())),
            tasks=tuple(self._tasks()),
        )

    def _tasks(self) -> Iterator[TaskContent]:
        for rows in self.items:
            for form in rows.formset.forms:
                row = form.cleaned_data
                if row and not row.get("DELETE"):
                    content = {name: row[name] for name in PlannedTask.CONTENT}
                    yield TaskContent(item_id=rows.item.pk, task_id=row["id"], **content)


def _initial(tasks: list[PlannedTask], item: ContentItem) -> list[dict[str, Any]]:
    return [
        {"id": task.pk, **{name: getattr(task, name) for name in PlannedTask.CONTENT}}
        for task in tasks
        if task.item_id == item.pk
    ]
