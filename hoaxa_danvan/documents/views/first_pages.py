from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.documents.models import FirstPage
from hoaxa_danvan.documents.services.first_pages import DRAW_FIRST_PAGE
from hoaxa_danvan.documents.views.stationery import CHANGE
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import retry


@require_safe
@post_may(CHANGE)
def first_page(request: MemberRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk, kind=DRAW_FIRST_PAGE)
    return render(request, "documents/first_page.html", {"job": job})


@require_safe
@post_may(CHANGE)
def first_page_picture(request: MemberRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(FirstPage, job_id=pk, job__kind=DRAW_FIRST_PAGE)
    response = HttpResponse(bytes(page.picture), content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400, immutable"  # a job's picture never changes
    return response


@require_POST
@post_may(CHANGE)
def first_page_retry(request: MemberRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk, kind=DRAW_FIRST_PAGE)
    retry(job_id=job.pk, at=timezone.now())
    return redirect("documents:first-page", job.pk)
