import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hoaxa_danvan.lib.lists import ChoiceColumn, ListTable
from hoaxa_danvan.lib.templatetags.look import status, tag
from hoaxa_danvan.workflow.tables import QueueTable
from models_registry.models import Assessment, RegisteredModel, YearlyEntry


class EntryTable(ListTable):
    caption = "Mô hình, công trình, điển hình"
    empty_title = "Chưa có mô hình, điển hình nào"
    empty_hint = "Mô hình, điển hình hiện ở đây khi đơn vị đăng ký, gửi."

    on_demand = ("subject", "place", "sent_at")

    name = tables.Column(verbose_name="Tên", linkify=True, order_by=("sort_key",))
    kind = ChoiceColumn("Loại")
    subject = ChoiceColumn("Chủ thể")
    unit = tables.Column(verbose_name="Đơn vị", order_by=("unit__sort_key",))
    place = tables.Column("Nơi thực hiện", orderable=False)
    sector = tables.Column(verbose_name="Lĩnh vực", order_by=("sector__order",))
    year = tables.Column(
        verbose_name="Năm", accessor="campaign_year__year", localize=False, order_by=("campaign_year__year",)
    )
    status = ChoiceColumn("Trạng thái")
    sent_at = tables.Column("Gửi lúc")
    recognised_in = tables.Column(verbose_name="Công nhận", localize=False, default="–")

    class Meta(ListTable.Meta):
        pass

    def render_status(self, record: RegisteredModel) -> SafeString:
        return status(record)


class EntryQueue(QueueTable):
    caption = "Đăng ký đang chờ tiếp nhận"
    leading = ("name", "kind")

    name = tables.Column("Tên", linkify=True, order_by=("sort_key",))
    kind = ChoiceColumn("Loại")
    sector = tables.Column("Lĩnh vực", order_by=("sector__order",))
    year = tables.Column("Năm", accessor="campaign_year__year", localize=False)


class YearlyTable(ListTable):
    may_change = False
    empty_title = "Danh mục chưa có mô hình, điển hình nào"
    empty_hint = "Danh mục hiện ở đây sau khi Ban Xây dựng Đảng xác nhận và thông báo."

    entry = tables.Column(
        verbose_name="Tên",
        order_by=("entry__sort_key",),
        linkify=lambda record: record.entry.get_absolute_url() if record.is_readable else None,
    )
    kind = ChoiceColumn("Loại", accessor="entry__kind")
    unit = tables.Column(verbose_name="Đơn vị", accessor="entry__unit", order_by=("entry__unit__sort_key",))
    sector = tables.Column(
        verbose_name="Lĩnh vực", accessor="entry__sector", order_by=("entry__sector__order",)
    )
    is_kept = tables.Column(verbose_name="Mới, duy trì", orderable=False)
    standing = ChoiceColumn("Tình hình")

    class Meta(ListTable.Meta):
        pass

    def render_is_kept(self, value: bool) -> str:
        return "Duy trì" if value else "Mới"

    def render_standing(self, record: YearlyEntry) -> SafeString:
        shown = tag(record.get_standing_display(), record.status_tone)
        if record.reason:
            shown = format_html('{} <span class="small">{}</span>', shown, record.reason)
        if self.may_change:
            url = reverse("models_registry:standing-change", args=[record.pk])
            words = '<span class="visually-hidden"> tình hình của {}</span>'
            link = format_html('<a class="small" href="{}">Sửa' + words + "</a>", url, record.entry)
            shown = format_html("{} {}", shown, link)
        # One piece: on a phone a cell lays its pieces out beside each other.
        return format_html("<div>{}</div>", shown)

    def value_standing(self, record: YearlyEntry) -> str:
        return (
            f"{record.get_standing_display()}: {record.reason}"
            if record.reason
            else record.get_standing_display()
        )


class AssessmentTable(ListTable):
    caption = "Hồ sơ thẩm định"
    empty_title = "Chưa có hồ sơ nào"
    empty_hint = "Hồ sơ hiện ở đây khi đơn vị gửi điểm tự chấm."

    entry = tables.Column(
        verbose_name="Mô hình, điển hình",
        order_by=("entry__sort_key",),
        linkify=lambda record: record.get_absolute_url(),
    )
    unit = tables.Column(verbose_name="Đơn vị", accessor="entry__unit", order_by=("entry__unit__sort_key",))
    sector = tables.Column(
        verbose_name="Lĩnh vực", accessor="entry__sector", order_by=("entry__sector__order",)
    )
    year = tables.Column(
        verbose_name="Năm", accessor="campaign_year__year", localize=False, order_by=("campaign_year__year",)
    )
    status = ChoiceColumn("Kết quả")
    proposed_grade = tables.Column(verbose_name="Đề nghị xếp loại", default="–", orderable=False)

    class Meta(ListTable.Meta):
        pass

    def render_status(self, record: Assessment) -> SafeString:
        return status(record)


class ChangeableYearlyTable(YearlyTable):
    """For whoever keeps the list up to date: each row leads to its standing."""

    may_change = True
