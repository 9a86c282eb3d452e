"""The documents that a text cites.

A document counts as cited when the text identifies it: by its number (“43-KL/TW”,
“36/2025/NĐ-CP”) or, for the resolutions of a plenum, which carry none, by the plenum
(“Nghị quyết Trung ương 4 (khóa XII)” then stands as its number). Congress resolutions are
named in as many ways as they are mentioned and are left to the prose.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from .values import Citation

_TYPE = (
    r"(?i:Chương trình hành động|Chương trình|Nghị quyết|Quyết định|Kết luận|Chỉ thị|Kế hoạch|"
    r"Hướng dẫn|Quy định|Quy chế|Thông báo|Thông tư|Thông tri|Nghị định|Luật|Công văn|Đề án|Báo cáo)"
)
_PARTY_NUMBER = r"\d{1,4} ?[-–] ?[A-ZĐ][A-Za-zĐđ]{1,5} ?/ ?[A-ZĐ][\wĐđ]*(?:-[\wĐđ]+)*"
_STATE_NUMBER = r"\d{1,5}/(?:\d{4}/)?(?:QH\d+|[A-ZĐ][\wĐđ]*(?:-[A-ZĐ][\wĐđ]*)+)"
_PLENUM = r"(?i:Nghị quyết (?:Hội nghị )?Trung ương) \d+(?:,? ?\(?[Kk]hóa [IVX]+\)?)?"
_DAY = r"ngày \d{1,2}(?:[/.-]\d{1,2}[/.-]| tháng \d{1,2} năm )\d{4}"
# Who issued it: the words up to its subject or the next mark, so that a date further on, which
# is another document's, is never taken for this one's.
_ISSUER = r"của (?:(?!\b(?:về|thực hiện|ban hành|ngày)\b)[^,;:.“”\"()\d])+"

NUMBER = re.compile(rf"\b(?:{_STATE_NUMBER}|{_PARTY_NUMBER})")
_CITED = re.compile(
    rf"(?:{_TYPE} (?:số:? )?)?(?P<number>{NUMBER.pattern}|{_PLENUM})"
    rf"(?:,? {_ISSUER})?(?:,? ?(?P<day>{_DAY}))?(?:,? {_ISSUER})?"
)
_DATE = re.compile(r"ngày (\d{1,2})(?:[/.-]| tháng )(\d{1,2})(?:[/.-]| năm )(\d{4})", re.IGNORECASE)


def read_date(text: str) -> date | None:
    """The first date “ngày 20/8/2025” or “ngày 20 tháng 8 năm 2025”, if it exists at all."""
    found = _DATE.search(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_citations(text: str) -> tuple[Citation, ...]:
    """Each document once, in the order of its first mention.

    A Party body begins its numbers again at each congress: the same number with another date
    is another document, and a mention without a date is of the one already met.
    """
    found: dict[str, list[Citation]] = {}
    order: list[tuple[str, int]] = []
    for cited in _mentions(text):
        namesakes = found.setdefault(cited.number.casefold(), [])
        same = next((i for i, known in enumerate(namesakes) if _is_same(known, cited)), None)
        if same is None:
            order.append((cited.number.casefold(), len(namesakes)))
            namesakes.append(cited)
        elif namesakes[same].date is None:
            namesakes[same] = replace(namesakes[same], date=cited.date)
    return tuple(found[number][index] for number, index in order)


def _mentions(text: str) -> Iterator[Citation]:
    for match in _CITED.finditer(text):
        yield Citation(
            number=_canonical(match["number"]),
            date=read_date(match["day"] or ""),
            text=match.group().strip(" ,"),
        )


def _canonical(number: str) -> str:
    if number[0].isdigit():
        return number.replace(" ", "").replace("–", "-")
    return re.sub(r",? ?\(?[Kk]hóa ([IVX]+)\)?", r" (khóa \1)", number)


def _is_same(known: Citation, cited: Citation) -> bool:
    return known.date is None or cited.date is None or known.date == cited.date
