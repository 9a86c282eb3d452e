"""The door through which all text comes in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from hoaxa_danvan.lib.text import nfc


class CleanTextMiddleware:
    """Refuse NUL and broken UTF-8, and bring what is typed to NFC.

    PostgreSQL cannot store NUL; iPhones and Macs send decomposed letters, which would make two
    of what a person reads as one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_broken(request.path) or is_broken(request.META.get("QUERY_STRING", "")):
            return render(request, "400.html", status=400)
        if request.GET:
            if any(map(is_broken, texts(request.GET))):
                return render(request, "400.html", status=400)
            request.GET = cleaned(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: Any, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST":
            return None
        if any(map(is_broken, texts(request.POST))):
            return render(request, "400.html", status=400)
        request._post = cleaned(request.POST)
        return None


def texts(data: QueryDict) -> list[str]:
    return [*data, *(value for _, values in data.lists() for value in values)]


def is_broken(text: str) -> bool:
    """NUL, half a surrogate, or the mark that decoding leaves for bytes that are not UTF-8."""
    return "\0" in text or "%00" in text or "\ufffd" in text or any("\ud800" <= c <= "\udfff" for c in text)


def cleaned(data: QueryDict) -> QueryDict:
    fresh = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        fresh.setlist(nfc(name), [nfc(value) for value in values])
    fresh._mutable = False
    return fresh
