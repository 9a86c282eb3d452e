"""The register of numbers for clerk and reviewers; the terms that the Party's numbers run through."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.documents.forms.numbers import CancelForm, TermForm
from hoaxa_danvan.documents.models import PaperNumber
from hoaxa_danvan.documents.registers import ClerkTable, NumberFilter, NumberTable
from hoaxa_danvan.documents.selectors.numbers import Period, all_terms, find_term, runs
from hoaxa_danvan.documents.services.numbers import cancel_number, standing_paper
from hoaxa_danvan.documents.services.terms import save_term
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow.models import IllegalMove, Stale

VIEW, CANCEL, CHANGE = (
    "documents.view_numbers",
    "documents.cancel_papernumber",
    "documents.change_stationery",
)


@post_may(VIEW)
def number_list(request: MemberRequest) -> HttpResponseBase:
    numbers = PaperNumber.objects.visible_to(request.acting)
    return render_list(
        request,
        numbers.for_list(),
        template="documents/number_list.html",
        table_class=ClerkTable if request.acting.may(CANCEL) else NumberTable,
        filter_class=NumberFilter,
        context={"runs": runs(numbers.select_related("series"))},
    )


@post_may(CANCEL)
def number_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    number = get_object_or_404(PaperNumber.objects.visible_to(request.acting).select_related("series"), pk=pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_number(number, **form.cleaned_data, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã hủy số {number.text}. Số và lý do ở lại trong sổ.")
            return redirect("documents:number-list")
    context = {"number": number, "form": form, "standing": standing_paper(number)}
    return render(request, "documents/number_cancel.html", context, status=422 if form.errors else 200)


@post_may(CHANGE)
def term_list(request: MemberRequest) -> HttpResponse:
    return render(request, "documents/term_list.html", {"terms": all_terms()})


@post_may(CHANGE)
def term_create(request: MemberRequest) -> HttpResponse:
    return _term_page(request, None)


@post_may(CHANGE)
def term_change(request: MemberRequest, name: str) -> HttpResponse:
    term = find_term(name)
    if term is None:
        raise Http404
    return _term_page(request, term)


def _term_page(request: MemberRequest, term: Period | None) -> HttpResponse:
    form = TermForm(request.POST or None, term=term)
    context: dict[str, object] = {"form": form, "term": term}
    if form.is_valid():
        given = {**form.cleaned_data, "version": form.cleaned_data["version"] if term else None}
        try:
            row = save_term(**given, by=request.acting, at=timezone.now())
        except IllegalMove as error:
            form.add_error(None, error.message)
        except Stale:
            context["differences"] = form.differences(find_term(given["name"]))
            return render(request, "documents/term_form.html", context, status=409)
        else:
            messages.success(request, f"Đã lưu nhiệm kỳ {row.name}.")
            return redirect("documents:term-list")
    return render(request, "documents/term_form.html", context, status=422 if form.errors else 200)
