"""Nhắc việc by a person: chosen on the grid, looked at first, then sent; and the rules of the automatic ones."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.filters import ReminderFilter
from campaigns.forms.reminding import RemindForm, RuleForm
from campaigns.models import Reminder, ReminderRule, Window
from campaigns.reminding import HAND_TEXT, zalo_text
from campaigns.selectors.sending import Cell, columns_of, sending_grid, unsent_cells, year_windows
from campaigns.selectors.years import current_year
from campaigns.services import reminders as services
from campaigns.tables import ReminderTable
from campaigns.views.following import Grid
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.accounts.selectors import Reach, reach_of
from hoaxa_danvan.lib.lists import render_list
from hoaxa_danvan.workflow.models import IllegalMove, Stale
from hoaxa_danvan.workflow.pages import way_back

MOST = 500  # cells that one press may choose


@dataclass(frozen=True, slots=True)
class Row:
    """One unit and window of the preview, and how the unit is reached."""

    unit: Unit
    cell: Cell
    reach: Reach


def chosen_rows(request: MemberRequest) -> list[Row]:
    """What was ticked, or a whole column, as it stands now: who has sent meanwhile is not in it.

    Units that this post may not remind are left out: their boxes were never on its page.
    """
    asked = set(request.POST.getlist("chon")[:MOST])
    whole = request.POST.get("ca_cot", "")
    numbers = {key.partition("-")[0] for key in asked} | ({whole} if whole else set())
    windows = list(
        Window.objects.filter(pk__in=[int(key) for key in numbers if is_number(key)])
        .select_related("campaign_year")
        .order_by("due_at", "pk")
    )
    at = timezone.now()
    found = [
        (row.unit, cell)
        for row in sending_grid(windows, at=at)
        for cell in unsent_cells([row])
        if (cell.key in asked or str(cell.window.pk) == whole)
        and request.acting.may("campaigns.remind_unit", row.unit)
    ]
    reach = reach_of({unit for unit, _ in found}, day=timezone.localdate())
    return [Row(unit, cell, reach[unit.pk]) for unit, cell in found]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


@require_POST
def reminder_preview(request: MemberRequest) -> HttpResponse:
    """Exactly who will be reminded of what, and how; nothing has been sent."""
    rows = chosen_rows(request)
    if not rows:
        messages.error(request, "Chưa chọn đơn vị nào còn phải gửi.")
        return redirect(way_back(request, "/viec-cua-toi/"))
    return preview(request, rows, RemindForm(initial={"text": HAND_TEXT, "key": uuid4()}))


def preview(request: MemberRequest, rows: list[Row], form: RemindForm) -> HttpResponse:
    windows = dict.fromkeys((row.cell.window, row.cell.at) for row in rows)
    context = {
        "rows": rows,
        "form": form,
        "zalo": zalo_text(windows),
        "without_mail": sum(not row.reach.addresses for row in rows),
        "next": way_back(request, "/viec-cua-toi/"),
    }
    return render(request, "campaigns/reminder_preview.html", context, status=422 if form.errors else 200)


@require_POST
def reminder_send(request: MemberRequest) -> HttpResponse:
    rows, form = chosen_rows(request), RemindForm(request.POST)
    if not rows:
        messages.info(request, "Các đơn vị đã chọn đều đã gửi, không còn ai phải nhắc.")
        return redirect("campaigns:reminder-list")
    if form.is_valid():
        try:
            asked = services.remind_units(
                [row.cell for row in rows], **form.cleaned_data, by=request.acting, at=timezone.now()
            )
        except IllegalMove as error:
            form.add_error("text", error.message)
        else:
            messages.success(
                request, f"Đã giao nhắc {len(asked)} lượt. Đơn vị nào gửi trước khi thư đi thì không bị nhắc."
            )
            return redirect("campaigns:reminder-list")
    return preview(request, rows, form)


def reminder_list(request: MemberRequest) -> HttpResponseBase:
    return render_list(
        request,
        Reminder.objects.visible_to(request.acting).for_list(),
        template="campaigns/reminder_list.html",
        table_class=ReminderTable,
        filter_class=ReminderFilter,
    )


# The units in a steering unit's charge


def charge_following(request: MemberRequest) -> HttpResponse:
    """Who of its own units has sent what, for the unit that steers them; every other post has none."""
    at, who = timezone.now(), request.acting
    year = current_year(at=at)
    windows = year_windows(year) if year else []
    own = Q(steered_by=who.unit_id) if who.may("campaigns.ask_extension") else Q(pk=None)
    rows = sending_grid(windows, at=at, units=own)
    title = f"Đơn vị thuộc phạm vi phụ trách, năm {year.year}" if year else "Đơn vị thuộc phạm vi phụ trách"
    grid = Grid(title, columns_of(windows, rows, label=lambda window: window.get_kind_display()), rows)
    context = {"grid": grid, "may_remind": True, "may_read": True, "owed": Window.OWED, "now": at}
    return render(request, "campaigns/charge_following.html", context)


# When the portal reminds by itself


@post_may("campaigns.change_reminderrule")
def reminder_rules(request: MemberRequest) -> HttpResponse:
    """The days before a deadline and the weekly digest; one more day is added here."""
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.add_rule(
                kind=typed["kind"],
                days=typed["days"],
                text=typed["text"],
                by=request.acting,
                at=timezone.now(),
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã thêm ngày nhắc.")
            return redirect("campaigns:reminder-rules")
    context = {"rules": ReminderRule.objects.all(), "form": form}
    return render(request, "campaigns/reminder_rules.html", context, status=422 if form.errors else 200)


@post_may("campaigns.change_reminderrule")
def reminder_rule_edit(request: MemberRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(ReminderRule, pk=pk)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.change_rule(
                rule,
                version=typed["version"],
                days=typed["days"],
                is_on=typed["is_on"],
                text=typed["text"],
                by=request.acting,
                at=timezone.now(),
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        except Stale:
            rule.refresh_from_db()
            form.add_error(None, f"Người khác vừa đổi: {rule}, “{rule.text}”. Xem lại rồi lưu.")
            form.take_version(rule.version)
            status = 409
        else:
            messages.success(request, "Đã lưu lịch nhắc.")
            return redirect("campaigns:reminder-rules")
    context = {"rule": rule, "form": form}
    if form.errors and status == 200:
        status = 422
    return render(request, "campaigns/reminder_rule.html", context, status=status)
