"""The administrator's pages: profiles and letterheads as they hold, changed with the first page in sight."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.documents.forms.letterheads import LetterheadForm
from hoaxa_danvan.documents.forms.profiles import ProfileForm
from hoaxa_danvan.documents.forms.stationery import CopyForm, StationeryForm
from hoaxa_danvan.documents.models import Stationery
from hoaxa_danvan.documents.selectors.numbers import all_terms
from hoaxa_danvan.documents.selectors.stationery import Entry, entries, find_entry
from hoaxa_danvan.documents.services import stationery as services
from hoaxa_danvan.documents.services.first_pages import first_page_job
from hoaxa_danvan.workflow.forms import VersionForm
from hoaxa_danvan.workflow.models import IllegalMove, Stale

CHANGE = "documents.change_stationery"
Kind = Stationery.Kind
# What stands in the address, and what it means.
KINDS = {"trinh-bay": Kind.PROFILE, "co-quan": Kind.LETTERHEAD}
WORDS = {kind: word for word, kind in KINDS.items()}
FORMS: dict[str, type[StationeryForm]] = {Kind.PROFILE: ProfileForm, Kind.LETTERHEAD: LetterheadForm}


@post_may(CHANGE)
def stationery_list(request: MemberRequest) -> HttpResponse:
    profiles, bodies = entries(Kind.PROFILE), entries(Kind.LETTERHEAD)
    names = {entry.key: entry.value.name for entry in profiles}
    context = {
        "profiles": [{"entry": entry, "url": address("detail", entry)} for entry in profiles],
        "letterheads": [
            {"entry": entry, "url": address("detail", entry), "profile": names.get(entry.value.profile, "")}  # type: ignore[union-attr]  # bodies alone
            for entry in bodies
        ],
        "terms": all_terms(),
    }
    return render(request, "documents/stationery_list.html", context)


@post_may(CHANGE)
def stationery_detail(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    entry = entry_or_404(kind, key)
    form = FORMS[entry.kind](entry=entry)
    context = {
        **places(entry),
        "groups": form.in_words(entry.value),
        "differences": form.differences(entry.default, entry.value) if entry.is_changed else None,
        "job": first_page_job(*services.sample_pair(entry.value)),
        "default_job": first_page_job(*services.sample_pair(entry.default))
        if entry.default and entry.is_changed
        else None,
    }
    return render(request, "documents/stationery_detail.html", context)


@post_may(CHANGE)
def stationery_edit(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    entry = entry_or_404(kind, key)
    form = form_of(entry, request.POST or None)
    if not form.is_valid():
        return form_page(request, entry, form)
    version = form.cleaned_data["version"]
    try:
        services.save_stationery(form.value(), version=version, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        form.add_error(None, error.message)
        return form_page(request, entry, form)
    except Stale:
        fresh = entry_or_404(kind, key)
        form.renew(fresh)
        differences = form.differences(fresh.value, form.value())
        return form_page(request, fresh, form, status=409, differences=differences)
    messages.success(request, "Đã lưu. Văn bản làm từ nay theo mẫu này; văn bản đã có giữ nguyên.")
    return redirect(address("detail", entry))


@require_POST
@post_may(CHANGE)
def stationery_preview(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    """What is typed, shown on a page of its own and saved nowhere."""
    entry = entry_or_404(kind, key)
    form = form_of(entry, request.POST)
    if not form.is_valid():
        return form_page(request, entry, form)
    job = services.order_sample(form.value(), by=request.acting, at=timezone.now())
    return redirect("documents:first-page", job.pk)


@require_POST
@post_may(CHANGE)
def stationery_draw(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    """The first page as it holds, where nobody has asked for it yet."""
    entry = entry_or_404(kind, key)
    services.order_sample(entry.value, by=request.acting, at=timezone.now())
    return redirect(address("detail", entry))


@post_may(CHANGE)
def stationery_copy(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    entry = entry_or_404(kind, key)
    form = CopyForm(request.POST or None)
    if form.is_valid():
        try:
            row = services.copy_stationery(entry, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, "Đã thêm. Sửa những chỗ khác với mẫu gốc rồi lưu.")
            return redirect("documents:stationery-edit", kind, row.key)
    status = 422 if form.errors else 200
    return render(request, "documents/stationery_copy.html", {**places(entry), "form": form}, status=status)


@post_may(CHANGE)
def stationery_reset(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    """Trở về mẫu mặc định, or the commune's own one away: what goes is shown first."""
    entry = entry_or_404(kind, key)
    if not entry.is_own and not entry.is_changed:
        return redirect(address("detail", entry))
    form = VersionForm(request.POST or None, initial={"version": entry.version})
    form.fields["version"].localize = False
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.reset_stationery(entry, version=version, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            messages.error(request, error.message)
        except Stale:
            messages.error(request, "Người khác vừa sửa mẫu này. Vui lòng xem lại rồi quyết định.")
        else:
            messages.success(request, "Đã bỏ mẫu riêng." if entry.is_own else "Đã trở về mẫu mặc định.")
            return redirect("documents:stationery-list")
        return redirect(address("detail", entry))
    shown = FORMS[entry.kind](entry=entry)
    differences = None if entry.is_own else shown.differences(entry.value, entry.default)
    context = {**places(entry), "form": form, "differences": differences}
    return render(request, "documents/stationery_reset.html", context)


def entry_or_404(kind: str, key: str) -> Entry:
    entry = find_entry(KINDS[kind], key) if kind in KINDS else None
    if entry is None:
        raise Http404
    return entry


def address(name: str, entry: Entry) -> str:
    return reverse(f"documents:stationery-{name}", args=[WORDS[Kind(entry.kind)], entry.key])


def places(entry: Entry) -> dict[str, Any]:
    """The entry and the addresses of what may be done to it."""
    names = ("detail", "edit", "draw", "copy", "reset")
    return {"entry": entry, **{f"{name}_url": address(name, entry) for name in names}}


def form_of(entry: Entry, data: Any) -> StationeryForm:
    urls = {"save": address("edit", entry), "preview": address("preview", entry)}
    return FORMS[entry.kind](data, entry=entry, urls=urls)


def form_page(
    request: MemberRequest, entry: Entry, form: StationeryForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    status = 422 if form.errors else status
    context = {**places(entry), "form": form, **context}
    return render(request, "documents/stationery_form.html", context, status=status)
