from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts import selectors, services
from hoaxa_danvan.accounts.filters import AccountFilter
from hoaxa_danvan.accounts.forms import AccountForm, AppointForm, EndAppointmentForm, IssueAccountForm
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import Appointment, User
from hoaxa_danvan.accounts.tables import AccountTable
from hoaxa_danvan.accounts.views.answers import conflict_page, done, form_page
from hoaxa_danvan.lib.lists import render_list

MANAGE = "accounts.manage_accounts"


@post_may(MANAGE)
def account_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        selectors.people_with_posts(day=timezone.localdate()),
        template="accounts/account_list.html",
        table_class=AccountTable,
        filter_class=AccountFilter,
        on_download=partial(services.note_download, by=request.acting, at=timezone.now()),
    )


@post_may(MANAGE)
def account_detail(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    posts = selectors.posts_by_time(person.appointments.all(), day=timezone.localdate())
    return render(request, "accounts/account_detail.html", {"account": person, "posts": posts})


@post_may(MANAGE)
@never_cache
def account_issue(request: MemberRequest) -> HttpResponse:
    """The password stands on the answer itself and nowhere else."""
    form = IssueAccountForm(request.POST or None)
    issued = done(
        form,
        lambda: services.issue_account(
            fields=form.account, **form.post, by=request.acting, at=timezone.now()
        ),
    )
    if issued is None:
        return form_page(request, "accounts/account_issue.html", form)
    return render(request, "accounts/account_password.html", {"issued": issued})


@post_may(MANAGE)
def account_change(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = AccountForm(request.POST or None, instance=person)
    try:
        saved = done(
            form,
            lambda: services.change_account(
                person,
                version=form.cleaned_data["version"],
                fields=form.values,
                by=request.acting,
                at=timezone.now(),
            ),
        )
    except services.Stale as clash:
        return conflict_page(request, "accounts/account_form.html", form, clash, account=person)
    if saved is None:
        return form_page(request, "accounts/account_form.html", form, account=person)
    messages.success(request, "Đã lưu.")
    return redirect(saved)


@post_may(MANAGE)
@require_POST
@never_cache
def account_reset_password(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        issued = services.reset_password(person, by=request.acting, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(person)
    return render(request, "accounts/account_password.html", {"issued": issued})


@post_may(MANAGE)
@require_POST
def account_deactivate(request: MemberRequest, pk: int) -> HttpResponse:
    said = "Đã khóa tài khoản. Các phiên đang mở kết thúc ở trang tiếp theo."
    return switch(request, pk, services.deactivate_account, said)


@post_may(MANAGE)
@require_POST
def account_reactivate(request: MemberRequest, pk: int) -> HttpResponse:
    return switch(request, pk, services.reactivate_account, "Đã mở lại tài khoản.")


def switch(request: MemberRequest, pk: int, service: Callable[..., User], said: str) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    at: datetime = timezone.now()
    try:
        service(person, by=request.acting, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return redirect(person)


@post_may(MANAGE)
def appointment_give(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = AppointForm(request.POST or None)
    post = done(form, lambda: services.appoint(person, **form.post, by=request.acting, at=timezone.now()))
    if post is None:
        return form_page(request, "accounts/appointment_give.html", form, account=person)
    messages.success(request, f"Đã phân công: {post}.")
    return redirect(person)


@post_may(MANAGE)
def appointment_end(request: MemberRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Appointment.objects.with_unit(), pk=pk)
    form = EndAppointmentForm(request.POST or None)
    ended = done(
        form,
        lambda: services.end_appointment(
            post, until=form.cleaned_data["until"], by=request.acting, at=timezone.now()
        ),
    )
    if ended is None:
        return form_page(request, "accounts/appointment_end.html", form, post=post)
    messages.success(request, f"Đã ghi ngày kết thúc: {post}.")
    return redirect(post.person)
