"""What can be counted from the registers: one function per figure, giving the rows behind it.

A figure is the number of its rows, and its address shows those rows: a count never says anything
that cannot be opened. `Indicator.counter` and the dashboard name a counter by its slug.
"""

from reports.counters import entries, inspections, sending
from reports.counters.registry import COUNTERS, Count, Counter, count_all

__all__ = ["COUNTERS", "Count", "Counter", "count_all", "entries", "inspections", "sending"]
