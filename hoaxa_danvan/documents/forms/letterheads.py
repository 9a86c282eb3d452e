"""What an administrator sets of a body that issues papers."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from hoaxa_danvan.documents.forms.stationery import SHORT, SOURCE, Lines, StationeryForm
from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.selectors.stationery import all_letterheads, profile_choices


class LetterheadForm(StationeryForm):
    """Every part of a `Letterhead` that people set."""

    GROUPS = {
        "Cơ quan": ("name", "issuing_body", "profile", "source"),
        "Phần đầu văn bản": ("parent_line", "issuer_line", "place"),
        "Số, ký hiệu": ("code", "numbering", "numbered_by_kind"),
        "Ký, lưu": ("authority", "office", "filed_at"),
    }

    name = forms.CharField(label="Tên cơ quan", max_length=100)
    issuing_body = forms.CharField(
        label="Tên viết trong câu", max_length=150, help_text="Ví dụ: Ban Thường vụ Đảng ủy xã Hòa Xá"
    )
    profile = forms.ChoiceField(label="Mẫu trình bày", choices=profile_choices)
    source = SOURCE
    parent_line = Lines(label="Cơ quan cấp trên", required=False, help_text="In hoa như trên văn bản.")
    issuer_line = Lines(
        label="Cơ quan ban hành",
        help_text="In hoa như trên văn bản; muốn ngắt dòng ở đâu thì xuống dòng ở đó.",
    )
    place = forms.CharField(label="Địa danh", max_length=60, widget=forms.TextInput(SHORT))
    code = forms.CharField(
        label="Mã cơ quan trong ký hiệu",
        max_length=20,
        widget=forms.TextInput(SHORT),
        help_text="Ví dụ: ĐU, BXDĐ, UBND. Cơ quan cùng mã thì chung một sổ số.",
        validators=[RegexValidator(r"^[^\W\d_][\w-]*$", "Mã chỉ gồm chữ, chữ số, dấu gạch nối.")],
    )
    numbering = forms.ChoiceField(
        label="Số văn bản",
        choices=[
            ("typed", "nhập theo sổ của Văn phòng, cổng kiểm tra trùng"),
            ("sequence", "cổng cấp số tiếp theo khi ban hành"),
        ],
        widget=forms.RadioSelect,
    )
    numbered_by_kind = forms.BooleanField(label="Mỗi loại văn bản một dãy số", required=False)
    authority = forms.CharField(
        label="Quyền hạn ký",
        max_length=120,
        required=False,
        help_text="Ví dụ: T/M BAN THƯỜNG VỤ. Người đứng đầu ký trực tiếp thì bỏ trống.",
    )
    office = forms.CharField(label="Chức vụ người ký", max_length=120, help_text="Ví dụ: PHÓ BÍ THƯ")
    filed_at = forms.CharField(
        label="Dòng cuối của Nơi nhận",
        max_length=100,
        required=False,
        help_text="Ví dụ: Lưu Văn phòng Đảng ủy",
    )

    def parts(self) -> dict[str, Any]:
        body: Any = self.entry.value
        parts = super().parts()
        return {**parts, "register": register_of(body, parts["code"])}


def register_of(body: Letterhead, code: str) -> str:
    """A body whose code is put right goes on counting in its own register; one that leaves a code it
    shared with others begins another."""
    others = {other.issuer for other in all_letterheads().values() if other.key != body.key}
    return body.issuer if code != body.code and body.issuer not in others else body.register
