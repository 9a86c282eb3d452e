"""The table that a unit has sent, row by row, before anything of it is saved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from campaigns.forms.plans import NeededDate, TaskForm
from campaigns.models import ContentItem, PlannedTask
from campaigns.selectors.task_files import Found, FoundRow
from campaigns.services.plans import TaskContent
from campaigns.task_tables import NotADay, NotATarget, read_deadline, read_target
from hoaxa_danvan.lib.forms import PortalForm, RowsMixin, UploadField, VietnameseDecimalField, error_items
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.forms import VersionForm

MOST_PREVIEWED = 200
PREFIX = "r"
ACCEPTED = ".xlsx,.xlsm,.docx"


class TableFileForm(PortalForm):
    file = UploadField(
        label="Tệp Excel hoặc Word có bảng việc làm",
        accept=ACCEPTED,
        help_text="Tệp .xlsx hoặc .docx, đến 5 MB. Chưa lưu gì vào kế hoạch cho đến khi đơn vị xem lại và xác nhận.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = (
            "Tệp rỗng. Vui lòng chọn tệp Excel (.xlsx) hoặc Word (.docx)."
        )


class SpokenDateField(NeededDate):
    """A day as units write it: 30/06/2026, “quý II”, “tháng 6”."""

    year = 0

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_deadline(value, year=self.year)
        except NotADay as question:
            raise ValidationError(question.message, code="invalid") from None


class SpokenFigureField(VietnameseDecimalField):
    """A figure alone; “nhiều” is asked about in words."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as in its base
        try:
            return super().to_python(value)
        except ValidationError as error:
            question = _about_figure(value) if isinstance(value, str) else ""
            raise ValidationError(question or error.messages[0], code="invalid") from None


def _about_figure(text: str) -> str:
    try:
        target = read_target(text)
    except NotATarget as question:
        return question.message
    return f"“{text}”: ô này chỉ ghi số ({number(target.value or 0)}); ghi “{target.unit}” ở ô Đơn vị tính."


class ImportRowForm(TaskForm):
    """One row of the table; `id` is the key under which an exported task comes back."""

    take = forms.BooleanField(label="Nhập dòng này", required=False)
    where = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    note = forms.CharField(required=False, widget=forms.HiddenInput)
    item = forms.ChoiceField(
        label="Thuộc nội dung", error_messages={"required": "Vui lòng chọn nội dung của kế hoạch xã."}
    )
    target_value = SpokenFigureField(label="Chỉ tiêu (số)", required=False, max_digits=14, decimal_places=2)
    deadline = SpokenDateField(label="Hoàn thành trước ngày", required=False)
    move_target = forms.BooleanField(label="Chuyển chữ này sang ô Sản phẩm", required=False)
    move_deadline = forms.BooleanField(label="Chuyển chữ này vào ô việc làm, để trống ngày", required=False)

    def __init__(
        self,
        *args: Any,
        items: Sequence[ContentItem],
        tasks: Mapping[int, PlannedTask],
        year: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.order, f"{item.order}. {item.heading}") for item in items]
        self.fields["item"].choices = [("", "Chọn nội dung"), *choices]  # type: ignore[attr-defined]  # a choice field
        self.fields["deadline"].year = year  # type: ignore[attr-defined]  # its own
        self.tasks = tasks

    def full_clean(self) -> None:
        """A row that is not taken is nobody's error."""
        super().full_clean()
        if self.is_bound and not self.is_taken:
            self._errors = forms.utils.ErrorDict()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("move_target") and "target_value" in self.errors:
            self._move("target_value", "product", joint="; ")
        if data.get("move_deadline") and "deadline" in self.errors:
            self._move("deadline", "what", joint=" – ")
        return data

    def _move(self, source: str, target: str, *, joint: str) -> None:
        words = self[source].data.strip()
        whole = joint.join(filter(None, [self.cleaned_data.get(target, ""), words]))
        del self.errors[source]
        self.cleaned_data[source] = None
        try:
            self.cleaned_data[target] = self.fields[target].clean(whole)
        except ValidationError as error:
            self.add_error(target, error)

    @property
    def is_taken(self) -> bool:
        return bool(self["take"].data)

    @property
    def asks_target(self) -> bool:
        return bool(self["target_value"].errors or self["move_target"].data)

    @property
    def asks_deadline(self) -> bool:
        return bool(self["deadline"].errors or self["move_deadline"].data)

    @property
    def notes(self) -> list[str]:
        return [line for line in (self["note"].data or "").splitlines() if line][:20]

    @property
    def task(self) -> PlannedTask | None:
        """The task that the row changes, as the plan has it now."""
        key = self["id"].data or ""
        return self.tasks.get(int(key)) if key.isdecimal() and len(key) < 19 else None


