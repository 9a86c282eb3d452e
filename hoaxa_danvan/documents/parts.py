"""Which parts of a paper are printed by themselves: a print's memory grows with every row of a table.

1,000 rows of eight cells take 300 MB, 10,000 rows more than two gigabytes; in parts the press never
takes more than 200 MB. Only tables of appendices are cut, and only those longer than one print holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from hoaxa_danvan.documents.paper import Appendix, Certificates, Paper, Printable, Table

LETTERS_IN_PART = 75_000
LETTERS_OF_A_ROW = 60  # what its lines and tags weigh, as if they were letters
SHEETS_IN_PART = 100


@dataclass(frozen=True, slots=True)
class Part:
    """What one print holds: the body of `paper`, if `has_body`, and the appendices that it has here.

    `table` is the piece of a long table, printed from `first_row` of it on; `next_row` is where
    the print after this one begins at the latest, and None at the table's end.
    """

    paper: Printable
    has_body: bool = False
    table: Table | None = None
    first_row: int = 0
    next_row: int | None = None


@dataclass(frozen=True, slots=True)
class LongAppendix:
    """One that takes several prints. How much each of them holds shows when it is printed."""

    paper: Paper
    appendix: Appendix

    def part_from(self, first_row: int) -> Part:
        """From that row of its long table on, as much as one print takes."""
        place, table = next(_long_tables(self.appendix))
        fitting = (weight <= LETTERS_IN_PART for weight in accumulate(map(_weight, table.rows[first_row:])))
        end = first_row + max(1, sum(fitting))
        is_first, is_last = first_row == 0, end >= len(table.rows)
        piece = replace(
            table,
            rows=table.rows[first_row:end],
            caption=table.caption if is_first else "",
            total=table.total if is_last else None,
            note=table.note if is_last else "",
        )
        before = self.appendix.body[:place] if is_first else ()
        after = self.appendix.body[place + 1 :] if is_last else ()
        cut = replace(self.appendix, body=(*before, piece, *after))
        return Part(
            replace(self.paper, appendices=(cut,)),
            table=piece,
            first_row=first_row,
            next_row=None if is_last else end,
        )


def pieces(paper: Paper) -> Iterator[Part | LongAppendix]:
    """Long appendices by themselves, and between them what one print holds."""
    waiting: list[Appendix] = []
    has_body = True
    for appendix in paper.appendices:
        if not any(_long_tables(appendix)):
            waiting.append(appendix)
            continue
        if has_body or waiting:
            yield Part(replace(paper, appendices=tuple(waiting)), has_body=has_body)
        yield LongAppendix(paper, appendix)
        waiting, has_body = [], False
    if has_body or waiting:
        yield Part(replace(paper, appendices=tuple(waiting)), has_body=has_body)


def batches(paper: Certificates) -> Iterator[Certificates]:
    """Each sheet is a page of its own, so a batch may end anywhere."""
    for start in range(0, max(len(paper.sheets), 1), SHEETS_IN_PART):
        yield replace(paper, sheets=paper.sheets[start : start + SHEETS_IN_PART])


def _long_tables(appendix: Appendix) -> Iterator[tuple[int, Table]]:
    """The tables that are too long for one print, with their places; only the first of them is cut."""
    for place, block in enumerate(appendix.body):
        if isinstance(block, Table) and sum(map(_weight, block.rows)) > LETTERS_IN_PART:
            yield place, block


def _weight(row: tuple[str, ...]) -> int:
    return LETTERS_OF_A_ROW + sum(map(len, row))
