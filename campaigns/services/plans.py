"""The unit's plan of a year: begun, saved, sent, taken back, judged."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from campaigns.deadlines import own_window
from campaigns.models import CampaignYear, PlannedTask, UnitPlan, Window
from campaigns.plan_paper import plan_paper, plan_title
from campaigns.selectors.plans import Gap, gaps_in, items_to_plan, plan_of, plan_window
from campaigns.services.closing import refuse_taking_back, refuse_when_closed
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.services.documents import key_of, order_document
from hoaxa_danvan.workflow.amending import amend, drop_amendment
from hoaxa_danvan.workflow.models import AcceptanceBatch, IllegalMove, Receipt
from hoaxa_danvan.workflow.services import (
    drop_draft,
    may_edit_now,
    save_version,
    send,
    send_back,
    send_remarks,
    take_back,
    take_in,
)

DRAW_PLAN = "campaigns.draw_plan"
MOST_TASKS = 40  # under one item: as many rows as its form has


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContent:
    """One row of the table. `task_id` is None for a new one."""

    item_id: int
    task_id: int | None = None
    what: str
    product: str = ""
    target_value: Decimal | None = None
    target_unit: str = ""
    deadline: date | None = None
    in_charge: str = ""
    partners: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """Everything that a unit types into its plan, as one save writes it."""

    form: str = UnitPlan.Form.OWN
    embedded_in: str = ""
    joint_with: tuple[Unit, ...] = ()
    number: str = ""
    issued_on: date | None = None
    signer: str = ""
    summary: str = ""
    organisation: str = ""
    tasks: tuple[TaskContent, ...] = ()

    def own_fields(self) -> dict[str, object]:
        below = {"joint_with", "tasks"}
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in below}


class PlanIncomplete(IllegalMove):
    """The plan lacks something; `gaps` says where."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(f"Kế hoạch còn {len(gaps)} chỗ chưa đủ.")
        self.gaps = gaps


@transaction.atomic
def start_plan(*, campaign_year: CampaignYear, by: Appointment, at: datetime) -> UnitPlan:
    """Begin the unit's plan of that year; begun again, it is the same plan."""
    if not by.may("campaigns.start_unitplan"):
        raise PermissionDenied
    unit = _hold(by.unit)
    if there := plan_of(unit.pk, campaign_year=campaign_year):
        if there.unit_id == unit.pk:
            return there
        raise IllegalMove(f"Đơn vị đã có kế hoạch chung do {there.unit} soạn.")
    window = own_window(plan_window(campaign_year), unit.pk)
    refuse_when_closed(window, what=plan_of_year(campaign_year), at=at)
    if not items_to_plan(unit, campaign_year=campaign_year):
        raise IllegalMove("Kế hoạch của xã không giao nội dung nào cho đơn vị trong năm này.")
    plan = UnitPlan.objects.create(
        unit=unit,
        campaign_year=campaign_year,
        summary=proposed_summary(campaign_year),
        organisation=proposed_organisation(campaign_year),
    )
    record("start", target=plan, by=by, at=at)
    return plan


def proposed_summary(campaign_year: CampaignYear) -> str:
    """Part I of the commune's plan and the year's theme, for the unit to edit."""
    lines = [f"- {purpose}" for purpose in campaign_year.campaign.purposes]
    if campaign_year.theme:
        lines.append(f"- Gắn với chủ đề năm {campaign_year.year} của xã: {campaign_year.theme}.")
    return "\n".join(lines)


def proposed_organisation(campaign_year: CampaignYear) -> str:
    """Who does what, with what, and the dates by which the year's reports are due."""
    due = dict(campaign_year.windows.values_list("kind", "due_at"))
    reports = [
        f"{name} trước ngày {timezone.localtime(due[kind]):%d/%m/%Y}"
        for kind, name in (
            (Window.Kind.INTERIM_REPORT, "báo cáo sơ kết 6 tháng"),
            (Window.Kind.FINAL_REPORT, "báo cáo tổng kết năm"),
        )
        if kind in due
    ]
    lines = [
        "1. Phân công: lãnh đạo đơn vị phụ trách chung; người phụ trách từng việc theo bảng tại mục II.",
        "2. Kinh phí, nguồn lực: từ kinh phí của đơn vị và các nguồn huy động hợp pháp khác (nếu có).",
    ]
    if reports:
        lines.append(f"3. Chế độ sơ kết, tổng kết, báo cáo: gửi {'; '.join(reports)}.")
    return "\n".join(lines)