class ImportRows(RowsMixin, BaseFormSet[ImportRowForm]):
    pass


ImportFormSet = formset_factory(
    ImportRowForm, formset=ImportRows, extra=0, max_num=MOST_PREVIEWED, absolute_max=MOST_PREVIEWED
)


class ImportForm(VersionForm):
    """What the preview says of the whole file."""

    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    remarks = forms.CharField(required=False, widget=forms.HiddenInput)
    unchanged = forms.IntegerField(required=False, min_value=0, max_value=10_000, widget=forms.HiddenInput)
    gone = forms.CharField(required=False, widget=forms.HiddenInput)
    drop = forms.TypedMultipleChoiceField(
        label="Bỏ khỏi kế hoạch", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, tasks: Mapping[int, PlannedTask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("version", "unchanged"):
            self.fields[name].localize = False
        keys = [int(key) for key in (self["gone"].data or "").split() if key.isdecimal() and len(key) < 19]
        choices = [(key, tasks[key].what) for key in dict.fromkeys(keys) if key in tasks]
        self.fields["drop"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.has_gone = bool(choices)

    @property
    def notes(self) -> list[str]:
        return [line for line in (self["remarks"].data or "").splitlines() if line][:60]


class ImportForms:
    """The preview as one page."""

    def __init__(
        self, data: QueryDict, *, items: Sequence[ContentItem], tasks: Mapping[int, PlannedTask], year: int
    ) -> None:
        self.items = {item.order: item for item in items}
        self.tasks = tasks
        self.whole = ImportForm(data, tasks=tasks)
        kwargs = {"items": items, "tasks": tasks, "year": year}
        self.rows = ImportFormSet(data, prefix=PREFIX, form_kwargs=kwargs)

    def is_valid(self) -> bool:
        return all([self.whole.is_valid(), self.rows.is_valid()])

    def error_items(self) -> list[tuple[str, str]]:
        """For the summary on top of the page; rows are called as in their file."""
        rows = [
            (target, f"{form['where'].data}: {sentence[:1].lower()}{sentence[1:]}")
            for form in self.rows.forms
            for target, sentence in error_items(form)
        ]
        return [*error_items(self.whole), *rows]

    def taken(self) -> Iterator[TaskContent]:
        """Of valid forms; a task that two rows name is changed by the first of them."""
        seen: set[int] = set()
        for form in self.rows.forms:
            if not form.is_taken:
                continue
            row, task = form.cleaned_data, form.task
            task_id = task.pk if task is not None and task.pk not in seen else None
            seen.add(task_id or 0)
            said = {name: row[name] for name in PlannedTask.CONTENT}
            yield TaskContent(item_id=self.items[int(row["item"])].pk, task_id=task_id, **said)

    def dropped(self) -> list[int]:
        return [self.tasks[key].pk for key in self.whole.cleaned_data["drop"]]


def preview_fields(found: Found, *, version: int, source: str) -> dict[str, list[str]]:
    """The preview as the fields of its form, to be kept as a draft."""
    payload = {
        "version": str(version),
        "source": source[-200:],
        "remarks": "\n".join(found.remarks),
        "unchanged": str(found.unchanged),
        "gone": " ".join(str(task.path_id) for task in found.gone),
        f"{PREFIX}-TOTAL_FORMS": str(len(found.rows)),
        f"{PREFIX}-INITIAL_FORMS": "0",
    }
    for place, row in enumerate(found.rows):
        payload |= {f"{PREFIX}-{place}-{name}": value for name, value in _row_fields(row).items()}
    return {name: [value] for name, value in payload.items()}


def _row_fields(found: FoundRow) -> dict[str, str]:
    item = "" if found.item is None else str(found.item)
    return {
        **found.row.fields,
        "item": item,
        "id": str(found.task.path_id) if found.task else "",
        "where": found.row.where[:200],
        "note": "\n".join(found.remarks),
        **({"take": "on"} if found.is_sure else {}),
    }
