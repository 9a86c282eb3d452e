from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from awards.models import AwardDecision, BoardOpinion, Nomination
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField, VietnameseIntegerField


class PresentForm(PortalForm):
    number = forms.CharField(
        label="Số tờ trình", max_length=60, help_text="Theo sổ văn bản, ví dụ 05-TTr/HĐTĐKT."
    )
    on = VietnameseDateField(label="Ngày tờ trình")


@dataclass(frozen=True, slots=True)
class Case:
    nomination: Nomination
    take_out: BoundField
    reason: BoundField


class OpinionForm(PortalForm):
    """The Ban Thường vụ's opinion; each case of the council's list can be taken out with a reason."""

    verdict = forms.ChoiceField(
        label="Ý kiến của Ban Thường vụ", choices=BoardOpinion.Verdict, widget=forms.RadioSelect
    )
    met_on = VietnameseDateField(label="Ngày họp Ban Thường vụ")
    notice_number = forms.CharField(
        label="Số thông báo, kết luận", max_length=60, required=False, help_text="Ví dụ: 210-TB/ĐU."
    )
    text = forms.CharField(
        label="Nội dung ý kiến",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Cần ghi khi chưa đồng ý: những điểm Hội đồng phải hoàn thiện.",
    )

    def __init__(self, *args: Any, nominations: Iterable[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominations = list(nominations)
        for nomination in self.nominations:
            self.fields[f"out_{nomination.pk}"] = forms.BooleanField(
                label=f"Đưa ra khỏi danh sách: {nomination.recipient}", required=False
            )
            self.fields[f"reason_{nomination.pk}"] = forms.CharField(
                label=f"Lý do ({nomination.recipient})", max_length=500, required=False
            )

    def head(self) -> list[BoundField]:
        return [self[name] for name in ("verdict", "met_on", "notice_number", "text")]

    def cases(self) -> Iterator[Case]:
        for n in self.nominations:
            yield Case(n, self[f"out_{n.pk}"], self[f"reason_{n.pk}"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for n in self.nominations:
            if data.get(f"out_{n.pk}") and not data.get(f"reason_{n.pk}"):
                self.add_error(f"reason_{n.pk}", "Cần ghi lý do đưa ra khỏi danh sách.")
        return data

    def content(self) -> dict[str, Any]:
        data = self.cleaned_data
        out = {n.pk: data[f"reason_{n.pk}"] for n in self.nominations if data[f"out_{n.pk}"]}
        names = ("verdict", "met_on", "notice_number", "text")
        return {**{name: data[name] for name in names}, "exceptions": out}


class DecisionForm(PortalForm):
    number = forms.CharField(label="Số quyết định", max_length=60, help_text="Đúng như trên văn bản.")
    issued_on = VietnameseDateField(label="Ngày quyết định")
    signer = forms.CharField(label="Người ký", max_length=120)
    signer_office = forms.CharField(label="Chức vụ người ký", max_length=120)
    left_out = forms.MultipleChoiceField(
        label="Trường hợp không có trong quyết định",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ chọn khi Chủ tịch UBND xã không khen trường hợp đó.",
    )

    def __init__(
        self,
        *args: Any,
        nominations: Iterable[Nomination],
        may_leave_out: bool,
        decision: AwardDecision | None,
        **kwargs: Any,
    ) -> None:
        names = ("number", "issued_on", "signer", "signer_office")
        start = {name: getattr(decision, name) for name in names} if decision else {}
        super().__init__(*args, initial=start, **kwargs)
        if may_leave_out:
            left_out: Any = self.fields["left_out"]
            left_out.choices = [(str(n.pk), f"{n.recipient} ({n.unit})") for n in nominations]
        else:
            del self.fields["left_out"]

    def content(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "left_out": {int(key) for key in data.get("left_out", [])}}


class BookForm(PortalForm):
    """Where the first giấy khen stands in the book; the others follow it."""

    first_in_book = VietnameseIntegerField(
        label="Vào sổ từ số",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Để trống khi chưa lấy số trong sổ khen thưởng.",
    )
