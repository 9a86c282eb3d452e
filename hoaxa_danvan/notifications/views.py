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
from hoaxa_danvan.notifications.tables import TONES, MailFilter, MailTable, NoticeFilter, NoticeTable
from hoaxa_danvan.workflow.models import IllegalMove
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


def notice_list(request: MemberRequest) -> HttpResponse:
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
