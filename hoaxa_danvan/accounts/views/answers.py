"""How a page with a form answers: shown, refused with what was typed, or met by another save."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoaxa_danvan.accounts.forms import VersionedForm
from hoaxa_danvan.accounts.services import Stale

T = TypeVar("T")


def done(form: BaseForm, serve: Callable[[], T]) -> T | None:
    """What the service answers to a valid form; None when the form has to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        return serve()
    except ValidationError as refusal:
        for name, sentences in getattr(refusal, "error_dict", {None: [refusal]}).items():
            # What the form does not ask for is said on top of it.
            form.add_error(name if name in form.fields else None, sentences)
        return None


def form_page(request: HttpRequest, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def conflict_page(
    request: HttpRequest, template: str, form: VersionedForm, clash: Stale, **context: Any
) -> HttpResponse:
    differences = form.meet(clash.fresh)
    return render(request, template, {"form": form, "differences": differences, **context}, status=409)
