"""The units' plans: most are sent, some completed, a few never come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.letterheads import unit_letterhead
from campaigns.models import UnitPlan
from campaigns.plan_paper import plan_paper
from campaigns.selectors.plans import items_to_plan
from campaigns.services.plans import (
    PlanContent,
    TaskContent,
    accept_plan,
    return_plan,
    save_plan,
    send_plan_remarks,
    start_plan,
    submit_plan,
)
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.documents.render import render_pdf
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.home.seeding.agenda import Story
from hoaxa_danvan.home.seeding.world import World, pick, told
from hoaxa_danvan.jobs.services import NotReady
from hoaxa_danvan.workflow.models import ReturnNote
from hoaxa_danvan.workflow.services import answer_note, pin_note

FLAWED = 1  # the place of the task that opinions are about
FLAWS: dict[str, dict[str, Any]] = {
    "target": {"target_value": None, "target_unit": ""},
    "in_charge": {"in_charge": "Lãnh đạo đơn vị"},
    "partners": {"partners": ""},
}


def plan_stories(world: World) -> Iterator[Story]:
    texts = told("plans")
    joined = {code for codes in texts["joint"].values() for code in codes}
    writers = [unit for code, unit in world.units.items() if code not in {*joined, *texts["not_begun"]}]
    for place, unit in enumerate(writers):
        if not UnitPlan.objects.filter(unit=unit, campaign_year=world.year).exists():
            yield plan_story(world, texts, unit, place)


def plan_story(world: World, texts: dict[str, Any], unit: Unit, place: int) -> Story:
    days, officer = world.days, world.cast.officer(unit)
    is_late = unit.code in texts["late"]
    at = yield days.at(1, 8 + place % 10, 8 + place % 7, place % 60)
    plan = start_plan(campaign_year=world.year, by=officer, at=at)
    at = yield days.at(1, 18 + place % 3, 8 + place % 8, place % 50)
    opinions = texts["returned"].get(unit.code, [])
    content = plan_content(world, texts, unit, place)
    plan = save_plan(plan, version=plan.version, content=flawed(world, content, opinions), by=officer, at=at)
    if unit.code in texts["drafts"]:
        return
    if unit.code in texts["signed"]:
        sign(plan, world, at=at)

    at = (
        yield days.at(2, 2 + place % 4, 8 + place % 8, 15) if is_late else sending_day(world, place, opinions)
    )
    submit_plan(plan, version=plan.version, by=officer, at=at)
    if unit.code in texts["remarks"]:
        yield from remark(world, plan, texts["remarks"][unit.code])
    elif opinions:
        yield from complete(world, plan, content, opinions, place, later=unit.code in texts["answered_later"])
    if not is_late and unit.code not in texts["answered_later"] and place % 9 != 0:
        at = yield days.at(2, 3 + place % 3, 9 + place % 7, place % 60)
        take_in(world, plan, at=at)


def sending_day(world: World, place: int, opinions: list[Any]) -> datetime:
    """In time; what will be sent back comes early."""
    day = 21 + place % 2 if opinions else 22 + place % 9
    return world.days.at(1, day, 8 + place % 8, 5 + place % 45)


def take_in(world: World, plan: UnitPlan, *, at: datetime) -> None:
    fresh = UnitPlan.objects.get(pk=plan.pk)
    accept_plan(fresh, version=fresh.version, by=world.cast.judge(fresh.unit), at=at)


def remark(world: World, plan: UnitPlan, remarks: list[list[str]]) -> Story:
    at = yield world.days.at(2, 2, 10)
    for field, text in remarks:
        pin_note(plan, field=path_of(plan, field), text=text, by=world.cast.reviewer, at=at)
    send_plan_remarks(plan, version=plan.version, by=world.cast.reviewer, at=at)


def complete(
    world: World, plan: UnitPlan, content: PlanContent, opinions: list[list[str]], place: int, *, later: bool
) -> Story:
    """Sent back with opinions; answered and sent again, of some units only in the next part."""
    at = yield world.days.at(1, 26, 9, place)
    for field, text, _ in opinions:
        pin_note(plan, field=path_of(plan, field), text=text, by=world.cast.reviewer, at=at)
    return_plan(plan, version=plan.version, by=world.cast.reviewer, at=at)
    if not later:
        at = yield world.days.at(1, 29, 14, place)
        answer_and_send(world, plan, content, opinions, at=at)


def answer_and_send(
    world: World, plan: UnitPlan, content: PlanContent, opinions: list[list[str]], *, at: datetime
) -> None:
    fresh, officer = UnitPlan.objects.get(pk=plan.pk), world.cast.officer(plan.unit)
    answers = {text: answer for _, text, answer in opinions}
    for note in ReturnNote.objects.about(fresh).unanswered():
        answer_note(note, answer=answers[note.text], by=officer, at=at)
    content = replace(content, tasks=tuple(with_keys(fresh, content)))
    saved = save_plan(fresh, version=fresh.version, content=content, by=officer, at=at)
    submit_plan(saved, version=saved.version, by=officer, at=at)


def with_keys(plan: UnitPlan, content: PlanContent) -> Iterator[TaskContent]:
    keys = plan.tasks.order_by("order").values_list("pk", flat=True)
    for key, task in zip(keys, content.tasks, strict=True):
        yield replace(task, task_id=key)


def path_of(plan: UnitPlan, field: str) -> str:
    """The path of a field: of the task that opinions are about, or of the plan itself."""
    tasks = [path for path in plan.snapshot() if path.endswith(f"-{field}")]
    return tasks[FLAWED] if tasks else field


def plan_content(world: World, texts: dict[str, Any], unit: Unit, place: int) -> PlanContent:
    """What the unit plans in the end."""
    joint = tuple(world.unit(code) for code in texts["joint"].get(unit.code, ()))
    embedded = texts["embedded"].get(unit.code, "").format(year=world.year.year)
    form = UnitPlan.Form.JOINT if joint else UnitPlan.Form.EMBEDDED if embedded else UnitPlan.Form.OWN
    plan = UnitPlan.objects.get(unit=unit, campaign_year=world.year)
    return PlanContent(
        form=form,
        embedded_in=embedded,
        joint_with=joint,
        number=number_of(unit, place),
        issued_on=world.days.date(1, 19),
        signer=texts["in_charge"][unit.kind.code][0],
        summary=plan.summary,
        organisation=plan.organisation,
        tasks=tuple(tasks_of(world, texts, unit, place)),
    )


def number_of(unit: Unit, place: int) -> str:
    profile = profile_of(unit_letterhead(unit).profile)
    return f"{place % 9 + 1:02}{profile.symbol_for(kind='KH', body=unit.symbol)}"


def tasks_of(world: World, texts: dict[str, Any], unit: Unit, place: int) -> Iterator[TaskContent]:
    """A few tasks under the items in which the commune's plan names the unit."""
    kind = unit.kind.code
    skipped = 5 if place % 2 else 6
    items = [item for item in items_to_plan(unit, campaign_year=world.year) if item.order != skipped]
    for turn, item in enumerate(items or items_to_plan(unit, campaign_year=world.year)):
        choices = texts["tasks"][item.order].get(kind) or texts["tasks"][item.order].get("all")
        if not choices:
            continue
        what, product, value, measure, month = pick(choices, place)
        yield TaskContent(
            item_id=item.pk,
            what=what,
            product=product,
            target_value=Decimal(value),
            target_unit=measure,
            deadline=world.days.date(month, 25),
            in_charge=pick(texts["in_charge"][kind], place + turn),
            partners=pick([name for name in texts["partners"] if name != unit.name], place + turn)
            if turn % 2
            else "",
        )


