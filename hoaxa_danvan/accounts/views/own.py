"""Signing in and out, one's own password, the post acted in, a form that was interrupted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts import interrupted, services
from hoaxa_danvan.accounts.forms import PasswordForm, SignInForm
from hoaxa_danvan.accounts.http import MemberRequest, needs_no_post, never_kept


class SignIn(LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        interrupted.claim(self.request, form.get_user())
        services.note_sign_in(form.get_user(), at=timezone.now())
        if interrupted.SESSION_KEY in self.request.session:
            response = HttpResponseRedirect(interrupted.next_page(self.request))
        interrupted.remember_here(response, self.request)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


@login_not_required
@require_POST
def sign_out(request: MemberRequest) -> HttpResponse:
    if request.user.is_authenticated:
        services.note_sign_out(request.user, by=request.acting, at=timezone.now())
        logout(request)
        messages.success(request, "Đã đăng xuất.")
    return redirect("accounts:sign-in")


@never_kept
@needs_no_post
@never_cache
@sensitive_post_parameters()
def password_change(request: MemberRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=request.user)
    next_url = local_address(request)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "next": next_url}
        return render(
            request, "registration/password_change_form.html", context, status=422 if form.errors else 200
        )
    services.change_password(
        request.user, password=form.cleaned_data["fresh"], by=request.acting, at=timezone.now()
    )
    # This session goes on; the others carry the mark of the old password and end.
    update_session_auth_hash(request, request.user)
    messages.success(
        request, "Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này sẽ phải đăng nhập lại."
    )
    return redirect(next_url or interrupted.next_page(request))


@never_kept
@require_POST
def acting_choose(request: MemberRequest) -> HttpResponse:
    """The same page may not exist for another post: the way leads home."""
    wanted = request.POST.get("appointment", "")
    post = next((post for post in request.appointments if str(post.pk) == wanted), None)
    if post is None:
        raise Http404
    request.session["acting"] = post.pk
    response = redirect(interrupted.next_page(request))
    interrupted.remember_here(response, request)
    return response


@never_cache
def resume(request: MemberRequest) -> HttpResponse:
    kept = interrupted.find(request)
    if kept is None:
        return redirect("home:tasks")
    return render(request, "accounts/resume.html", {"kept": kept})


@never_kept
@require_POST
def resume_discard(request: MemberRequest) -> HttpResponse:
    interrupted.forget(request)
    messages.success(request, "Đã bỏ nội dung chưa gửi.")
    return redirect("home:tasks")


def local_address(request: HttpRequest) -> str:
    """`next`, if it leads to this portal."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if safe else ""
