"""What the queues of all papers look like."""

from datetime import datetime
from typing import Any, ClassVar

import django_tables2 as tables

from hoaxa_danvan.lib.dates import LOCAL, local_day, weekday_date
from hoaxa_danvan.lib.lists import ListTable
from hoaxa_danvan.workflow.models import Sendable


class QueueTable(ListTable):
    """Papers of units that wait to be taken in. One of its columns leads to the paper."""

    empty_title = "Hàng chờ đã hết"
    empty_hint = "Khi có đơn vị gửi, văn bản hiện ở đây."
    # The columns before the unit's.
    leading: ClassVar[tuple[str, ...]] = ()

    unit = tables.Column("Đơn vị", order_by=("unit__sort_key",))
    kind_of_unit = tables.Column(
        "Khối", accessor="unit__kind", order_by=("unit__kind__order", "unit__sort_key")
    )
    manner = tables.Column("Cách làm việc", accessor="unit__kind__is_guided", orderable=False)
    waits_since = tables.Column("Gửi lúc", accessor="status_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        end = ("kind_of_unit", "manner", "waits_since")
        super().__init__(*args, **{"sequence": (*self.leading, "unit", "...", *end), **kwargs})

    def render_manner(self, value: bool) -> str:
        return "Hướng dẫn" if value else "Trao đổi ý kiến"

    def render_waits_since(self, value: datetime) -> str:
        return f"{value.astimezone(LOCAL):%H:%M} {weekday_date(local_day(value))}"

    def value_waits_since(self, record: Sendable) -> datetime | None:
        return record.status_at
