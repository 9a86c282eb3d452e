"""Nhắc việc: chosen, looked at, sent once; who has sent meanwhile is spared; the calendar by Hanoi's days."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import Reminder, ReminderRule
from campaigns.reminding import DIGEST_TEXT, HAND_TEXT, RULE_TEXT
from campaigns.selectors.sending import sending_grid, unsent_cells
from campaigns.services import reminders as services
from campaigns.services.plans import submit_plan
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import NotReady, run
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.notifications.models import Mail, Notice
from hoaxa_danvan.workflow.models import IllegalMove, Stale
from tests.campaigns.conftest import AT
from tests.factories import UnitFactory

# The plans of 2026 are due on 31/01: a Saturday.
WEEK_BEFORE = datetime(2026, 1, 24, 8, 0, tzinfo=LOCAL)
DAY_BEFORE = datetime(2026, 1, 30, 8, 0, tzinfo=LOCAL)
MONDAY = datetime(2026, 1, 26, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def farmers(officer, named):
    """The officer's unit, which owes a plan and has a mailbox."""
    unit = named(officer.unit)
    unit.email = "hoinongdan@example.org"
    unit.save()
    return unit


@pytest.fixture
def rules(db):
    ReminderRule.objects.create(how="before", kind="plan", days=7, text=RULE_TEXT)
    ReminderRule.objects.create(how="before", kind="plan", days=1, text=RULE_TEXT)


def cells_of(window, at=AT):
    return unsent_cells(sending_grid([window], at=at))


def press(window, by, *, at=AT, key=None, text=HAND_TEXT):
    return services.remind_units(cells_of(window), text=text, key=key or uuid4(), by=by, at=at)


@pytest.fixture
def run_jobs(time_machine):
    """The worker, at that moment."""

    def go(at):
        time_machine.move_to(at, tick=False)
        for pk in Job.objects.filter(kind=services.SEND).values_list("pk", flat=True):
            run(job_id=pk, at=at)

    return go


def test_a_unit_is_reminded_once_in_the_portal_and_by_mail(window, farmers, reviewer, run_jobs):
    key = uuid4()
    press(window, reviewer, key=key)
    press(window, reviewer, key=key)
    run_jobs(AT)

    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.unit) == (Reminder.State.SENT, farmers)
    assert reminder.text.startswith("Đề nghị Hội Nông dân xã gửi kế hoạch thực hiện phong trào")
    mail = Mail.objects.get()
    assert (mail.to, Notice.objects.get().unit) == ("hoinongdan@example.org", farmers)
    assert "thứ Bảy 31/01/2026 (còn 11 ngày)" in mail.body


def test_to_a_peer_body_it_is_said_politely(window, peer, named, reviewer, run_jobs):
    named(peer.unit)
    press(window, reviewer)
    run_jobs(AT)

    assert Reminder.objects.get().text.startswith("Kính đề nghị Ủy ban MTTQ")


def test_who_sends_before_the_job_runs_is_spared_on_the_record(written, window, officer, reviewer, run_jobs):
    press(window, reviewer)
    submit_plan(written, version=written.version, by=officer, at=AT)
    run_jobs(AT)

    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.reason) == (Reminder.State.SPARED, "Đã gửi trước khi nhắc.")
    assert not Mail.objects.exists()
    assert not Notice.objects.exists()


def test_a_misspelt_word_in_brackets_is_refused(window, farmers, reviewer):
    with pytest.raises(IllegalMove, match=r"Không có từ \[đơn vi\]"):
        press(window, reviewer, text="Nhắc [đơn vi] gửi.")
    assert not Reminder.objects.exists()


def test_a_steering_unit_reminds_its_own_and_no_other(window, farmers, outsider, peer, officer):
    with pytest.raises(PermissionDenied):
        press(window, outsider)
    with pytest.raises(PermissionDenied):
        press(window, officer)
    farmers.steered_by = peer.unit
    farmers.save()

    assert [reminder.unit for reminder in press(window, peer)] == [farmers]