@transaction.atomic
def save_plan(
    plan: UnitPlan, *, version: int, content: PlanContent, by: Appointment, at: datetime
) -> UnitPlan:
    """Write what was typed, or raise: `Conflict` when somebody saved since `version`,
    `IllegalMove` for an item that is not the unit's or a joint unit that cannot be one.
    """
    fresh = write_plan(plan, version=version, content=content, by=by)
    record("save", target=fresh, by=by, at=at, details={"version": fresh.version})
    drop_draft(by=by, form=fresh.draft_key, target_id=fresh.pk)
    return fresh


def write_plan(plan: UnitPlan, *, version: int, content: PlanContent, by: Appointment) -> UnitPlan:
    """What every service that writes a plan does, inside its transaction; raises as `save_plan`."""
    if plan.is_being_amended:
        refuse_other_form(plan, content)
    fresh = save_version(plan, version=version, fields=content.own_fields())
    may_edit_now(fresh, by=by)
    _write_joint_units(fresh, content)
    _write_tasks(fresh, content.tasks)
    return fresh


def content_of(plan: UnitPlan) -> PlanContent:
    """The plan as it stands, for a service that changes a part of it."""
    tasks = (
        TaskContent(
            item_id=task.item_id,
            task_id=task.pk,
            **{name: getattr(task, name) for name in PlannedTask.CONTENT},
        )
        for task in plan.working_tasks()
    )
    below = {"joint_with", "tasks"}
    own = {field.name: getattr(plan, field.name) for field in fields(PlanContent) if field.name not in below}
    return PlanContent(**own, joint_with=tuple(plan.joint_with.all()), tasks=tuple(tasks))


def _write_joint_units(plan: UnitPlan, content: PlanContent) -> None:
    units = content.joint_with if content.form == UnitPlan.Form.JOINT else ()
    linked = set(plan.unit.linked.values_list("pk", flat=True))
    for unit in sorted(units, key=lambda unit: unit.pk):
        if unit.pk not in linked:
            raise IllegalMove(f"{unit} không phải đơn vị liên kết để lập kế hoạch chung.")
        _hold(unit)
        there = plan_of(unit.pk, campaign_year=plan.campaign_year)
        if there is not None and there.pk != plan.pk:
            raise IllegalMove(f"{unit} đã có kế hoạch cho năm này.")
    plan.joint_with.set(units)


def refuse_other_form(plan: UnitPlan, content: PlanContent) -> None:
    """Whose plan it is, and for whom it counts, stays as it was taken in."""
    units = content.joint_with if content.form == UnitPlan.Form.JOINT else ()
    partners = {unit.pk for unit in plan.joint_with.all()}
    if content.form != plan.form or {unit.pk for unit in units} != partners:
        raise IllegalMove("Điều chỉnh không đổi hình thức kế hoạch và đơn vị cùng kế hoạch.")


