from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.services import note_download
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.notifications import services
from hoaxa_danvan.notifications.models import Mail, Notice
from hoaxa_danvan.notifications.selectors import batch_rows
from hoaxa_danvan.notifications.tables import TONES, MailFilter, MailTable, NoticeFilter, NoticeTable
from hoaxa_danvan.workflow.acceptances import undo_acceptance
from hoaxa_danvan.workflow.models import Acceptance, AcceptanceBatch, IllegalMove
from hoaxa_danvan.workflow.pages import way_back


def mail_list(request: MemberRequest) -> HttpResponseBase:
    require_right(request)
    return render_list(
        request,
        Mail.objects.all(),
        template="notifications/mail_list.html",
        table_class=MailTable,
        filter_class=MailFilter,
        on_download=partial(note_download, by=request.acting, at=timezone.now()),
    )


def mail_detail(request: MemberRequest, pk: int) -> HttpResponse:
    require_right(request)
    mail = get_object_or_404(Mail.objects.select_related("job"), pk=pk)
    context = {
        "mail": mail,
        "tone": TONES[Mail.State(mail.state)],
        "may_resend": mail.state in {Mail.State.UNKNOWN, Mail.State.REFUSED},
    }
    return render(request, "notifications/mail_detail.html", context)


def mail_attachment(request: MemberRequest, pk: int) -> FileResponse:
    require_right(request)
    mail = get_object_or_404(Mail.objects.exclude(attachment=""), pk=pk)
    if not default_storage.exists(mail.attachment):
        raise Http404
    return FileResponse(
        default_storage.open(mail.attachment),
        as_attachment=True,
        filename=mail.attachment_name,
        content_type="application/pdf",
    )


@require_POST
def mail_resend(request: MemberRequest, pk: int) -> HttpResponse:
    require_right(request)
    mail = get_object_or_404(Mail, pk=pk)
    try:
        services.resend_mail(mail, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã xếp thư vào hàng gửi lại.")
    return redirect("notifications:mail-detail", pk)


def notice_list(request: MemberRequest) -> HttpResponseBase:
    notices = Notice.objects.visible_to(request.acting)
    context = {"unread": notices.unread().count()}
    return render_list(
        request,
        notices,
        template="notifications/notice_list.html",
        table_class=NoticeTable,
        filter_class=NoticeFilter,
        context=context,
    )


@require_POST
def notice_read(request: MemberRequest, pk: int) -> HttpResponse:
    notices = Notice.objects.visible_to(request.acting)
    notice = get_object_or_404(notices, pk=pk)
    services.mark_read(notices.filter(pk=pk), by=request.acting, at=timezone.now())
    return redirect(way_back(request, notice.link or reverse("notifications:notice-list")))


@require_POST
def notice_read_all(request: MemberRequest) -> HttpResponse:
    count = services.mark_read(Notice.objects.all(), by=request.acting, at=timezone.now())
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã đọc.")
    return redirect(way_back(request, reverse("notifications:notice-list")))


def require_right(request: MemberRequest) -> None:
    if not request.acting.may("notifications.view_mail"):
        raise PermissionDenied


# What was taken in at one press, and can be undone until its mails leave


def batch_detail(request: MemberRequest, pk: int) -> HttpResponse:
    batch = own_batch(request, pk)
    at = timezone.now()
    rows = batch_rows(batch, at=at)
    context = {
        "batch": batch,
        "rows": rows,
        "undo_until": max((row.acceptance.undo_until for row in rows if row.can_undo), default=None),
    }
    return render(request, "notifications/batch_detail.html", context)


@require_POST
def batch_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything of the batch that can still be undone, each by itself."""
    batch = own_batch(request, pk)
    standing = batch.acceptances.standing().order_by("pk")
    undone = sum(undo_or_tell(request, acceptance) for acceptance in standing)
    if undone:
        messages.success(request, f"Đã hoàn tác {undone} lần tiếp nhận; các thư đã hủy.")
    return redirect("notifications:batch-detail", pk)


@require_POST
def acceptance_undo(request: MemberRequest, pk: int) -> HttpResponse:
    acceptance = get_object_or_404(Acceptance.objects.filter(by__person=request.user), pk=pk)
    if undo_or_tell(request, acceptance):
        messages.success(request, f"Đã hoàn tác: {acceptance}. Thư báo đã hủy.")
    return redirect(way_back(request, acceptance.target.get_absolute_url()))


def undo_or_tell(request: MemberRequest, acceptance: Acceptance) -> bool:
    try:
        undo_acceptance(acceptance, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, f"{acceptance}: {error.message}")
        return False
    return True


def own_batch(request: MemberRequest, pk: int) -> AcceptanceBatch:
    """What this person took in; nobody else undoes it."""
    batches = AcceptanceBatch.objects.filter(by__person=request.user).select_related("by__unit")
    return get_object_or_404(batches, pk=pk)
