"""Autosave for any form page: `form[data-autosave-url]` posts here, the page asks for it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models import Draft, IllegalMove, Versioned
from hoaxa_danvan.workflow.services import keep_draft


def autosave(
    request: MemberRequest, *, form: str, target_id: int = 0, current_version: int = 0
) -> JsonResponse:
    """Keep the posted fields. 200 `{"saved_at": "14:05"}`; 409 when the row has moved on."""
    at = timezone.now()
    base = int_or_zero(request.POST.get("version", ""))
    try:
        keep_draft(
            by=request.acting,
            form=form,
            target_id=target_id,
            payload=fields_of(request),
            base_version=base,
            at=at,
        )
    except IllegalMove as error:
        return JsonResponse({"message": error.message}, status=413)
    if base != current_version:
        message = "Người khác đã lưu trong lúc đang soạn; nội dung ở đây vẫn được giữ."
        return JsonResponse({"conflict": True, "message": message}, status=409)
    return JsonResponse({"saved_at": f"{timezone.localtime(at):%H:%M}"})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else who has typed into the same form and not saved; `post` is their title and unit."""

    post: str
    saved_at: datetime


def colleagues(target: Versioned, *, who: Appointment) -> list[Colleague]:
    """Whose unsaved text on this paper is kept, the newest first. Two queries, however many."""
    kept = Draft.objects.filter(form=target.draft_key, target_id=target.pk).exclude(person=who.person_id)
    drafts = list(kept.select_related("unit", "person").order_by("-saved_at", "pk"))
    posts = Appointment.objects.filter(person__in=[draft.person_id for draft in drafts]).order_by("pk")
    held = {(post.person_id, post.unit_id): post for post in posts.select_related("unit")}
    return [
        Colleague(str(held.get((draft.person_id, draft.unit_id), draft.unit)), draft.saved_at)
        for draft in drafts
    ]


def fields_of(request: HttpRequest) -> dict[str, list[str]]:
    """What was posted, without the token and without files."""
    return {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}


def as_post(draft: Draft) -> QueryDict:
    """The kept fields as form data, as if they had just been posted."""
    data = QueryDict(mutable=True)
    for name, values in draft.payload.items():
        data.setlist(name, values)
    return data


def with_version(data: QueryDict, version: int) -> QueryDict:
    """What was typed, now upon another version: the next save replaces that one knowingly."""
    fresh = data.copy()
    fresh["version"] = str(version)
    return fresh


def quiet(*forms: BaseForm | BaseFormSet[Any]) -> None:
    """Show what was typed without judging it yet: a kept text, or a form that gets one more row."""
    for form in forms:
        if isinstance(form, BaseFormSet):
            quiet(*form.forms)
            form._errors, form._non_form_errors = [], form.error_class()  # type: ignore[attr-defined]
        else:
            form._errors = ErrorDict()  # type: ignore[attr-defined]  # what Django asks before it validates


def int_or_zero(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