def _hold(unit: Unit) -> Unit:
    """Lock the unit, so that it cannot begin its own plan while it joins another's."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _write_tasks(plan: UnitPlan, rows: Iterable[TaskContent]) -> None:
    """Tasks keep their keys over saves: opinions are pinned to them."""
    items = items_to_plan(plan.unit, *plan.joint_with.all(), campaign_year=plan.campaign_year)
    allowed = {item.pk for item in items}
    before = {task.pk: task for task in plan.working_tasks().select_related("amends")}
    rows = list(rows)
    if max(Counter(row.item_id for row in rows).values(), default=0) > MOST_TASKS:
        raise IllegalMove(f"Mỗi nội dung ghi nhiều nhất {MOST_TASKS} việc làm.")
    for order, row in enumerate(rows):
        if row.item_id not in allowed:
            raise IllegalMove("Có việc làm thuộc nội dung mà kế hoạch của xã không giao cho đơn vị.")
        task = before.pop(row.task_id, None) if row.task_id else None
        task = task or PlannedTask(plan=plan, is_proposed=plan.is_being_amended)
        task.item_id, task.order = row.item_id, order
        for name in PlannedTask.CONTENT:
            setattr(task, name, getattr(row, name))
        task.save()
    refuse_begun(before.values())
    PlannedTask.with_proposed.filter(pk__in=before).delete()


def refuse_begun(removed: Iterable[PlannedTask]) -> None:
    """What became of a task stays on record: it is dropped with a reason, not taken out."""
    for task in removed:
        if task.is_begun:
            raise IllegalMove(
                f"Việc “{task}” đã có cập nhật hoặc minh chứng nên không bỏ khỏi kế hoạch; "
                "nếu không làm nữa, vui lòng cập nhật “Không thực hiện” và ghi lý do."
            )


def plan_of_year(campaign_year: CampaignYear) -> str:
    return f"kế hoạch năm {campaign_year.year}"


def submit_plan(plan: UnitPlan, *, version: int, by: Appointment, at: datetime) -> Receipt:
    """Send the plan. Sent again at the same version, it is the same receipt.

    After the end, the unit's own where it has one, only what came before and was asked to be completed,
    or amends what was taken in, is still taken.
    """
    window = own_window(plan_window(plan.campaign_year), plan.unit_id)

    def check(row: UnitPlan) -> None:
        if row.sent_at is None:
            refuse_when_closed(window, what=plan_of_year(plan.campaign_year), at=at)
        if gaps := gaps_in(row):
            raise PlanIncomplete(gaps)

    due_at = window.due_at if window else at
    return send(plan, version=version, due_at=due_at, by=by, at=at, check=check)


def withdraw_plan(plan: UnitPlan, *, by: Appointment, at: datetime) -> UnitPlan:
    """Take the plan back while nobody has judged it, as long as it could be sent again.

    What was sent to amend it goes back to being amended: no window binds that.
    """
    if plan.is_being_amended:
        return take_back(plan, by=by, at=at)
    window = own_window(plan_window(plan.campaign_year), plan.unit_id)
    refuse_taking_back(window, what=plan_of_year(plan.campaign_year), at=at)
    return take_back(plan, by=by, at=at)


def amend_plan(plan: UnitPlan, *, reason: str, by: Appointment, at: datetime) -> UnitPlan:
    """Điều chỉnh: the plan that was taken in stays in force until its amendment is taken in."""
    return amend(plan, reason=reason, by=by, at=at)


def drop_plan_amendment(plan: UnitPlan, *, by: Appointment, at: datetime) -> UnitPlan:
    """Bỏ điều chỉnh: back to what was taken in; what was proposed stays on record."""
    return drop_amendment(plan, by=by, at=at)


def accept_plan(
    plan: UnitPlan, *, version: int, by: Appointment, at: datetime, batch: AcceptanceBatch | None = None
) -> UnitPlan:
    """Tiếp nhận what was read at `version`; `batch` when many are taken in at one press."""
    return take_in(plan, version=version, by=by, at=at, batch=batch)


def return_plan(plan: UnitPlan, *, version: int, by: Appointment, at: datetime) -> UnitPlan:
    """Đề nghị bổ sung, with the opinions that are pinned to the plan."""
    return send_back(plan, version=version, by=by, at=at)


def send_plan_remarks(plan: UnitPlan, *, version: int, by: Appointment, at: datetime) -> int:
    """Ý kiến trao đổi to a peer body, without any move."""
    return send_remarks(plan, version=version, by=by, at=at)


def order_plan_paper(plan: UnitPlan, *, by: Appointment, at: datetime) -> Document:
    """“Bản kế hoạch”: as long as the plan says the same, it is the same document."""
    if not by.may("campaigns.draw_unitplan", plan):
        raise PermissionDenied
    paper = plan_paper(plan)
    return order_document(
        kind=Document.Kind.UNIT_PLAN,
        title=plan_title(plan),
        target=plan,
        paper=paper,
        key=key_of(f"{DRAW_PLAN}:{plan.pk}", paper),
        job_kind=DRAW_PLAN,
        is_issued=paper.draft is None,
        by=by,
        at=at,
    )
