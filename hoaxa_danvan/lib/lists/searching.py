"""Words found with or without accents, the very accents first."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from hoaxa_danvan.lib.text import fold, nfc, squeeze

# How far a row is from what was typed; the order of a list may end with it.
RANK = "inexact"


def search(queryset: QuerySet[Any], typed: str, *, column: str = "search") -> QuerySet[Any]:
    """Rows whose `column` (lib.text.search_text) has every word typed, with or without accents.

    First what has the words with the very accents that were typed, and of these what has them together.
    """
    for word in fold(typed).split():
        queryset = queryset.filter(**{f"{column}__contains": word})
    accented = squeeze(nfc(typed).lower())
    if accented == fold(typed):
        return queryset
    together = When(**{f"{column}__contains": accented}, then=Value(0))
    each = When(Q(*((f"{column}__contains", word) for word in accented.split())), then=Value(1))
    ranked = queryset.alias(**{RANK: Case(together, each, default=Value(2))})
    ordered: QuerySet[Any] = ranked.order_by(RANK, *order_of(queryset))
    return ordered


def order_of(queryset: QuerySet[Any]) -> tuple[Any, ...]:
    return tuple(queryset.query.order_by or queryset.model._meta.ordering)


def settled(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """With the key as the last word of the order, so that no row falls between two pages.

    What the reader sorted by stands first; among equals the nearest to what was searched.
    """
    order = order_of(queryset)
    if RANK in queryset.query.annotations and RANK not in order:
        order = (*order, RANK)
    return queryset.order_by(*order, "pk")
