"""What `request` carries here, told to mypy, and what a view says about itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from hoaxa_danvan.accounts.models import Appointment, User

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class MemberRequest(HttpRequest):
    """A request of somebody who has signed in and acts in a post."""

    user: User
    acting: Appointment
    appointments: list[Appointment]


def needs_no_post(view: V) -> V:
    """A page of one's own account: open without a post, and while the issued password still holds."""
    view.needs_no_post = True  # type: ignore[attr-defined]  # ActingMiddleware looks for it
    return view


def never_kept(view: V) -> V:
    """What is sent here after the session has ended is dropped: secrets, and presses of the moment."""
    view.never_kept = True  # type: ignore[attr-defined]  # SignInMiddleware looks for it
    return view


def post_may(permission: str) -> Callable[[V], V]:
    """A page for certain posts: every other post gets 403."""

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.acting.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded  # type: ignore[return-value]  # the same signature, by way of *args

    return guard
