"""One of each piece, for the component page: words and figures are examples."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django_tables2 as tables
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.http import HttpRequest

from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.dates import end_of_day, local_day
from hoaxa_danvan.lib.forms import (
    ActionBar,
    NameField,
    PlainSubmit,
    PortalForm,
    RowsMixin,
    UploadField,
    VietnameseDateField,
    VietnameseDecimalField,
    VietnameseIntegerField,
)
from hoaxa_danvan.lib.lists import ListTable, build_list
from hoaxa_danvan.workflow import diff


class SampleForm(PortalForm):
    title = forms.CharField(label="Việc làm", max_length=200)
    target = VietnameseDecimalField(label="Chỉ tiêu", help_text="Ví dụ: 1.234,5")
    people = VietnameseIntegerField(label="Số hộ tham gia", required=False)
    due = VietnameseDateField(label="Thời hạn", help_text="Ví dụ: 05/06/2026")
    person = NameField(required=False)
    sector = forms.ChoiceField(
        label="Lĩnh vực",
        choices=[("", "Chọn lĩnh vực"), ("kinh_te", "Kinh tế"), ("van_hoa", "Văn hóa - xã hội")],
    )
    manner = forms.ChoiceField(
        label="Cách làm kế hoạch",
        widget=forms.RadioSelect,
        choices=[("own", "Kế hoạch riêng"), ("embedded", "Lồng ghép"), ("joint", "Kế hoạch chung")],
        help_text="Đơn vị ít người có thể lồng ghép vào chương trình công tác năm.",
    )
    partners = forms.MultipleChoiceField(
        label="Phối hợp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("ccb", "Hội Cựu chiến binh xã"), ("dtn", "Đoàn TNCS Hồ Chí Minh xã")],
    )
    photo = UploadField(label="Ảnh minh chứng", photo=True, required=False)
    summary = forms.CharField(label="Mục đích, yêu cầu", widget=forms.Textarea(attrs={"rows": 4}))
    checked = forms.BooleanField(label="Đã kiểm tra lại các nội dung trên")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        *most, last = self.fields
        self.helper.layout = Layout(
            Fieldset("Việc làm theo nội dung 4", *most),
            last,
            ActionBar(
                Submit("save", "Xem lại và gửi"),
                PlainSubmit("draft", "Lưu bản nháp"),
                HTML('<span class="save-status" data-autosave-status role="status">Đã lưu lúc 14:05</span>'),
            ),
        )


class SampleRow(PortalForm):
    product = forms.CharField(label="Sản phẩm")
    count = VietnameseIntegerField(label="Số lượng", required=False)


class SampleRows(RowsMixin, forms.BaseFormSet):
    pass


class UnitTable(ListTable):
    caption = "Đơn vị trong phong trào"
    empty_title = "Chưa có đơn vị nào"

    name = tables.Column("Đơn vị", order_by="sort_key")
    kind = tables.Column("Khối", order_by=("kind__order", "sort_key"))
    short_name = tables.Column("Tên ngắn", orderable=False)


@dataclass(frozen=True, slots=True)
class Sample:
    """Stands for a job, a receipt, a figure: whatever a fragment asks of it."""

    pk: int = 0
    state: str = ""
    reason: str = ""
    is_over: bool = False
    number: str = ""
    at: datetime | None = None
    by: str = ""
    value: str = ""
    label: str = ""
    url: str = ""
    title: str = ""
    text: str = ""
    due_at: datetime | None = None
    status_label: str = ""
    tone: str = ""
    button: str = ""
    is_main: bool = False
    author: str = ""
    answer: str = ""


def pieces(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """The context of home/components.html."""
    rows = forms.formset_factory(SampleRow, formset=SampleRows, extra=2, can_delete=True)
    typed = {"target": "1.5", "due": "31/02/2026", "title": "Nhân rộng mô hình “Cánh đồng không rác”"}
    return {
        "now": at,
        "tasks": sample_tasks(at),
        "wrong_form": SampleForm(typed),
        "rows": rows(prefix="rows"),
        "figures": SAMPLE_FIGURES,
        "steps": [
            ("Đăng ký", 84, "#"),
            ("Công nhận", 61, "#"),
            ("Tiêu biểu", 22, "#"),
            ("Khen thưởng", 12, "#"),
        ],
        "sectors": [("Kinh tế", 28), ("Văn hóa - xã hội", 43), ("Quốc phòng - an ninh", 7)],
        "heat": SAMPLE_HEAT,
        "receipt": Sample(number="2026-000123", at=at, by="Cán bộ – Hội Nông dân xã"),
        "jobs": SAMPLE_JOBS,
        "sample_notes": [
            Sample(author="Ý kiến của Ban Xây dựng Đảng", text="đề nghị hoàn thành trước kỳ kiểm tra.")
        ],
        "changed": diff.words("Nhân rộng mô hình tại 2 thôn", "Nhân rộng mô hình tại 4 thôn"),
        **build_list(request, Unit.objects.select_related("kind"), table_class=UnitTable),
    }


def sample_tasks(at: datetime) -> list[Sample]:
    def due(days: int) -> datetime:
        return end_of_day(local_day(at) + timedelta(days=days))

    return [
        Sample(
            title="Bổ sung kế hoạch năm 2026",
            text="Ban Xây dựng Đảng đề nghị bổ sung: 2 ý kiến cần tiếp thu, giải trình",
            status_label="Cần bổ sung",
            tone="back",
            url="#",
            button="Xem ý kiến",
            is_main=True,
        ),
        Sample(
            title="Đăng ký mô hình “Dân vận khéo” năm 2026",
            text="bản nháp “Tuyến đường phụ nữ tự quản” lưu lúc 14:05",
            due_at=due(2),
            status_label="Đang soạn",
            tone="draft",
            url="#",
            button="Soạn tiếp",
        ),
        Sample(
            title="Cập nhật mô hình “Hũ gạo tình thương”",
            due_at=due(34),
            status_label="Chưa bắt đầu",
            url="#",
            button="Bắt đầu",
        ),
    ]


SAMPLE_FIGURES = [
    Sample(value="57/60", label="đơn vị đã gửi kế hoạch", url="#"),
    Sample(value="84", label="mô hình đăng ký", url="#"),
    Sample(value="61/84", label="mô hình được công nhận (72,6%)", url="#"),
    Sample(value="3", label="kiến nghị quá hạn"),
]
SAMPLE_HEAT = [
    ("Kinh tế", [9, 1, 0, 14]),
    ("Văn hóa - xã hội", [15, 1, 4, 17]),
    ("Quốc phòng - an ninh", [4, 0, 3, 0]),
]
SAMPLE_JOBS = [
    Sample(pk=1, state="running"),
    Sample(pk=2, state="waiting", reason="Máy chủ chưa có phông chữ để lập văn bản."),
    Sample(pk=3, state="failed", is_over=True, reason="Không đọc được tệp mẫu."),
    Sample(pk=4, state="done", is_over=True),
]
