"""The columns of a list: which ones there are, which are shown, and by what they sort."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import Case, QuerySet, Value, When
from django_tables2.columns import BoundColumn

# `attrs` of a column of buttons, which paper does not take.
SCREEN_ALONE = {"td": {"class": "d-print-none"}, "th": {"class": "d-print-none"}}


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that the reader may show or hide; the first one, which names the row, always stays."""

    name: str
    label: str
    is_shown: bool
    is_first: bool


class ListTable(tables.Table):
    """A table that becomes cards on a phone. Columns as in django-tables2.

    What a cell says in files is what it says on the page, without links; `value_<column>(record)` says
    it otherwise. `exclude_from_export=True` keeps a column of buttons out of files, print and choice.
    """

    caption = ""
    empty_title = "Chưa có mục nào"
    empty_hint = ""
    # Columns that stand in the table only when they are asked for.
    on_demand: ClassVar[tuple[str, ...]] = ()

    class Meta:
        default = "–"

    def __init__(self, *args: Any, shown: Iterable[str] = (), **kwargs: Any) -> None:
        # A table without a Meta of its own does not inherit this one.
        super().__init__(*args, **{"default": "–", **kwargs})
        self._show(set(shown) & {choice.name for choice in self.choices()})

    def _show(self, asked: set[str]) -> None:
        for choice in self.choices():
            is_wanted = choice.name in asked if asked else choice.name not in self.on_demand
            if not (is_wanted or choice.is_first):
                self.columns.hide(choice.name)

    def choices(self) -> list[Choice]:
        columns = [column for column in self.columns.iterall() if is_data(column)]
        return [
            Choice(column.name, str(column.header), column.visible, column is columns[0])
            for column in columns
        ]

    @property
    def sorted_by(self) -> str:
        """“Đơn vị, giảm dần”; nothing when the list stands in its own order."""
        columns = [self.columns[alias.lstrip("-")] for alias in self.order_by or ()]
        return "; ".join(
            f"{column.header}, giảm dần" if column.order_by_alias.is_descending else str(column.header)
            for column in columns
        )


def is_data(column: BoundColumn) -> bool:
    return not column.column.exclude_from_export


class ChoiceColumn(tables.Column):
    """A field with choices: it sorts as they are declared, step by step, and not by their codes."""

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        path = str(self.accessor)
        declared = self.accessor.get_field(queryset.model).flatchoices
        places = [When(**{path: code}, then=Value(place)) for place, (code, _) in enumerate(declared)]
        place = Case(*places, default=Value(len(places)))
        return queryset.order_by(place.desc() if is_descending else place.asc()), True
