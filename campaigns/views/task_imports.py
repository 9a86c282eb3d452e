"""Tasks in files: out to Excel, a blank table, in from the unit's own Word or Excel with a preview."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from campaigns.forms.task_imports import MOST_PREVIEWED, ImportForms, TableFileForm, preview_fields
from campaigns.models import CampaignYear, UnitPlan
from campaigns.selectors.plans import items_to_plan
from campaigns.selectors.task_files import Found, blank_file, compared, task_file
from campaigns.services.task_imports import import_tasks, preview_key
from campaigns.task_tables import NotATable, read_tasks
from campaigns.views.plans import find_plan, own_plan
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.lib.text import nfc
from hoaxa_danvan.workflow import drafts
from hoaxa_danvan.workflow.models import Conflict, Draft, IllegalMove
from hoaxa_danvan.workflow.services import find_draft, keep_draft

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plan_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose a file; look through what was read; nothing is saved before “Nhập các dòng đã chọn”."""
    plan = own_plan(request, pk)
    if not request.acting.may("campaigns.change_unitplan", plan):
        messages.error(request, f"Không sửa được: kế hoạch đang ở trạng thái “{plan.get_status_display()}”.")
        return redirect(plan)
    draft = find_draft(by=request.acting, form=preview_key(plan), target_id=plan.pk)
    if request.method != "POST":
        return show_preview(request, plan, draft) if draft else show_upload(request, plan, TableFileForm())
    if draft is None:
        return read_upload(request, plan)
    return confirm(request, plan) if "confirm" in request.POST else keep(request, plan)


