"""The files of a thing, on that thing's own page."""

from typing import Any

from django import template
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode

from hoaxa_danvan.attachments.rules import is_ever_public, may_attach, may_show
from hoaxa_danvan.attachments.selectors import evidence_about, kind_of

register = template.Library()


@register.inclusion_tag("attachments/_evidence.html", takes_context=True)
def evidence(
    context: template.Context, target: models.Model, purpose: str = "", title: str = "Minh chứng"
) -> dict[str, Any]:
    """Photos and papers about `target`, with “Thêm” and “Bỏ” for whoever may; one query."""
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "title": title,
        "items": evidence_about(target, purpose=purpose),
        "upload_url": upload_url(context, target, purpose) if may_attach(context["acting"], target) else "",
        "may_remove": may_attach(context["acting"], target),
        "may_show": may_show(context["acting"], target),
        "is_ever_public": is_ever_public(target),
    }


@register.simple_tag(takes_context=True)
def upload_url(context: template.Context, target: models.Model, purpose: str = "") -> str:
    """Where files about `target` are added; afterwards one is back on this page."""
    query = {"next": context["request"].get_full_path()}
    if purpose:
        query["purpose"] = purpose
    path = reverse("attachments:evidence-add", args=[kind_of(target), target.pk])
    return f"{path}?{urlencode(query)}"
