"""Two colleagues at one plan: each sees the other's text, chooses field by field, and nothing is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import UnitPlan
from campaigns.selectors.plans import gaps_in
from campaigns.services.plans import PlanContent, save_plan
from hoaxa_danvan.workflow.services import keep_draft
from tests.campaigns.conftest import AT
from tests.factories import AppointmentFactory


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


def url(name, plan):
    return reverse(f"campaigns:plan-{name}", args=[plan.pk])


def typed_from(page, **changed):
    """What the browser would send of the form on this page, after some typing."""
    forms = page.context["forms"]
    data = {}
    for form in [forms.plan, *(row for rows in forms.items for row in rows.formset.forms)]:
        for field in form:
            value = field.value()
            if field.name not in {"DELETE", "joint_with"} and value is not None:
                data[field.html_name] = field.field.widget.format_value(value) or ""
    for rows in forms.items:
        for field in rows.formset.management_form:
            data[field.html_name] = str(field.value())
    return {**data, **changed}


@pytest.fixture
def opened(written, officer, sign_in):
    """The form as the officer has opened it."""
    return sign_in(officer).get(url("edit", written))


def head_saves(plan, head, task, **changed):
    row = plan.tasks.get()
    content = PlanContent(
        summary="Vận động hội viên.",
        organisation="Phân công.",
        tasks=(task(task_id=row.pk, **changed), task(what="Việc của lãnh đạo")),
    )
    save_plan(plan, version=2, content=content, by=head, at=AT)


def test_each_changed_something_else_and_both_changes_are_proposed(
    opened, written, officer, head, task, sign_in
):
    head_saves(written, head, task, in_charge="Chủ tịch Hội")
    client, key = sign_in(officer), written.tasks.first().pk

    page = client.post(url("edit", written), typed_from(opened, summary="Mục đích mới."))

    assert page.status_code == 409
    proposed = {choice.change.path: (choice.proposed, choice.by_both) for choice in page.context["choices"]}
    assert proposed == {"summary": ("typed", False), f"task-{key}-in_charge": ("saved", False)}
    assertContains(page, "1 việc người khác vừa thêm", status_code=409)
    assertContains(page, "Việc của lãnh đạo", status_code=409)

    chosen = {choice.name: choice.proposed for choice in page.context["choices"]}
    assertRedirects(client.post(url("edit", written), typed_from(page, **chosen)), url("edit", written))

    plan = UnitPlan.objects.get(pk=written.pk)
    assert plan.summary == "Mục đích mới."
    assert [(row.what, row.in_charge) for row in plan.tasks.all()] == [
        ("Ra mắt tuyến đường tự quản", "Chủ tịch Hội"),
        ("Việc của lãnh đạo", "Phó Chủ tịch Hội"),
    ]


@pytest.mark.parametrize(("choice", "target"), [("saved", "5 cuộc"), ("typed", "3 tuyến đường")])
def test_where_both_changed_the_same_field_the_person_chooses(
    choice, target, opened, written, officer, head, task, sign_in
):
    head_saves(written, head, task, target_value=5, target_unit="cuộc")
    client, row = sign_in(officer), written.tasks.first()

    page = client.post(url("edit", written), typed_from(opened, **{"n1-0-target_value": "3"}))
    client.post(url("edit", written), typed_from(page, **{f"chon-task-{row.pk}-target": choice}))

    assertContains(page, "Cả hai cùng sửa", status_code=409)
    row.refresh_from_db()
    assert row.target == target


def test_a_page_without_its_base_still_shows_both(opened, written, officer, head, task, sign_in):
    head_saves(written, head, task, in_charge="Chủ tịch Hội")

    page = sign_in(officer).post(url("edit", written), typed_from(opened, base="[1, 2", summary="Mới."))

    assertContains(page, "Dùng bản đang lưu", status_code=409)
    assertContains(page, "Dùng bản vừa nhập", status_code=409)


def test_a_third_who_saves_meanwhile_is_not_written_over_by_an_old_choice(
    opened, written, officer, head, task, sign_in
):
    head_saves(written, head, task, in_charge="Chủ tịch Hội")
    client = sign_in(officer)
    page = client.post(url("edit", written), typed_from(opened, summary="Mục đích mới."))
    third = typed_from(page, **{choice.name: choice.proposed for choice in page.context["choices"]})
    kept = written.tasks.all()
    content = PlanContent(
        summary="Người thứ ba.", tasks=tuple(task(task_id=row.pk, what=row.what) for row in kept)
    )
    save_plan(written, version=3, content=content, by=head, at=AT)

    again = client.post(url("edit", written), third)

    assertContains(again, "Người thứ ba.", status_code=409)
    assert UnitPlan.objects.get(pk=written.pk).summary == "Người thứ ba."


# Who else is at it


def test_the_form_and_the_check_say_who_else_is_typing(written, officer, head, sign_in):
    keep_draft(
        by=head,
        form=written.draft_key,
        target_id=written.pk,
        payload={"summary": ["Đang gõ"]},
        at=AT - timedelta(minutes=3),
    )

    for name in ("edit", "check"):
        page = sign_in(officer).get(url(name, written))
        assertContains(page, "Lãnh đạo đơn vị – Hội Nông dân xã đang soạn, tự lưu lúc 08:57")
        assertNotContains(sign_in(head).get(url(name, written)), "đang soạn, tự lưu lúc")


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_however_many_are_typing(
    count, written, officer, sign_in, django_assert_num_queries
):
    for _ in range(count):
        keep_draft(
            by=AppointmentFactory(unit=officer.unit),
            form=written.draft_key,
            target_id=written.pk,
            payload={},
            at=AT,
        )
    client = sign_in(officer)

    with django_assert_num_queries(20):
        page = client.get(url("edit", written))

    assertContains(page, "đang soạn, tự lưu lúc", count=count)


# What is missing before sending


def test_every_gap_leads_to_a_field_that_is_there(draft, officer, task, sign_in):
    empty = {"product": "", "target_value": None, "deadline": None, "in_charge": ""}
    tasks = (task(what="Một", **empty), task(what="Hai", target_unit=""))
    save_plan(draft, version=1, content=PlanContent(form="embedded", tasks=tasks), by=officer, at=AT)
    draft.refresh_from_db()
    client = sign_in(officer)

    gaps = gaps_in(draft)
    form, check = client.get(url("edit", draft)), client.get(url("check", draft))

    assert len(gaps) == 6
    for gap in gaps:
        assertContains(form, f'id="{gap.anchor}"', count=1)
        assertContains(check, f'{url("edit", draft)}#{gap.anchor}"')
    assertContains(check, "Việc 1, nội dung 1: Một")
    assertContains(check, 'role="alert"')


def test_a_joint_plan_without_a_linked_unit_left_leads_to_its_form(written, officer, sign_in):
    UnitPlan.objects.filter(pk=written.pk).update(form="joint")
    written.refresh_from_db()

    [gap] = gaps_in(written)

    assertContains(sign_in(officer).get(url("edit", written)), f'id="{gap.anchor}"', count=1)
