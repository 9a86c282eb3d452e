import django_filters
import django_tables2 as tables
from django.utils.safestring import SafeString

from hoaxa_danvan.lib.lists import ChoiceColumn, ListFilter, ListTable
from hoaxa_danvan.lib.templatetags.look import tag
from hoaxa_danvan.notifications.models import Mail

TONES = {
    Mail.State.QUEUED: "wait",
    Mail.State.SENDING: "draft",
    Mail.State.SENT: "done",
    Mail.State.UNKNOWN: "back",
    Mail.State.REFUSED: "back",
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
