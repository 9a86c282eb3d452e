"""What the units did of what they planned, and the visits of the reviewing unit."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Finding, Inspection, PlannedTask, TaskUpdate, UnitPlan
from campaigns.services.carrying_out import TaskNews, report_task
from campaigns.services.inspections import (
    InspectionContent,
    InspectionResult,
    add_finding,
    announce_inspection,
    close_inspection,
    confirm_finding,
    hold_inspection,
    plan_inspection,
    report_finding,
)
from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.home.seeding.agenda import Story
from hoaxa_danvan.home.seeding.days import Day
from hoaxa_danvan.home.seeding.photos import SCENES, photo
from hoaxa_danvan.home.seeding.world import World, pick, told
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.lib.defaults import load_defaults

Standing = TaskUpdate.Standing
SMALL = (480, 320)


def work_stories(world: World, *, until: Day) -> Iterator[Story]:
    """What has not been told yet and lies wholly before that day: tasks done, visits held."""
    texts = told("work")
    end = world.days.at(*until, 17)
    yield from task_stories(world, texts, end)
    visited = set(Inspection.objects.filter(campaign_year=world.year).values_list("unit__code", flat=True))
    for visit in texts["visits"]:
        month, day = visit["day"]
        is_told_here = world.days.begun.told < world.days.at(month, day) <= end
        if is_told_here and visit["unit"] in world.units.keys() - visited:
            yield visit_story(world, visit, end)


def task_stories(world: World, texts: dict[str, Any], end: datetime) -> Iterator[Story]:
    tasks = PlannedTask.objects.filter(
        plan__campaign_year=world.year, plan__status=UnitPlan.Status.ACCEPTED, updates__isnull=True
    )
    for task in tasks.select_related("plan__unit").order_by("pk"):
        if task.deadline is None:
            continue
        on = moment_of(task, task.deadline)
        if world.days.begun.told < on <= end:
            yield task_story(world, texts, task, on, end)


def moment_of(task: PlannedTask, deadline: date) -> datetime:
    """Two days before the deadline, at an hour of its own."""
    hour = time(8 + task.pk % 8, task.pk % 60)
    return datetime.combine(deadline - timedelta(days=2), hour, LOCAL)


def task_story(world: World, texts: dict[str, Any], task: PlannedTask, on: datetime, end: datetime) -> Story:
    """Most are done and proved; some are late, some proved later, a few dropped."""
    at = yield on
    officer = world.cast.officer(task.plan.unit)
    if task.pk % 29 == 7:
        report_task(
            task, news=TaskNews(standing=Standing.DROPPED, reason=texts["dropped"]), by=officer, at=at
        )
        return
    if task.pk % 11 == 3:
        expected = at.date() + timedelta(days=20)
        news = TaskNews(standing=Standing.LATE, reason=pick(texts["late"], task.pk), expected_on=expected)
        report_task(task, news=news, by=officer, at=at)
        if (later := at + timedelta(days=19)) > end:
            return
        at = yield later
    news = TaskNews(
        standing=Standing.DONE,
        text=pick(texts["done"], task.pk),
        done_on=at.astimezone(LOCAL).date(),
        result=task.target_value or Decimal(1),
    )
    report_task(task, news=news, by=officer, at=at)
    if task.pk % 8 != 5:
        prove(task, by=officer, at=at)


def prove(thing: Any, *, by: Any, at: datetime) -> None:
    upload = small_photo(thing.pk)
    day = at.astimezone(LOCAL).date()
    add_evidence(
        target=thing, upload=upload, taken_on=day, caption="Ảnh thực hiện", shows_people=False, by=by, at=at
    )


def small_photo(place: int) -> SimpleUploadedFile:
    """One of a dozen pictures, drawn once: evidence of work is many photos."""
    name, content = _drawn(place % 12)
    return SimpleUploadedFile(name, content, "image/jpeg")


@cache
def _drawn(place: int) -> tuple[str, bytes]:
    file = photo(pick(list(SCENES), place), place=place, size=SMALL)
    return str(file.name), file.read()


def visit_story(world: World, visit: dict[str, Any], end: datetime) -> Story:
    """Announced ten days before, held, and what was found put right within three weeks."""
    days, reviewer, unit = world.days, world.cast.reviewer, world.unit(visit["unit"])
    month, day = visit["day"]
    on = days.at(month, day, 9)
    at = yield max(days.begun.told, on - timedelta(days=10))
    content = InspectionContent(
        unit=unit,
        manner=visit["manner"],
        planned_on=on.astimezone(LOCAL).date(),
        subject=f"Việc thực hiện phong trào thi đua “Dân vận khéo” năm {days.year} tại đơn vị.",
        members="Đại diện Ban Xây dựng Đảng\nĐại diện Ủy ban MTTQ Việt Nam xã",
        points=load_defaults("campaigns/inspection_points.yaml"),
    )
    key = uuid5(NAMESPACE_URL, f"{days.year}-{visit['unit']}")
    inspection = plan_inspection(campaign_year=world.year, content=content, key=key, by=reviewer, at=at)
    inspection = announce_inspection(inspection, by=reviewer, at=at)
    at = yield on
    answers = {point.pk: ("met", "") for point in inspection.points.all()}
    result = InspectionResult(
        held_on=at.astimezone(LOCAL).date(),
        conclusion="Đơn vị triển khai nghiêm túc, đúng nội dung kế hoạch đã gửi.",
        answers=answers,
    )
    inspection = hold_inspection(inspection, result=result, by=reviewer, at=at)
    if visit["finding"]:
        fix_by = at.date() + timedelta(days=21)
        finding = add_finding(inspection, text=visit["finding"], fix_by=fix_by, by=reviewer, at=at)
        yield from put_right(world, finding, at, end)
    elif (later := at + timedelta(days=1)) <= end:
        at = yield later
        close_inspection(inspection, by=reviewer, at=at)


def put_right(world: World, finding: Finding, found_at: datetime, end: datetime) -> Story:
    if (done := found_at + timedelta(days=14)) > end:
        return
    at = yield done
    prove(finding, by=world.cast.officer(finding.unit), at=at)
    note = "Đã bổ sung, có minh chứng kèm theo."
    finding = report_finding(finding, note=note, by=world.cast.officer(finding.unit), at=at)
    if (seen := found_at + timedelta(days=16)) > end:
        return
    at = yield seen
    confirm_finding(finding, by=world.cast.reviewer, at=at)
    close_inspection(finding.inspection, by=world.cast.reviewer, at=at)
