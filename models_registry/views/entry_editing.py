"""The registration's form: begun, shown, autosaved, saved, and what happens when two people save."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import own_window
from campaigns.models import CampaignYear
from campaigns.selectors.years import items_of
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import find_draft, rehearse
from models_registry.forms.entries import EntryForm, StartForm, UpdateForm
from models_registry.models import RegisteredModel
from models_registry.selectors import entries as selectors
from models_registry.services import entries as services
from models_registry.views.entries import find_entry, own_entry


def entry_start(request: MemberRequest, year: int) -> HttpResponse:
    campaign_year = get_object_or_404(CampaignYear.objects.select_related("campaign"), year=year)
    if not request.acting.may("models_registry.start_registeredmodel"):
        raise PermissionDenied
    items = items_of(request.acting.unit, campaign_year=campaign_year)
    form = StartForm(
        request.POST if request.method == "POST" else None, items=items, initial={"key": uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.start_entry(
                campaign_year=campaign_year, **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            return redirect("models_registry:entry-edit", entry.pk)
    context = {
        "campaign_year": campaign_year,
        "form": form,
        "items": items,
        "window": own_window(selectors.registration_window(campaign_year), request.acting.unit_id),
        "now": timezone.now(),
    }
    return render(request, "models_registry/entry_start.html", context, status=422 if form.errors else 200)


def entry_edit(request: MemberRequest, pk: int) -> HttpResponse:
    entry = own_entry(request, pk)
    if request.method == "POST":
        return save(request, entry)
    if not request.acting.may("models_registry.change_registeredmodel", entry):
        messages.error(request, f"Không sửa được: đang ở trạng thái “{entry.get_status_display()}”.")
        return redirect(entry)
    draft = find_draft(by=request.acting, form=entry.draft_key, target_id=entry.pk)
    if draft is None:
        return show_form(request, entry, entry_form(entry))
    typed = entry_form(entry, drafts.as_post(draft))
    drafts.quiet(typed)
    is_stale = draft.base_version != entry.version
    return show_form(request, entry, typed, extra={"draft": draft, "is_stale": is_stale})


def save(request: MemberRequest, entry: RegisteredModel) -> HttpResponse:
    typed = entry_form(entry, request.POST)
    if not typed.is_valid():
        return show_form(request, entry, typed, status=422)
    version = typed.cleaned_data["version"]
    try:
        saved = services.save_entry(
            entry, version=version, fields=typed.content(), by=request.acting, at=timezone.now()
        )
    except Conflict as conflict:
        return show_conflict(request, entry, typed, conflict)
    except IllegalMove as error:
        typed.add_error(None, error.message)
        return show_form(request, entry, typed, status=422)
    messages.success(request, "Đã lưu.")
    return redirect(next_page(request, saved))


def next_page(request: MemberRequest, entry: RegisteredModel) -> str:
    """Where the button that saved leads."""
    if request.POST.get("next") == "attach":
        query = QueryDict(mutable=True)
        query["next"] = reverse("models_registry:entry-edit", args=[entry.pk])
        upload = reverse("attachments:evidence-add", args=[entry._meta.label_lower, entry.pk])
        return f"{upload}?{query.urlencode()}"
    name = "entry-check" if request.POST.get("next") == "check" else "entry-edit"
    return reverse(f"models_registry:{name}", args=[entry.pk])


def show_conflict(
    request: MemberRequest, entry: RegisteredModel, typed: EntryForm, conflict: Conflict
) -> HttpResponse:
    """Both texts, nothing lost: the form keeps what was typed, now upon the fresh version."""
    version, fields = conflict.fresh.version, typed.content()
    try:
        content = rehearse(
            conflict.fresh,
            lambda: services.save_entry(
                entry, version=version, fields=fields, by=request.acting, at=timezone.now()
            ),
        )
    except Conflict as newer:
        return show_conflict(request, entry, typed, newer)
    except IllegalMove as error:
        typed.add_error(None, error.message)
        return show_form(request, entry, typed, status=422)
    again = entry_form(entry, drafts.with_version(request.POST, version))
    drafts.quiet(again)
    extra = {"differences": pages.differences(conflict, content), "has_errors": True}
    return show_form(request, entry, again, status=409, extra=extra)


@require_POST
def entry_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    entry = own_entry(request, pk)
    return drafts.autosave(request, form=entry.draft_key, target_id=entry.pk, current_version=entry.version)


def update_add(request: MemberRequest, pk: int) -> HttpResponse:
    entry, at = find_entry(request, pk), timezone.now()
    if not request.acting.may("models_registry.add_progressupdate", entry):
        raise PermissionDenied
    form = UpdateForm(request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            update = services.add_update(entry, **form.cleaned_data, by=request.acting, at=at)
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi tiến độ.")
            return redirect(update_page(request, update))
    may_attach = request.acting.may("models_registry.attach_registeredmodel", entry)
    context = {"entry": entry, "form": form, "may_attach": may_attach}
    return render(request, "models_registry/update_add.html", context, status=422 if form.errors else 200)


def update_page(request: MemberRequest, update: Any) -> str:
    if request.POST.get("next") != "attach":
        return str(update.get_absolute_url())
    query = QueryDict(mutable=True)
    query["next"] = update.get_absolute_url()
    upload = reverse("attachments:evidence-add", args=[update._meta.label_lower, update.pk])
    return f"{upload}?{query.urlencode()}"


def entry_form(entry: RegisteredModel, data: QueryDict | None = None) -> EntryForm:
    return EntryForm(data, entry=entry, items=selectors.items_to_register(entry))


def show_form(
    request: MemberRequest,
    entry: RegisteredModel,
    typed: EntryForm,
    *,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "entry": entry,
        "form": typed,
        "has_errors": status == 422,
        "groups": form_groups(typed),
        "files": entry.evidence.kept(),
        "window": own_window(selectors.registration_window(entry.campaign_year), entry.unit_id),
        "now": timezone.now(),
        **(extra or {}),
    }
    return render(request, "models_registry/entry_form.html", context, status=status)


def form_groups(form: EntryForm) -> list[tuple[str, list[Any]]]:
    """The form's fields under the headings that the page of the model has."""
    groups = [
        (title, [form[name] for name in names if name in form.fields])
        for title, names in RegisteredModel.GROUPS.items()
    ]
    return [(title, fields) for title, fields in groups if fields]
