"""“2 mô hình”, “95%”, “1.200.000 đ” as a figure with its unit."""

import re
from dataclasses import dataclass
from decimal import Decimal

from hoaxa_danvan.lib.numbers import parse_number

from .texts import fold, tidy

_FIGURE = r"\d[\d.,]*"
_WHOLE = re.compile(rf"(?P<before>[^\d]*)(?P<figure>{_FIGURE})(?P<unit>.*)", re.DOTALL)
# Words before the figure that only say “or more”.
_AT_LEAST = {"tren", "it nhat", "toi thieu", ">", "≥", ">=", "tu", "dat tren", "dat tu", "phan dau tren"}
_PLAIN = {"", "dat", "khoang", "du kien", "co", "phan dau", "so luong"}


class NotATarget(Exception):
    """The words hold no single figure; `message` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Target:
    """Nothing at all when `value` is None."""

    value: Decimal | None = None
    unit: str = ""


def read_target(words: str) -> Target:
    """One figure and its unit. Raises NotATarget for words without a figure and for several figures."""
    said = tidy(words).rstrip(" .;,")
    if not said:
        return Target()
    found = _WHOLE.fullmatch(said)
    if found is None:
        raise NotATarget(f"“{said}” không có số. Ghi số, hoặc đánh dấu chuyển chữ này sang ô Sản phẩm.")
    before, unit = fold(found["before"]).strip(" :~"), found["unit"].strip(" .;,")
    if re.search(r"\d", unit) or before not in _AT_LEAST | _PLAIN:
        raise NotATarget(
            f"“{said}” không phải một số kèm đơn vị tính. Tách thành từng việc, "
            "hoặc đánh dấu chuyển chữ này sang ô Sản phẩm."
        )
    try:
        value = parse_number(found["figure"].rstrip(".,"))
    except ValueError as error:
        raise NotATarget(str(error)) from None
    if before in _AT_LEAST and "tro len" not in fold(unit):
        unit = f"{unit} trở lên".strip()
    return Target(value, unit)
