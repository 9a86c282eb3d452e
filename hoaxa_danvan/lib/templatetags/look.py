"""The pieces every page is made of. What each needs is told in docs/look.md."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hoaxa_danvan.lib import dates, numbers, svg
from hoaxa_danvan.lib.forms import error_items

register = template.Library()

# A state's tone: draft ◐, wait ●, back ◆, done ✓; none ○ for what has not begun.
TONES = {
    "draft": "draft",
    "running": "draft",
    "amending": "draft",
    "submitted": "wait",
    "queued": "wait",
    "waiting": "wait",
    "presented": "wait",
    "returned": "back",
    "rejected": "back",
    "failed": "back",
    "accepted": "done",
    "recognised": "done",
    "issued": "done",
    "published": "done",
    "sent": "done",
    "done": "done",
}


@register.simple_tag
def tag(label: object, tone: str = "") -> SafeString:
    """A word with a shape; `tone` is one of draft, wait, back, done, or nothing."""
    return format_html('<span class="tag {}">{}</span>', tone, label) if tone else _plain_tag(label)


def _plain_tag(label: object) -> SafeString:
    return format_html('<span class="tag">{}</span>', label)


@register.simple_tag
def status(thing: Any, label: str = "") -> SafeString:
    """The state of a thing. Its class may have its own `status_tone`; `label` says it otherwise."""
    tone = getattr(thing, "status_tone", None) or TONES.get(str(thing.status), "")
    return tag(label or thing.get_status_display(), tone)


@register.simple_tag
def deadline(due_at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """“Thứ Sáu 27/02/2026, còn 2 ngày”, in red when pressing or late."""
    if not due_at:
        return ""
    at = now or timezone.now()
    tone = "due late" if dates.is_pressing(due_at, at) else "due"
    return format_html('<span class="{}">{}</span>', tone, dates.deadline_words(due_at, at))


@register.filter
def ratio(part: int | None, total: int | None) -> str:
    return numbers.ratio(part or 0, total or 0)


@register.filter
def percent(part: int | None, total: int | None) -> str:
    return numbers.percent(part or 0, total or 0)


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """1.234,5, and a dash where there is no figure: a missing figure is not 0."""
    return "–" if value is None or value == "" else numbers.number(value)


@register.filter
def weekday_date(value: date | datetime | None) -> str:
    """“thứ Sáu 27/02/2026”"""
    if not value:
        return ""
    return dates.weekday_date(dates.local_day(value) if isinstance(value, datetime) else value)


@register.filter
def long_date(value: date | None) -> str:
    return dates.long_date(value) if value else ""


@register.filter
def marked(pieces: Iterable[Any]) -> SafeString:
    """Pieces of text (kind “same”, “ins” or “del”; text) with what came and what went marked."""
    return format_html_join(" ", "{}", ((_marked(piece.kind, piece.text),) for piece in pieces))


def _marked(kind: str, text: str) -> SafeString | str:
    return format_html("<{0}>{1}</{0}>", kind, text) if kind in {"ins", "del"} else text


@register.filter
def heat(value: int | None, highest: int | None) -> str:
    """The class of a cell: “z” for an empty one, else three steps up to the highest value."""
    if not value:
        return "z"
    return f"l{min(3, 1 + 3 * (value - 1) // max(highest or 1, 1))}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The pages around this one and both ends; a gap is the paginator's ELLIPSIS."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign from static/icons.svg. It only repeats the word beside it, so readers skip it."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        *(static("icons.svg"), name),
    )


@register.inclusion_tag("lib/_nav.html", takes_context=True)
def nav(context: template.Context) -> dict[str, Any]:
    return {"nav": context.get("nav") or []}


@register.inclusion_tag("lib/_error_summary.html")
def error_summary(*sources: BaseForm | BaseFormSet[Any] | None) -> dict[str, Any]:
    """All errors of the page on top, each a link to its field."""
    return {"items": list(error_items(*(source for source in sources if source is not None)))}


@register.inclusion_tag("lib/_bars.html")
def bars(rows: Iterable[svg.Bar | tuple[str, int]], title: str, desc: str = "") -> dict[str, Any]:
    """A bar chart and, folded under it, its table."""
    drawn = svg.bars(rows)
    return {
        "rows": drawn,
        "title": title,
        "chart": svg.bar_chart_svg(drawn, title=title, desc=desc),
    }


@register.inclusion_tag("lib/_funnel.html")
def funnel(rows: Iterable[tuple[str, int] | tuple[str, int, str]], title: str) -> dict[str, Any]:
    """Steps of (name, count) or (name, count, address of the list behind the count)."""
    steps = list(rows)
    drawn = svg.funnel_bars((step[0], step[1]) for step in steps)
    urls = [step[2] if len(step) > 2 else "" for step in steps]
    return {
        "title": title,
        "steps": list(zip(drawn, svg.share_of_longest(drawn), svg.STEPS * 3, urls, strict=False)),
    }


@register.inclusion_tag("lib/_share.html")
def share(part: int, total: int) -> dict[str, Any]:
    """How much of a whole is done, as a thin bar with its words."""
    return {
        "words": numbers.ratio(part, total),
        "width": min(100, round(100 * part / total)) if total else 0,
    }
