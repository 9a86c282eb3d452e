"""The words of nhắc việc: templates of the office with names in brackets, filled in when they are sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.urls import reverse

from campaigns.models import Window
from campaigns.selectors.sending import Cell
from campaigns.urging import WHAT
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.dates import days_left, local_day, weekday_date

HAND_TEXT = (
    "[Đề nghị] [đơn vị] gửi [việc]. Hạn gửi: [hạn] ([còn lại]).\n"
    "Nếu đã gửi trong lúc này, xin bỏ qua lời nhắc."
)
RULE_TEXT = "[Đề nghị] [đơn vị] gửi [việc]. Hạn gửi: [hạn] ([còn lại])."
DIGEST_TEXT = "Việc của [đơn vị] đến hạn trong thời gian tới:"
ZALO_TEXT = "[Đề nghị] cơ quan, đơn vị gửi [việc]. Hạn gửi: [hạn] ([còn lại]). Gửi tại: [địa chỉ]"


class UnknownWord(ValueError):
    """A template has a name in brackets that means nothing; the message says which."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the names in brackets stand for, for one unit and window at one moment."""

    NAMES: ClassVar = ("[Đề nghị]", "[đơn vị]", "[việc]", "[hạn]", "[còn lại]", "[địa chỉ]")

    asks: str
    unit: str
    what: str
    due: str
    left: str
    address: str

    def fill(self, template: str) -> str:
        values = (self.asks, self.unit, self.what, self.due, self.left, self.address)
        for name, value in zip(self.NAMES, values, strict=True):
            template = template.replace(name, value)
        return template


def words_for(unit: Unit, cell: Cell) -> Words:
    """To peer bodies it is said “kính đề nghị”."""
    return Words(
        asks="Đề nghị" if unit.kind.is_guided else "Kính đề nghị",
        unit=unit.name,
        what=what_of(cell.window),
        due=weekday_date(local_day(cell.due_at)),
        left=left_words(cell.due_at, cell.at),
        address=portal_address(),
    )


def zalo_text(windows: Iterable[tuple[Window, datetime]]) -> str:
    """A text for a group: it names nobody. Pairs of a window and the moment."""
    return "\n".join(
        Words(
            asks="Kính đề nghị",
            unit="cơ quan, đơn vị",
            what=what_of(window),
            due=weekday_date(local_day(window.due_at)),
            left=left_words(window.due_at, at),
            address=portal_address(),
        ).fill(ZALO_TEXT)
        for window, at in windows
    )


def what_of(window: Window) -> str:
    return WHAT[Window.Kind(window.kind)].format(year=window.campaign_year.year)


def left_words(due_at: datetime, at: datetime) -> str:
    left = days_left(due_at, at)
    if at > due_at:
        return f"đã quá hạn {max(1, -left)} ngày"
    return f"còn {left} ngày" if left else "hôm nay là ngày cuối"


def portal_address() -> str:
    return f"{settings.PORTAL_URL.rstrip('/')}{reverse('home:tasks')}"


def refuse_unknown_words(template: str) -> None:
    """A name in brackets that is misspelt would go out as it stands."""
    rest = template
    for name in Words.NAMES:
        rest = rest.replace(name, "")
    if "[" in rest:
        wrong = rest[rest.index("[") :].split("]")[0][:40] + "]"
        raise UnknownWord(f"Không có từ {wrong}. Các từ dùng được: {', '.join(Words.NAMES)}.")
