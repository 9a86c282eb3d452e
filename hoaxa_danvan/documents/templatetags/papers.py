"""Papers on the pages of the things that they are about."""

from typing import Any

from django import template
from django.db import models

from hoaxa_danvan.documents.selectors.papers import kinds_to_start, papers_about

register = template.Library()


@register.inclusion_tag("documents/_papers_of.html", takes_context=True)
def papers_of(context: template.Context, target: models.Model) -> dict[str, Any]:
    """What has been written about the thing, and a button for each paper that this post may begin."""
    who = context["acting"]
    papers = papers_about(target, who=who)
    return {
        "papers": papers,
        "kinds": kinds_to_start(target, papers=papers, who=who),
        "target": target,
        "target_type": target._meta.label_lower,
        "csrf_token": context.get("csrf_token"),
    }
