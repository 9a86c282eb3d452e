"""Small charts as plain SVG, the same on a page and in a PDF; no script, no style attribute."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hoaxa_danvan.lib.numbers import number, percent

RED, INK = "#9c1c1f", "#1f1c17"
# From the first step to the last; the word and the figure beside each bar carry the meaning.
STEPS = (RED, "#b5484a", "#c77c5a", "#c9a227")

_TEXT, _LINE, _BAR, _GAP = 16, 22, 20, 12
# The rest of the width belongs to the figure behind the longest bar.
_LONGEST = Decimal(74)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, the figure in words (the number itself when empty)."""

    label: str
    value: int | float | Decimal
    text: str = ""

    @property
    def figure(self) -> str:
        return self.text or number(self.value)


def bars(rows: Iterable[Bar | tuple[str, int]]) -> list[Bar]:
    return [row if isinstance(row, Bar) else Bar(*row) for row in rows]


def funnel_bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    """The steps of a funnel: each figure with its share of the first one."""
    steps = list(rows)
    first = steps[0][1] if steps else 0
    return [
        Bar(label, value, number(value) if i == 0 else f"{number(value)} ({percent(value, first)})")
        for i, (label, value) in enumerate(steps)
    ]


def share_of_longest(rows: list[Bar]) -> list[Decimal]:
    """The length of each bar in per cent of the longest."""
    longest = max((Decimal(str(row.value)) for row in rows), default=Decimal(0))
    return [_tidy(Decimal(str(row.value)) * 100 / longest if longest else Decimal(0)) for row in rows]


def bar_chart_svg(
    rows: Iterable[Bar | tuple[str, int]],
    *,
    title: str,
    desc: str = "",
    width: int | None = None,
    font: str = "",
    steps: bool = False,
) -> SafeString:
    """Bars under their names. `width` in pixels for paper; without it the chart is as wide as
    its place on the page, and its letters keep their size. `steps` colours a funnel's steps.
    """
    drawn = bars(rows)
    pieces, y = [], 0
    # About 0.55 em to a letter; without a width, as many as a phone can show.
    letters = max(int((width or 340) / (_TEXT * 0.55)), 12)
    for index, (row, share) in enumerate(zip(drawn, share_of_longest(drawn), strict=True)):
        lines = textwrap.wrap(row.label, letters) or [""]
        pieces.append(_text_lines(lines, y))
        y += _LINE * len(lines)
        pieces.append(_bar(row, share, y, width, STEPS[min(index, 3)] if steps else RED))
        y += _BAR + _GAP
    return _frame(
        format_html_join("", "{}", ((piece,) for piece in pieces)), title, desc, width, max(y - _GAP, 1), font
    )


def _text_lines(lines: list[str], y: int) -> SafeString:
    return format_html_join(
        "", '<text x="0" y="{}">{}</text>', ((y + _LINE * i + _TEXT, line) for i, line in enumerate(lines))
    )


def _bar(row: Bar, share: Decimal, y: int, width: int | None, colour: str) -> SafeString:
    length = share * _LONGEST / 100
    size = str(_tidy(length * width / 100)) if width else f"{_tidy(length)}%"
    return format_html(
        '<rect x="0" y="{}" width="{}" height="{}" rx="2" fill="{}"/>'
        '<text x="{}" y="{}" dx="8" font-weight="700">{}</text>',
        *(y, size, _BAR, colour, size, y + _TEXT, row.figure),
    )


def _frame(inner: SafeString, title: str, desc: str, width: int | None, height: int, font: str) -> SafeString:
    """Names are made from the words, so that two charts of one page do not share them."""
    name = f"chart-{crc32(f'{title}|{desc}'.encode()):08x}"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="{}" height="{}"{} '
        'aria-labelledby="{}-title {}-desc" font-size="{}" fill="{}"{}>'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        *(width or "100%", height, _view_box(width, height), name, name, _TEXT, INK),
        *(format_html(' font-family="{}"', font) if font else "", name, title, name, desc, inner),
    )


def _view_box(width: int | None, height: int) -> SafeString:
    return format_html(' viewBox="0 0 {} {}"', width, height) if width else SafeString("")


def _tidy(length: Decimal) -> Decimal:
    """Two decimals, and 0 for a bar of nothing."""
    return Decimal(0) if not length else length.quantize(Decimal("0.01"))
