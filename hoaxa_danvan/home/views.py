from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from campaigns.selectors.sending import year_table
from campaigns.selectors.years import current_year, roles_of
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.accounts.models import UNIT_ROLES
from hoaxa_danvan.home.components import pieces
from hoaxa_danvan.workflow.todo import todos_for


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Members find their work here, everyone else the models that have been recognised."""
    return redirect("home:tasks" if request.user.is_authenticated else "models_registry:showcase")


def tasks(request: MemberRequest) -> HttpResponse:
    at = timezone.now()
    year = current_year(at=at)
    unit = request.acting.unit if request.acting.role in UNIT_ROLES else None
    context = {
        "tasks": todos_for(request.acting, at=at),
        "year": year,
        "cells": year_table(unit, year, at=at) if unit and year else [],
        "roles": roles_of(unit, campaign_year=year) if unit and year else {},
        "now": at,
    }
    return render(request, "home/tasks.html", context)


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "home/components.html", pieces(request, at=timezone.now()))


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: what the frame asks of the database may be what is broken.
    return HttpResponse(render_to_string("500.html"), status=500)
