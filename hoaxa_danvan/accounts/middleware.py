from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hoaxa_danvan.accounts import interrupted
from hoaxa_danvan.accounts.selectors import current_appointments


class SignInMiddleware(LoginRequiredMiddleware):
    """Every view asks for a sign-in; a form sent after the session ended is kept for afterwards."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method == "POST" and not getattr(view_func, "never_kept", False):
            interrupted.keep(request, at=timezone.now())
        return super().handle_no_permission(request, view_func)


class ActingMiddleware:
    """Put the person's posts on the request, and the one they act in.

    `request.acting` is None for visitors. A person without any post, or whose issued password
    is still unchanged, gets nowhere but to the pages of their own account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.appointments, request.acting = [], None  # type: ignore[attr-defined]  # see http.py
        if request.user.is_authenticated:
            posts = current_appointments(request.user, day=timezone.localdate())
            chosen = request.session.get("acting")
            request.appointments = posts  # type: ignore[attr-defined]
            request.acting = next(  # type: ignore[attr-defined]
                (post for post in posts if post.pk == chosen), posts[0] if posts else None
            )
        response = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated:
            interrupted.forget_if_taken(request, response.status_code)
        return response

    def process_view(
        self, request: Any, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or getattr(view_func, "needs_no_post", False):
            return None
        if not getattr(view_func, "login_required", True):
            return None
        if request.user.must_change_password:
            come_back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse('accounts:password-change')}?{come_back}")
        if request.acting is None:
            return render(request, "accounts/no_appointment.html", status=403)
        return None
