from typing import ClassVar

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.models import Extension, Inspection, Reminder, UnitPlan
from hoaxa_danvan.lib.lists import ChoiceColumn, ListTable
from hoaxa_danvan.lib.templatetags.look import status, tag
from hoaxa_danvan.workflow.bulk import Chosen
from hoaxa_danvan.workflow.tables import QueueTable


class PlanTable(ListTable):
    caption = "Kế hoạch năm của các đơn vị"
    empty_title = "Chưa có kế hoạch nào"
    empty_hint = "Kế hoạch hiện ở đây sau khi đơn vị gửi."

    on_demand = ("kind", "number", "issued_on")

    # `linkify=True` would lead to the unit, not to its plan.
    unit = tables.Column(
        verbose_name="Đơn vị",
        linkify=lambda record: record.get_absolute_url(),
        order_by=("unit__sort_key",),
    )
    year = tables.Column(
        verbose_name="Năm", accessor="campaign_year__year", localize=False, order_by=("campaign_year__year",)
    )
    kind = tables.Column("Khối", accessor="unit__kind", order_by=("unit__kind__order", "unit__sort_key"))
    form = ChoiceColumn("Hình thức")
    number = tables.Column("Số, ký hiệu", orderable=False)
    issued_on = tables.Column("Ngày ban hành")
    task_count = tables.Column(
        verbose_name="Số việc làm", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    status = ChoiceColumn("Trạng thái")
    sent_at = tables.Column(verbose_name="Gửi lúc", default="–")

    def render_status(self, record: UnitPlan) -> SafeString:
        return status(record)


class PlanQueue(QueueTable):
    caption = "Kế hoạch đang chờ tiếp nhận"
    # Boxes to choose plans by, in the form “chosen” that stands below the table.
    can_choose: ClassVar = False
    all_chosen: ClassVar = False

    year = tables.Column("Năm", accessor="campaign_year__year", localize=False)

    def render_unit(self, record: UnitPlan) -> SafeString:
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.unit)
        if not self.can_choose:
            return link
        return format_html(
            '<input class="form-check-input choose" type="checkbox" form="chosen" name="chon" value="{}" '
            'aria-label="Chọn kế hoạch của {}"{}> {}',
            Chosen(record.pk, record.version).words,
            record.unit,
            " checked" if self.all_chosen else "",
            link,
        )

    def value_unit(self, record: UnitPlan) -> str:
        return str(record.unit)


class InspectionTable(ListTable):
    caption = "Kiểm tra, khảo sát"
    empty_title = "Chưa có cuộc kiểm tra, khảo sát nào"

    unit = tables.Column(
        "Đơn vị", linkify=lambda record: record.get_absolute_url(), order_by=("unit__sort_key",)
    )
    manner = tables.Column("Hình thức")
    planned_on = tables.DateColumn(verbose_name="Ngày dự kiến", format="d/m/Y")
    held_on = tables.DateColumn(verbose_name="Ngày làm việc", format="d/m/Y")
    status = tables.Column("Trạng thái")
    finding_count = tables.Column("Cần khắc phục", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    open_count = tables.Column("Chưa xong", attrs={"td": {"class": "num"}, "th": {"class": "num"}})

    def render_status(self, record: Inspection) -> SafeString:
        return status(record)


class ExtensionTable(ListTable):
    caption = "Gia hạn gửi"
    empty_title = "Chưa có gia hạn nào"
    empty_hint = "Đề nghị của đơn vị và gia hạn đã cho hiện ở đây."

    unit = tables.Column(
        "Đơn vị", linkify=lambda record: record.get_absolute_url(), order_by=("unit__sort_key",)
    )
    window = tables.Column("Việc", order_by=("window__due_at",))
    asked_at = tables.Column("Xin lúc")
    wished_until = tables.Column("Xin đến")
    until = tables.Column("Gia hạn đến")
    status = ChoiceColumn("Trạng thái")
    reason = tables.Column("Trả lời", orderable=False)

    def render_status(self, record: Extension) -> SafeString:
        return status(record)


class ReminderTable(ListTable):
    caption = "Nhắc việc"
    empty_title = "Chưa nhắc ai lần nào"

    unit = tables.Column("Đơn vị", order_by=("unit__sort_key",))
    what = tables.Column("Việc", orderable=False)
    how = ChoiceColumn("Cách nhắc")
    by = tables.Column("Người nhắc", orderable=False, default="Cổng")
    at = tables.Column("Lúc")
    state = ChoiceColumn("Kết quả")
    reason = tables.Column("Lý do không nhắc", orderable=False)
    mails = tables.Column("Thư", orderable=False, empty_values=())

    def render_state(self, record: Reminder) -> SafeString:
        return tag(record.get_state_display(), record.status_tone)

    def render_mails(self, record: Reminder) -> str:
        return (
            ", ".join(f"{mail.to} ({mail.get_state_display().lower()})" for mail in record.mails.all()) or "–"
        )
