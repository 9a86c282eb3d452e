"""The register of numbers as a list: its columns, its search, its filters."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hoaxa_danvan.documents.models import PaperNumber
from hoaxa_danvan.documents.selectors.numbers import series_choices
from hoaxa_danvan.lib.lists import SCREEN_ALONE, ChoiceColumn, ListFilter, ListTable
from hoaxa_danvan.lib.templatetags.look import tag

WHOLE = {"td": {"class": "text-nowrap"}}


class NumberTable(ListTable):
    caption = "Sổ số văn bản"
    empty_title = "Chưa có số văn bản nào"
    empty_hint = "Khi một văn bản được ban hành trên cổng, số, ngày và trích yếu hiện ở đây."

    text = tables.Column("Số, ký hiệu", order_by=("value", "suffix"), attrs=WHOLE)
    date = tables.Column("Ngày")
    title = tables.Column("Trích yếu", orderable=False)
    issuer = tables.Column("Cơ quan", accessor="series__issuer", orderable=False)
    kind = tables.Column("Loại", accessor="series__kind")
    period = tables.Column("Nhiệm kỳ, năm", accessor="series__period", attrs=WHOLE)
    state = ChoiceColumn("Tình trạng")
    paper = tables.Column(
        "Văn bản", accessor="target", orderable=False, attrs=SCREEN_ALONE, exclude_from_export=True
    )

    def render_state(self, record: PaperNumber) -> SafeString | str:
        if record.state == PaperNumber.State.TAKEN:
            return record.get_state_display()
        return format_html("{} {}", tag(record.get_state_display(), "back"), record.reason)

    def render_paper(self, value: Any) -> SafeString:
        """A short link: the title stands two columns before it."""
        words = '<a href="{}">Mở<span class="visually-hidden">: {}</span></a>'
        return format_html(words, value.get_absolute_url(), value)


class ClerkTable(NumberTable):
    """With the way to give a number up."""

    cancel = tables.Column(
        "Hủy số", accessor="pk", orderable=False, attrs=SCREEN_ALONE, exclude_from_export=True
    )

    def render_cancel(self, record: PaperNumber) -> SafeString | str:
        if record.state == PaperNumber.State.CANCELLED:
            return "–"
        words = '<a href="{}">Hủy<span class="visually-hidden"> số {}</span></a>'
        return format_html(words, reverse("documents:number-cancel", args=[record.pk]), record.text)


class NumberFilter(ListFilter):
    issuer = django_filters.ChoiceFilter(
        label="Cơ quan",
        field_name="series__issuer",
        choices=lambda: series_choices("issuer"),
        empty_label="Mọi cơ quan",
    )
    kind = django_filters.ChoiceFilter(
        label="Loại văn bản",
        field_name="series__kind",
        choices=lambda: series_choices("kind"),
        empty_label="Mọi loại",
    )
    period = django_filters.ChoiceFilter(
        label="Nhiệm kỳ, năm",
        field_name="series__period",
        choices=lambda: series_choices("period"),
        empty_label="Mọi thời kỳ",
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=PaperNumber.State.choices, empty_label="Tất cả"
    )
