from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.safestring import SafeString

from awards.models import AwardRound, Nomination
from hoaxa_danvan.lib.lists import ListFilter, ListTable
from hoaxa_danvan.lib.templatetags.look import status


class NominationTable(ListTable):
    caption = "Hồ sơ đề nghị khen thưởng"
    empty_title = "Chưa có hồ sơ nào"
    empty_hint = "Hồ sơ hiện ở đây khi đơn vị gửi."

    recipient = tables.Column("Tên ghi trên Giấy khen", linkify=True)
    unit = tables.Column("Đơn vị", order_by="unit__sort_key")
    entry = tables.Column("Mô hình, điển hình", order_by="entry__sort_key")
    title = tables.Column("Hình thức đề nghị", order_by="title__order")
    status = tables.Column("Tình trạng")

    def render_status(self, record: Nomination) -> SafeString:
        return status(record)


class NominationFilter(ListFilter):
    search_column = "entry__search"

    status = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[choice for choice in Nomination.Status.choices if choice[0] != Nomination.Status.DRAFT],
        empty_label="Tất cả",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].label = "Tìm theo mô hình, điển hình"


class RoundTable(ListTable):
    caption = "Đợt xét chọn"
    empty_title = "Chưa có đợt xét nào"
    empty_hint = "Ban Xây dựng Đảng mở đợt xét theo thời hạn của năm."

    name = tables.Column("Đợt xét", linkify=True)
    year = tables.Column("Năm", accessor="campaign_year__year", localize=False)
    status = tables.Column("Tình trạng")

    def render_status(self, record: AwardRound) -> SafeString:
        return status(record)