def flawed(world: World, content: PlanContent, opinions: list[list[str]]) -> PlanContent:
    """As it was before the opinions."""
    flaws = {**FLAWS, "deadline": {"deadline": world.days.date(12, 20)}}
    changes: dict[str, Any] = {}
    for field, *_ in opinions:
        changes |= flaws[field]
    tasks = [replace(task, **changes) if at == FLAWED else task for at, task in enumerate(content.tasks)]
    return replace(content, tasks=tuple(tasks))


def sign(plan: UnitPlan, world: World, *, at: datetime) -> None:
    """The signed paper too, as the unit would have printed it; not on a machine that cannot print."""
    officer = world.cast.officer(plan.unit)
    try:
        paper = plan_paper(plan)
        pdf = render_pdf(paper, profile_of(paper.profile), identifier=f"plan-{plan.unit.code}", created=at)
    except NotReady:
        return
    upload = SimpleUploadedFile("ke-hoach-co-chu-ky.pdf", pdf, "application/pdf")
    about: dict[str, Any] = {"taken_on": plan.issued_on, "caption": "Bản có chữ ký của đơn vị"}
    add_evidence(target=plan, upload=upload, purpose=Evidence.Purpose.SIGNED_COPY, **about, by=officer, at=at)


# What is left for the next part of the story


def plans_left(world: World) -> Iterator[Story]:
    """Answers that were still owed, then everything that waits is taken in."""
    texts = told("plans")
    plans = UnitPlan.objects.filter(campaign_year=world.year).select_related("unit__kind").order_by("pk")
    for place, plan in enumerate(plans):
        if plan.status == UnitPlan.Status.RETURNED and plan.unit.code in texts["returned"]:
            yield late_answer_story(world, texts, plan, place)
        elif plan.status == UnitPlan.Status.SUBMITTED:
            yield taking_in_story(world, plan, place)


def late_answer_story(world: World, texts: dict[str, Any], plan: UnitPlan, place: int) -> Story:
    at = yield world.days.at(2, 9, 10, place)
    content = plan_content(world, texts, plan.unit, place)
    answer_and_send(world, plan, content, texts["returned"][plan.unit.code], at=at)
    yield from taking_in_story(world, plan, place)


def taking_in_story(world: World, plan: UnitPlan, place: int) -> Story:
    at = yield world.days.at(2, 11, 9, place)
    take_in(world, plan, at=at)
