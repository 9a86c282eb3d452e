"""The unit's plan as an official paper, in the unit's own heading.

What other apps know about a plan stands in part III: an app's plan_paper.py registers it.
"""

from collections.abc import Callable, Sequence

from campaigns.letterheads import unit_letterhead
from campaigns.models import PlannedTask, UnitPlan
from campaigns.selectors.plans import plan_window
from campaigns.wording import plan_words
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.documents.paper import Block, Column, Paper, Paragraph, Section, Signature, Table
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.workflow.models import Revision

NOTHING = "Trong năm không phát sinh."
NOT_REGISTERED = "Đơn vị chưa đăng ký mô hình, điển hình."

PlanSection = Callable[[UnitPlan], Sequence[Block]]
PLAN_SECTIONS: list[PlanSection] = []


def adds_to_plan(section: PlanSection) -> PlanSection:
    """Register what stands under “III. Đăng ký mô hình, điển hình”: the unit's own registrations."""
    PLAN_SECTIONS.append(section)
    return section


def plan_title(plan: UnitPlan) -> str:
    return f"Kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm {plan.campaign_year.year} – {plan.unit}"


def plan_paper(plan: UnitPlan) -> Paper:
    """The paper as the plan stands now. Without number, date and signer it is a draft."""
    year, letterhead = plan.campaign_year.year, unit_letterhead(plan.unit)
    is_final = bool(plan.number and plan.issued_on and plan.signer)
    profile = profile_of(letterhead.profile)
    return Paper(
        profile=profile.key,
        **letterhead.head(),
        kind="KẾ HOẠCH",
        title=f"thực hiện phong trào thi đua “Dân vận khéo” năm {year}",
        date=plan.issued_on,
        year=year,
        number=plan.number,
        symbol=profile.symbol_for(kind="KH", body=letterhead.code) if letterhead.code else "",
        body=plan_body(plan),
        recipients=tuple(recipients(plan.unit, filed_at=letterhead.filed_at)),
        signature=Signature(office=letterhead.office, name=plan.signer, authority=letterhead.authority),
        draft=None if is_final else draft_number(plan),
    )


def draft_number(plan: UnitPlan) -> int:
    """The n of “Dự thảo lần n”: each sending ends one draft."""
    newest = Revision.objects.latest_of(plan)
    sent = newest.number if newest else 0
    return sent if plan.status in {UnitPlan.Status.SUBMITTED, UnitPlan.Status.ACCEPTED} else sent + 1


def plan_body(plan: UnitPlan) -> tuple[Block, ...]:
    registrations = [block for section in PLAN_SECTIONS for block in section(plan)]
    return (
        *bases(plan),
        Section(1, "I. MỤC ĐÍCH, YÊU CẦU"),
        *paragraphs(plan.summary),
        Section(1, "II. NỘI DUNG, CHỈ TIÊU"),
        task_table(list(plan.working_tasks().select_related("item"))),
        Section(1, "III. ĐĂNG KÝ MÔ HÌNH, ĐIỂN HÌNH"),
        *(registrations or [Paragraph(NOT_REGISTERED)]),
        Section(1, "IV. TỔ CHỨC THỰC HIỆN"),
        *paragraphs(plan.organisation),
    )


def bases(plan: UnitPlan) -> list[Paragraph]:
    """Căn cứ: the commune's plan, the year's guidance, the unit's own work programme."""
    lines = [f"Căn cứ {plan_words(plan.campaign_year.campaign)}"]
    window = plan_window(plan.campaign_year)
    if window and window.paper:
        lines.append(f"Căn cứ {window.paper}")
    programme = plan.embedded_in if plan.form == UnitPlan.Form.EMBEDDED else ""
    lines.append(f"Căn cứ chương trình công tác năm {plan.campaign_year.year} của đơn vị {programme}".strip())
    closing = f"{plan.unit} xây dựng kế hoạch thực hiện như sau:"
    return [
        *(Paragraph(f"{line};", "basis") for line in lines[:-1]),
        Paragraph(f"{lines[-1]},", "basis"),
        Paragraph(closing),
    ]


def paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()] or [Paragraph(NOTHING)]


def task_table(tasks: list[PlannedTask]) -> Table:
    """Bảng 1, in the order of the items."""
    return Table(
        caption="Bảng 1. Nhiệm vụ, việc làm cụ thể",
        columns=(
            Column("TT", "center", width_mm=11),
            Column("Nhiệm vụ, việc làm cụ thể"),
            Column("Nội dung số", "center", width_mm=13),
            Column("Sản phẩm, chỉ tiêu", width_mm=32),
            Column("Người phụ trách", width_mm=23),
            Column("Phối hợp", width_mm=21),
            Column("Hoàn thành", "center", width_mm=24),
        ),
        rows=tuple(_row(place, task) for place, task in enumerate(tasks, start=1)),
    )


def _row(place: int, task: PlannedTask) -> tuple[str, ...]:
    results = "; ".join(filter(None, [task.product, task.target]))
    deadline = f"{task.deadline:%d/%m/%Y}" if task.deadline else "–"
    return (
        str(place),
        task.what,
        str(task.item.order),
        results or "–",
        task.in_charge or "–",
        task.partners or "–",
        deadline,
    )


def recipients(unit: Unit, *, filed_at: str) -> list[str]:
    above = [str(unit.steered_by)] if unit.steered_by else []
    return ["Ban Thường vụ Đảng ủy xã (để báo cáo)", "Ban Xây dựng Đảng", *above, filed_at]
