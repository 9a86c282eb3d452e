from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from campaigns.deadlines import open_for, own_windows
from campaigns.models import CampaignYear, ContentItem, Window
from campaigns.selectors.years import items_of
from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, Role
from hoaxa_danvan.workflow.models import Receipt
from models_registry.models import RegisteredModel, YearlyEntry

# What the office needs to take a registration in, in the order of the form.
NEEDED = {
    "place": "Chưa ghi địa bàn thực hiện.",
    "people": "Chưa ghi đối tượng tham gia, hưởng lợi.",
    "goal": "Chưa ghi mục tiêu.",
    "expected_result": "Chưa ghi kết quả dự kiến đo được.",
    "forces": "Chưa ghi lực lượng tham gia, phối hợp.",
    "start_date": "Chưa ghi ngày bắt đầu.",
}
NEEDED_OF_EXEMPLARS = {
    "deeds": "Chưa ghi việc làm tiêu biểu.",
    "result": "Chưa ghi kết quả, hiệu quả.",
}


def registration_window(campaign_year: CampaignYear) -> Window | None:
    windows = campaign_year.windows.filter(kind=Window.Kind.REGISTRATION)
    return windows.select_related("campaign_year").first()


def windows_to_register(unit_id: int, *, at: datetime) -> list[Window]:
    """Windows in which the unit may register now; whether it already has does not matter."""
    windows = Window.objects.filter(
        open_for(unit_id, at=at),
        kind=Window.Kind.REGISTRATION,
        campaign_year__status=CampaignYear.Status.OPEN,
        campaign_year__item_duties__unit=unit_id,
        opens_at__lte=at,
    )
    return own_windows(windows.select_related("campaign_year").distinct().order_by("due_at"), unit_id)


def windows_owed(unit_id: int, *, at: datetime) -> list[Window]:
    """Open windows for which the unit owes a registration and has begun none."""
    begun = RegisteredModel.objects.filter(unit=unit_id).values("campaign_year")
    carried = YearlyEntry.objects.active().filter(entry__unit=unit_id)
    windows = Window.objects.filter(
        open_for(unit_id, at=at),
        kind=Window.Kind.REGISTRATION,
        obligations__unit=unit_id,
        campaign_year__status=CampaignYear.Status.OPEN,
        opens_at__lte=at,
    )
    owed = windows.exclude(campaign_year__in=begun).exclude(
        campaign_year__in=carried.values("yearly_list__campaign_year")
    )
    return own_windows(owed.select_related("campaign_year").order_by("due_at"), unit_id)


def items_to_register(entry: RegisteredModel) -> list[ContentItem]:
    return items_of(entry.unit, campaign_year=entry.campaign_year)


def entries_to_judge(who: Appointment) -> list[RegisteredModel]:
    """“Hàng chờ tiếp nhận” of this post, the longest waiting first. The rules decide, row by row."""
    if who.role not in REVIEW_ROLES | {Role.LEADER}:
        return []
    waiting = RegisteredModel.objects.visible_to(who).waiting()
    rows = waiting.select_related("unit__kind", "sector", "campaign_year")
    return [entry for entry in rows if who.may("models_registry.judge_registeredmodel", entry)]


def last_receipt(entry: RegisteredModel) -> Receipt | None:
    return Receipt.objects.about(entry).order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is still missing; `field` is its name in the form."""

    field: str
    sentence: str

    @property
    def anchor(self) -> str:
        return f"id_{self.field}"


def gaps_in(entry: RegisteredModel) -> list[Gap]:
    """What stands between the registration and its sending."""
    needed = NEEDED_OF_EXEMPLARS if entry.is_exemplar else NEEDED
    gaps = [
        Gap(name, sentence)
        for name, sentence in needed.items()
        if not str(getattr(entry, name) or "").strip()
    ]
    if entry.item_id not in {item.pk for item in items_to_register(entry)}:
        sentence = "Kế hoạch của xã không giao nội dung đã chọn cho đơn vị; vui lòng chọn nội dung khác."
        gaps.append(Gap("item", sentence))
    return gaps


def warnings_in(entry: RegisteredModel) -> Iterator[Gap]:
    """What looks like a slip; the registration may be sent with it."""
    if entry.expected_result.strip() and not any(sign.isdigit() for sign in entry.expected_result):
        yield Gap("expected_result", "Kết quả dự kiến chưa có con số để đo.")
    year = entry.campaign_year.year
    if entry.origin == RegisteredModel.Origin.NEW and entry.start_date and entry.start_date.year < year:
        yield Gap("start_date", f"Mô hình ghi là mới nhưng bắt đầu trước năm {year}.")
