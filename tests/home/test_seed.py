"""The demonstration's commune: sixty units, a phase of the year, the same each time."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from campaigns.models import CampaignYear, Obligation, UnitPlan, Window
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.home.seeding.agenda import Agenda
from hoaxa_danvan.home.seeding.days import Calendar, Knot
from hoaxa_danvan.home.seeding.photos import photo
from hoaxa_danvan.home.seeding.stages import sensible_day
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.scoring.models import RubricVersion
from hoaxa_danvan.workflow.models import Receipt, ReturnNote
from models_registry.models import RegisteredModel, YearlyEntry
from tests.home.conftest import PLANS_DAY

MODELS_DAY = date(2026, 5, 29)
Status = UnitPlan.Status


def seed(stage: str, day: date) -> str:
    out = StringIO()
    call_command("seed_demo", stage=stage, today=day, stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True


@pytest.fixture
def planned(planned_commune, demo):
    """The commune with its plans, told once for all tests here."""


def by_status(model):
    rows = model.objects.values_list("status", flat=True)
    return {status: list(rows).count(status) for status in set(rows)}


def test_a_real_portal_is_refused(settings, db):
    settings.DEMO = False

    with pytest.raises(CommandError, match="chỉ dùng cho cổng trình diễn"):
        seed("plans", PLANS_DAY)

    assert not Unit.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_day_without_room_for_the_phase_is_refused(demo):
    with pytest.raises(CommandError, match="từ 20/03/2026 trở đi"):
        seed("closed", date(2026, 2, 1))

    assert not CampaignYear.objects.exists()


def test_plans_of_sixty_units(planned):
    year = CampaignYear.objects.get()
    assert (year.year, year.status) == (2026, CampaignYear.Status.OPEN)
    assert year.theme.endswith("(chủ đề mẫu)")
    assert RubricVersion.objects.filter(year=2026).published().count() == 3
    assert Obligation.objects.filter(window__kind=Window.Kind.PLAN).count() == 60
    sent = UnitPlan.objects.filter(sent_at__isnull=False)
    assert sent.count() + UnitPlan.joint_with.through.objects.count() == 57
    assert by_status(UnitPlan) == {"accepted": 40, "submitted": 13, "returned": 3, "draft": 2}
    assert Receipt.objects.filter(is_late=True).count() == 6
    assert UnitPlan.objects.filter(form=UnitPlan.Form.EMBEDDED).count() == 2


def test_opinions_are_answered_by_those_who_sent_again(planned):
    notes = ReturnNote.objects.all()
    assert notes.filter(is_remark=True).count() == 2
    assert {note.target.unit.code for note in notes.filter(is_remark=True)} == {"ubnd"}
    waiting = {note.target.unit.code for note in notes.unanswered()}
    assert waiting == {"chi-bo-thon-mau-12", "hoi-ctd", "chi-bo-hop-tac-xa-mau-2"}
    assert {note.target.status for note in notes.unanswered()} == {Status.RETURNED}


def test_the_trail_reads_in_the_order_of_time(planned):
    first = AuditEntry.objects.filter(verb="publish_rubric").earliest("number")
    told = list(AuditEntry.objects.filter(number__gte=first.number).values_list("at", flat=True))
    assert told == sorted(told)
    assert told[-1] == datetime(2026, 2, 6, 10, tzinfo=LOCAL)


def test_told_again_it_adds_nothing(planned):
    before = AuditEntry.objects.count()

    answer = seed("plans", PLANS_DAY)

    assert answer == "Đã có từ trước, không thêm gì.\n"
    assert AuditEntry.objects.count() == before


def test_a_later_phase_goes_on_from_an_earlier_one(planned):
    plans = set(UnitPlan.objects.values_list("pk", flat=True))

    seed("models", MODELS_DAY)

    assert set(UnitPlan.objects.values_list("pk", flat=True)) == plans
    assert by_status(UnitPlan) == {"accepted": 56, "draft": 2}
    entries = RegisteredModel.objects.exclude(status="draft").exclude(status="returned")
    assert entries.count() == 84
    assert entries.filter(origin=RegisteredModel.Origin.NEW).count() == 38
    sectors = entries.values_list("sector__code", flat=True)
    assert {code: list(sectors).count(code) for code in set(sectors)} == {
        "kinh_te": 28,
        "van_hoa_xa_hoi": 43,
        "quoc_phong_an_ninh": 7,
        "he_thong_chinh_tri": 6,
    }
    assert YearlyEntry.objects.count() == 82  # two came late


def test_one_day_has_room_for_several_phases(planned):
    seed("models", PLANS_DAY)

    assert YearlyEntry.objects.count() == 82
    window = Window.objects.get(kind=Window.Kind.INTERIM_REPORT)
    assert window.closes_at > datetime(2026, 2, 6, 12, tzinfo=LOCAL)


def test_the_same_day_tells_the_same_story(planned):
    told = []
    for _ in range(2):
        with transaction.atomic():
            seed("plans", date(2027, 1, 25))
            plans = UnitPlan.objects.filter(campaign_year__year=2027).order_by("unit__code", "tasks__order")
            texts = ("status", "status_at", "sent_at", "number", "summary", "form", "version")
            told.append(list(plans.values_list("unit__code", *texts, "tasks__what", "tasks__target_value")))
            transaction.set_rollback(True)

    assert told[0] == told[1]
    assert len(told[0]) > 300


def test_the_day_is_yesterday_once_there_is_room(db):
    assert sensible_day("plans", today=date(2026, 7, 15)) == date(2026, 7, 14)
    assert sensible_day("closed", today=date(2026, 1, 20)) == date(2026, 12, 21)


# Days


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


NEW_YEAR = Knot(on(1, 2, 8), on(1, 2, 8))


def test_on_the_usual_day_everything_happens_as_usual():
    days = Calendar(NEW_YEAR, Knot(on(2, 6, 10), on(2, 6, 10)))

    assert days.at(1, 20, 14, 30) == on(1, 20, 14, 30)
    assert days.at(6, 15, 9) == on(6, 15, 9)
    assert days.ends(1, 31).date() == date(2026, 1, 31)
    assert days.opens(1, 2).date() == date(2026, 1, 2)


def test_later_in_the_year_the_days_are_shifted():
    days = Calendar(NEW_YEAR, Knot(on(2, 6, 10), on(3, 8, 10)))  # 30 days later

    assert days.at(1, 20, 14, 30) == on(2, 19, 14, 30)
    assert days.at(2, 10, 9).date() == date(2026, 3, 11)  # what lies ahead has less room now


@pytest.mark.parametrize("today", [(1, 12), (1, 25), (7, 15), (12, 30)])
def test_the_order_of_days_is_kept_within_the_year(today):
    days = Calendar(NEW_YEAR, Knot(on(5, 29, 12), on(*today, 12)))

    told = [
        days.at(month, day, hour) for month in range(1, 13) for day in (2, 14, 28) for hour in (8, 12, 16)
    ]

    assert told == sorted(told)
    assert told[0] >= on(1, 2, 8)
    assert told[-1] <= on(12, 31, 17)
    assert all(8 <= at.hour <= 17 for at in told)
    assert days.at(5, 29, 12) == on(*today, 12)


def test_only_days_after_the_last_part_are_decided_anew():
    days = Calendar(Knot(on(2, 6, 10), on(2, 20, 10)), Knot(on(5, 29, 12), on(6, 1, 12)))

    assert not days.is_ahead((1, 31))
    assert days.is_ahead((2, 10))


def test_stories_take_turns_by_time():
    told = []

    def story(name, *hours):
        for hour in hours:
            at = yield on(1, 5, hour)
            told.append((at.hour, name))

    agenda = Agenda()
    agenda.add(story("a", 8, 11), story("b", 9, 10), story("nobody"))
    agenda.run()

    assert told == [(8, "a"), (9, "b"), (10, "b"), (11, "a")]


def test_a_drawn_photo_is_the_same_each_time():
    assert photo("road", place=3).read() == photo("road", place=3).read()
    assert photo("road", place=3).read() != photo("road", place=4).read()
