from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.safestring import SafeString

from awards.models import AwardRound, Nomination
from hoaxa_danvan.lib.lists import ChoiceColumn, ListFilter, ListTable
from hoaxa_danvan.lib.templatetags.look import status
from hoaxa_danvan.workflow.tables import QueueTable


class NominationTable(ListTable):
    caption = "Hồ sơ đề nghị khen thưởng"
    empty_title = "Chưa có hồ sơ nào"
    empty_hint = "Hồ sơ hiện ở đây khi đơn vị gửi."

    on_demand = ("subject", "sector", "sent_at")

    recipient = tables.Column("Tên ghi trên Giấy khen", linkify=True, order_by="sort_key")
    subject = ChoiceColumn("Đối tượng")
    unit = tables.Column("Đơn vị", order_by="unit__sort_key")
    entry = tables.Column("Mô hình, điển hình", order_by="entry__sort_key")
    sector = tables.Column("Lĩnh vực", accessor="entry__sector", order_by="entry__sector__order")
    title = tables.Column("Hình thức đề nghị", order_by="title__order")
    status = ChoiceColumn("Tình trạng")
    sent_at = tables.Column("Gửi lúc")

    def render_status(self, record: Nomination) -> SafeString:
        return status(record)


class NominationQueue(QueueTable):
    caption = "Hồ sơ đang chờ tiếp nhận"
    leading = ("recipient",)

    recipient = tables.Column("Tên ghi trên Giấy khen", linkify=True, order_by="sort_key")
    title = tables.Column("Hình thức đề nghị", order_by="title__order")


class NominationFilter(ListFilter):
    status = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[choice for choice in Nomination.Status.choices if choice[0] != Nomination.Status.DRAFT],
        empty_label="Tất cả",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].label = "Tìm theo tên, mô hình, điển hình, đơn vị"


class RoundTable(ListTable):
    caption = "Đợt xét chọn"
    empty_title = "Chưa có đợt xét nào"
    empty_hint = "Ban Xây dựng Đảng mở đợt xét theo thời hạn của năm."

    name = tables.Column("Đợt xét", linkify=True, orderable=False)
    year = tables.Column("Năm", accessor="campaign_year__year", localize=False)
    status = ChoiceColumn("Tình trạng")

    def render_status(self, record: AwardRound) -> SafeString:
        return status(record)
