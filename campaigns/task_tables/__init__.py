"""Reads the table of tasks out of a unit's own Word or Excel file. Saves nothing, knows no models.

A file comes from outside: its size, its parts, its cells and the time to read it are limited.
"""

from .columns import COLUMNS, Column
from .deadlines import NotADay, read_deadline
from .guessing import guess_item
from .reading import MOST_ROWS, TableRow, TaskTable, read_tasks
from .targets import NotATarget, Target, read_target
from .texts import in_one_line, of_the_work
from .values import NotATable
from .writing import WrittenRow, write_tasks

__all__ = [
    "COLUMNS",
    "MOST_ROWS",
    "Column",
    "NotADay",
    "NotATable",
    "NotATarget",
    "TableRow",
    "Target",
    "TaskTable",
    "WrittenRow",
    "guess_item",
    "in_one_line",
    "of_the_work",
    "read_deadline",
    "read_target",
    "read_tasks",
    "write_tasks",
]
