from typing import Any

from django import forms
from django.http import QueryDict

from campaigns.forms.plans import NeededText
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField, error_items
from hoaxa_danvan.scoring.forms import ScoreSheetForm
from hoaxa_danvan.scoring.models import RubricVersion, ScoreSheet
from hoaxa_danvan.workflow.drafts import quiet
from models_registry.forms.entries import hidden_version
from models_registry.models import Assessment, RegisteredModel

SHEET = "diem"

HINTS = {
    "background": "Trước khi làm: khó khăn, vướng mắc gì; vì sao phải làm.",
    "method": "Các bước đã làm; vận động, thuyết phục thế nào; ai tham gia.",
    "result": "Ghi bằng con số, đối chiếu với kết quả đã đăng ký; phần này được công khai khi có quyết định "
    "công nhận. Không ghi địa chỉ, số điện thoại, số giấy tờ của cá nhân.",
    "impact": "Nơi nào đã học, làm theo; Nhân dân đánh giá ra sao.",
    "resources": "Ngân sách, Nhân dân đóng góp, xã hội hóa, ngày công: số lượng và đơn vị tính.",
    "replication": "Duy trì bằng cách nào; có thể nhân rộng ở đâu.",
}


class DossierForm(PortalForm):
    """The boxes that are filled in before the appraisal."""

    version = hidden_version()

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": assessment.version}, **kwargs)
        entry = assessment.entry
        for name in entry.dossier_fields:
            label = str(RegisteredModel._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain
            self.fields[name] = NeededText(
                label=label[:1].upper() + label[1:],
                max_length=20_000,
                initial=getattr(entry, name),
                help_text=HINTS[name],
                widget=forms.Textarea(attrs={"rows": 6}),
            )

    def boxes(self) -> list[Any]:
        return [self[name] for name in self.fields if name != "version"]


class AssessmentForms:
    """The dossier and the unit's own points as one page: checked and saved together."""

    def __init__(
        self,
        assessment: Assessment,
        *,
        rubric: RubricVersion,
        sheet: ScoreSheet | None,
        data: QueryDict | None = None,
    ) -> None:
        self.dossier = DossierForm(data, assessment=assessment)
        self.sheet = ScoreSheetForm(data, version=rubric, sheet=sheet, prefix=SHEET)

    @property
    def all(self) -> list[forms.BaseForm]:
        return [self.dossier, self.sheet]

    @property
    def error_items(self) -> list[tuple[str, str]]:
        return list(error_items(*self.all))

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.all]  # both: the page shows every error
        return all(checked)

    def quieten(self) -> "AssessmentForms":
        quiet(*self.all)
        return self

    def content(self) -> dict[str, Any]:
        """The arguments of `save_assessment` that the page knows."""
        dossier = dict(self.dossier.cleaned_data)
        version = dossier.pop("version")
        return {"version": version, "dossier": dossier, "marks": self.sheet.marks()}


def marks_of(sheet: ScoreSheet) -> dict[str, Any]:
    """The points and answers of a sheet as a score form's initial values, without their reasons."""
    points = {f"points_{score.criterion_id}": score.points for score in sheet.scores.all()}
    answers = {
        f"gate_{answer.gate_id}": "yes" if answer.is_met else "no" for answer in sheet.gate_answers.all()
    }
    return {**points, **answers, "bonus": sheet.bonus or None, "penalty": sheet.penalty or None}


class VerdictForm(PortalForm):
    """Đề nghị công nhận, with the grade, or not; the reason is read by the unit."""

    PROPOSE, DECLINE = "propose", "decline"

    verdict = forms.ChoiceField(
        label="Kết quả thẩm định",
        choices=((PROPOSE, "Đề nghị công nhận"), (DECLINE, "Chưa đề nghị công nhận")),
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(
        label="Đề nghị xếp loại",
        required=False,
        help_text="Khi đề nghị công nhận; chỉ gồm các mức mà điểm thẩm định đã đạt.",
    )
    reason = forms.CharField(label="Lý do", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, assessment: Assessment, grades: list[str], **kwargs: Any) -> None:
        initial = {"grade": assessment.proposed_grade, "reason": assessment.reason}
        super().__init__(*args, initial=initial, **kwargs)
        if grades:
            self.fields["grade"].choices = [(name, name) for name in grades]  # type: ignore[attr-defined]  # a choice
        else:
            del self.fields["grade"]
        self.helper.form_tag = False


class ChoiceForm(PortalForm):
    """Whom a decision names, and who of them is tiêu biểu."""

    recognised = forms.TypedMultipleChoiceField(
        label="Công nhận", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    outstanding = forms.TypedMultipleChoiceField(
        label="Tiêu biểu", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, proposed: list[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        choices = [(str(assessment.pk), str(assessment.entry)) for assessment in proposed]
        for name in ("recognised", "outstanding"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["recognised"].error_messages["required"] = (
            "Vui lòng chọn mô hình, điển hình được công nhận."
        )

    def lines(self) -> list[tuple[Assessment, bool, bool]]:
        """Each proposed model, and whether it is ticked as recognised and as tiêu biểu."""
        ticked = {str(key) for key in self["recognised"].value() or ()}
        outstanding = {str(key) for key in self["outstanding"].value() or ()}
        return [(row, str(row.pk) in ticked, str(row.pk) in outstanding) for row in self.proposed]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if set(data.get("outstanding", ())) - set(data.get("recognised", ())) and "recognised" in data:
            self.add_error("outstanding", "Chọn tiêu biểu thì cũng cần chọn công nhận.")
        return data


class RecognitionForm(ChoiceForm):
    """A signed decision and whom it names."""

    number = forms.CharField(label="Số, ký hiệu quyết định", max_length=60, help_text="Ví dụ: 125-QĐ/ĐU.")
    issued_on = VietnameseDateField(label="Ngày quyết định")
    signer = forms.CharField(label="Người ký", max_length=120)
    signer_office = forms.CharField(
        label="Chức vụ người ký", max_length=120, help_text="Ví dụ: T/M Ban Thường vụ, Bí thư."
    )

    PAPER = ("number", "issued_on", "signer", "signer_office")
    field_order = (*PAPER, "recognised", "outstanding")

    def paper(self) -> list[Any]:
        return [self[name] for name in self.PAPER]
