"""What waits for a post: its unit's own plan, or the plans of others."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from campaigns.deadlines import open_for, own_windows
from campaigns.models import Campaign, CampaignYear, Extension, Finding, Inspection, UnitPlan, Window
from campaigns.selectors.carrying_out import pressing_tasks
from campaigns.selectors.plans import plans_to_judge, windows_to_plan
from hoaxa_danvan.accounts.models import UNIT_ROLES, Appointment
from hoaxa_danvan.lib.dates import end_of_day, local_day
from hoaxa_danvan.workflow.office import left_to
from hoaxa_danvan.workflow.todo import Todo, provides_todos

OPEN_STATES = (UnitPlan.Status.DRAFT, UnitPlan.Status.RETURNED, UnitPlan.Status.AMENDING)


@provides_todos
def plan_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    if who.role in UNIT_ROLES:
        yield from _to_start(who, at)
        yield from _to_send(who, at)
        yield from _to_carry_out(who, at)
    else:
        yield from _to_judge(who)


def _to_start(who: Appointment, at: datetime) -> Iterator[Todo]:
    for window in windows_to_plan(who.unit_id, at=at):
        year = window.campaign_year.year
        yield Todo(
            title=f"Kế hoạch năm {year}",
            url=reverse("campaigns:plan-start", args=[year]),
            button="Bắt đầu soạn",
            due_at=window.due_at,
            status_label="Chưa bắt đầu",
        )


def _to_send(who: Appointment, at: datetime) -> Iterator[Todo]:
    """Drafts as long as they can be sent; what was asked to be completed always."""
    windows = Window.objects.filter(
        open_for(who.unit_id, at=at),
        kind=Window.Kind.PLAN,
        campaign_year__status=CampaignYear.Status.OPEN,
    )
    by_year = {window.campaign_year_id: window for window in own_windows(windows, who.unit_id)}
    # What a unit merged into this one had sent is completed here; its drafts are left.
    inherited = Q(unit__successor=who.unit_id, sent_at__isnull=False)
    plans = UnitPlan.objects.filter(Q(unit=who.unit_id) | inherited).select_related("campaign_year")
    for plan in plans.filter(status__in=OPEN_STATES):
        if plan.status == UnitPlan.Status.AMENDING:
            yield _to_amend(plan)
            continue
        window = by_year.get(plan.campaign_year_id)
        is_returned = plan.status == UnitPlan.Status.RETURNED
        if is_returned or window:
            yield Todo(
                title=f"Kế hoạch năm {plan.campaign_year.year}",
                url=plan.get_absolute_url()
                if is_returned
                else reverse("campaigns:plan-edit", args=[plan.pk]),
                button="Xem ý kiến, bổ sung" if is_returned else "Soạn tiếp, gửi",
                text="Có ý kiến chờ tiếp thu, giải trình" if is_returned else "",
                due_at=window.due_at if window and not is_returned else None,
                status_label=plan.get_status_display(),
                tone="back" if is_returned else "draft",
                is_main=is_returned,
            )


def _to_amend(plan: UnitPlan) -> Todo:
    return Todo(
        title=f"Điều chỉnh kế hoạch năm {plan.campaign_year.year}",
        url=reverse("campaigns:plan-edit", args=[plan.pk]),
        button="Soạn tiếp, gửi",
        text="Bản đã tiếp nhận vẫn có hiệu lực đến khi bản điều chỉnh được tiếp nhận",
        status_label=plan.get_status_display(),
        tone="draft",
    )


def _to_carry_out(who: Appointment, at: datetime) -> Iterator[Todo]:
    """One entry per plan: its late tasks and those due soon."""
    rows = pressing_tasks(who.unit_id, at=at)
    for plan in dict.fromkeys(row.task.plan for row in rows):
        mine = [row for row in rows if row.task.plan_id == plan.pk]
        late = sum(row.is_late for row in mine)
        yield Todo(
            title=f"{len(mine)} việc trong kế hoạch năm {plan.campaign_year.year} đến hạn",
            url=reverse("campaigns:plan-progress", args=[plan.pk]),
            button="Cập nhật",
            text=f"{late} việc quá hạn chưa báo hoàn thành" if late else f"Gần nhất: {mine[0].task}",
            status_label="Quá hạn" if late else "Sắp đến hạn",
            tone="back" if late else "draft",
        )


def _to_judge(who: Appointment) -> Iterator[Todo]:
    if waiting := left_to(who, plans_to_judge(who)):
        yield Todo(
            title=f"{len(waiting)} kế hoạch năm chờ tiếp nhận",
            url=reverse("campaigns:plan-queue"),
            button="Mở hàng chờ",
            text=f"Chờ lâu nhất: {waiting[0].unit}",
            status_label="Chờ tiếp nhận",
            tone="wait",
        )


@provides_todos
def year_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    """The administrator brings the plan in; the reviewing unit opens its years."""
    if who.may("campaigns.import_campaign") and not Campaign.objects.exists():
        yield Todo(
            title="Nhập kế hoạch giai đoạn",
            url=reverse("campaigns:campaign-import"),
            button="Nhập từ văn bản",
            is_main=True,
        )
    if who.may("campaigns.change_campaignyear"):
        yield from _years_to_open(at)


def _years_to_open(at: datetime) -> Iterator[Todo]:
    this_year = local_day(at).year
    campaigns = Campaign.objects.filter(first_year__lte=this_year, last_year__gte=this_year)
    if campaigns.exclude(years__year=this_year).exists():
        yield Todo(
            title=f"Chuẩn bị năm {this_year}",
            url=reverse("campaigns:year-list"),
            button="Chuẩn bị",
            text="Chủ đề năm, thời hạn; đơn vị chỉ có việc sau khi mở năm",
        )
    for year in CampaignYear.objects.filter(status=CampaignYear.Status.PREPARING):
        yield Todo(
            title=f"Mở năm {year.year}",
            url=reverse("campaigns:year-open", args=[year.year]),
            button="Xem còn thiếu gì",
            text="Tiêu chí, chủ đề năm, thời hạn kèm văn bản quy định",
            status_label=year.get_status_display(),
            tone="draft",
        )


@provides_todos
def inspection_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    day = local_day(at)
    if who.role in UNIT_ROLES:
        yield from _announced_visits(who)
        yield from _findings_to_fix(who, day)
    elif who.may("campaigns.plan_inspection"):
        yield from _visits_to_write_up(day)
        yield from _findings_to_confirm(day)


def _announced_visits(who: Appointment) -> Iterator[Todo]:
    for visit in Inspection.objects.filter(unit=who.unit_id, status=Inspection.Status.ANNOUNCED):
        yield Todo(
            title=f"{visit.get_manner_display()} ngày {visit.planned_on:%d/%m/%Y}",
            url=visit.get_absolute_url(),
            button="Xem nội dung",
            text="Chuẩn bị hồ sơ, minh chứng theo nội dung đã thông báo",
            due_at=end_of_day(visit.planned_on),
            status_label=visit.get_status_display(),
            tone="wait",
        )


def _findings_to_fix(who: Appointment, day: date) -> Iterator[Todo]:
    found = Finding.objects.filter(inspection__unit=who.unit_id, status=Finding.Status.OPEN)
    for finding in found:
        yield Todo(
            title=f"Khắc phục: {finding}",
            url=finding.get_absolute_url(),
            button="Báo đã khắc phục",
            due_at=end_of_day(finding.fix_by),
            status_label="Quá hạn" if finding.is_overdue(day) else finding.get_status_display(),
            tone="back",
        )


def _visits_to_write_up(day: date) -> Iterator[Todo]:
    due = Inspection.objects.filter(
        planned_on__lte=day, status__in=[Inspection.Status.PLANNED, Inspection.Status.ANNOUNCED]
    )
    for visit in due.select_related("unit").order_by("planned_on", "pk"):
        yield Todo(
            title=str(visit),
            url=visit.get_absolute_url(),
            button="Ghi kết quả" if visit.announced_at else "Xem lịch",
            due_at=end_of_day(visit.planned_on),
            status_label=visit.get_status_display(),
            tone="wait",
        )


def _findings_to_confirm(day: date) -> Iterator[Todo]:
    """One entry for all: those reported, and those whose day has passed."""
    reported = Q(status=Finding.Status.REPORTED)
    late = Q(status=Finding.Status.OPEN, fix_by__lt=day)
    found = list(Finding.objects.filter(reported | late).select_related("inspection__unit"))
    if found:
        waiting = sum(finding.status == Finding.Status.REPORTED for finding in found)
        yield Todo(
            title=f"{len(found)} nội dung khắc phục cần theo dõi",
            url=found[0].get_absolute_url() if len(found) == 1 else reverse("campaigns:inspection-list"),
            button="Xem",
            text=f"{waiting} nội dung đã báo khắc phục, {len(found) - waiting} nội dung quá hạn",
            status_label="Theo dõi khắc phục",
            tone="wait",
        )


@provides_todos
def extension_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    """What units have asked for and nobody has answered, for those who may."""
    if not who.may("campaigns.plan_inspection"):
        return
    if waiting := list(Extension.objects.waiting().select_related("unit")):
        yield Todo(
            title=f"{len(waiting)} đề nghị gia hạn chờ trả lời",
            url=waiting[0].get_absolute_url() if len(waiting) == 1 else reverse("campaigns:extension-list"),
            button="Trả lời",
            text=f"Chờ lâu nhất: {waiting[0].unit}",
            status_label="Chờ trả lời",
            tone="wait",
        )
