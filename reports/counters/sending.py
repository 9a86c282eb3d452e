"""Who has sent what: plans, registrations, reports; and the work undertaken."""

from campaigns.models import PlannedTask, Window
from campaigns.selectors.carrying_out import Progress
from hoaxa_danvan.accounts.models import Unit
from reports.counters.registry import PLANS, REGISTER, REPORTS, counts
from reports.models import UnitReport
from reports.registers import Registers

# Plans


@counts("plans-owed", "Cơ quan, đơn vị phải gửi kế hoạch", source=PLANS, model=Unit)
def plans_owed(registers: Registers) -> list[Unit]:
    return registers.owing


@counts("plans-sent", "Cơ quan, đơn vị đã gửi kế hoạch", source=PLANS, model=Unit)
def plans_sent(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if registers.has_sent(unit)]


@counts("plans-on-time", "Cơ quan, đơn vị gửi kế hoạch đúng hạn", source=PLANS, model=Unit)
def plans_on_time(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if registers.has_sent(unit) and not registers.was_late(unit)]


@counts("plans-accepted", "Cơ quan, đơn vị có kế hoạch được tiếp nhận", source=PLANS, model=Unit)
def plans_accepted(registers: Registers) -> list[Unit]:
    plans = registers.plans
    return [unit for unit in registers.owing if unit.pk in plans and plans[unit.pk].is_accepted]


@counts("plans-missing", "Cơ quan, đơn vị chưa gửi kế hoạch", source=PLANS, model=Unit)
def plans_missing(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if not registers.has_sent(unit)]


@counts("plans-asked-back", "Cơ quan, đơn vị có kế hoạch được đề nghị bổ sung", source=PLANS, model=Unit)
def plans_asked_back(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if unit.pk in registers.asked_back]


@counts("registrations-owed", "Cơ quan, đơn vị phải đăng ký mô hình", source=REGISTER, model=Unit)
def registrations_owed(registers: Registers) -> list[Unit]:
    return registers.owed.get(Window.Kind.REGISTRATION, [])


@counts("registrations-sent", "Cơ quan, đơn vị đã gửi đăng ký mô hình", source=REGISTER, model=Unit)
def registrations_sent(registers: Registers) -> list[Unit]:
    return registers.sent(Window.Kind.REGISTRATION)


@counts("units-with-duty", "Cơ quan, đơn vị được giao nội dung của Kế hoạch", source=PLANS, model=Unit)
def units_with_duty(registers: Registers) -> list[Unit]:
    return registers.with_duty


@counts("tasks", "Việc làm trong kế hoạch đã tiếp nhận", source=PLANS, model=PlannedTask)
def tasks(registers: Registers) -> list[PlannedTask]:
    return registers.tasks


@counts("tasks-done", "Việc làm hoàn thành, có ngày và minh chứng", source=PLANS, model=PlannedTask)
def tasks_done(registers: Registers) -> list[PlannedTask]:
    return registers.tasks_standing(Progress.DONE)


@counts("tasks-unproved", "Việc làm báo hoàn thành, chưa có minh chứng", source=PLANS, model=PlannedTask)
def tasks_unproved(registers: Registers) -> list[PlannedTask]:
    return registers.tasks_standing(Progress.UNPROVED)


@counts("tasks-under-way", "Việc làm đang thực hiện, chưa đến hạn", source=PLANS, model=PlannedTask)
def tasks_under_way(registers: Registers) -> list[PlannedTask]:
    return registers.tasks_standing(Progress.DOING, Progress.NOT_BEGUN)


@counts("tasks-overdue", "Việc làm quá hạn", source=PLANS, model=PlannedTask)
def tasks_overdue(registers: Registers) -> list[PlannedTask]:
    return registers.tasks_standing(Progress.OVERDUE)


@counts("tasks-dropped", "Việc làm không thực hiện, có lý do", source=PLANS, model=PlannedTask)
def tasks_dropped(registers: Registers) -> list[PlannedTask]:
    return registers.tasks_standing(Progress.DROPPED)


# Reports of the period


@counts("reports-owed", "Cơ quan, đơn vị phải gửi báo cáo", source=REPORTS, model=Unit)
def reports_owed(registers: Registers) -> list[Unit]:
    return registers.reporting


@counts("reports-sent", "Cơ quan, đơn vị đã gửi báo cáo", source=REPORTS, model=Unit)
def reports_sent(registers: Registers) -> list[Unit]:
    return registers.sent(registers.period.window.kind) if registers.period else []


@counts("reports-on-time", "Cơ quan, đơn vị gửi báo cáo đúng hạn", source=REPORTS, model=Unit)
def reports_on_time(registers: Registers) -> list[Unit]:
    if registers.period is None:
        return []
    window = registers.period.window
    found = registers.standings_of(window.kind)
    times = {unit.pk: found[unit.pk].sent_at for unit in reports_sent(registers)}
    return [unit for unit in reports_sent(registers) if (sent := times[unit.pk]) and sent <= window.due_at]


@counts("reports-accepted", "Cơ quan, đơn vị có báo cáo được tiếp nhận", source=REPORTS, model=Unit)
def reports_accepted(registers: Registers) -> list[Unit]:
    found = registers.standings_of(registers.period.window.kind) if registers.period else {}
    return [unit for unit in reports_sent(registers) if found[unit.pk].is_accepted]


@counts("reports-missing", "Cơ quan, đơn vị chưa gửi báo cáo", source=REPORTS, model=Unit)
def reports_missing(registers: Registers) -> list[Unit]:
    sent = {unit.pk for unit in reports_sent(registers)}
    return [unit for unit in registers.reporting if unit.pk not in sent]


@counts("reviews-held", "Cơ quan, đơn vị đã sơ kết, tổng kết", source=REPORTS, model=Unit)
def reviews_held(registers: Registers) -> list[Unit]:
    nothing = {"", UnitReport.Review.NONE}
    return [report.unit for report in registers.accepted_reports if report.review_form not in nothing]
