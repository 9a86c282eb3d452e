"""What the readers of Word and Excel have in common."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


class NotATable(Exception):
    """The file cannot be taken; `message` says why, in Vietnamese, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as a person reads it; `day` or `figure` where the file itself holds one."""

    text: str = ""
    day: date | None = None
    figure: Decimal | None = None
    is_share: bool = False  # shown as 95%
    is_filled: bool = False  # of a merged cell above
    is_formula: bool = False


EMPTY = Cell()


@dataclass(slots=True)
class Grid:
    """One sheet of Excel or one table of Word; `rows` begin at line `first` of it."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def where(self, index: int) -> str:
        return f"{self.name}, dòng {index + 1}"
