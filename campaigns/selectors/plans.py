from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from campaigns.deadlines import open_for, own_windows
from campaigns.models import CampaignYear, ContentItem, PlannedTask, UnitPlan, Window
from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, Role, Unit
from hoaxa_danvan.workflow.models import Receipt


def plan_window(campaign_year: CampaignYear) -> Window | None:
    return campaign_year.windows.filter(kind=Window.Kind.PLAN).select_related("campaign_year").first()


def items_to_plan(*units: Unit, campaign_year: CampaignYear) -> list[ContentItem]:
    """The items in which the commune's plan names any of these units that year, in order."""
    items = ContentItem.objects.filter(item_duties__unit__in=units, item_duties__campaign_year=campaign_year)
    return list(items.distinct().order_by("order"))


def items_of_form(plan: UnitPlan) -> list[ContentItem]:
    """What the form offers; an item that is the unit's no more stays while rows stand under it."""
    items = items_to_plan(plan.unit, *plan.joint_with.all(), campaign_year=plan.campaign_year)
    used = ContentItem.objects.filter(tasks__plan=plan).distinct()
    return sorted({*items, *used}, key=lambda item: item.order)


def plan_of(unit_id: int, *, campaign_year: CampaignYear) -> UnitPlan | None:
    """The plan that counts for the unit that year: its own, or the joint one that it takes part in."""
    plans = UnitPlan.objects.filter(campaign_year=campaign_year).select_related("unit")
    found = plans.filter(Q(unit=unit_id) | Q(joint_with=unit_id, form=UnitPlan.Form.JOINT))
    return found.order_by("pk").first()


def windows_to_plan(unit_id: int, *, at: datetime) -> list[Window]:
    """Open plan windows for which the unit owes a plan and nobody has begun one for it."""
    windows = Window.objects.filter(
        open_for(unit_id, at=at),
        kind=Window.Kind.PLAN,
        obligations__unit=unit_id,
        campaign_year__status=CampaignYear.Status.OPEN,
        opens_at__lte=at,
    )
    begun = UnitPlan.objects.filter(Q(unit=unit_id) | Q(joint_with=unit_id, form=UnitPlan.Form.JOINT))
    to_begin = windows.exclude(campaign_year__in=begun.values("campaign_year"))
    return own_windows(to_begin.select_related("campaign_year").order_by("due_at"), unit_id)


def plans_to_judge(who: Appointment) -> list[UnitPlan]:
    """“Hàng chờ tiếp nhận” of this post, the longest waiting first. The rules decide, row by row."""
    if who.role not in REVIEW_ROLES | {Role.LEADER}:
        return []
    waiting = UnitPlan.objects.visible_to(who).waiting()
    rows = waiting.select_related("unit__kind", "campaign_year").prefetch_related("joint_with")
    return [plan for plan in rows if who.may("campaigns.judge_unitplan", plan)]


def last_receipt(plan: UnitPlan, *, who: Appointment) -> Receipt | None:
    return Receipt.objects.visible_to(who).about(plan).order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a plan still lacks; `anchor` is the form's field for it, `subject` its task."""

    anchor: str
    sentence: str
    subject: str = ""


def gaps_in(plan: UnitPlan) -> list[Gap]:
    """What stands between the plan and its sending.

    With the signed paper in the portal a short table is enough: the item and what is to be done.
    """
    tasks = list(plan.working_tasks().select_related("item"))
    gaps = list(_gaps_of_form(plan))
    if not tasks:
        gaps.append(Gap("viec-lam", "Chưa có việc làm nào."))
    if not plan.signed_copies().exists():
        if not plan.summary.strip():
            gaps.append(Gap("id_summary", "Chưa ghi mục đích, yêu cầu."))
        for place, (anchor, task) in enumerate(_with_anchors(tasks), start=1):
            gaps += (
                Gap(
                    f"{anchor}-{field}",
                    f"Việc {place}: {sentence}",
                    f"Việc {place}, {str(task.item).lower()}: {task}",
                )
                for field, sentence in _gaps_of_task(task)
            )
    return gaps


def _gaps_of_form(plan: UnitPlan) -> Iterator[Gap]:
    if plan.form == UnitPlan.Form.EMBEDDED and not plan.embedded_in.strip():
        yield Gap("id_embedded_in", "Chưa ghi chương trình công tác năm mà kế hoạch lồng ghép vào.")
    if plan.form == UnitPlan.Form.JOINT and not plan.joint_with.exists():
        # Without a linked unit left the form offers none: another form of plan is to be chosen.
        anchor = "id_joint_with_0" if plan.unit.linked.exists() else "id_form_0"
        yield Gap(anchor, "Chưa chọn đơn vị cùng kế hoạch.")


def _gaps_of_task(task: PlannedTask) -> Iterator[tuple[str, str]]:
    if not task.product.strip() and task.target_value is None:
        yield "product", "chưa ghi sản phẩm hoặc chỉ tiêu."
    if task.target_value is not None and not task.target_unit.strip():
        yield "target_unit", "chỉ tiêu chưa có đơn vị tính."
    if task.deadline is None:
        yield "deadline", "chưa ghi thời hạn hoàn thành."
    if not task.in_charge.strip():
        yield "in_charge", "chưa ghi người phụ trách."


def warnings_in(plan: UnitPlan) -> list[Gap]:
    """What looks like a slip; the plan may be sent with it."""
    tasks = list(plan.working_tasks().select_related("item"))
    year = plan.campaign_year.year
    warnings = [
        Gap(
            f"{anchor}-deadline",
            f"Việc {place}: thời hạn {task.deadline:%d/%m/%Y} không nằm trong năm {year}.",
        )
        for place, (anchor, task) in enumerate(_with_anchors(tasks), start=1)
        if task.deadline and task.deadline.year != year
    ]
    if plan.issued_on and plan.issued_on.year not in {year - 1, year}:
        sentence = f"Ngày ban hành {plan.issued_on:%d/%m/%Y} không gần năm {year}."
        warnings.append(Gap("id_issued_on", sentence))
    return warnings


def _with_anchors(tasks: list[PlannedTask]) -> Iterator[tuple[str, PlannedTask]]:
    """Each task with the id that its row has in the form: rows are counted within their item."""
    places: dict[int, int] = {}
    for task in tasks:
        place = places.get(task.item.order, 0)
        places[task.item.order] = place + 1
        yield f"id_{row_prefix(task.item)}-{place}", task


def row_prefix(item: ContentItem) -> str:
    """What the fields of an item's rows are called in the form."""
    return f"n{item.order}"
