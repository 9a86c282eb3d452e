"""Figures as the office writes and types them: 1.234,5 and 57/60 (95,0%)."""

import re
from decimal import ROUND_HALF_UP, Decimal

_TYPED = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_TO_VIETNAMESE = str.maketrans(",.", ".,")

NOT_A_NUMBER = "Vui lòng viết số theo cách 1.234,5: dấu chấm ngăn hàng nghìn, dấu phẩy trước phần thập phân."


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Grouped by thousands; without `decimals`, as many decimal places as the value really has."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return f"{exact:,f}".translate(_TO_VIETNAMESE)
    text = f"{exact:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).translate(_TO_VIETNAMESE)


def percent(part: int, total: int) -> str:
    """“95,0%”, half rounded up; “–” of nothing."""
    if not total:
        return "–"
    share = Decimal(part * 100) / Decimal(total)
    return f"{number(share, decimals=1)}%"


def ratio(part: int, total: int) -> str:
    """“57/60 (95,0%)”; of nothing there is no percentage: “0/0”."""
    counts = f"{number(part)}/{number(total)}"
    return f"{counts} ({percent(part, total)})" if total else counts


def parse_number(text: str) -> Decimal:
    """What was typed, as a Decimal; ValueError with a sentence for the person who typed it."""
    match = _TYPED.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        raise ValueError(NOT_A_NUMBER)
    return Decimal(match[0].replace(".", "").replace(",", "."))