def read_upload(request: MemberRequest, plan: UnitPlan) -> HttpResponse:
    if "confirm" in request.POST:
        messages.info(request, "Bảng xem trước này đã được nhập hoặc đã bỏ.")
        return redirect("campaigns:plan-edit", plan.pk)
    form = TableFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_upload(request, plan, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        found = compared(plan, read_tasks(upload.read(), year=plan.campaign_year.year))
        keep_preview(request, plan, found, name=nfc(upload.name or ""))
    except (NotATable, IllegalMove) as refusal:
        form.add_error("file", refusal.message)
        return show_upload(request, plan, form, status=422)
    return redirect("campaigns:plan-import", plan.pk)


def keep_preview(request: MemberRequest, plan: UnitPlan, found: Found, *, name: str) -> None:
    if not found.rows and not found.gone:
        raise NotATable("Các dòng trong tệp giống hệt kế hoạch trên cổng; không có gì để nhập.")
    if len(found.rows) > MOST_PREVIEWED:
        raise NotATable(
            f"Tệp có {len(found.rows)} dòng mới hoặc thay đổi; mỗi lần nhập nhiều nhất {MOST_PREVIEWED} dòng. "
            "Chia thành nhiều tệp rồi nhập từng tệp."
        )
    keep_draft(
        by=request.acting,
        form=preview_key(plan),
        target_id=plan.pk,
        payload=preview_fields(found, version=plan.version, source=name),
        base_version=plan.version,
        at=timezone.now(),
    )


def show_upload(
    request: MemberRequest, plan: UnitPlan, form: TableFileForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "campaigns/plan_import.html", {"plan": plan, "form": form}, status=status)


def show_preview(request: MemberRequest, plan: UnitPlan, draft: Draft) -> HttpResponse:
    """As it was kept, against the plan as it stands now."""
    data = drafts.with_version(drafts.as_post(draft), plan.version)
    preview = preview_forms(plan, data)
    preview.is_valid()
    return show(request, plan, preview)


def confirm(request: MemberRequest, plan: UnitPlan) -> HttpResponse:
    preview = preview_forms(plan, request.POST)
    if not preview.is_valid():
        return show(request, plan, preview, status=422)
    rows, dropped = list(preview.taken()), preview.dropped()
    try:
        import_tasks(
            plan,
            version=preview.whole.cleaned_data["version"],
            rows=rows,
            dropped=dropped,
            by=request.acting,
            at=timezone.now(),
        )
    except Conflict as conflict:
        return show_conflict(request, plan, conflict)
    except IllegalMove as error:
        preview.whole.add_error(None, error.message)
        return show(request, plan, preview, status=422)
    messages.success(
        request, said_of(added=sum(not row.task_id for row in rows), of=len(rows), dropped=len(dropped))
    )
    return redirect(f"{reverse('campaigns:plan-edit', args=[plan.pk])}#viec-lam")


def said_of(*, added: int, of: int, dropped: int) -> str:
    counts = ((added, "thêm"), (of - added, "sửa"), (dropped, "bỏ"))
    return f"Đã {', '.join(f'{verb} {count} việc làm' for count, verb in counts if count)}."


def show_conflict(request: MemberRequest, plan: UnitPlan, conflict: Conflict) -> HttpResponse:
    if find_draft(by=request.acting, form=preview_key(plan), target_id=plan.pk) is None:
        messages.info(request, "Bảng xem trước này đã được nhập.")
        return redirect("campaigns:plan-edit", plan.pk)
    plan = find_plan(request, plan.pk)
    preview = preview_forms(plan, drafts.with_version(request.POST, conflict.fresh.version))
    preview.is_valid()
    preview.whole.add_error(
        None,
        "Người khác vừa lưu kế hoạch này. Bảng xem trước còn nguyên; dòng sửa việc đã có hiện bản đang lưu "
        "để đối chiếu. Xem lại rồi bấm “Nhập các dòng đã chọn” lần nữa.",
    )
    return show(request, plan, preview, status=409)


def keep(request: MemberRequest, plan: UnitPlan) -> HttpResponse:
    """“Lưu để xem sau”, and what the page does by itself where scripts run."""
    try:
        keep_draft(
            by=request.acting,
            form=preview_key(plan),
            target_id=plan.pk,
            payload=drafts.fields_of(request),
            base_version=plan.version,
            at=timezone.now(),
        )
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã giữ bảng xem trước; kế hoạch chưa thay đổi.")
    return redirect("campaigns:plan-import", plan.pk)


@require_POST
def plan_import_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    plan = own_plan(request, pk)
    return drafts.autosave(request, form=preview_key(plan), target_id=plan.pk, current_version=plan.version)


def preview_forms(plan: UnitPlan, data: QueryDict) -> ImportForms:
    tasks = {task.path_id: task for task in plan.working_tasks().select_related("item")}
    items = items_to_plan(plan.unit, *plan.joint_with.all(), campaign_year=plan.campaign_year)
    return ImportForms(data, items=items, tasks=tasks, year=plan.campaign_year.year)


def show(request: MemberRequest, plan: UnitPlan, preview: ImportForms, *, status: int = 200) -> HttpResponse:
    context = {
        "plan": plan,
        "preview": preview,
        "has_errors": status in {409, 422},
        "draft": find_draft(by=request.acting, form=preview_key(plan), target_id=plan.pk),
        "typed": find_draft(by=request.acting, form=plan.draft_key, target_id=plan.pk),
    }
    return render(request, "campaigns/plan_import_preview.html", context, status=status)


def plan_export(request: MemberRequest, pk: int) -> HttpResponse:
    """The tasks as Excel: to the unit as it writes them, to others as they count."""
    plan = find_plan(request, pk)
    if not request.acting.may("campaigns.draw_unitplan", plan):
        raise PermissionDenied
    is_writing = request.acting.may("campaigns.submit_unitplan", plan)
    tasks = plan.working_tasks() if is_writing else plan.tasks
    return excel(task_file(plan, tasks.select_related("item")), f"Việc làm – {plan}")


def plan_blank_table(request: MemberRequest, year: int) -> HttpResponse:
    """An empty table with the items of the unit that the person acts for."""
    campaign_year = get_object_or_404(CampaignYear, year=year)
    if not request.acting.may("campaigns.start_unitplan"):
        raise PermissionDenied
    unit = request.acting.unit
    items = items_to_plan(unit, campaign_year=campaign_year)
    content = blank_file(unit, campaign_year=campaign_year, items=items)
    return excel(content, f"Bảng việc làm để trống – {campaign_year} – {unit}")


def excel(content: bytes, name: str) -> HttpResponse:
    filename = f"{name.replace('/', '-')}.xlsx"
    headers = {
        "Content-Disposition": content_disposition_header(True, filename),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=EXCEL, headers=headers)
