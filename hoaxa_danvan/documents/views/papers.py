from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.documents.filters import PaperFilter
from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.forms.papers import PaperForm, ReasonForm, StartForm
from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.documents.selectors import papers as selectors
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.documents.tables import PaperTable
from hoaxa_danvan.documents.views.writing import Desk, save_desk, show_desk
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow import drafts, pages
from hoaxa_danvan.workflow.models import IllegalMove


def paper_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        OfficialPaper.objects.visible_to(request.acting).for_list(),
        template="documents/paper_list.html",
        table_class=PaperTable,
        filter_class=PaperFilter,
        context={"sees_numbers": request.acting.may("documents.view_numbers")},
    )


@require_POST
def paper_start(request: MemberRequest) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind = form.cleaned_data["kind"]
    target: Any = selectors.find_target(FLOWS[kind], form.cleaned_data["target_id"], who=request.acting)
    if target is None:
        raise Http404
    try:
        paper = services.start_paper(kind, target=target, by=request.acting, at=timezone.now())
    except IllegalMove as refusal:
        messages.error(request, refusal.message)
        return redirect(target)
    return redirect("documents:paper-edit", paper.pk)


def paper_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return show_paper(request, find_paper(request, pk))


def show_paper(
    request: MemberRequest, paper: OfficialPaper, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """The paper's page; `extra` is a form that came back with errors."""
    documents = selectors.documents_of(paper, who=request.acting)
    issued = next((document for document in documents if document.is_issued), None)
    context = {
        "paper": paper,
        "reading": selectors.reading_of(paper, issued=issued),
        "target": paper.target,
        "documents": documents,
        "issued": issued,
        "issued_part": selectors.issued_part(paper, issued=issued),
        "open_sections": selectors.open_sections(paper) if paper.is_open else [],
        "may": rights(paper, request.acting),
        "is_reader": request.acting.role == Role.LEADER,
        "steps": pages.history(paper),
        "drop_form": ReasonForm(),
        **extra,
    }
    return render(request, "documents/paper_detail.html", context, status=status)


def rights(paper: OfficialPaper, who: Appointment) -> dict[str, bool]:
    """What this post may do with it now: the buttons of the page."""
    moves = {move.verb for move in paper.moves_for(who)}
    edit = who.may("documents.change_officialpaper", paper)
    return {"edit": edit, "issue": "issue" in moves, "drop": "drop" in moves}


def paper_edit(request: MemberRequest, pk: int) -> HttpResponse:
    paper = find_paper(request, pk)
    if not request.acting.may("documents.write_officialpaper", paper):
        raise PermissionDenied
    if request.method == "POST":
        return save_desk(request, desk(request, paper)) or after_saving(request, paper)
    if not paper.is_open:
        messages.error(request, f"Không sửa được: đang ở trạng thái “{paper.get_status_display()}”.")
        return redirect(paper)
    return show_desk(request, desk(request, paper))


def desk(request: MemberRequest, paper: OfficialPaper) -> Desk:
    def form(data: QueryDict | None) -> PaperForm:
        return PaperForm(data, paper=paper)

    def save(typed: PaperForm) -> None:
        services.save_paper(
            paper,
            version=typed.cleaned_data["version"],
            fields=typed.heads(),
            texts=typed.texts(),
            by=request.acting,
            at=timezone.now(),
        )

    return Desk(paper=paper, form=form, save=save, template="documents/paper_form.html")


def after_saving(request: MemberRequest, paper: OfficialPaper) -> HttpResponse:
    """Where the button that saved leads."""
    wanted = request.POST.get("next")
    if wanted == "draft":
        return draft_now(request, paper)
    if wanted == "renew":
        return renew_now(request, paper)
    messages.success(request, "Đã lưu văn bản.")
    return redirect(paper if wanted == "read" else reverse("documents:paper-edit", args=[paper.pk]))


@require_POST
def paper_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    paper = find_paper(request, pk)
    if not request.acting.may("documents.write_officialpaper", paper):
        raise PermissionDenied
    return drafts.autosave(request, form=paper.draft_key, target_id=paper.pk, current_version=paper.version)


@require_POST
def paper_renew(request: MemberRequest, pk: int) -> HttpResponse:
    return renew_now(request, find_paper(request, pk))


def renew_now(request: MemberRequest, paper: OfficialPaper) -> HttpResponse:
    try:
        renewal = services.renew_facts(paper, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(paper)
    messages.success(request, what_is_new(renewal))
    return redirect("documents:paper-edit", paper.pk)


def what_is_new(renewal: services.Renewal) -> str:
    if not renewal.facts_differ:
        return "Đã lấy lại số liệu: không có gì thay đổi."
    told = ["Đã lấy lại số liệu; bảng, biểu đồ, phụ lục theo số mới."]
    if not renewal.taken_over and not renewal.kept:
        told.append("Các câu đề xuất không đổi.")
    if renewal.taken_over:
        told.append(f"Câu đề xuất đã thay theo số mới: {'; '.join(renewal.taken_over)}.")
    if renewal.kept:
        told.append(f"Giữ nguyên phần đã sửa tay, câu đề xuất mới để bên dưới ô: {'; '.join(renewal.kept)}.")
    return " ".join(told)


@require_POST
def paper_draft(request: MemberRequest, pk: int) -> HttpResponse:
    return draft_now(request, find_paper(request, pk))


def draft_now(request: MemberRequest, paper: OfficialPaper) -> HttpResponse:
    try:
        document = services.order_paper_draft(paper, by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
        return redirect(paper)
    if document.made_at:
        messages.success(request, f"Nội dung chưa đổi: {document.title} vẫn là bản mới nhất.")
    else:
        messages.success(request, f"{document.title} đang được lập.")
    return redirect(paper)


@require_POST
def paper_drop(request: MemberRequest, pk: int) -> HttpResponse:
    paper, form = find_paper(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return show_paper(request, paper, status=422, drop_form=form, has_errors=True)
    try:
        services.drop_paper(paper, note=form.cleaned_data["reason"], by=request.acting, at=timezone.now())
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi: thôi không ban hành văn bản này.")
    return redirect(paper)


def find_paper(request: MemberRequest, pk: int) -> OfficialPaper:
    papers = OfficialPaper.objects.visible_to(request.acting)
    return get_object_or_404(papers.select_related("unit", "by__unit"), pk=pk)
