from typing import Any, ClassVar

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.fulfilment import Standing
from campaigns.models import Finding, Inspection, PlannedTask
from campaigns.selectors.carrying_out import row_of
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.lib.lists import ChoiceColumn, ListTable
from hoaxa_danvan.lib.templatetags.look import status, tag
from hoaxa_danvan.workflow.tables import QueueTable
from reports.models import UnitReport
from reports.registers import Registers

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class UnitReportTable(ListTable):
    caption = "Báo cáo của các đơn vị"
    empty_title = "Chưa có báo cáo nào"
    empty_hint = "Báo cáo hiện ở đây sau khi đơn vị gửi."

    # `linkify=True` would lead to the unit, not to its report.
    unit = tables.Column(
        verbose_name="Đơn vị",
        linkify=lambda record: record.get_absolute_url(),
        order_by=("unit__sort_key",),
    )
    period = tables.Column(verbose_name="Kỳ", order_by=("period__last_day",))
    kind = tables.Column(
        verbose_name="Khối", accessor="unit__kind", order_by=("unit__kind__order", "unit__sort_key")
    )
    status = ChoiceColumn("Trạng thái")
    sent_at = tables.Column("Gửi lúc")

    def render_status(self, record: UnitReport) -> SafeString:
        return status(record)


class ReportQueue(QueueTable):
    caption = "Báo cáo đang chờ tiếp nhận"

    unit = tables.Column(
        "Đơn vị", linkify=lambda record: record.get_absolute_url(), order_by=("unit__sort_key",)
    )
    period = tables.Column("Kỳ", order_by=("period__last_day",))


class DocumentTable(ListTable):
    caption = "Báo cáo của xã, bản dự thảo và bản ban hành"
    empty_title = "Chưa có văn bản nào"
    empty_hint = "Bản dự thảo hiện ở đây sau khi chốt số liệu một kỳ báo cáo."

    title = tables.Column("Văn bản", linkify=("documents:document-detail", [tables.A("pk")]), orderable=False)
    is_issued = tables.Column("Loại")
    made_at = tables.Column("Làm xong lúc", default="Đang lập")
    size = tables.Column("Dung lượng", attrs=NUMBER)
    sha256 = tables.Column("Mã băm SHA-256", orderable=False)

    def render_is_issued(self, record: Document) -> SafeString:
        return tag("Đã ban hành", "done") if record.is_issued else tag("Dự thảo", "draft")

    def render_size(self, value: int) -> str:
        return f"{max(1, round(value / 1024))} KB"

    def render_sha256(self, value: str) -> SafeString:
        return format_html('<code class="hash">{}</code>', value)


class EntryRows(ListTable):
    """Models behind a figure."""

    empty_title = "Không có mô hình, điển hình nào"

    name = tables.Column("Tên", linkify=True, order_by=("sort_key",))
    kind = ChoiceColumn("Loại")
    sector = tables.Column("Lĩnh vực", order_by=("sector__order", "sort_key"))
    unit = tables.Column("Đơn vị", accessor="unit__label", order_by=("unit__sort_key",))
    block = tables.Column("Khối", accessor="unit__kind__block", order_by=("unit__kind__order",))
    origin = ChoiceColumn("Mới, duy trì")


class TaskRows(ListTable):
    """Planned work behind a figure."""

    empty_title = "Không có việc làm nào"

    what = tables.Column("Việc làm", linkify=True, orderable=False)
    item = tables.Column("Nội dung", order_by=("item__order", "pk"))
    target = tables.Column("Chỉ tiêu", orderable=False)
    deadline = tables.Column("Hoàn thành trước")
    unit = tables.Column("Đơn vị", accessor="plan__unit__label", order_by=("plan__unit__sort_key",))
    progress = tables.Column("Tình hình", empty_values=(), orderable=False)

    def render_progress(self, record: PlannedTask) -> SafeString:
        row = row_of(record, day=timezone.localdate())
        return tag(row.progress.label, row.tone)


class InspectionRows(ListTable):
    """Visits behind a figure."""

    empty_title = "Không có cuộc kiểm tra, khảo sát nào"

    unit = tables.Column(
        "Đơn vị", linkify=lambda record: record.get_absolute_url(), order_by=("unit__sort_key",)
    )
    manner = tables.Column("Hình thức")
    held_on = tables.DateColumn(verbose_name="Ngày làm việc", format="d/m/Y")
    status = tables.Column("Trạng thái")

    def render_status(self, record: Inspection) -> SafeString:
        return status(record)


class FindingRows(ListTable):
    """What was asked to be put right."""

    empty_title = "Không có nội dung nào"

    text = tables.Column("Nội dung", linkify=True, orderable=False)
    unit = tables.Column(
        "Đơn vị", accessor="inspection__unit__label", order_by=("inspection__unit__sort_key",)
    )
    fix_by = tables.DateColumn(verbose_name="Khắc phục trước", format="d/m/Y")
    status = tables.Column("Tình hình")

    def render_status(self, record: Finding) -> SafeString:
        return status(record)


class AwardRows(ListTable):
    """Awards behind a figure."""

    empty_title = "Không có khen thưởng nào"

    recipient = tables.Column(
        "Được khen",
        accessor="nomination__recipient",
        linkify=lambda record: record.nomination.get_absolute_url(),
        order_by=("nomination__sort_key",),
    )
    title = tables.Column("Hình thức", order_by=("title__order", "pk"))
    decision = tables.Column("Quyết định", order_by=("decision__issued_on", "pk"))
    unit = tables.Column(
        "Đơn vị", accessor="nomination__unit__label", order_by=("nomination__unit__sort_key",)
    )
    money = tables.Column("Tiền thưởng (đồng)", attrs=NUMBER)


class DossierRows(ListTable):
    """Dossiers behind a figure."""

    empty_title = "Không có hồ sơ nào"

    recipient = tables.Column("Đề nghị khen", linkify=True, order_by=("sort_key",))
    title = tables.Column("Hình thức", order_by=("title__order", "pk"))
    unit = tables.Column("Đơn vị", accessor="unit__label", order_by=("unit__sort_key",))
    status = ChoiceColumn("Trạng thái")

    def render_status(self, record: Any) -> SafeString:
        return status(record)


class UnitRows(ListTable):
    """Units behind a figure, with where they stand; made for one year by `unit_rows`."""

    empty_title = "Không có cơ quan, đơn vị nào"
    registers: ClassVar[Registers]

    name = tables.Column("Đơn vị", accessor="name", order_by=("sort_key",))
    kind = tables.Column("Khối", order_by=("kind__order", "sort_key"))
    plan = tables.Column("Kế hoạch năm", empty_values=(), orderable=False)
    report = tables.Column("Báo cáo", empty_values=(), orderable=False)

    def render_plan(self, record: Unit) -> SafeString:
        return _standing(self.registers.plans.get(record.pk))

    def render_report(self, record: Unit) -> SafeString:
        period = self.registers.period
        return _standing(self.registers.standings_of(period.window.kind).get(record.pk) if period else None)


def unit_rows(registers: Registers) -> type[UnitRows]:
    exclude = () if registers.period else ("report",)
    meta = type("Meta", (), {"exclude": exclude})
    return type("UnitRowsOfYear", (UnitRows,), {"registers": registers, "Meta": meta})


def _standing(standing: Standing | None) -> SafeString:
    """The state as a link, where there is something to read."""
    if standing is None:
        return tag("Chưa gửi")
    shown = tag(standing.label, standing.tone)
    return format_html('<a href="{}">{}</a>', standing.url, shown) if standing.is_sent else shown
