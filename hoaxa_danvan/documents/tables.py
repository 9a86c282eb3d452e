import django_tables2 as tables
from django.utils.safestring import SafeString

from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.lib.lists import ChoiceColumn, ListTable
from hoaxa_danvan.lib.templatetags.look import status


class PaperTable(ListTable):
    caption = "Văn bản soạn trên cổng"
    empty_title = "Chưa có văn bản nào"
    empty_hint = (
        "Văn bản bắt đầu soạn từ trang của việc mà nó nói tới: đợt xét chọn, danh mục, kế hoạch, đôn đốc."
    )

    on_demand = ("signer",)

    title = tables.Column("Trích yếu", linkify=lambda record: record.get_absolute_url(), orderable=False)
    kind = ChoiceColumn("Loại")
    # As words “12” stands before “2”: papers of a kind go by their days.
    number = tables.Column("Số, ký hiệu", orderable=False)
    issued_on = tables.Column("Ngày")
    signer = tables.Column("Người ký", orderable=False)
    unit = tables.Column(
        verbose_name="Đơn vị", linkify=False, order_by=("unit__sort_key",), default="Đảng ủy xã"
    )
    status = ChoiceColumn("Trạng thái")
    status_at = tables.Column("Từ lúc")

    def render_title(self, value: str) -> str:
        return value[:1].upper() + value[1:]

    def render_status(self, record: OfficialPaper) -> SafeString:
        return status(record)
