import django_tables2 as tables
from django.utils.safestring import SafeString

from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.lib.lists import ListTable
from hoaxa_danvan.lib.templatetags.look import status


class PaperTable(ListTable):
    caption = "Văn bản soạn trên cổng"
    empty_title = "Chưa có văn bản nào"
    empty_hint = (
        "Văn bản bắt đầu soạn từ trang của việc mà nó nói tới: đợt xét chọn, danh mục, kế hoạch, đôn đốc."
    )

    title = tables.Column("Trích yếu", linkify=lambda record: record.get_absolute_url())
    kind = tables.Column("Loại")
    number = tables.Column("Số, ký hiệu")
    issued_on = tables.DateColumn(verbose_name="Ngày", format="d/m/Y")
    unit = tables.Column(
        verbose_name="Đơn vị", linkify=False, order_by=("unit__sort_key",), default="Đảng ủy xã"
    )
    status = tables.Column(verbose_name="Trạng thái")
    status_at = tables.DateTimeColumn(verbose_name="Từ lúc", format="H:i d/m/Y")

    def render_title(self, value: str) -> str:
        return value[:1].upper() + value[1:]

    def render_status(self, record: OfficialPaper) -> SafeString:
        return status(record)
