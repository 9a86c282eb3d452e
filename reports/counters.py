"""What can be counted from the registers: one function per figure, giving the rows behind it.

A figure is the number of its rows, and its address shows those rows: a count never says anything
that cannot be opened. `Indicator.counter` and the dashboard name a counter by its slug.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from awards.models import Award, Nomination, Track
from campaigns.models import PlannedTask, Window
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.scoring.models import Subject
from models_registry.models import RegisteredModel
from reports.models import UnitReport
from reports.registers import Registers

REGISTER = "Sổ đăng ký mô hình, điển hình"
REPORTS = "Báo cáo của các đơn vị"
PLANS = "Sổ kế hoạch năm của các đơn vị"
RECOGNITIONS = "Sổ công nhận, theo quyết định"
AWARDS = "Sổ khen thưởng, theo quyết định đã công bố"

DOSSIERS = "Sổ hồ sơ đề nghị khen thưởng"

Rows = Callable[[Registers], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Count:
    """A figure from the registers: how much, from where, and the address of its rows."""

    value: Decimal
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Counter:
    """`measure` is for what is summed over the rows instead of counted; `of_period`: of the
    reports of a period, not of the whole year.
    """

    slug: str
    title: str
    source: str
    model: type[models.Model]
    rows: Rows
    measure: Callable[[Any], int] | None = None
    of_period: bool = False

    def count(self, registers: Registers) -> Count:
        rows = self.rows(registers)
        value = sum(self.measure(row) for row in rows) if self.measure else len(rows)
        return Count(Decimal(value), self.source, self.url(registers))

    def url(self, registers: Registers, **narrowed: object) -> str:
        """The page with exactly those rows; `narrowed` are names and values of its filters."""
        unit = {"unit": registers.unit.pk} if registers.unit else {}
        query = urlencode({**unit, **narrowed})
        if self.of_period and registers.period:
            page = reverse("reports:period-rows", args=[registers.period.pk, self.slug])
        else:
            page = reverse("reports:rows", args=[registers.campaign_year.year, self.slug])
        return f"{page}?{query}" if query else page


COUNTERS: dict[str, Counter] = {}


def counts(
    slug: str, title: str, *, source: str, model: type[models.Model], measure: Any = None
) -> Callable[[Rows], Rows]:
    """Register the decorated function as the counter called `slug`."""

    def register(rows: Rows) -> Rows:
        COUNTERS[slug] = Counter(slug, title, source, model, rows, measure, of_period=source == REPORTS)
        return rows

    return register


def count_all(registers: Registers, slugs: Iterable[str]) -> dict[str, Count]:
    """The counts called so; each register is read once. Unknown names raise KeyError."""
    return {slug: COUNTERS[slug].count(registers) for slug in sorted(set(slugs))}


# Plans


@counts("plans-owed", "Cơ quan, đơn vị phải gửi kế hoạch", source=PLANS, model=Unit)
def plans_owed(registers: Registers) -> list[Unit]:
    return registers.owing


@counts("plans-sent", "Cơ quan, đơn vị đã gửi kế hoạch", source=PLANS, model=Unit)
def plans_sent(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if registers.has_sent(unit)]


@counts("plans-on-time", "Cơ quan, đơn vị gửi kế hoạch đúng hạn", source=PLANS, model=Unit)
def plans_on_time(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if registers.has_sent(unit) and not registers.was_late(unit)]


@counts("plans-accepted", "Cơ quan, đơn vị có kế hoạch được tiếp nhận", source=PLANS, model=Unit)
def plans_accepted(registers: Registers) -> list[Unit]:
    plans = registers.plans
    return [unit for unit in registers.owing if unit.pk in plans and plans[unit.pk].is_accepted]


@counts("plans-missing", "Cơ quan, đơn vị chưa gửi kế hoạch", source=PLANS, model=Unit)
def plans_missing(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if not registers.has_sent(unit)]


@counts("plans-asked-back", "Cơ quan, đơn vị có kế hoạch được đề nghị bổ sung", source=PLANS, model=Unit)
def plans_asked_back(registers: Registers) -> list[Unit]:
    return [unit for unit in registers.owing if unit.pk in registers.asked_back]


@counts("registrations-owed", "Cơ quan, đơn vị phải đăng ký mô hình", source=REGISTER, model=Unit)
def registrations_owed(registers: Registers) -> list[Unit]:
    return registers.owed.get(Window.Kind.REGISTRATION, [])


@counts("registrations-sent", "Cơ quan, đơn vị đã gửi đăng ký mô hình", source=REGISTER, model=Unit)
def registrations_sent(registers: Registers) -> list[Unit]:
    return registers.sent(Window.Kind.REGISTRATION)


@counts("units-with-duty", "Cơ quan, đơn vị được giao nội dung của Kế hoạch", source=PLANS, model=Unit)
def units_with_duty(registers: Registers) -> list[Unit]:
    return registers.with_duty


@counts("tasks", "Việc làm trong kế hoạch đã tiếp nhận", source=PLANS, model=PlannedTask)
def tasks(registers: Registers) -> list[PlannedTask]:
    return registers.tasks


# Reports of the period


@counts("reports-owed", "Cơ quan, đơn vị phải gửi báo cáo", source=REPORTS, model=Unit)
def reports_owed(registers: Registers) -> list[Unit]:
    return registers.reporting


@counts("reports-sent", "Cơ quan, đơn vị đã gửi báo cáo", source=REPORTS, model=Unit)
def reports_sent(registers: Registers) -> list[Unit]:
    return registers.sent(registers.period.window.kind) if registers.period else []


@counts("reports-on-time", "Cơ quan, đơn vị gửi báo cáo đúng hạn", source=REPORTS, model=Unit)
def reports_on_time(registers: Registers) -> list[Unit]:
    if registers.period is None:
        return []
    window = registers.period.window
    found = registers.standings_of(window.kind)
    times = {unit.pk: found[unit.pk].sent_at for unit in reports_sent(registers)}
    return [unit for unit in reports_sent(registers) if (sent := times[unit.pk]) and sent <= window.due_at]


@counts("reports-accepted", "Cơ quan, đơn vị có báo cáo được tiếp nhận", source=REPORTS, model=Unit)
def reports_accepted(registers: Registers) -> list[Unit]:
    found = registers.standings_of(registers.period.window.kind) if registers.period else {}
    return [unit for unit in reports_sent(registers) if found[unit.pk].is_accepted]


@counts("reports-missing", "Cơ quan, đơn vị chưa gửi báo cáo", source=REPORTS, model=Unit)
def reports_missing(registers: Registers) -> list[Unit]:
    sent = {unit.pk for unit in reports_sent(registers)}
    return [unit for unit in registers.reporting if unit.pk not in sent]


@counts("reviews-held", "Cơ quan, đơn vị đã sơ kết, tổng kết", source=REPORTS, model=Unit)
def reviews_held(registers: Registers) -> list[Unit]:
    nothing = {"", UnitReport.Review.NONE}
    return [report.unit for report in registers.accepted_reports if report.review_form not in nothing]


# Models


@counts("entries", "Mô hình, điển hình, công trình đăng ký", source=REGISTER, model=RegisteredModel)
def entries(registers: Registers) -> list[RegisteredModel]:
    return registers.entries


@counts("entries-new", "Mô hình, điển hình đăng ký mới", source=REGISTER, model=RegisteredModel)
def entries_new(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if registers.is_new(entry)]


@counts("entries-kept", "Mô hình, điển hình duy trì từ năm trước", source=REGISTER, model=RegisteredModel)
def entries_kept(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if not registers.is_new(entry)]


@counts("entries-inherited", "Mô hình tiếp nhận từ xã cũ", source=REGISTER, model=RegisteredModel)
def entries_inherited(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if entry.origin == RegisteredModel.Origin.INHERITED]


@counts("entries-ended", "Mô hình, điển hình tạm dừng, dừng", source=REGISTER, model=RegisteredModel)
def entries_not_active(registers: Registers) -> list[RegisteredModel]:
    return [row.entry for row in registers.not_active]


@counts("practices", "Mô hình", source=REGISTER, model=RegisteredModel)
def practices(registers: Registers) -> list[RegisteredModel]:
    return of_kind(registers, RegisteredModel.Kind.PRACTICE)


@counts("works", "Công trình", source=REGISTER, model=RegisteredModel)
def works(registers: Registers) -> list[RegisteredModel]:
    return of_kind(registers, RegisteredModel.Kind.WORK)


@counts("exemplars", "Điển hình", source=REGISTER, model=RegisteredModel)
def exemplars(registers: Registers) -> list[RegisteredModel]:
    return of_kind(registers, RegisteredModel.Kind.EXEMPLAR)


@counts("exemplars-collective", "Tập thể điển hình", source=REGISTER, model=RegisteredModel)
def exemplars_collective(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in exemplars(registers) if entry.subject == Subject.COLLECTIVE]


@counts("exemplars-person", "Cá nhân điển hình", source=REGISTER, model=RegisteredModel)
def exemplars_person(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in exemplars(registers) if entry.subject == Subject.PERSON]


@counts("exemplars-household", "Hộ gia đình điển hình", source=REGISTER, model=RegisteredModel)
def exemplars_household(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in exemplars(registers) if entry.subject == Subject.HOUSEHOLD]


@counts("units-with-entry", "Cơ quan, đơn vị có mô hình, điển hình", source=REGISTER, model=Unit)
def units_with_entry(registers: Registers) -> list[Unit]:
    have = {entry.unit_id for entry in registers.entries}
    return [unit for unit in registers.owing if unit.pk in have]


def of_kind(registers: Registers, kind: str) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if entry.kind == kind]


# Recognition


@counts("recognised", "Mô hình, điển hình được công nhận", source=RECOGNITIONS, model=RegisteredModel)
def recognised(registers: Registers) -> list[RegisteredModel]:
    return [recognition.entry for recognition in registers.recognitions]


@counts("outstanding", "Mô hình, điển hình tiêu biểu", source=RECOGNITIONS, model=RegisteredModel)
def outstanding(registers: Registers) -> list[RegisteredModel]:
    return [recognition.entry for recognition in registers.recognitions if recognition.is_outstanding]


# Awards. The Party's and the State's are never one sum.


@counts("entries-awarded", "Mô hình, điển hình được khen thưởng", source=AWARDS, model=RegisteredModel)
def entries_awarded(registers: Registers) -> list[RegisteredModel]:
    by_key = {award.nomination.entry_id: award.nomination.entry for award in registers.awards}
    return list(by_key.values())


@counts("dossiers", "Hồ sơ đề nghị khen thưởng đã gửi", source=DOSSIERS, model=Nomination)
def dossiers(registers: Registers) -> list[Nomination]:
    return registers.dossiers


@counts("awards", "Khen thưởng đã công bố", source=AWARDS, model=Award)
def awards(registers: Registers) -> list[Award]:
    return registers.awards


@counts("award-money", "Tiền thưởng", source=AWARDS, model=Award, measure=lambda award: award.money or 0)
def award_money(registers: Registers) -> list[Award]:
    return [award for award in registers.awards if award.money]


@counts("party-awards-collective", "Tập thể được Đảng ủy khen", source=AWARDS, model=Award)
def party_awards_collective(registers: Registers) -> list[Award]:
    return given(registers, Track.PARTY, Subject.COLLECTIVE)


@counts("party-awards-person", "Cá nhân được Đảng ủy khen", source=AWARDS, model=Award)
def party_awards_person(registers: Registers) -> list[Award]:
    return given(registers, Track.PARTY, Subject.PERSON)


@counts("state-awards-collective", "Tập thể được Chủ tịch UBND xã khen", source=AWARDS, model=Award)
def state_awards_collective(registers: Registers) -> list[Award]:
    return given(registers, Track.STATE, Subject.COLLECTIVE)


@counts("state-awards-person", "Cá nhân được Chủ tịch UBND xã khen", source=AWARDS, model=Award)
def state_awards_person(registers: Registers) -> list[Award]:
    return given(registers, Track.STATE, Subject.PERSON)


@counts("state-awards-household", "Hộ gia đình được Chủ tịch UBND xã khen", source=AWARDS, model=Award)
def state_awards_household(registers: Registers) -> list[Award]:
    return given(registers, Track.STATE, Subject.HOUSEHOLD)


def given(registers: Registers, track: str, subject: str) -> list[Award]:
    return [
        award
        for award in registers.awards
        if award.title.track == track and award.nomination.subject == subject
    ]
