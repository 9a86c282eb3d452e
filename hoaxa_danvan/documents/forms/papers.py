from typing import Any

from django import forms
from django.utils import timezone

from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.forms.writing import LinesField, SectionsForm
from hoaxa_danvan.documents.headings import HeadingProfile, Letterhead
from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.documents.selectors.numbers import last_number
from hoaxa_danvan.lib.forms import NameField, PortalForm, VietnameseDateField

URGENCIES = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")


class StartForm(forms.Form):
    """Which kind of paper is begun about what; `target_type` names the class for whoever reads the page."""

    kind = forms.CharField(max_length=20)
    target_type = forms.CharField(max_length=100)
    target_id = forms.IntegerField(min_value=1, max_value=2**62)

    def clean(self) -> None:
        flow = FLOWS.get(self.cleaned_data.get("kind", ""))
        if flow is None or flow.target_model != self.cleaned_data.get("target_type"):
            raise forms.ValidationError("Không có loại văn bản này.")


class PaperForm(SectionsForm):
    """All that people write of a paper."""

    title = LinesField(
        label="Trích yếu",
        max_length=500,
        rows=2,
        error_messages={"required": "Vui lòng nhập trích yếu."},
    )
    addressees = LinesField(
        label="Nơi kính gửi", required=False, max_length=2000, rows=2, help_text="Mỗi nơi một dòng."
    )
    urgency = forms.ChoiceField(
        label="Độ khẩn", required=False, choices=[(word, word or "Không") for word in URGENCIES]
    )
    recipients = LinesField(
        label="Nơi nhận", required=False, max_length=2000, rows=4, help_text="Mỗi nơi một dòng."
    )
    authority = forms.CharField(
        label="Quyền hạn ký",
        required=False,
        max_length=120,
        help_text="Ví dụ: T/M Ban Thường vụ. Để trống khi người đứng đầu ký trực tiếp.",
    )
    signer_office = forms.CharField(
        label="Chức vụ người ký", max_length=120, help_text="Ví dụ: Phó Bí thư Thường trực"
    )

    def __init__(self, *args: Any, paper: OfficialPaper, **kwargs: Any) -> None:
        initial = {name: getattr(paper, name) for name in OfficialPaper.HEADS}
        super().__init__(*args, paper=paper, initial=initial, **kwargs)
        self.fields["addressees"].label = paper.outline["paper"].get("addressee_label", "Kính gửi")
        if paper.urgency and paper.urgency not in URGENCIES:
            choices: Any = self.fields["urgency"]
            choices.choices = [*choices.choices, (paper.urgency, paper.urgency)]

    def heads(self) -> dict[str, str]:
        """What `save_paper` takes besides the texts; of a valid form only."""
        return {name: self.cleaned_data[name] for name in OfficialPaper.HEADS}

    @property
    def upper_fields(self) -> list[Any]:
        return [self[name] for name in ("title", "addressees", "urgency")]

    @property
    def lower_fields(self) -> list[Any]:
        return [self[name] for name in ("recipients", "authority", "signer_office")]


class IssueForm(PortalForm):
    """What a paper is given when it is issued. `number` only where the body keeps its own register."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    number = forms.CharField(label="Số, ký hiệu", max_length=60)
    issued_on = VietnameseDateField(label="Ngày ban hành", help_text="Đúng ngày ghi trên bản ký.")
    signer = NameField(label="Họ và tên người ký", max_length=120)

    def __init__(self, *args: Any, paper: OfficialPaper, profile: HeadingProfile, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": paper.version}, **kwargs)
        self.fields["version"].localize = False
        letterhead, form = Letterhead(**paper.letterhead), paper.outline["paper"]
        if not form.get("is_numbered", True) or letterhead.numbering == "sequence":
            del self.fields["number"]
        else:
            symbol = profile.symbol_for(kind=form["sign"], body=letterhead.code)
            last = last_number(
                letterhead=letterhead, profile=profile, sign=form["sign"], on=timezone.localdate()
            )
            known = f"số gần nhất trên cổng: {last}" if last else f"ví dụ 05{symbol}"
            self.fields["number"].help_text = f"Theo sổ của {letterhead.name}; {known}."
        self.fields["signer"].help_text = f"Ký với chức vụ: {paper.signer_office}."

    def content(self) -> dict[str, Any]:
        """What `issue_paper` takes; of a valid form only."""
        return {"number": "", **self.cleaned_data}


class ReasonForm(PortalForm):
    """Why a paper is dropped or withdrawn."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
