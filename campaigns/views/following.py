"""Who has sent what: units × windows of a year, or × years of one window, with days late; as Excel too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from campaigns.forms.following import FollowForm
from campaigns.models import Window
from campaigns.selectors.sending import (
    Column,
    GridRow,
    columns_of,
    sending_grid,
    windows_of_kind,
    year_windows,
)
from campaigns.views.years import get_year
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import OFFICE_ROLES
from hoaxa_danvan.lib import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid as a page draws it."""

    title: str
    columns: list[Column]
    rows: list[GridRow]


@post_may("campaigns.view_sending")
def year_following(request: MemberRequest, year: int) -> HttpResponse:
    campaign_year = get_year(year)
    return show_grid(
        request,
        year_windows(campaign_year),
        title=f"Theo dõi gửi năm {campaign_year.year}",
        label=lambda window: window.get_kind_display(),
        context={"campaign_year": campaign_year, "kinds": Window.Kind},
    )


@post_may("campaigns.view_sending")
def kind_following(request: MemberRequest, kind: str) -> HttpResponse:
    """One window over the years."""
    if kind not in Window.Kind.values:
        raise Http404
    return show_grid(
        request,
        windows_of_kind(kind),
        title=f"{Window.Kind(kind).label} qua các năm",
        label=lambda window: f"Năm {window.campaign_year.year}",
        context={"kinds": Window.Kind},
    )


def show_grid(
    request: MemberRequest,
    windows: list[Window],
    *,
    title: str,
    label: Callable[[Window], str],
    context: dict[str, object],
) -> HttpResponse:
    form = FollowForm(request.GET)
    rows = form.narrowed(sending_grid(windows, at=timezone.now()))
    grid = Grid(title, columns_of(windows, rows, label=label), rows)
    if request.GET.get("xuat") == "xlsx":
        return as_workbook(grid)
    shown = {
        "grid": grid,
        "filter_form": form,
        "may_remind": request.acting.may("campaigns.change_reminderrule"),
        # The administrator sees who has sent, and reads nothing of it.
        "may_read": request.acting.role in OFFICE_ROLES,
        "owed": Window.OWED,
        "now": timezone.now(),
        **context,
    }
    return render(request, "campaigns/following.html", shown)


def as_workbook(grid: Grid) -> HttpResponse:
    """The same rows as Excel: per window where the unit stands, when it sent, days late as a figure."""
    file = BytesIO()
    sheets.write_workbook(
        file,
        title=grid.title,
        columns=list(sheet_columns(grid)),
        rows=(sheet_row(row) for row in grid.rows),
        facts=[(column.label, f"Đã gửi {column.words}") for column in grid.columns],
    )
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="theo-doi-gui.xlsx"'
    return response


def sheet_columns(grid: Grid) -> Iterator[sheets.Column]:
    yield from (sheets.Column(name) for name in ("Đơn vị", "Khối", "Đơn vị chỉ đạo"))
    for column in grid.columns:
        yield sheets.Column(column.label)
        yield sheets.Column(f"{column.label}: gửi lúc")
        yield sheets.Column(f"{column.label}: chậm (ngày)")


def sheet_row(row: GridRow) -> list[sheets.Value]:
    above = str(row.unit.steered_by) if row.unit.steered_by else ""
    values: list[sheets.Value] = [row.unit.name, row.unit.kind.name, above]
    for cell in row.cells:
        sent_at = cell.standing.sent_at if cell.standing and cell.is_sent else None
        values += [cell.label, sent_at, cell.days_late if cell.is_owed else None]
    return values
