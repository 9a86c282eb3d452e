"""What the queues of all papers look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

import django_tables2 as tables
from django.utils.safestring import SafeString

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.lib.dates import LOCAL, local_day, weekday_date
from hoaxa_danvan.lib.lists import ListTable
from hoaxa_danvan.lib.templatetags.look import tag
from hoaxa_danvan.workflow.looking import News, news_of
from hoaxa_danvan.workflow.models import Proposal, Sendable
from hoaxa_danvan.workflow.office import proposals_on


@dataclass(frozen=True, slots=True)
class Told:
    """By paper: what is new to one person, and what stands before the Trưởng ban."""

    news: dict[int, News]
    proposals: dict[int, Proposal]


class QueueTable(ListTable):
    """Papers of units that wait to be taken in. One of its columns leads to the paper.

    What has changed since a person's last look, and what was proposed to the Trưởng ban, stands in the table
    that `told_to` makes for them.
    """

    empty_title = "Hàng chờ đã hết"
    empty_hint = "Khi có đơn vị gửi, văn bản hiện ở đây."
    # The columns before the unit's.
    leading: ClassVar[tuple[str, ...]] = ()
    told: ClassVar[Told | None] = None

    unit = tables.Column("Đơn vị", order_by=("unit__sort_key",))
    kind_of_unit = tables.Column(
        "Khối", accessor="unit__kind", order_by=("unit__kind__order", "unit__sort_key")
    )
    manner = tables.Column("Cách làm việc", accessor="unit__kind__is_guided", orderable=False)
    waits_since = tables.Column("Gửi lúc", accessor="status_at")
    news = tables.Column("Từ lần xem trước", accessor="pk", orderable=False, localize=False)
    proposal = tables.Column("Trình Trưởng ban", accessor="pk", orderable=False, localize=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        end = ("kind_of_unit", "manner", "waits_since", "news", "proposal")
        told = {"news": self.told is not None, "proposal": bool(self.told and self.told.proposals)}
        hidden = tuple(name for name, is_there in told.items() if not is_there)
        sequence = (*self.leading, "unit", "...", *end)
        super().__init__(*args, **{"sequence": sequence, "exclude": hidden, **kwargs})

    @classmethod
    def told_to(cls, who: Appointment, waiting: Sequence[Sendable], **attributes: Any) -> type[Self]:
        """This table with what is this person's alone: three queries, however many wait."""
        told = Told(news_of(waiting, who=who), proposals_on(waiting))
        return type(f"{cls.__name__}Told", (cls,), {"told": told, **attributes})

    def render_news(self, record: Sendable) -> SafeString:
        news = self.told.news[record.pk] if self.told and record.pk in self.told.news else News(None)
        return tag(news.words, news.tone)

    def render_proposal(self, record: Sendable) -> SafeString | str:
        proposal = self.told.proposals.get(record.pk) if self.told else None
        if proposal is None:
            return "–"
        return tag(
            f"{proposal.get_state_display()}: {proposal.get_verb_display().lower()}", proposal.status_tone
        )

    def render_manner(self, value: bool) -> str:
        return "Hướng dẫn" if value else "Trao đổi ý kiến"

    def render_waits_since(self, value: datetime) -> str:
        return f"{value.astimezone(LOCAL):%H:%M} {weekday_date(local_day(value))}"

    def value_waits_since(self, record: Sendable) -> datetime | None:
        return record.status_at
