from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow import services
from hoaxa_danvan.workflow.forms import AnswerForm, DraftForm, InsertForm, NoteForm, TickForm
from hoaxa_danvan.workflow.models import CannedRemark, IllegalMove, Receipt, ReturnNote, Sendable
from hoaxa_danvan.workflow.pages import way_back
from hoaxa_danvan.workflow.remarks import offered
from hoaxa_danvan.workflow.ticking import tick_off


def receipt_detail(request: MemberRequest, pk: int) -> HttpResponse:
    receipts = Receipt.objects.visible_to(request.acting).select_related("by__unit", "unit")
    return render(request, "workflow/receipt_detail.html", {"receipt": get_object_or_404(receipts, pk=pk)})


@require_POST
def note_pin(request: MemberRequest, kind: int, pk: int) -> HttpResponse:
    target = sendable_or_404(request, kind=kind, pk=pk)
    if "insert" in request.POST:
        return note_with_sentence(request, target)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return note_form_again(request, form, target)
    typed = form.cleaned_data
    field = typed["field"]
    try:
        services.pin_note(target, **typed, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    return redirect(f"{way_back(request, target.get_absolute_url())}#o-{field}")


def note_with_sentence(request: MemberRequest, target: Sendable) -> HttpResponse:
    """“Chèn” without scripts: the form again, with the sentence after what was typed so far."""
    form = InsertForm(request.POST)
    if not (request.acting.may(target.perm("judge"), target) and form.is_valid()):
        return note_form_again(request, NoteForm(request.POST), target)
    said = form.cleaned_data
    sentence = get_object_or_404(CannedRemark, pk=said["sentence"])
    data = {
        "field": said["field"],
        "canned": sentence.pk,
        "text": " ".join(filter(None, [said["text"].strip(), sentence.text])),
    }
    return note_form_again(request, NoteForm(initial=data), target, status=200)


@require_POST
def note_tick(request: MemberRequest, pk: int) -> HttpResponse:
    note = note_or_404(request, pk)
    form = TickForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else "?"
    try:
        tick_off(note, outcome=outcome, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    return redirect(f"{way_back(request, note.target.get_absolute_url())}#o-{note.field}")


@require_POST
def note_unpin(request: MemberRequest, pk: int) -> HttpResponse:
    note = note_or_404(request, pk)
    try:
        services.unpin_note(note, by=request.acting)
    except IllegalMove as error:
        messages.error(request, error.message)
    return redirect(f"{way_back(request, note.target.get_absolute_url())}#o-{note.field}")


@require_POST
def note_answer(request: MemberRequest, pk: int) -> HttpResponse:
    note = note_or_404(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return note_form_again(request, form, note.target, note=note)
    try:
        services.answer_note(note, answer=form.cleaned_data["answer"], by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    return redirect(f"{way_back(request, note.target.get_absolute_url())}#o-{note.field}")


@require_POST
def draft_drop(request: MemberRequest) -> HttpResponse:
    form = DraftForm(request.POST)
    if form.is_valid():
        services.drop_draft(by=request.acting, **form.cleaned_data)
        messages.success(request, "Đã bỏ nội dung tự lưu.")
    return redirect(way_back(request, "/"))


def sendable_or_404(request: MemberRequest, *, kind: int, pk: int) -> Sendable:
    """Any paper that this post may read, by its content type and key."""
    model: Any = get_object_or_404(ContentType, pk=kind).model_class()
    if model is None or not issubclass(model, Sendable):
        raise Http404
    target: Sendable = get_object_or_404(model.objects.visible_to(request.acting), pk=pk)
    return target


def note_or_404(request: MemberRequest, pk: int) -> ReturnNote:
    """An opinion on a paper that this post may read; one in preparation only for who prepares it."""
    note = get_object_or_404(ReturnNote, pk=pk)
    target = sendable_or_404(request, kind=note.target_type_id, pk=note.target_id)
    if note.released_at is None and not request.acting.may(target.perm("judge"), target):
        raise Http404
    return note


def note_form_again(
    request: MemberRequest,
    form: NoteForm | AnswerForm,
    target: Sendable,
    note: ReturnNote | None = None,
    *,
    status: int = 422,
) -> HttpResponse:
    field = request.POST.get("field", "")
    context = {
        "form": form,
        "target": target,
        "note": note,
        "next": way_back(request, ""),
        "sentences": [] if note else offered(target, field=field),
    }
    return render(request, "workflow/note_form.html", context, status=status)
