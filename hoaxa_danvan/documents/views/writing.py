"""The page on which a paper is written: shown, autosaved, saved, and what happens when two people save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.forms.writing import SectionsForm
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Versioned
from hoaxa_danvan.workflow.services import find_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A paper that somebody writes: `form` binds its form to what was typed, `save` is its service,
    `context` what its template needs besides the form."""

    paper: Versioned
    form: Callable[[QueryDict | None], SectionsForm]
    save: Callable[[Any], object]
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


def show_desk(request: MemberRequest, desk: Desk) -> HttpResponse:
    """The form as it was saved, or as this person left it."""
    draft = find_draft(by=request.acting, form=desk.paper.draft_key, target_id=desk.paper.pk)
    if draft is None:
        return answer(request, desk, desk.form(None))
    typed = desk.form(drafts.as_post(draft))
    drafts.quiet(typed)
    is_stale = draft.base_version != desk.paper.version
    return answer(request, desk, typed, draft=draft, is_stale=is_stale)


def save_desk(request: MemberRequest, desk: Desk) -> HttpResponse | None:
    """None when it is saved; else the page with what was typed, and why it could not be."""
    typed = desk.form(request.POST)
    if not typed.is_valid():
        return answer(request, desk, typed, status=422)
    try:
        desk.save(typed)
    except Conflict as conflict:
        return show_conflict(request, desk, typed, conflict)
    except IllegalMove as error:
        typed.add_error(None, error.message)
        return answer(request, desk, typed, status=422)
    return None


def show_conflict(
    request: MemberRequest, desk: Desk, typed: SectionsForm, conflict: Conflict
) -> HttpResponse:
    """Both texts, nothing lost: the form keeps what was typed, now upon the fresh version."""
    fresh = conflict.fresh
    found = pages.differences(conflict, typed.typed_into(fresh.snapshot()))
    again = desk.form(drafts.with_version(request.POST, fresh.version))
    drafts.quiet(again)
    return answer(request, desk, again, status=409, differences=found, has_errors=True)


def answer(
    request: MemberRequest, desk: Desk, typed: SectionsForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {**desk.context, "paper": desk.paper, "form": typed, "has_errors": status == 422, **extra}
    return render(request, desk.template, context, status=status)
