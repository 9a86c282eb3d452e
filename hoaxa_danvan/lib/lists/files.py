"""A list as a file: what the reader sees, all pages of it, in Excel or CSV."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn, DateColumn, DateTimeColumn
from django_tables2.rows import BoundRow

from hoaxa_danvan.lib.lists.tables import ListTable, is_data
from hoaxa_danvan.lib.sheets import Column, Value, write_csv, write_workbook
from hoaxa_danvan.lib.text import squeeze

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# So many rows are in memory at once.
CHUNK = 1000
NOTHING = "–"
LINE_BREAK = re.compile(r"<br\s*/?>")
UNFIT_FOR_NAMES = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class Download:
    """What left the portal: the list's title, the file's form, how many rows, and by which address."""

    title: str
    form: str
    rows: int
    query: str


def download(
    request: HttpRequest,
    table: ListTable,
    form: str,
    *,
    title: str,
    facts: Sequence[tuple[str, Value]],
    told: Callable[[Download], object] | None,
) -> FileResponse:
    """The file is whole before the first byte leaves: a slow phone holds no query, and a fault is a page."""
    at = timezone.now()
    columns = [column for column in table.columns if is_data(column)]
    heads = [Column(str(column.header), is_grouped=column.localize is not False) for column in columns]
    rows = rows_of(table, columns)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    if form == "xlsx":
        said = (*facts, ("Sắp xếp theo", table.sorted_by), ("Lấy lúc", at), ("Địa chỉ", _address(request)))
        written = write_workbook(file, title=title, columns=heads, rows=rows, facts=said)
    else:
        written = write_csv(file, columns=heads, rows=rows)
    if told:
        told(Download(title, form, written, request.GET.urlencode()))
    file.seek(0)
    name = f"{squeeze(UNFIT_FOR_NAMES.sub(' ', title))} {timezone.localtime(at):%d-%m-%Y}.{form}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[form])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _address(request: HttpRequest) -> str:
    """Where the same list stands on the portal."""
    query = request.GET.copy()
    query.pop("xuat")
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}" if query else request.path)


def rows_of(table: ListTable, columns: list[BoundColumn]) -> Iterator[list[Value]]:
    for record in table.data.data.iterator(chunk_size=CHUNK):
        row = BoundRow(record, table)
        yield [value_of(row, column) for column in columns]


def value_of(row: BoundRow, column: BoundColumn) -> Value:
    """A day or a figure as such, anything else in the words of the page."""
    value: Any = row.get_cell_value(column.name)
    if isinstance(column.column, DateColumn | DateTimeColumn):
        # These columns would give text in the form of the machine.
        value = column.accessor.resolve(row.record, quiet=True)
    if value is None or value == "":
        value = column.default
    if isinstance(value, bool | int | float | Decimal | date):
        return value
    words = in_words(value)
    return None if words == NOTHING else words


def in_words(value: Any) -> str:
    """Without tags; a line break stays one."""
    if not isinstance(value, SafeString):
        return str(value).strip()
    lines = LINE_BREAK.sub("\n", value).split("\n")
    return "\n".join(squeeze(unescape(strip_tags(line))) for line in lines).strip()
