"""Every list of the portal: who opens it, how its rows come to be, what a look at it and a file cost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from awards.models import AwardDecision, AwardRound, Track
from campaigns.models import Extension, Inspection, Reminder
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document, NumberSeries, OfficialPaper, PaperNumber
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.notifications.models import Mail, Notice
from tests.factories import (
    AppointmentFactory,
    AssessmentFactory,
    AwardRoundFactory,
    CampaignYearFactory,
    NominationFactory,
    ObligationFactory,
    PlannedTaskFactory,
    RegisteredModelFactory,
    ReportPeriodFactory,
    UnitFactory,
    UnitKindFactory,
    UnitPlanFactory,
    UnitReportFactory,
    YearlyEntryFactory,
)

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    """`cost` and `cost_of_file`: queries of the page and of the file, one row or three."""

    name: str
    who: str
    make: Callable[[int], object]
    cost: int
    cost_of_file: int
    args: tuple[Any, ...] = ()
    lookup: Callable[[], tuple[Any, ...]] | None = None

    @property
    def url(self) -> str:
        return reverse(self.name, args=self.lookup() if self.lookup else self.args)

    @property
    def id(self) -> str:
        return f"{self.name} {' '.join(map(str, self.args))}".strip()


def units(count: int) -> None:
    UnitFactory.create_batch(count)


def kinds(count: int) -> None:
    for number in range(count):
        UnitKindFactory(code=f"khoi-{number}", name=f"Khối mẫu {number}")


def accounts(count: int) -> None:
    AppointmentFactory.create_batch(count)


def mails(count: int) -> None:
    for number in range(count):
        Mail.objects.create(
            key=f"k{number}",
            message_id=f"m{number}",
            to="bxd@hoaxa.test",
            subject=f"Thư {number}",
            created_at=AT,
        )


def notices(count: int) -> None:
    unit = Appointment.objects.get(person__full_name="Cán bộ Hội Nông dân xã").unit
    for number in range(count):
        Notice.objects.create(key=f"k{number}", unit=unit, text=f"Thông báo {number}", at=AT)


def papers(count: int) -> None:
    by = AppointmentFactory()
    for number in range(count):
        OfficialPaper.objects.create(
            kind=Document.Kind.GUIDANCE,
            target=by.unit,
            outline={},
            facts={"year": 2026},
            facts_at=AT,
            letterhead={},
            title=f"về việc hướng dẫn {number}",
            status_at=AT,
            by=by,
        )


def numbers(count: int) -> None:
    series = NumberSeries.objects.create(issuer="ĐU", kind="KH", period="2025-2030")
    for value in range(1, count + 1):
        PaperNumber.objects.create(
            series=series,
            value=value,
            text=f"{value:02}-KH/ĐU",
            title="Kế hoạch",
            date=date(2026, 2, 1),
            at=AT,
            target=UnitFactory(),
        )


def documents(count: int) -> None:
    unit = UnitFactory()
    for number in range(count):
        Document.objects.create(
            kind=Document.Kind.AGGREGATE_REPORT,
            title=f"Báo cáo tổng kết {number}",
            paper={},
            profile={},
            target=unit,
            at=AT,
            job=Job.objects.create(kind="draw", key=f"k{number}", next_try_at=AT),
        )


def plans(count: int) -> None:
    for plan in UnitPlanFactory.create_batch(count, accepted=True):
        PlannedTaskFactory(plan=plan)


def inspections(count: int) -> None:
    year = CampaignYearFactory()
    for _ in range(count):
        Inspection.objects.create(
            campaign_year=year,
            unit=UnitFactory(),
            status=Inspection.Status.HELD,
            planned_on=date(2026, 9, 1),
            held_on=date(2026, 9, 2),
            announced_at=AT,
            status_at=AT,
            subject="Việc thực hiện",
        )


def plans_sent(count: int) -> None:
    UnitPlanFactory.create_batch(count, submitted=True)


def entries(count: int) -> None:
    RegisteredModelFactory.create_batch(count, accepted=True)


def entries_sent(count: int) -> None:
    RegisteredModelFactory.create_batch(count, submitted=True)


def yearly(count: int) -> None:
    YearlyEntryFactory.create_batch(count)


def assessments(count: int) -> None:
    AssessmentFactory.create_batch(count, proposed=True)


def rounds(count: int) -> None:
    AwardRoundFactory.create_batch(count)


def nominations(count: int) -> None:
    NominationFactory.create_batch(count, round=the_round(), accepted=True)


def nominations_sent(count: int) -> None:
    NominationFactory.create_batch(count, round=the_round(), submitted=True)


def the_round() -> AwardRound:
    return AwardRound.objects.first() or AwardRoundFactory()


def awards(count: int) -> None:
    AwardRound.objects.filter(pk=the_round().pk).update(status=AwardRound.Status.PUBLISHED)
    decision = AwardDecision.objects.create(
        round=the_round(),
        track=Track.PARTY,
        number="231-QĐ/ĐU",
        issued_on=date(2026, 12, 10),
        signer="Bí thư",
        signer_office="T/M Ban Thường vụ",
        by=AppointmentFactory(),
        at=AT,
    )
    for nomination in NominationFactory.create_batch(count, round=the_round(), accepted=True):
        decision.awards.create(nomination=nomination, title=nomination.title, money=300_000)


def extensions(count: int) -> None:
    for obligation in ObligationFactory.create_batch(count):
        Extension.objects.create(unit=obligation.unit, window=obligation.window, status_at=AT)


def reminders(count: int) -> None:
    for place, obligation in enumerate(ObligationFactory.create_batch(count)):
        window = obligation.window
        Reminder.objects.create(
            key=str(place),
            unit=obligation.unit,
            window=window,
            campaign_year=window.campaign_year,
            how="hand",
            at=AT,
        )


def reports(count: int) -> None:
    UnitReportFactory.create_batch(count, accepted=True)


def reports_sent(count: int) -> None:
    UnitReportFactory.create_batch(count, submitted=True)


def owing(count: int) -> None:
    ObligationFactory.create_batch(count)


def owing_reports(count: int) -> None:
    ObligationFactory.create_batch(count, window=ReportPeriodFactory().window)


def the_period() -> tuple[int, str]:
    return ReportPeriodFactory().pk, "reports-owed"


def the_only_round() -> tuple[int]:
    return (the_round().pk,)


LISTS = (
    Listed("accounts:unit-list", "administrator", units, 6, 5),
    Listed("accounts:unit-kind-list", "administrator", kinds, 5, 5),
    Listed("accounts:account-list", "administrator", accounts, 6, 11),
    Listed("notifications:mail-list", "administrator", mails, 5, 10),
    Listed("notifications:notice-list", "officer", notices, 6, 6),
    Listed("documents:paper-list", "reviewer", papers, 6, 5),
    Listed("documents:number-list", "clerk", numbers, 13, 9),
    Listed("campaigns:plan-list", "reviewer", plans, 8, 6),
    Listed("campaigns:plan-queue", "reviewer", plans_sent, 12, 12),
    Listed("campaigns:inspection-list", "reviewer", inspections, 8, 6),
    Listed("campaigns:extension-list", "reviewer", extensions, 6, 5),
    Listed("campaigns:reminder-list", "reviewer", reminders, 7, 6),
    Listed("models_registry:entry-list", "reviewer", entries, 14, 11),
    Listed("models_registry:entry-queue", "reviewer", entries_sent, 10, 10),
    Listed("models_registry:yearly-list", "reviewer", yearly, 12, 9, (2026,)),
    Listed("models_registry:assessment-list", "reviewer", assessments, 9, 6),
    Listed("awards:round-list", "reviewer", rounds, 6, 6),
    Listed("awards:nomination-list", "reviewer", nominations, 7, 7, lookup=the_only_round),
    Listed("awards:nomination-queue", "reviewer", nominations_sent, 10, 10),
    Listed("reports:period-list", "reviewer", reports, 9, 6),
    Listed("reports:unit-report-queue", "reviewer", reports_sent, 10, 10),
    Listed("reports:document-list", "reviewer", documents, 5, 5),
    Listed("reports:rows", "reviewer", entries, 12, 7, (2026, "entries")),
    Listed("reports:rows", "reviewer", plans, 13, 9, (2026, "tasks")),
    Listed("reports:rows", "reviewer", owing, 14, 10, (2026, "plans-owed")),
    Listed("reports:rows", "reviewer", nominations, 10, 7, (2026, "dossiers")),
    Listed("reports:rows", "reviewer", awards, 10, 7, (2026, "awards")),
    Listed("reports:rows", "reviewer", inspections, 10, 7, (2026, "inspections")),
    Listed("reports:period-rows", "reviewer", owing_reports, 13, 10, lookup=the_period),
)
