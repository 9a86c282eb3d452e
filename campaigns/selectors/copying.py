"""What a unit may carry over from its plan of the year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.models import CampaignYear, ContentItem, PlannedTask, UnitPlan
from campaigns.selectors.carrying_out import unfinished_tasks
from campaigns.selectors.plans import items_to_plan, plan_of
from hoaxa_danvan.lib.text import fold

PARTS = ("summary", "organisation", "signer")


@dataclass(frozen=True, slots=True)
class Part:
    """A text of last year's plan. `reason` says why it is not offered; "" when it is."""

    name: str
    label: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class CopyableTask:
    """A task of last year's plan; `deadline` is proposed, a year later."""

    task: PlannedTask
    is_unfinished: bool
    is_there: bool
    deadline: date | None
    reason: str

    @property
    def is_proposed(self) -> bool:
        return self.is_unfinished and not self.is_there and not self.reason


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's plan beside the one that is being written."""

    plan: UnitPlan
    parts: list[Part]
    items: list[tuple[ContentItem, list[CopyableTask]]]

    @property
    def copyable(self) -> list[CopyableTask]:
        return [row for _, rows in self.items for row in rows if not row.reason]

    @property
    def unfinished_count(self) -> int:
        return sum(row.is_unfinished for _, rows in self.items for row in rows)


def plan_before(unit_id: int, *, campaign_year: CampaignYear) -> UnitPlan | None:
    """The plan that counted for the unit in the year before, if the portal has it."""
    before = CampaignYear.objects.filter(year=campaign_year.year - 1).order_by("-pk").first()
    return plan_of(unit_id, campaign_year=before) if before else None


def last_year_of(plan: UnitPlan, *, at: datetime) -> LastYear | None:
    """A handful of queries however many tasks the plan had."""
    before = plan_before(plan.unit_id, campaign_year=plan.campaign_year)
    if before is None:
        return None
    unfinished = {task.pk for task in unfinished_tasks(before, at=at)}
    rows: dict[ContentItem, list[CopyableTask]] = {}
    for row in _tasks(before, plan, unfinished):
        rows.setdefault(row.task.item, []).append(row)
    return LastYear(before, list(_parts(before, plan)), list(rows.items()))


def _parts(before: UnitPlan, plan: UnitPlan) -> Iterator[Part]:
    for name in PARTS:
        text, there = getattr(before, name).strip(), getattr(plan, name).strip()
        label = str(UnitPlan._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain fields
        reason = ""
        if not text:
            reason = "Năm trước không ghi."
        elif name == "signer" and there:
            reason = f"Kế hoạch này đã ghi người ký: {there}."
        elif not lines_to_add(there, text):
            reason = "Kế hoạch này đã có đủ các dòng ấy."
        yield Part(name, label[:1].upper() + label[1:], text, reason)


def lines_to_add(there: str, text: str) -> list[str]:
    """The lines of `text` that `there` does not have yet."""
    known = {fold(line) for line in there.splitlines()}
    return [line for line in text.splitlines() if line.strip() and fold(line) not in known]


def _tasks(before: UnitPlan, plan: UnitPlan, unfinished: set[int]) -> Iterator[CopyableTask]:
    items = items_to_plan(plan.unit, *plan.joint_with.all(), campaign_year=plan.campaign_year)
    known = {(task.item_id, fold(task.what)) for task in plan.working_tasks()}
    for task in before.tasks.select_related("item__campaign"):
        yield CopyableTask(
            task=task,
            is_unfinished=task.pk in unfinished,
            is_there=(task.item_id, fold(task.what)) in known,
            deadline=a_year_later(task.deadline) if task.deadline else None,
            reason="" if task.item in items else _reason(task.item, plan),
        )


def _reason(item: ContentItem, plan: UnitPlan) -> str:
    year = plan.campaign_year
    if item.campaign_id != year.campaign_id:
        return f"Nội dung {item.order} thuộc {str(item.campaign)[:1].lower()}{str(item.campaign)[1:]}."
    return f"Năm {year.year} kế hoạch của xã không giao nội dung {item.order} cho đơn vị."


def a_year_later(day: date) -> date:
    """The same day of the next year; for 29 February the last day of that month."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