# By the calendar


def test_seven_days_and_one_day_before_each_once(window, farmers, rules):
    for at in (WEEK_BEFORE - timedelta(days=1), WEEK_BEFORE, WEEK_BEFORE + timedelta(hours=1), DAY_BEFORE):
        services.sweep_reminders(at=at)

    assert sorted(Reminder.objects.values_list("days_before", flat=True)) == [1, 7]


def test_the_day_is_hanoi_s_and_nobody_is_reminded_at_night(window, farmers, rules):
    before_midnight = datetime(2026, 1, 23, 23, 59, tzinfo=LOCAL)
    early = datetime(2026, 1, 24, 6, 59, tzinfo=LOCAL)
    for at in (before_midnight, early, datetime(2026, 1, 24, 19, 0, tzinfo=LOCAL)):
        assert services.sweep_reminders(at=at) == []

    assert len(services.sweep_reminders(at=datetime(2026, 1, 24, 7, 0, tzinfo=LOCAL))) == 1


def test_a_worker_that_comes_to_it_at_night_waits_for_the_morning(window, farmers, rules):
    services.sweep_reminders(at=WEEK_BEFORE)
    with pytest.raises(NotReady) as wait:
        services.send_reminder(Job.objects.get(kind=services.SEND), at=WEEK_BEFORE.replace(hour=22))

    assert wait.value.until == datetime(2026, 1, 25, 7, 0, tzinfo=LOCAL)


def test_a_rule_that_is_off_reminds_nobody(window, farmers, rules):
    ReminderRule.objects.update(is_on=False)

    assert services.sweep_reminders(at=WEEK_BEFORE) == []


def test_on_monday_who_has_something_open_gets_one_digest_and_nobody_an_empty_one(
    window, farmers, written, officer, reviewer, outsider, named, run_jobs
):
    ReminderRule.objects.create(how="digest", kind="", days=14, text=DIGEST_TEXT)
    named(outsider.unit)
    submit_plan(written, version=written.version, by=officer, at=AT)

    services.sweep_reminders(at=MONDAY)
    services.sweep_reminders(at=MONDAY + timedelta(hours=2))
    services.sweep_reminders(at=MONDAY + timedelta(days=1))
    run_jobs(MONDAY)

    assert [row.unit for row in Reminder.objects.all()] == [outsider.unit]
    assert "- kế hoạch thực hiện" in Reminder.objects.get().text
    assert "đã gửi 1/2 (50,0%)" in Notice.objects.get(unit=reviewer.unit).text


# Rules


def test_a_rule_is_changed_by_its_version(rules, reviewer, officer):
    rule = ReminderRule.objects.get(days=7)
    fields = {"days": 10, "is_on": True, "text": RULE_TEXT}
    services.change_rule(rule, version=1, **fields, by=reviewer, at=AT)

    with pytest.raises(Stale):
        services.change_rule(rule, version=1, **{**fields, "days": 5}, by=reviewer, at=AT)
    with pytest.raises(PermissionDenied):
        services.change_rule(rule, version=2, **fields, by=officer, at=AT)
    with pytest.raises(IllegalMove, match="Đã có lịch nhắc"):
        services.add_rule(kind="plan", days=10, text=RULE_TEXT, by=reviewer, at=AT)


# Pages


