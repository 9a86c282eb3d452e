"""Both texts of a conflict, for forms whose thing has no snapshot: what stands saved, what was typed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

from hoaxa_danvan.audit.selectors import history_of
from hoaxa_danvan.workflow.diff import compare
from hoaxa_danvan.workflow.pages import Differences

Page = Iterable[BaseForm | BaseFormSet[Any]]


def both_texts(*, typed: Page, saved: Page, target: models.Model) -> Differences:
    """For workflow/_conflict.html. `saved` are the same forms, unbound, over what stands saved."""
    changes = compare(dict(texts_of(saved)), dict(texts_of(typed)))
    last = history_of(target).last()
    return Differences(
        changes=tuple(change for change in changes if change.changed),
        saved_by=str(last.by) if last and last.by else "",
        saved_at=last.at if last else None,
    )


def texts_of(page: Page) -> Iterator[tuple[str, dict[str, str]]]:
    for part in page:
        if isinstance(part, BaseFormSet):
            for place, form in enumerate(part.forms, start=1):
                yield from _texts(form, where=f"Dòng {place}: ")
        else:
            yield from _texts(part)


def _texts(form: BaseForm, *, where: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for field in form:
        if not field.is_hidden:
            yield field.html_name, {"label": f"{where}{field.label}", "value": _shown(field)}


def _shown(field: BoundField) -> str:
    """The value as the page shows it: the words of a choice, Có or Không of a box."""
    value: Any = field.value()
    if isinstance(value, bool) or (value == "on" and not hasattr(field.field, "choices")):
        return "Có" if value else "Không"
    if choices := getattr(field.field, "choices", None):
        chosen = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value])}
        return "; ".join(str(label) for key, label in choices if str(key) in chosen)
    shown = field.field.widget.format_value(value) if hasattr(field.field.widget, "format_value") else value
    return "" if shown is None else str(shown).replace("\r\n", "\n")
