"""A form that was sent after its session had ended: kept, and offered again after the sign-in.

What was typed waits in the nameless session that the browser is given; sign-in keeps that
session. A computer may be shared: a signed cookie tells who was signed in there last, and in
which post. What that person typed is not shown to another, and that person comes back to the
same post, in which alone the form may be sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from hoaxa_danvan.accounts.models import User

SESSION_KEY = "interrupted_post"
LARGEST = 500_000
COOKIE = "last_here"
COOKIE_AGE = 30 * 86400
# The page has taken the form, or answers it with what was typed.
TAKEN = frozenset({200, 201, 302, 303, 409, 422})


@dataclass(frozen=True, slots=True)
class InterruptedPost:
    """The page it was sent to, when, every field as (name, value), the names of chosen files."""

    path: str
    at: datetime
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def texts(self) -> list[str]:
        """What a person typed rather than chose: shown, so that it is recognised."""
        return [value for _, value in self.fields if " " in value.strip()]


def keep(request: HttpRequest, *, at: datetime) -> None:
    """Remember a form; not what a script sent, for it keeps its own text and sends it again."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    if not request.accepts("text/html") or sum(len(value) for _, value in fields) > LARGEST:
        return
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "at": at.isoformat(),
        "fields": fields,
        "files": [file.name for _, files in request.FILES.lists() for file in files],
        "person": last_here(request)[0],
    }


def find(request: HttpRequest) -> InterruptedPost | None:
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if not kept or not leads_to_a_page(kept["path"]):
        return None
    return InterruptedPost(
        path=kept["path"],
        at=datetime.fromisoformat(kept["at"]),
        fields=[(name, value) for name, value in kept["fields"]],
        files=kept["files"],
    )


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def forget_if_taken(request: HttpRequest, status: int) -> None:
    if status in TAKEN and request.session.get(SESSION_KEY, {}).get("path") == request.get_full_path():
        forget(request)


def claim(request: HttpRequest, person: User) -> None:
    """After a sign-in: back to the post of the last time; what another was typing is dropped."""
    last_person, last_post = last_here(request)
    if last_person == str(person.pk) and last_post:
        request.session["acting"] = int(last_post)
    if request.session.get(SESSION_KEY, {}).get("person") not in {None, "", str(person.pk)}:
        forget(request)


def next_page(request: HttpRequest) -> str:
    """What was being typed goes before everything else."""
    return resolve_url("accounts:resume" if SESSION_KEY in request.session else settings.LOGIN_REDIRECT_URL)


def last_here(request: HttpRequest) -> tuple[str, str]:
    """The keys of the person and of the post who were last signed in with this browser, or ""."""
    value = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=COOKIE_AGE)
    person, _, post = str(value).partition(":")
    return person, post


def remember_here(response: HttpResponseBase, request: HttpRequest) -> None:
    """Tell this browser who uses it, and in which post."""
    response.set_signed_cookie(
        COOKIE,
        f"{request.user.pk}:{request.session.get('acting', '')}",
        salt=COOKIE,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def leads_to_a_page(path: str) -> bool:
    """Local, and an address that the portal knows."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True
