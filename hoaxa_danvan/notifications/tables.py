import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from hoaxa_danvan.lib.lists import ChoiceColumn, ListFilter, ListTable, UnsearchedFilter
from hoaxa_danvan.lib.templatetags.look import tag
from hoaxa_danvan.notifications.models import Mail, Notice

TONES = {
    Mail.State.QUEUED: "wait",
    Mail.State.SENDING: "draft",
    Mail.State.SENT: "done",
    Mail.State.UNKNOWN: "back",
    Mail.State.REFUSED: "back",
    Mail.State.CANCELLED: "",
}


class MailTable(ListTable):
    caption = "Thư đã gửi và đang chờ gửi"
    empty_title = "Chưa có thư nào"
    empty_hint = "Thư do cổng gửi đi hiện ở đây cùng tình trạng của từng thư."

    on_demand = ("sent_at",)

    subject = tables.Column(
        "Tiêu đề", linkify=("notifications:mail-detail", [tables.A("pk")]), orderable=False
    )
    to = tables.Column("Người nhận")
    created_at = tables.Column("Tạo lúc")
    sent_at = tables.Column("Gửi lúc")
    state = ChoiceColumn("Tình trạng")

    def render_state(self, record: Mail) -> SafeString:
        return tag(record.get_state_display(), TONES[Mail.State(record.state)])


class MailFilter(ListFilter):
    state = django_filters.ChoiceFilter(label="Tình trạng", choices=Mail.State.choices, empty_label="Tất cả")


class NoticeTable(ListTable):
    caption = "Thông báo của đơn vị"
    empty_title = "Chưa có thông báo nào"
    empty_hint = "Nhắc việc, trả lời đề nghị gia hạn và tin khác cho đơn vị hiện ở đây."

    text = tables.Column("Nội dung", linkify=lambda record: record.link or None, orderable=False)
    at = tables.Column("Lúc")
    read_at = tables.Column("Đã đọc", default="Chưa đọc")


class NoticeFilter(UnsearchedFilter):
    read = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[("chua", "Chưa đọc"), ("roi", "Đã đọc")],
        empty_label="Tất cả",
        method="by_reading",
    )

    def by_reading(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        return queryset.filter(read_at__isnull=value == "chua")
