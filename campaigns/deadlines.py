"""By when a unit must send, and until when it can: the window's days, or its own extension of them."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Q

from campaigns.models import Extension, Window

W = TypeVar("W", Window, Window | None)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days of some windows for every unit: `{(window id, unit id): end of its extension}` besides."""

    extended: dict[tuple[int, int], datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, windows: Iterable[Window], *, unit_id: int | None = None) -> "Deadlines":
        """One query, however many windows and units; `unit_id` narrows it to one unit."""
        rows = Extension.objects.granted().filter(window__in=[window.pk for window in windows])
        if unit_id is not None:
            rows = rows.filter(unit=unit_id)
        found: dict[tuple[int, int], datetime] = {}
        for row in rows:
            if (ends_at := row.ends_at) is not None:
                key = (row.window_id, row.unit_id)
                found[key] = max(ends_at, found.get(key, ends_at))
        return cls(found)

    def due_at(self, window: Window, unit_id: int) -> datetime:
        return max(window.due_at, self.extended.get((window.pk, unit_id), window.due_at))

    def closes_at(self, window: Window, unit_id: int) -> datetime:
        return max(window.closes_at, self.extended.get((window.pk, unit_id), window.closes_at))

    def is_extended(self, window: Window, unit_id: int) -> bool:
        """The unit has an end of its own that is later than everybody's."""
        return self.due_at(window, unit_id) > window.due_at


def own_window(window: W, unit_id: int) -> W:
    """The window as it binds one unit: the same row with the unit's own days, not to be saved."""
    if window is None:
        return window
    deadlines, own = Deadlines.of([window], unit_id=unit_id), copy(window)
    own.due_at, own.closes_at = deadlines.due_at(window, unit_id), deadlines.closes_at(window, unit_id)
    return own


def own_windows(windows: Iterable[Window], unit_id: int) -> list[Window]:
    """The same of several windows, in one query."""
    rows = [copy(window) for window in windows]
    deadlines = Deadlines.of(rows, unit_id=unit_id) if rows else Deadlines()
    for row in rows:
        row.due_at, row.closes_at = deadlines.due_at(row, unit_id), deadlines.closes_at(row, unit_id)
    return rows


def open_for(unit_id: int, *, at: datetime, path: str = "") -> Q:
    """Windows that still take the unit's papers at that moment; `path` leads to the window (“window__”)."""
    extended = Extension.objects.running(at).filter(unit=unit_id).values("window")
    return Q(**{f"{path}closes_at__gte": at}) | Q(**{f"{path}pk__in": extended})
