from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.forms.papers import IssueForm
from hoaxa_danvan.documents.headings import Letterhead
from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.documents.selectors.papers import reading_of_document
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.documents.views.papers import find_paper
from hoaxa_danvan.workflow import drafts
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import find_draft


def paper_issue(request: MemberRequest, pk: int) -> HttpResponse:
    """Typed, looked at as it will stand, and only then issued."""
    paper = find_paper(request, pk)
    if not request.acting.may("documents.issue_officialpaper", paper):
        raise PermissionDenied
    if not paper.is_open:
        return already(request, paper)
    if request.method != "POST":
        return show_form(request, paper, issue_form(paper))
    form = issue_form(paper, request.POST)
    if not form.is_valid():
        return show_form(request, paper, form, status=422)
    if request.POST.get("step") == "change":
        drafts.quiet(form)
        return show_form(request, paper, form)
    return issue(request, paper, form, is_confirmed=request.POST.get("step") == "confirm")


def issue(
    request: MemberRequest, paper: OfficialPaper, form: IssueForm, *, is_confirmed: bool
) -> HttpResponse:
    verb = services.issue_paper if is_confirmed else services.rehearse_issue
    try:
        made: Any = verb(paper, **form.content(), by=request.acting, at=timezone.now())
    except IllegalMove as error:
        paper.refresh_from_db()
        if not paper.is_open:
            return already(request, paper)
        form.add_error(None, error.message)
        return show_form(request, paper, form, status=422)
    if not is_confirmed:
        row, document = made
        reading = reading_of_document(document)
        context = {"paper": paper, "row": row, "reading": reading, "form": form}
        return render(request, "documents/paper_confirm.html", context)
    messages.success(request, "Đã ban hành. Bản PDF, bản Word đang được lập.")
    return redirect(paper)


def already(request: MemberRequest, paper: OfficialPaper) -> HttpResponse:
    """A second click, or a colleague who was quicker: the paper itself says how it stands."""
    if paper.status == OfficialPaper.Status.ISSUED:
        messages.info(request, f"Văn bản đã ban hành ngày {paper.issued_on:%d/%m/%Y}.")
    else:
        messages.error(request, f"Không ban hành được: “{paper.get_status_display()}”.")
    return redirect(paper)


def issue_form(paper: OfficialPaper, data: Any = None) -> IssueForm:
    return IssueForm(data, paper=paper, profile=profile_of(Letterhead(**paper.letterhead).profile))


def show_form(
    request: MemberRequest, paper: OfficialPaper, form: IssueForm, *, status: int = 200
) -> HttpResponse:
    draft = find_draft(by=request.acting, form=paper.draft_key, target_id=paper.pk)
    context = {"paper": paper, "form": form, "draft": draft, "has_errors": status == 422}
    return render(request, "documents/paper_issue.html", context, status=status)
