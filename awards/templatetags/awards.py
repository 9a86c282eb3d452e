"""The awards of models, on pages of the registry: asked for a whole list at once."""

from collections.abc import Iterable
from typing import Any

from django import template

from awards.models import Award
from awards.selectors.decisions import awards_by_entry
from models_registry.models import RegisteredModel

register = template.Library()


@register.simple_tag
def awards_of(entries: Iterable[RegisteredModel]) -> dict[int, list[Award]]:
    """Published awards of every model of a page, in one query: `{% awards_of entries as found %}`."""
    return awards_by_entry(list(entries))


@register.inclusion_tag("awards/_entry_awards.html")
def entry_awards(found: dict[int, list[Award]], entry: RegisteredModel) -> dict[str, Any]:
    """One model's lines out of what `awards_of` has found; nothing at all without an award."""
    return {"awards": found.get(entry.pk, [])}
