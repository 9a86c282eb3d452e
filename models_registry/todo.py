"""What waits for a post: its unit's own registrations and dossiers, or those of others."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from campaigns.deadlines import open_for, own_windows
from campaigns.models import CampaignYear, Window
from campaigns.selectors.years import current_year
from hoaxa_danvan.accounts.models import REVIEW_ROLES, UNIT_ROLES, Appointment, Role
from hoaxa_danvan.workflow.office import left_to
from hoaxa_danvan.workflow.todo import Todo, provides_todos
from models_registry.models import Assessment, RegisteredModel
from models_registry.selectors.appraisal import assessments_to_judge, dossiers_to_send
from models_registry.selectors.entries import entries_to_judge, windows_owed
from models_registry.selectors.lists import candidates

OPEN_STATES = (RegisteredModel.Status.DRAFT, RegisteredModel.Status.RETURNED)


@provides_todos
def registry_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    if who.role in UNIT_ROLES:
        yield from _to_register(who, at)
        yield from _to_send(who, at)
        yield from _to_assess(who, at)
    else:
        yield from _to_judge(who)
        yield from _to_list(who, at)
        yield from _to_appraise(who)
        yield from _to_recognise(who, at)


def _to_register(who: Appointment, at: datetime) -> Iterator[Todo]:
    for window in windows_owed(who.unit_id, at=at):
        year = window.campaign_year.year
        yield Todo(
            title=f"Đăng ký mô hình, điển hình năm {year}",
            url=reverse("models_registry:entry-start", args=[year]),
            button="Đăng ký",
            due_at=window.due_at,
            status_label="Chưa bắt đầu",
        )


def _to_send(who: Appointment, at: datetime) -> Iterator[Todo]:
    """Drafts as long as they can be sent; what was asked to be completed always."""
    windows = Window.objects.filter(
        open_for(who.unit_id, at=at),
        kind=Window.Kind.REGISTRATION,
        campaign_year__status=CampaignYear.Status.OPEN,
    )
    by_year = {window.campaign_year_id: window for window in own_windows(windows, who.unit_id)}
    # What a unit merged into this one had sent is completed here; its drafts are left.
    inherited = Q(unit__successor=who.unit_id, sent_at__isnull=False)
    entries = RegisteredModel.objects.filter(Q(unit=who.unit_id) | inherited, status__in=OPEN_STATES)
    for entry in entries.order_by("pk"):
        window = by_year.get(entry.campaign_year_id)
        is_returned = entry.status == RegisteredModel.Status.RETURNED
        if is_returned or window:
            edit = reverse("models_registry:entry-edit", args=[entry.pk])
            yield Todo(
                title=f"Đăng ký: {entry}",
                url=entry.get_absolute_url() if is_returned else edit,
                button="Xem ý kiến, bổ sung" if is_returned else "Soạn tiếp, gửi",
                text="Có ý kiến chờ tiếp thu, giải trình" if is_returned else "",
                due_at=window.due_at if window and not is_returned else None,
                status_label=entry.get_status_display(),
                tone="back" if is_returned else "draft",
                is_main=is_returned,
            )


def _to_assess(who: Appointment, at: datetime) -> Iterator[Todo]:
    for row, window, assessment in dossiers_to_send(who.unit_id, at=at):
        url = assessment.get_absolute_url() if assessment else row.entry.get_absolute_url()
        yield Todo(
            title=f"Hồ sơ, điểm tự chấm năm {row.yearly_list.campaign_year.year}: {row.entry}",
            url=url,
            button="Soạn tiếp, gửi" if assessment else "Tự chấm",
            due_at=window.due_at,
            status_label="Đang soạn" if assessment else "Chưa bắt đầu",
            tone="draft" if assessment else "",
        )


def _to_judge(who: Appointment) -> Iterator[Todo]:
    if waiting := left_to(who, entries_to_judge(who)):
        yield Todo(
            title=f"{len(waiting)} đăng ký mô hình, điển hình chờ tiếp nhận",
            url=reverse("models_registry:entry-queue"),
            button="Mở hàng chờ",
            text=f"Chờ lâu nhất: {waiting[0].unit}",
            status_label="Chờ tiếp nhận",
            tone="wait",
        )


def _to_list(who: Appointment, at: datetime) -> Iterator[Todo]:
    year = current_year(at=at) if who.role in REVIEW_ROLES else None
    found = candidates(year) if year else None
    if year and found:
        yield Todo(
            title=f"Danh mục mô hình, điển hình năm {year.year}",
            url=reverse("models_registry:list-confirm", args=[year.year]),
            button="Xác nhận danh mục",
            text=f"{len(found.fresh)} mới tiếp nhận, {len(found.carried)} từ năm trước chưa có trong danh mục",
        )


def _to_appraise(who: Appointment) -> Iterator[Todo]:
    if waiting := assessments_to_judge(who):
        yield Todo(
            title=f"{len(waiting)} hồ sơ mô hình, điển hình chờ thẩm định",
            url=f"{reverse('models_registry:assessment-list')}?status={Assessment.Status.SUBMITTED}",
            button="Thẩm định",
            text=f"Chờ lâu nhất: {waiting[0].entry}",
            status_label="Chờ thẩm định",
            tone="wait",
        )


def _to_recognise(who: Appointment, at: datetime) -> Iterator[Todo]:
    year = current_year(at=at) if who.role == Role.CLERK else None
    count = Assessment.objects.filter(campaign_year=year).to_be_recognised().count() if year else 0
    if year and count:
        yield Todo(
            title=f"Quyết định công nhận năm {year.year}",
            url=reverse("models_registry:recognition-record", args=[year.year]),
            button="Ghi quyết định",
            text=f"{count} mô hình, điển hình được đề nghị công nhận; ghi khi quyết định đã ký",
        )
