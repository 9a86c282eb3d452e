from typing import Any

from django import template

from hoaxa_danvan.notifications.models import Notice

register = template.Library()

SHOWN = 5


@register.inclusion_tag("notifications/_notices.html", takes_context=True)
def notices(context: template.Context) -> dict[str, Any]:
    """What the unit of the acting post has not read yet; one query. Needs `acting`."""
    unread = list(Notice.objects.visible_to(context["acting"]).unread())
    return {"shown": unread[:SHOWN], "count": len(unread), "csrf_token": context.get("csrf_token")}
