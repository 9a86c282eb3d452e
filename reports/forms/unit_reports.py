from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from hoaxa_danvan.lib.forms import (
    PortalForm,
    VietnameseDateField,
    VietnameseDecimalField,
    VietnameseIntegerField,
)
from reports.counters import Count
from reports.models import ReportFigure, UnitReport
from reports.services.unit_reports import FigureContent, ReportContent

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its two fields; `count` is what the registers say now."""

    figure: ReportFigure
    count: Count | None
    value: BoundField
    reason: BoundField

    @property
    def is_open(self) -> bool:
        """Whether the correction of a register's figure is to be seen at once."""
        typed = self.value.value()
        known = self.value.field.prepare_value(self.count.value) if self.count else None
        return bool(self.value.errors or self.reason.errors or self.reason.value() or str(typed) != known)


class UnitReportForm(PortalForm):
    """The unit's report on one page. Figures are called `figure-<code>` and `reason-<code>`."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**9,
        error_messages={"required": "Trang đã cũ. Vui lòng tải lại trang."},
    )
    highlights = forms.CharField(
        label="1. Kết quả nổi bật",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Việc đã làm, mô hình có kết quả, con số cụ thể.",
    )
    difficulties = forms.CharField(
        label="2. Khó khăn, hạn chế, nguyên nhân",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_steps = forms.CharField(
        label="3. Kiến nghị, nhiệm vụ kỳ tới",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    review_form = forms.ChoiceField(
        label="Hình thức", choices=UnitReport.Review, required=False, widget=forms.RadioSelect
    )
    review_on = VietnameseDateField(label="Ngày tổ chức", required=False, help_text="Ví dụ: 05/06/2026")

    OWN = (*UnitReport.TEXTS, "review_form", "review_on")

    def __init__(self, *args: Any, report: UnitReport, counts: Mapping[str, Count], **kwargs: Any) -> None:
        self.report_figures, self.counts = report.all_figures(), counts
        initial = {name: getattr(report, name) for name in self.OWN}
        initial |= {"version": report.version, **dict(self._initial_figures())}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["version"].localize = False
        for figure in self.report_figures:
            self.fields[f"figure-{figure.indicator.code}"] = _value_field(figure)
            self.fields[f"reason-{figure.indicator.code}"] = _reason_field(figure)
        self.helper.hide_optional = True

    def _initial_figures(self) -> Iterator[tuple[str, Decimal | str | None]]:
        """A figure that was only confirmed follows its register; a correction stays."""
        for figure in self.report_figures:
            code = figure.indicator.code
            count = self.counts.get(code)
            yield f"figure-{code}", figure.value if count is None or figure.is_corrected else count.value
            yield f"reason-{code}", figure.reason

    @property
    def counted_rows(self) -> list[FigureRow]:
        """What the registers know."""
        return [row for row in self.rows() if row.count]

    @property
    def own_rows(self) -> list[FigureRow]:
        """What the unit alone can say."""
        return [row for row in self.rows() if not row.count]

    def rows(self) -> Iterator[FigureRow]:
        for figure in self.report_figures:
            code = figure.indicator.code
            yield FigureRow(figure, self.counts.get(code), self[f"figure-{code}"], self[f"reason-{code}"])

    def content(self) -> ReportContent:
        """What `save_report` takes; of a valid form only."""
        data = self.cleaned_data
        return ReportContent(
            figures={
                code: FigureContent(_as_decimal(data[f"figure-{code}"]), data[f"reason-{code}"])
                for code in (figure.indicator.code for figure in self.report_figures)
            },
            **{name: data[name] for name in self.OWN},
        )


def _value_field(figure: ReportFigure) -> forms.Field:
    indicator = figure.indicator
    label = f"{indicator.name} ({indicator.unit_of_measure})"
    field: forms.Field
    if indicator.is_whole:
        field = VietnameseIntegerField(label=label, required=False)
    else:
        field = VietnameseDecimalField(label=label, required=False, max_digits=16, decimal_places=2)
    field.widget.attrs["class"] = "form-control short"
    return field


def _reason_field(figure: ReportFigure) -> forms.Field:
    label = "Lý do khác sổ" if figure.is_counted else "Lý do nếu chưa có số liệu"
    return forms.CharField(
        label=f"{label}: {figure.indicator.name}",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


def _as_decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)
