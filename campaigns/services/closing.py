"""What no longer comes in: one check for everything that a window asks for.

The window is the unit's own (`deadlines.own_window`): an extension moves its end.
"""

from datetime import datetime

from django.utils import timezone

from campaigns.models import CampaignYear, Window
from hoaxa_danvan.workflow.models import IllegalMove

KEPT = "Nội dung đã soạn vẫn được giữ là bản đang soạn; đơn vị có thể xin gia hạn."


class Closed(IllegalMove):
    """Only the time is over: the unit may ask for an extension of `window`."""

    def __init__(self, message: str, window: Window) -> None:
        super().__init__(message)
        self.window = window


def refuse_when_closed(window: Window | None, *, what: str, at: datetime) -> None:
    """Say in words that the portal does not take `what` (“kế hoạch năm 2026”) now.

    Raises `Closed` after the end, `IllegalMove` for everything else.
    """
    if window is None:
        raise IllegalMove(f"Năm này chưa có thời hạn gửi {what}.")
    year = window.campaign_year.year
    if window.campaign_year.status != CampaignYear.Status.OPEN:
        raise IllegalMove(f"Năm {year} chưa mở hoặc đã kết thúc.")
    if at < window.opens_at:
        opens = timezone.localtime(window.opens_at)
        raise IllegalMove(f"Cổng nhận {what} từ {opens:%H:%M ngày %d/%m/%Y}.")
    if at > window.closes_at:
        closes = timezone.localtime(window.closes_at)
        raise Closed(f"Cổng đã ngừng nhận {what} từ {closes:%H:%M ngày %d/%m/%Y}. {KEPT}", window)


def refuse_taking_back(window: Window | None, *, what: str, at: datetime) -> None:
    """What could not be sent again is not taken back."""
    if window and at > window.closes_at:
        raise IllegalMove(f"Cổng đã ngừng nhận {what}; nếu rút lại sẽ không gửi lại được nên không rút.")
