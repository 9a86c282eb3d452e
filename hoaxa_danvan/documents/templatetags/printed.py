"""Text as a paper prints it."""

import re
import textwrap
from datetime import date
from functools import cache

import segno
from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from hoaxa_danvan.documents.headings import HeadingProfile
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.lib.defaults import load_defaults
from hoaxa_danvan.lib.text import nfc, squeeze

register = template.Library()

# 31-QĐ/ĐU, 05/KH-UBND, 16/KH-MTTQ-BTT, 30/2020/NĐ-CP: a line must not end inside.
NUMBER_AND_SYMBOL = re.compile(r"\b\d+(?:/\d{4})?[-/][A-ZĐƯƠÂĂÊÔ][^\W\d_]*(?:[-/][A-ZĐƯƠÂĂÊÔ][^\W_]*)+")
# What XML and fonts know nothing of: controls, halves of surrogate pairs, non-characters.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SHORT_QUOTATION = re.compile(r"“[^”]{1,20}”")
YEAR = r"năm \d{4}"
SUBJECT_WIDTH = 60  # letters of 14 pt bold that leave some white on both sides of the column
MATTER_WIDTH = 34  # letters of 12 pt under the number of a công văn


@register.filter
def clean(text: str) -> str:
    """Composed (NFC), so that search and copy find it, and without what cannot be printed."""
    return UNPRINTABLE.sub("", nfc(text)).strip()


@register.filter
def in_one_line(text: str) -> str:
    return squeeze(clean(text))


@register.filter
def printed(text: str) -> SafeString:
    """Escaped; numbers with their symbols in one piece; a newline breaks the line."""
    whole = NUMBER_AND_SYMBOL.sub(r'<span class="whole">\g<0></span>', escape(clean(text)))
    return mark_safe(whole.replace("\n", "<br>"))  # noqa: S308 - escaped before any mark-up was added


@register.filter
def printed_in_groups(text: str) -> SafeString:
    """As `printed`; a line of a heading does not end inside “xã Hòa Xá”, “Ủy ban”."""
    whole = word_groups().sub(r'<span class="whole">\g<0></span>', printed(text))
    return mark_safe(whole)  # noqa: S308 - escaped by `printed`, and no tag of its own is such words


@register.filter
def heading_lines(text: str) -> list[str]:
    """“Phần thứ nhất⏎Kết quả” is the ordinal and, in capitals, the name."""
    ordinal, *name = clean(text).split("\n")
    return [ordinal, *(line.upper() for line in name)]


@register.filter
def balanced(text: str, width: int = SUBJECT_WIDTH) -> str:
    """Lines of nearly equal length, for a centred title; line breaks made by hand stay."""
    words = clean(text)
    if "\n" in words:
        return words
    count = len(_wrapped(words, width))
    narrowest = next(w for w in range(1, width + 1) if len(_wrapped(words, w)) <= count)
    return "\n".join(_wrapped(words, narrowest))


@register.filter
def matter(title: str, profile: HeadingProfile) -> str:
    """“về việc …”, “V/v …” in short lines; a title that begins so already keeps its beginning."""
    words, lead = clean(title), profile.subject_lead
    if lead and not words.lower().startswith(lead.lower()):
        words = f"{lead} {words}"
    return balanced(words, MATTER_WIDTH)


@register.filter
def listed(items: tuple[str, ...]) -> list[str]:
    """“- one;”, “- another.”: as addressees and recipients stand in their lists."""
    return [f"- {item}{'.' if place == len(items) else ';'}" for place, item in enumerate(items, start=1)]


@register.filter
def name_of_kind(paper: Paper) -> SafeString:
    """As written inside a sentence: “Báo cáo”; what has no kind is a công văn."""
    return printed(in_one_line(paper.kind).lower().capitalize() or "Công văn")


@register.filter
def number_of(paper: Paper) -> SafeString:
    """“128-BC/ĐU”, or room for the digits before “-BC/ĐU”."""
    if paper.number:
        return printed(paper.number)
    return room("room-for-number") + printed(paper.symbol)


@register.filter
def date_of(paper: Paper) -> SafeString:
    """“ngày 05 tháng 12 năm 2026”, or room to write the day and the month."""
    if paper.date:
        return printed(in_words(paper.date))
    open_day = room("room-for-date")
    return format_html("ngày{0}tháng{0}năm {1}", open_day, paper.year or open_day)


@register.filter
def qr_code(url: str) -> SafeString:
    """The address as a drawing that scanners read, with a title for those who hear the page."""
    drawn = segno.make(url, error="m", micro=False).svg_inline(
        border=0, omitsize=True, title="Mã QR để tra cứu văn bản", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - segno draws figures and writes nothing of the address


@register.filter
def short_address(url: str) -> str:
    """What a person types: without “https://”."""
    return in_one_line(url).removeprefix("https://").removeprefix("http://")


def room(kind: str) -> SafeString:
    """White space in which it is written by hand."""
    return format_html('<span class="{}"></span>', kind)


def in_words(day: date) -> str:
    """Days below 10 and the months 1 and 2 get a nought, the months 3-9 do not."""
    month = f"{day.month:02}" if day.month < 3 else day.month
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


@cache
def word_groups() -> re.Pattern[str]:
    """The words that stay together in headings; the longest of those that begin alike goes before."""
    groups = sorted(load_defaults("documents/word_groups.yaml"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, groups))}|{YEAR})\b", re.IGNORECASE)


def in_groups(text: str) -> str:
    """With spaces that do not break a line inside short quotations, and inside words that belong together."""
    bound = text
    for pattern in (SHORT_QUOTATION, word_groups()):
        bound = pattern.sub(lambda found: found[0].replace(" ", "\xa0"), bound)
    return bound


def _wrapped(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(in_groups(text), width, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\xa0", " ") for line in lines]