@pytest.fixture
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.mark.usefixtures("_in_january")
def test_a_reviewer_chooses_looks_and_reminds(window, farmers, outsider, named, reviewer, sign_in):
    named(outsider.unit)
    client = sign_in(reviewer)
    assertContains(client.get(reverse("campaigns:year-following", args=[2026])), "Chưa bắt đầu")
    chosen = f"{window.pk}-{farmers.pk}"

    page = client.post(reverse("campaigns:reminder-preview"), {"chon": [chosen, "9-9", "x"]})

    assertContains(page, "hoinongdan@example.org")
    assertNotContains(page, "Hội Người cao tuổi")
    assert not Reminder.objects.exists()
    key = str(page.context["form"].initial["key"])
    for _ in range(2):
        answer = client.post(
            reverse("campaigns:reminder-send"), {"chon": [chosen], "key": key, "text": HAND_TEXT}
        )
        assertRedirects(answer, reverse("campaigns:reminder-list"))
    assert Reminder.objects.count() == 1
    assertContains(client.get(reverse("campaigns:reminder-list")), "Hội Nông dân xã")


@pytest.mark.usefixtures("_in_january")
def test_the_text_for_chats_names_nobody(window, farmers, reviewer, sign_in):
    page = sign_in(reviewer).post(reverse("campaigns:reminder-preview"), {"ca_cot": str(window.pk)})

    assert "Hội Nông dân" not in page.context["zalo"]
    assertContains(page, "Chép cho Zalo")


@pytest.mark.usefixtures("_in_january")
def test_what_is_wrong_in_the_text_is_said_and_stays(window, farmers, reviewer, sign_in):
    answer = sign_in(reviewer).post(
        reverse("campaigns:reminder-send"),
        {"ca_cot": str(window.pk), "key": str(uuid4()), "text": "Nhắc [ai đó] gửi."},
    )

    assertContains(answer, "Nhắc [ai đó] gửi.", status_code=422)
    assertContains(answer, "Không có từ [ai đó]", status_code=422)


@pytest.mark.usefixtures("_in_january")
def test_a_steering_unit_sees_only_its_own(window, farmers, outsider, named, peer, sign_in):
    named(outsider.unit)
    farmers.steered_by = peer.unit
    farmers.save()

    page = sign_in(peer).get(reverse("campaigns:charge-following"))

    assertContains(page, "Hội Nông dân xã")
    assertNotContains(page, "Hội Người cao tuổi")
    assertContains(sign_in(outsider).get(reverse("campaigns:charge-following")), "Không có đơn vị nào")


@pytest.mark.usefixtures("_in_january")
def test_a_unit_may_not_remind_by_a_form_of_its_own_making(window, farmers, outsider, sign_in):
    client = sign_in(outsider)
    data = {"chon": [f"{window.pk}-{farmers.pk}"], "key": str(uuid4()), "text": HAND_TEXT}

    client.post(reverse("campaigns:reminder-send"), data)

    assert not Reminder.objects.exists()
    assert client.get(reverse("campaigns:reminder-rules")).status_code == 403
    assert client.get(reverse("campaigns:year-following", args=[2026])).status_code == 403


@pytest.mark.usefixtures("_in_january")
def test_a_rule_is_added_and_changed_on_its_pages(rules, reviewer, sign_in):
    client = sign_in(reviewer)
    client.post(reverse("campaigns:reminder-rules"), {"kind": "plan", "days": "3", "text": RULE_TEXT})
    rule = ReminderRule.objects.get(days=3)
    page = rule.get_absolute_url()

    client.post(page, {"version": "1", "days": "4", "text": RULE_TEXT})
    late = client.post(page, {"version": "1", "days": "5", "is_on": "on", "text": "Giữ lại"})

    rule.refresh_from_db()
    assert (rule.days, rule.is_on) == (4, False)
    assertContains(late, "Người khác vừa đổi", status_code=409)
    assertContains(late, "Giữ lại", status_code=409)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count, window, named, reviewer, sign_in, django_assert_num_queries, run_jobs
):
    for place in range(count):
        named(UnitFactory(name=f"Chi bộ {place}"))
    press(window, reviewer)
    run_jobs(AT)
    client = sign_in(reviewer)

    # session, person, posts; count, page, mails; years
    with django_assert_num_queries(7):
        assertContains(client.get(reverse("campaigns:reminder-list")), "Đã nhắc")
