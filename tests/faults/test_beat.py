"""Two beats, or none for three days: nothing is done twice, and what was missed is found once."""

from datetime import timedelta

from django.utils import timezone

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.jobs import wake
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.notifications.models import Mail
from reports.models import AggregateReport
from reports.services.periods import prepare_periods
from tests.factories import YEAR, AppointmentFactory
from tests.faults import papers
from tests.faults.conftest import ROUNDS
from tests.faults.portal import Portal
from tests.faults.waiting import await_it

SWEEP_S = 20


def test_what_was_due_while_there_was_no_beat_is_found_by_its_first_sweep(portal, mails, tell):
    AppointmentFactory(reviewer=True)
    portal.end("beat")
    portal.kill("redis")
    closed = papers.period(closes_at=timezone.now() - timedelta(days=3))
    prepare_periods(closed.window.campaign_year, at=timezone.now())
    portal.start("redis")

    portal.start("beat")
    _, seconds = await_it(
        Document.objects.filter(made_at__isnull=False).exists, within=60, what="the report is drawn"
    )

    tell(f"the period of three days ago was frozen and its report drawn {seconds:.1f} s after beat came back")
    papers.assert_one_whole_file_and_one_mail_each(portal, mails)
    assert AggregateReport.objects.filter(period=closed).count() == 1


def test_two_beats_and_twenty_calls_at_once_do_nothing_twice(portal, mails):
    portal.start("beat", copy="-second")
    years = range(YEAR + 1, YEAR + 1 + ROUNDS)
    closing = timezone.now() + timedelta(seconds=2)
    periods = [papers.period(year=year, closes_at=closing) for year in years]
    for period in periods:
        prepare_periods(period.window.campaign_year, at=timezone.now())
    await_it(lambda: timezone.now() > closing, within=5, what="the periods close")

    for _ in range(20):
        wake._push(wake.message("jobs.run_due"))
    frozen = AggregateReport.objects.filter(period__in=periods)
    await_it(lambda: frozen.count() == ROUNDS, within=60, what="all periods are frozen")
    await_two_sweeps_of_each(portal, "beat", "beat-second")

    papers.assert_one_whole_file_and_one_mail_each(portal, mails)
    assert [report.documents.count() for report in frozen] == [1] * ROUNDS
    assert not Job.objects.exclude(tries=1).exists()
    assert Mail.objects.count() == Document.objects.count()


def await_two_sweeps_of_each(portal: Portal, *beats: str) -> None:
    def sweeps() -> list[int]:
        return [portal.log(beat).count("Sending due task sweep") for beat in beats]

    before = sweeps()
    await_it(
        lambda: all(now >= then + 2 for now, then in zip(sweeps(), before, strict=True)),
        within=3 * SWEEP_S,
        what="each beat has swept twice",
    )
