"""Reads the table of tasks out of a unit's own Word or Excel file. Saves nothing, knows no models.

A file comes from outside: its size, its parts, its cells and the time to read it are limited.
"""

from .columns import COLUMNS, Column
from .deadlines import NotADay, read_deadline
from .guessing import guess_item
from .reading import MOST_ROWS, TableRow, TaskTable, read_tasks
from .targets import NotATarget, Target, read_target
from .values import NotATable

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
    "guess_item",
    "read_deadline",
    "read_target",
    "read_tasks",
]
