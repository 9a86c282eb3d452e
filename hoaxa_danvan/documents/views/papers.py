from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.forms import StartForm
from hoaxa_danvan.documents.models import OfficialPaper
from hoaxa_danvan.documents.selectors.papers import find_target
from hoaxa_danvan.documents.services import papers as services


@require_POST
def paper_start(request: MemberRequest) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind = form.cleaned_data["kind"]
    target = find_target(FLOWS[kind], form.cleaned_data["target_id"], who=request.acting)
    if target is None:
        raise Http404
    paper = services.start_paper(kind, target=target, by=request.acting, at=timezone.now())
    return redirect("documents:paper-edit", paper.pk)


def paper_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "documents/paper_detail.html", {"paper": find_paper(request, pk)})


def paper_edit(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "documents/paper_form.html", {"paper": find_paper(request, pk)})


def find_paper(request: MemberRequest, pk: int) -> OfficialPaper:
    return get_object_or_404(OfficialPaper.objects.visible_to(request.acting), pk=pk)
