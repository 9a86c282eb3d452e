from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.lib.forms import PHOTOS, PortalForm, UploadField, VietnameseDateField

MOST_FILES = 20
ACCEPTED = f"{PHOTOS},application/pdf"
YES_NO = (("True", "Có"), ("False", "Không"))


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, UploadedFile], name: str) -> Any:
        return files.getlist(name)


class SeveralFilesField(UploadField):
    """Files chosen in one go; each is looked into by the service, not here."""

    widget = SeveralFilesInput

    def clean(self, data: list[UploadedFile], initial: Any = None) -> list[UploadedFile]:
        if not data:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(data) > MOST_FILES:
            raise ValidationError(f"Mỗi lần tải lên nhiều nhất {MOST_FILES} tệp.", code="too_many")
        return data


class PeopleField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {
            "label": "Trong ảnh có người nhận ra được không?",
            "help_text": "Ảnh có người chỉ được công khai khi đã ghi nhận những người đó đồng ý.",
            "choices": YES_NO,
            "coerce": lambda value: value == "True",
            "widget": forms.RadioSelect,
            "initial": "True",
        }
        super().__init__(**{**defaults, **kwargs})


class DescriptionForm(PortalForm):
    """When, where and what: of one file, or of all that are uploaded in one go."""

    taken_on = VietnameseDateField(
        label="Ngày chụp, ngày văn bản", required=False, help_text="Để trống thì lấy ngày máy ảnh ghi."
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    caption = forms.CharField(label="Nội dung", max_length=300, required=False)


class UploadForm(DescriptionForm):
    uploads = SeveralFilesField(
        label="Ảnh hoặc tệp PDF",
        photo=True,
        accept=ACCEPTED,
        help_text="Ảnh JPEG, PNG, HEIC (mỗi ảnh đến 25 MB) hoặc PDF (đến 20 MB); "
        f"nhiều nhất {MOST_FILES} tệp một lần.",
    )
    purpose = forms.ChoiceField(choices=Evidence.Purpose, widget=forms.HiddenInput)
    shows_people = PeopleField()

    field_order = ("uploads", "purpose", "taken_on", "place", "caption", "shows_people")

    def __init__(self, *args: Any, is_ever_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_ever_public:
            del self.fields["shows_people"]
        self.helper.form_tag = False


class EvidenceForm(DescriptionForm):
    shows_people = PeopleField()
    consent_note = forms.CharField(
        label="Ai đồng ý công khai, bằng cách nào",
        max_length=300,
        required=False,
        help_text="Ví dụ: “12 hộ trong ảnh đồng ý bằng văn bản ngày 05/06/2026”. "
        "Xóa trống là không còn đồng ý.",
    )

    ABOUT = ("taken_on", "place", "caption")
    PUBLIC = ("shows_people", "consent_note")

    def __init__(
        self, *args: Any, evidence: Evidence, may_attach: bool, may_show: bool, **kwargs: Any
    ) -> None:
        initial = {name: getattr(evidence, name) for name in self.ABOUT + self.PUBLIC}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["taken_on"].help_text = ""
        hidden = (() if may_attach else self.ABOUT) + (() if may_show and evidence.is_photo else self.PUBLIC)
        for name in hidden:
            del self.fields[name]
        self.helper.form_tag = False
