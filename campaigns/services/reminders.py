"""Nhắc việc: asked for by a person or by the calendar, looked at again when it is sent, once each."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from campaigns.models import CampaignYear, Reminder, ReminderRule, Window
from campaigns.reminding import UnknownWord, portal_address, refuse_unknown_words, what_of, words_for
from campaigns.selectors.sending import Cell, GridRow, sending_grid
from campaigns.selectors.years import current_year
from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.accounts.selectors import Reach, reach_of, reviewing_posts
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import NotReady, enqueue, finish
from hoaxa_danvan.lib.dates import LOCAL, days_left, local_day, weekday_date
from hoaxa_danvan.lib.numbers import ratio
from hoaxa_danvan.notifications.services import notify, queue_mails
from hoaxa_danvan.workflow.models import IllegalMove
from hoaxa_danvan.workflow.services import save_setting

SEND = "campaigns.send_reminder"
# Nobody is reminded by the machine at night; both ends in the commune's own time.
FROM, UNTIL = time(7), time(19)
MONDAY = 0
# A machine that was off on the very day still reminds so many days later.
CATCH_UP_DAYS = 2
HOME = "/viec-cua-toi/"


# By hand


@transaction.atomic
def remind_units(
    cells: Sequence[Cell], *, text: str, key: UUID, by: Appointment, at: datetime
) -> list[Reminder]:
    """Remind the units of these cells, one reminder each. The same `key` again is the same press.

    Raises `PermissionDenied` for a unit that is not this post's to remind. Who has sent meanwhile is spared
    when the reminder is sent, not here.
    """
    if there := list(Reminder.objects.filter(key__startswith=f"hand:{key}:")):
        return there
    refuse_bad_text(text)
    units = Unit.objects.in_bulk({cell.unit_id for cell in cells})
    if not units or not all(by.may("campaigns.remind_unit", unit) for unit in units.values()):
        raise PermissionDenied
    return [
        _ask(
            f"hand:{key}:{cell.key}",
            units[cell.unit_id],
            cell.window,
            how=Reminder.How.HAND,
            text=text.strip(),
            by=by,
            at=at,
        )
        for cell in cells
        if cell.may_be_reminded
    ]


def refuse_bad_text(text: str) -> None:
    if not text.strip():
        raise IllegalMove("Chưa ghi nội dung nhắc.")
    try:
        refuse_unknown_words(text)
    except UnknownWord as error:
        raise IllegalMove(str(error)) from error


def _ask(
    key: str,
    unit: Unit,
    window: Window,
    *,
    how: str,
    text: str,
    by: Appointment | None,
    at: datetime,
    rule: ReminderRule | None = None,
) -> Reminder:
    """Write the reminder and the job that sends it. The same key is the same reminder."""
    reminder, is_new = Reminder.objects.get_or_create(
        key=key,
        defaults={
            "unit": unit,
            "window": window,
            "campaign_year": window.campaign_year,
            "how": how,
            "rule": rule,
            "days_before": rule.days if rule else None,
            "text": text,
            "by": by,
            "at": at,
        },
    )
    if is_new:
        enqueue(SEND, key=f"{SEND}:{reminder.pk}", payload={"reminder": reminder.pk}, at=at)
        record("remind", target=reminder, by=by, at=at, details={"unit": unit.pk, "window": window.pk})
    return reminder


# By the calendar


def is_quiet(at: datetime) -> bool:
    return not FROM <= at.astimezone(LOCAL).time() < UNTIL


def next_morning(at: datetime) -> datetime:
    here = at.astimezone(LOCAL)
    day = here.date() if here.time() < FROM else here.date() + timedelta(days=1)
    return datetime.combine(day, FROM, LOCAL)


@transaction.atomic
def sweep_reminders(*, at: datetime) -> list[Reminder]:
    """Ask for what the calendar of this day asks for. Called as often as one likes, by day only.

    Once per rule, window, unit and due day; a digest once per unit and week.
    """
    campaign_year = current_year(at=at)
    if campaign_year is None or is_quiet(at):
        return []
    windows = list(campaign_year.windows.filter(kind__in=Window.OWED).select_related("campaign_year"))
    rules = list(ReminderRule.objects.filter(is_on=True))
    rows = _existing(sending_grid(windows, at=at), day=local_day(at))
    asked = _remind_before(rows, [rule for rule in rules if rule.how == ReminderRule.How.BEFORE], at=at)
    digest = next((rule for rule in rules if rule.how == ReminderRule.How.DIGEST), None)
    if digest and at.astimezone(LOCAL).weekday() == MONDAY:
        asked += _digests(campaign_year, rows, digest, spared={*map(_pair, asked)}, at=at)
    return asked


def _existing(rows: list[GridRow], *, day: date) -> list[GridRow]:
    """A unit that has ended is reminded of nothing."""
    return [
        row for row in rows if row.unit.since <= day and (row.unit.until is None or row.unit.until >= day)
    ]


def _pair(reminder: Reminder) -> tuple[int | None, int]:
    return reminder.window_id, reminder.unit_id


def _remind_before(rows: Iterable[GridRow], rules: Sequence[ReminderRule], *, at: datetime) -> list[Reminder]:
    found = [
        (row.unit, cell, rule)
        for row in rows
        for cell in row.cells
        if cell.may_be_reminded and (rule := rule_of_day(rules, cell))
    ]
    keys = [_rule_key(rule, cell) for _, cell, rule in found]
    known = set(Reminder.objects.filter(key__in=keys).values_list("key", flat=True))
    return [
        _ask(key, unit, cell.window, how=Reminder.How.RULE, text=rule.text, by=None, at=at, rule=rule)
        for key, (unit, cell, rule) in zip(keys, found, strict=True)
        if key not in known
    ]


def _rule_key(rule: ReminderRule, cell: Cell) -> str:
    return f"rule:{rule.pk}:{cell.key}:{local_day(cell.due_at):%Y%m%d}"


def rule_of_day(rules: Iterable[ReminderRule], cell: Cell) -> ReminderRule | None:
    """The rule whose day it is for this unit and window, by the calendar; the nearest one to the due day."""
    left = days_left(cell.due_at, cell.at)
    if cell.at > cell.due_at:
        return None
    due = [rule for rule in rules if rule.kind == cell.window.kind and 0 <= rule.days - left <= CATCH_UP_DAYS]
    return min(due, key=lambda rule: rule.days, default=None)


# The weekly digest


def _digests(
    campaign_year: CampaignYear,
    rows: Iterable[GridRow],
    rule: ReminderRule,
    *,
    spared: set[tuple[int | None, int]],
    at: datetime,
) -> list[Reminder]:
    """One to each unit with something open or late; nothing of what it is reminded of today by itself."""
    week = local_day(at)
    wanted = {
        row.unit: f"digest:{week:%Y%m%d}:{row.unit.pk}"
        for row in rows
        if any(_pair_of(cell) not in spared for cell in open_cells(row, rule.days))
    }
    known = set(Reminder.objects.filter(key__in=wanted.values()).values_list("key", flat=True))
    return [
        _ask_digest(key, unit, campaign_year, rule, at=at) for unit, key in wanted.items() if key not in known
    ] + _tell_reviewers(campaign_year, rows, week=week, at=at)


def _pair_of(cell: Cell) -> tuple[int | None, int]:
    return cell.window.pk, cell.unit_id


def open_cells(row: GridRow, days: int) -> list[Cell]:
    """Not sent, and late or due within so many days."""
    return [cell for cell in row.cells if cell.may_be_reminded and days_left(cell.due_at, cell.at) <= days]


def _ask_digest(
    key: str, unit: Unit, campaign_year: CampaignYear, rule: ReminderRule, *, at: datetime
) -> Reminder:
    reminder = Reminder.objects.create(
        key=key,
        unit=unit,
        campaign_year=campaign_year,
        how=Reminder.How.DIGEST,
        rule=rule,
        text=rule.text,
        at=at,
    )
    enqueue(SEND, key=f"{SEND}:{reminder.pk}", payload={"reminder": reminder.pk}, at=at)
    return reminder


def _tell_reviewers(
    campaign_year: CampaignYear, rows: Iterable[GridRow], *, week: date, at: datetime
) -> list[Reminder]:
    """The counts of the week to the reviewing unit, if anything is open; kept as a notice and mails."""
    lines = review_lines([cell for row in rows for cell in row.cells])
    if lines:
        text = f"Tình hình gửi đầu tuần {week:%d/%m/%Y}:\n" + "\n".join(lines)
        posts = reviewing_posts(day=week)
        link = f"/ke-hoach/nam/{campaign_year.year}/theo-doi/"
        for unit in {post.unit for post in posts}:
            notify(unit, key=f"digest:{week:%Y%m%d}:{unit.pk}", text=text, link=link, at=at)
        queue_mails(
            key=f"digest:{week:%Y%m%d}:reviewers",
            to=[post.person.email for post in posts],
            subject=f"“Dân vận khéo” năm {campaign_year.year}: tình hình gửi tuần {week:%d/%m/%Y}",
            body=f"{text}\n\nXem chi tiết: {portal_address()}",
            at=at,
        )
    return []


def review_lines(cells: Sequence[Cell]) -> list[str]:
    """“Kế hoạch năm 2026: đã gửi 57/60 (95,0%), quá hạn 3, chờ tiếp nhận 5”; nothing of what is complete."""
    windows = {cell.window.pk: cell.window for cell in cells if cell.window.opens_at <= cell.at}
    lines = []
    for pk, window in windows.items():
        owed = [cell for cell in cells if cell.window.pk == pk and cell.is_owed]
        sent, late = sum(cell.is_sent for cell in owed), sum(cell.is_late for cell in owed)
        waiting = sum(cell.tone == "wait" for cell in owed)
        if sent < len(owed) or waiting:
            counts = f"đã gửi {ratio(sent, len(owed))}, quá hạn {late}, chờ tiếp nhận {waiting}"
            lines.append(f"- {window}: {counts}.")
    return lines


# Sending


@transaction.atomic
def send_reminder(job: Job, *, at: datetime) -> None:
    """Look again, then tell the unit in the portal and by mail; or spare it, on record."""
    reminder = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("unit__kind")
        .get(pk=job.payload["reminder"])
    )
    if reminder.state == Reminder.State.WAITING:
        if reminder.how != Reminder.How.HAND and is_quiet(at):
            raise NotReady("Không nhắc ngoài giờ 7:00-19:00.", until=next_morning(at))
        _settle(reminder, at=at)
    finish(job, at=at)


def _settle(reminder: Reminder, *, at: datetime) -> None:
    unit = reminder.unit
    reach = reach_of([unit], day=local_day(at))[unit.pk]
    text = (
        _digest_text(reminder, at=at) if reminder.how == Reminder.How.DIGEST else _text_now(reminder, at=at)
    )
    reminder.settled_at = at
    if text is None:
        reminder.state = Reminder.State.SPARED
        reminder.reason = reminder.reason or "Đã gửi trước khi nhắc."
    else:
        reminder.state, reminder.text = Reminder.State.SENT, text
        _tell(reminder, reach, at=at)
    reminder.save(update_fields=["state", "reason", "text", "settled_at", "notice"])


def _text_now(reminder: Reminder, *, at: datetime) -> str | None:
    """The words as they hold now, or None (with the reason) when nobody need be reminded any more."""
    window = Window.objects.select_related("campaign_year").get(reminders=reminder)
    rows = sending_grid([window], at=at, units=Q(pk=reminder.unit_id))
    cell = rows[0].cells[0] if rows else None
    if cell is None or not cell.may_be_reminded:
        reminder.reason = "Đã gửi trước khi nhắc." if cell and cell.is_sent else "Việc không còn phải gửi."
        return None
    if reminder.how == Reminder.How.RULE and cell.is_late:
        reminder.reason = "Đã qua hạn trước khi nhắc được."
        return None
    return words_for(reminder.unit, cell).fill(reminder.text)


def _digest_text(reminder: Reminder, *, at: datetime) -> str | None:
    windows = list(
        reminder.campaign_year.windows.filter(kind__in=Window.OWED).select_related("campaign_year")
    )
    rows = sending_grid(windows, at=at, units=Q(pk=reminder.unit_id))
    days = reminder.rule.days if reminder.rule else 0
    cells = open_cells(rows[0], days) if rows else []
    if not cells:
        return None
    lines = [f"- {what_of(cell.window)}: hạn {_due_words(reminder.unit, cell)}" for cell in cells]
    return "\n".join([words_for(reminder.unit, cells[0]).fill(reminder.text), *lines])


def _due_words(unit: Unit, cell: Cell) -> str:
    words = words_for(unit, cell)
    return f"{weekday_date(local_day(cell.due_at))} ({words.left})"


def _tell(reminder: Reminder, reach: Reach, *, at: datetime) -> None:
    reminder.notice = notify(
        reminder.unit,
        key=f"reminder:{reminder.pk}",
        text=f"Nhắc việc: {reminder.text}",
        link=HOME,
        at=at,
    )
    mails = queue_mails(
        key=f"reminder:{reminder.pk}",
        to=reach.addresses,
        subject=f"Nhắc việc “Dân vận khéo”: {reminder.what}",
        body=f"{reminder.text}\n\nGửi tại: {portal_address()}",
        at=at,
    )
    reminder.mails.set(mails)


# Rules


@transaction.atomic
def change_rule(
    rule: ReminderRule, *, version: int, days: int, is_on: bool, text: str, by: Appointment, at: datetime
) -> ReminderRule:
    """Set one rule; raises `Stale` when somebody saved since `version`."""
    if not by.may("campaigns.change_reminderrule"):
        raise PermissionDenied
    refuse_bad_text(text)
    others = ReminderRule.objects.filter(how=rule.how, kind=rule.kind, days=days).exclude(pk=rule.pk)
    if others.exists():
        raise IllegalMove("Đã có lịch nhắc vào ngày đó.")
    fields = {"days": days, "is_on": is_on, "text": text.strip()}
    saved = save_setting(ReminderRule, key={"pk": rule.pk}, version=version, fields=fields)
    record("change", target=saved, by=by, at=at, details={"days": days, "is_on": is_on})
    return saved


@transaction.atomic
def add_rule(*, kind: str, days: int, text: str, by: Appointment, at: datetime) -> ReminderRule:
    """One more day on which units are reminded of a kind of window."""
    if not by.may("campaigns.change_reminderrule"):
        raise PermissionDenied
    refuse_bad_text(text)
    rule, is_new = ReminderRule.objects.get_or_create(
        how=ReminderRule.How.BEFORE, kind=kind, days=days, defaults={"text": text.strip()}
    )
    if not is_new:
        raise IllegalMove("Đã có lịch nhắc vào ngày đó.")
    record("add", target=rule, by=by, at=at, details={"kind": kind, "days": days})
    return rule
