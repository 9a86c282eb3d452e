from collections.abc import Sequence
from typing import Any

from django import forms

from campaigns.models import ContentItem, ItemRole, ItemUpdate
from hoaxa_danvan.lib.forms import PortalForm


class UnitDutiesForm(PortalForm):
    """The roles of one unit in one year, item by item; `read` is what the page showed."""

    read = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    reason = forms.CharField(
        label="Lý do điều chỉnh", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, items: Sequence[ContentItem], roles: dict[int, frozenset[str]], **kwargs: Any
    ) -> None:
        self.items = items
        super().__init__(*args, initial={"read": said(roles)}, **kwargs)
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.MultipleChoiceField(
                label=f"{item.order}. {item.heading}",
                choices=ItemRole.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=sorted(roles.get(item.pk, ())),
            )
        self.order_fields(["read", *(f"item-{item.pk}" for item in items), "reason"])

    def refuse(self, sentence: str, *, stands: dict[int, frozenset[str]]) -> None:
        """Keep what was ticked; pressed again, it is saved upon what stands now."""
        self.add_error(None, sentence)
        typed: Any = self.data
        fresh = typed.copy()
        fresh["read"] = said(stands)
        self.data = fresh

    def roles(self) -> dict[int, frozenset[str]]:
        return {item.pk: frozenset(self.cleaned_data[f"item-{item.pk}"]) for item in self.items}

    def roles_read(self) -> dict[int, frozenset[str]]:
        """A page that was tampered with has read something else: the service then says so."""
        found: dict[int, frozenset[str]] = {}
        for part in self.cleaned_data["read"].split(";"):
            item_id, _, roles = part.partition(":")
            if item_id.isascii() and item_id.isdigit():
                found[int(item_id)] = frozenset(roles.split(","))
        return found


def said(roles: dict[int, frozenset[str]]) -> str:
    return ";".join(f"{item_id}:{','.join(sorted(found))}" for item_id, found in sorted(roles.items()))


class ItemUpdateForm(PortalForm):
    """How a regular item went in a quarter or a month: two lines are enough."""

    item = forms.ModelChoiceField(
        label="Nội dung thường xuyên", queryset=ContentItem.objects.none(), empty_label=None
    )
    period = forms.ChoiceField(label="Kỳ", choices=ItemUpdate.Period)
    text = forms.CharField(
        label="Kết quả trong kỳ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Vài câu: đã làm gì, kết quả, khó khăn. Cần sửa thì ghi thêm một lần nữa.",
    )

    def __init__(self, *args: Any, items: Sequence[ContentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = ContentItem.objects.filter(pk__in=[item.pk for item in items])
        field.label_from_instance = lambda item: f"{item.order}. {item.heading}"
