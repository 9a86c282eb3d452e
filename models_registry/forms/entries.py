from copy import copy
from typing import Any, ClassVar

from django import forms

from campaigns.forms.plans import NeededDate, NeededText
from campaigns.models import ContentItem
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.forms import PortalForm, PortalModelForm, VietnameseDateField
from hoaxa_danvan.scoring.models import Subject
from models_registry.models import RegisteredModel, Sector
from models_registry.selectors.entries import NEEDED, NEEDED_OF_EXEMPLARS

KINDS = RegisteredModel.Kind
STALE = "Trang đã cũ. Vui lòng tải lại trang."


def item_words(item: ContentItem) -> str:
    return f"{item}. {item.heading}"


def hidden_version() -> forms.IntegerField:
    field = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=10**9, error_messages={"required": STALE}
    )
    field.localize = False
    return field


class ItemField(forms.ModelChoiceField):
    """An item of the commune's plan, by its first sentence."""

    def label_from_instance(self, obj: Any) -> str:
        return item_words(obj)


class StartForm(PortalForm):
    """The few things that decide which form follows."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE})
    kind = forms.ChoiceField(
        label="Loại",
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text="Mô hình là cách làm; công trình là phần việc xây dựng; điển hình là tập thể, cá nhân, "
        "hộ gia đình tiêu biểu (biểu ngắn).",
    )
    subject = forms.ChoiceField(label="Chủ thể", choices=Subject, widget=forms.RadioSelect)
    name = forms.CharField(
        label="Tên", max_length=300, help_text="Tên gọi ngắn, đúng như sẽ ghi trong danh mục và quyết định."
    )
    sector = forms.ModelChoiceField(label="Lĩnh vực", queryset=Sector.objects.all(), widget=forms.RadioSelect)
    item = ItemField(
        label="Thuộc nội dung của kế hoạch xã",
        queryset=ContentItem.objects.none(),
        widget=forms.RadioSelect,
        help_text="Chỉ hiện các nội dung mà kế hoạch của xã giao cho đơn vị.",
    )

    def __init__(self, *args: Any, items: list[ContentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].empty_label = None  # type: ignore[attr-defined]  # a model choice field
        narrow_items(self.fields["item"], items)
        self.helper.form_tag = False


def narrow_items(field: Any, items: list[ContentItem]) -> None:
    field.queryset = ContentItem.objects.filter(pk__in=[item.pk for item in items])
    field.empty_label = None


class EntryForm(PortalModelForm):
    """The registration, or the short form of a điển hình: the fields of `entry.form_fields`."""

    version = hidden_version()

    class Meta:
        model = RegisteredModel
        fields = tuple(dict.fromkeys(RegisteredModel.REGISTRATION_FIELDS + RegisteredModel.EXEMPLAR_FIELDS))
        field_classes: ClassVar = {
            **dict.fromkeys((*NEEDED, *NEEDED_OF_EXEMPLARS), NeededText),
            "start_date": NeededDate,
            "end_date": VietnameseDateField,
            "item": ItemField,
        }
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "subject": forms.RadioSelect,
            "sector": forms.RadioSelect,
            "item": forms.RadioSelect,
            "origin": forms.RadioSelect,
            "goal": forms.Textarea(attrs={"rows": 4}),
            "expected_result": forms.Textarea(attrs={"rows": 4}),
            "forces": forms.Textarea(attrs={"rows": 3}),
            "deeds": forms.Textarea(attrs={"rows": 8}),
            "result": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts: ClassVar = {
            "place": "Ví dụ: các thôn 1, 2 và 5; cánh đồng Đống Giữa.",
            "people": "Ví dụ: 40 hội viên, 120 hộ gia đình.",
            "expected_result": "Ghi bằng con số đo được. Ví dụ: 3 km đường có hộ nhận chăm sóc; 120 hộ tham gia.",
            "deeds": "Việc cụ thể đã làm, cách vận động, thời gian.",
            "result": "Ghi bằng con số nếu có; phần này được công khai khi có quyết định công nhận. "
            "Không ghi địa chỉ, số điện thoại, số giấy tờ của cá nhân.",
        }

    def __init__(self, *args: Any, entry: RegisteredModel, items: list[ContentItem], **kwargs: Any) -> None:
        # A copy: checking a form must not change the row that the page shows.
        super().__init__(*args, instance=copy(entry), initial={"version": entry.version}, **kwargs)
        for name in set(self._meta.fields or ()) - set(entry.form_fields):
            del self.fields[name]
        for name in NEEDED_OF_EXEMPLARS if entry.is_exemplar else NEEDED:
            # The label does not call it optional, though a save may leave it for later.
            self.fields[name].required = True
        narrow_items(self.fields["item"], items)
        self.fields["sector"].empty_label = None  # type: ignore[attr-defined]  # a model choice field
        if entry.is_exemplar:
            del self.fields["kind"]  # fixed at the start: the two forms have little in common
        else:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a choice field
                choice for choice in KINDS.choices if choice[0] != KINDS.EXEMPLAR
            ]

    def content(self) -> dict[str, Any]:
        """What `save_entry` takes; of a valid form only."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class UpdateForm(PortalForm):
    on = VietnameseDateField(label="Ngày")
    text = forms.CharField(
        label="Đã làm được",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Việc đã làm, con số đạt được từ lần cập nhật trước.",
    )

    def __init__(self, *args: Any, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": local_day(at)}, **kwargs})
        self.helper.form_tag = False
