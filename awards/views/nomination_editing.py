"""The dossier's form: begun, shown, autosaved, saved, and what happens when two people save."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.nominations import NominationForm, StartForm
from awards.models import Nomination
from awards.selectors.dossiers import earlier_awards
from awards.services import nominations as services
from awards.views.access import get_nomination, get_round, need
from campaigns.deadlines import own_window
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft, rehearse
from models_registry.models import RegisteredModel


def nomination_start(request: MemberRequest, pk: int, entry: int) -> HttpResponse:
    """Which form of award for which model; the dossier is then filled from the register."""
    award_round = get_round(request, pk)
    need(request, "awards.start_nomination")
    proposed = get_object_or_404(RegisteredModel.objects.filter(unit=request.acting.unit_id), pk=entry)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = services.start_nomination(
                award_round, entry=proposed, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            return redirect("awards:nomination-edit", begun.pk)
    context = {
        "award_round": award_round,
        "entry": proposed,
        "form": form,
        "earlier": earlier_awards(proposed, before=award_round),
    }
    return render(request, "awards/nomination_start.html", context, status=422 if form.errors else 200)


def nomination_edit(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = own_nomination(request, pk)
    if not request.acting.may("awards.change_nomination", nomination):
        messages.error(
            request,
            f"Không sửa được: hồ sơ đang ở trạng thái “{nomination.get_status_display()}”, "
            f"đợt xét đang ở “{nomination.round.get_status_display()}”.",
        )
        return redirect(nomination)
    if request.method == "POST":
        return save(request, nomination)
    draft = find_draft(by=request.acting, form=nomination.draft_key, target_id=nomination.pk)
    if draft is None:
        return show_form(request, nomination, NominationForm(instance=nomination))
    form = NominationForm(drafts.as_post(draft), instance=nomination)
    drafts.quiet(form)
    is_stale = draft.base_version != nomination.version
    return show_form(request, nomination, form, draft=draft, is_stale=is_stale)


def save(request: MemberRequest, nomination: Nomination) -> HttpResponse:
    form = NominationForm(request.POST, instance=get_nomination(request, nomination.pk))
    if not form.is_valid():
        return show_form(request, nomination, form, status=422)
    version = form.cleaned_data["version"]
    try:
        saved = services.save_nomination(
            nomination, version=version, fields=form.content(), by=request.acting, at=timezone.now()
        )
    except Conflict as conflict:
        return show_conflict(request, nomination, form, conflict)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_form(request, nomination, form, status=422)
    messages.success(request, "Đã lưu hồ sơ.")
    name = "nomination-check" if request.POST.get("next") == "check" else "nomination-edit"
    return redirect(f"awards:{name}", saved.pk)


def show_conflict(
    request: MemberRequest, nomination: Nomination, form: NominationForm, conflict: Conflict
) -> HttpResponse:
    """Both texts, nothing lost: the form keeps what was typed, now upon the fresh version."""
    version = conflict.fresh.version
    try:
        content = rehearse(
            conflict.fresh,
            lambda: services.save_nomination(
                nomination, version=version, fields=form.content(), by=request.acting, at=timezone.now()
            ),
        )
    except Conflict as newer:
        return show_conflict(request, nomination, form, newer)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return show_form(request, nomination, form, status=422)
    again = NominationForm(drafts.with_version(request.POST, version), instance=nomination)
    drafts.quiet(again)
    texts = pages.differences(conflict, content)
    return show_form(request, nomination, again, status=409, differences=texts, has_errors=True)


@require_POST
def nomination_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    nomination = own_nomination(request, pk)
    return drafts.autosave(
        request, form=nomination.draft_key, target_id=nomination.pk, current_version=nomination.version
    )


def show_form(
    request: MemberRequest, nomination: Nomination, form: NominationForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "nomination": nomination,
        "own_window": own_window(nomination.round.window, nomination.unit_id),
        "form": form,
        "earlier": earlier_awards(nomination.entry, before=nomination.round),
        "now": timezone.now(),
        **extra,
    }
    return render(request, "awards/nomination_form.html", context, status=status)


def own_nomination(request: MemberRequest, pk: int) -> Nomination:
    """A dossier that this post drafts and sends; 403 for one that it may only read."""
    nomination = get_nomination(request, pk)
    if not request.acting.may("awards.submit_nomination", nomination):
        raise PermissionDenied
    return nomination
