"""The unit's plan: one a year, under its own items, sent once, frozen when sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from campaigns.models import CampaignYear, UnitPlan, Window
from campaigns.selectors.plans import gaps_in, plans_to_judge, warnings_in
from campaigns.services.plans import (
    PlanContent,
    PlanIncomplete,
    accept_plan,
    return_plan,
    save_plan,
    start_plan,
    submit_plan,
    withdraw_plan,
)
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import Conflict, Draft, IllegalMove, Receipt, ReturnNote
from hoaxa_danvan.workflow.services import answer_note, keep_draft, pin_note
from tests.campaigns.conftest import AT, CLOSED, LATE
from tests.factories import (
    AppointmentFactory,
    ContentItemFactory,
    ItemDutyFactory,
    UnitFactory,
    UnitPlanFactory,
    WindowFactory,
)

Status = UnitPlan.Status


def content_of(*tasks, **fields):
    return PlanContent(**{"summary": "Vận động hội viên.", "tasks": tasks, **fields})


def verbs():
    return [entry.verb for entry in AuditEntry.objects.order_by("number")]


def add_copy(plan, by):
    return Evidence.objects.create(
        target=plan,
        purpose=Evidence.Purpose.SIGNED_COPY,
        original_name="ke-hoach.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        by=by,
        at=AT,
    )


# Beginning


def test_a_plan_begins_with_the_purposes_the_theme_and_the_years_dates(officer, named, window):
    named(officer.unit)
    campaign = window.campaign_year.campaign
    campaign.purposes = ["Nâng cao nhận thức."]
    campaign.save()
    WindowFactory(
        campaign_year=window.campaign_year,
        kind=Window.Kind.FINAL_REPORT,
        due_at=AT + timedelta(days=300),
        closes_at=AT + timedelta(days=310),
    )

    plan = start_plan(campaign_year=window.campaign_year, by=officer, at=AT)

    assert (plan.unit, plan.status, plan.version) == (officer.unit, Status.DRAFT, 1)
    assert plan.summary == "- Nâng cao nhận thức.\n- Gắn với chủ đề năm 2026 của xã: Chủ đề mẫu."
    assert "báo cáo tổng kết năm trước ngày 16/11/2026" in plan.organisation
    assert verbs() == ["start"]


def test_begun_again_it_is_the_same_plan(draft, officer, head, window):
    assert start_plan(campaign_year=window.campaign_year, by=head, at=CLOSED) == draft
    assert verbs() == ["start"]


@pytest.mark.parametrize("post", ["reviewer", "leader", "clerk", "administrator"])
def test_only_a_unit_begins_a_plan(window, post, request):
    with pytest.raises(PermissionDenied):
        start_plan(campaign_year=window.campaign_year, by=request.getfixturevalue(post), at=AT)


def test_a_unit_that_no_item_names_begins_none(officer, window, items):
    with pytest.raises(IllegalMove, match="không giao nội dung nào cho đơn vị"):
        start_plan(campaign_year=window.campaign_year, by=officer, at=AT)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (AT - timedelta(days=60), "Cổng nhận kế hoạch năm 2026 từ 00:00 ngày 02/01/2026"),
        (CLOSED, "Cổng đã ngừng nhận kế hoạch năm 2026 từ 23:59 ngày 10/02/2026"),
    ],
)
def test_outside_the_window_no_plan_begins(officer, named, window, at, words):
    named(officer.unit)

    with pytest.raises(IllegalMove, match=words):
        start_plan(campaign_year=window.campaign_year, by=officer, at=at)


def test_no_plan_begins_in_a_year_that_is_not_open(officer, named, window):
    named(officer.unit)
    CampaignYear.objects.update(status=CampaignYear.Status.CLOSED)

    with pytest.raises(IllegalMove, match="Năm 2026 chưa mở hoặc đã kết thúc"):
        start_plan(campaign_year=CampaignYear.objects.get(), by=officer, at=AT)


# Saving


def test_a_save_writes_everything_and_the_trail(draft, officer, task, items):
    rows = (task(), task(item_id=items[1].pk, what="Nhân rộng mô hình", target_value=Decimal("1.5")))

    plan = save_plan(draft, version=1, content=content_of(*rows, number="05-KH/HND"), by=officer, at=AT)

    assert (plan.version, plan.number, plan.summary) == (2, "05-KH/HND", "Vận động hội viên.")
    assert [(t.item.order, t.what, t.target) for t in plan.tasks.all()] == [
        (1, "Ra mắt tuyến đường tự quản", "2 tuyến đường"),
        (4, "Nhân rộng mô hình", "1,5 tuyến đường"),
    ]
    assert verbs() == ["start", "save"]


def test_tasks_keep_their_keys_over_saves_and_go_when_left_out(written, officer, task):
    kept = written.tasks.get()
    more = save_plan(
        written,
        version=2,
        content=content_of(task(task_id=kept.pk, what="Ra mắt 3 tuyến"), task(what="Việc mới")),
        by=officer,
        at=AT,
    )
    assert [t.what for t in more.tasks.all()] == ["Ra mắt 3 tuyến", "Việc mới"]
    assert more.tasks.first().pk == kept.pk

    less = save_plan(more, version=3, content=content_of(task(task_id=kept.pk)), by=officer, at=AT)

    assert [t.pk for t in less.tasks.all()] == [kept.pk]


def test_a_task_of_another_plan_is_not_taken_over(written, officer, task, peer):
    foreign = UnitPlanFactory(unit=peer.unit).tasks.create(
        item=written.tasks.get().item, what="Của đơn vị khác"
    )

    save_plan(written, version=2, content=content_of(task(task_id=foreign.pk)), by=officer, at=AT)

    foreign.refresh_from_db()
    assert foreign.what == "Của đơn vị khác"
    assert written.tasks.get().pk != foreign.pk


def test_a_task_under_an_item_that_is_not_the_units_is_refused(draft, officer, task):
    foreign = ContentItemFactory(order=3)

    with pytest.raises(IllegalMove, match="không giao cho đơn vị"):
        save_plan(draft, version=1, content=content_of(task(item_id=foreign.pk)), by=officer, at=AT)

    draft.refresh_from_db()
    assert (draft.version, draft.tasks.count()) == (1, 0)
    ItemDutyFactory(item=foreign, unit=draft.unit, campaign_year=draft.campaign_year)
    save_plan(draft, version=1, content=content_of(task(item_id=foreign.pk)), by=officer, at=AT)


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader"])
def test_nobody_else_saves(written, post, request, task):
    with pytest.raises(PermissionDenied):
        save_plan(written, version=2, content=content_of(), by=request.getfixturevalue(post), at=AT)

    written.refresh_from_db()
    assert (written.version, written.tasks.count()) == (2, 1)


def test_what_stands_sent_is_not_edited(sent, officer):
    with pytest.raises(IllegalMove, match="Không sửa được: đang ở trạng thái “Đã gửi”"):
        save_plan(sent, version=2, content=content_of(), by=officer, at=AT)

    sent.refresh_from_db()
    assert (sent.version, sent.tasks.count()) == (2, 1)


def test_a_save_from_an_older_version_changes_nothing(written, officer, head, task):
    save_plan(written, version=2, content=content_of(task(what="Của lãnh đạo")), by=head, at=AT)

    with pytest.raises(Conflict):
        save_plan(written, version=2, content=content_of(task(what="Của cán bộ")), by=officer, at=AT)

    assert [t.what for t in written.tasks.all()] == ["Của lãnh đạo"]


def test_saving_drops_ones_own_draft_alone(written, officer, head):
    for by in (officer, head):
        keep_draft(by=by, form=written.draft_key, target_id=written.pk, payload={}, at=AT)

    save_plan(written, version=2, content=content_of(), by=officer, at=AT)

    assert Draft.objects.get().person == head.person


@pytest.mark.django_db(transaction=True)
def test_of_twenty_saves_at_once_exactly_one_is_told_saved(written, task):
    people = AppointmentFactory.create_batch(20, unit=written.unit, role=Role.UNIT_OFFICER)

    def save(who):
        rows = (task(what=f"Việc của {who.pk}"), task(what=f"Việc nữa của {who.pk}"))
        try:
            save_plan(written, version=2, content=content_of(*rows), by=who, at=AT)
        except Conflict:
            return None
        finally:
            connection.close()
        return [row.what for row in rows]

    with ThreadPoolExecutor(20) as pool:
        told = [rows for rows in pool.map(save, people, timeout=90) if rows]

    plan = UnitPlan.objects.get(pk=written.pk)
    assert told == [[t.what for t in plan.tasks.all()]]
    assert plan.version == 3


# One plan for two units


@pytest.fixture
def school(officer, named):
    """A unit linked to the officer's: they may plan together."""
    unit = named(UnitFactory(name="Trường THCS Mẫu A"))
    officer.unit.linked.add(unit)
    return unit


def joint(task, *units):
    return content_of(task(), form=UnitPlan.Form.JOINT, joint_with=units)


def test_a_joint_plan_counts_for_both_and_the_other_begins_none(draft, officer, school, task, window):
    plan = save_plan(draft, version=1, content=joint(task, school), by=officer, at=AT)
    other = AppointmentFactory(unit=school)

    assert list(plan.joint_with.all()) == [school]
    assert UnitPlan.objects.visible_to(other).get() == plan
    with pytest.raises(IllegalMove, match=f"Đơn vị đã có kế hoạch chung do {officer.unit} soạn"):
        start_plan(campaign_year=window.campaign_year, by=other, at=AT)
    with pytest.raises(PermissionDenied):
        save_plan(plan, version=2, content=joint(task, school), by=other, at=AT)


def test_only_a_linked_unit_takes_part(draft, officer, task, outsider):
    with pytest.raises(IllegalMove, match="không phải đơn vị liên kết"):
        save_plan(draft, version=1, content=joint(task, outsider.unit), by=officer, at=AT)


def test_a_unit_with_its_own_plan_takes_part_in_none(draft, officer, school, task, window):
    start_plan(campaign_year=window.campaign_year, by=AppointmentFactory(unit=school), at=AT)

    with pytest.raises(IllegalMove, match="đã có kế hoạch cho năm này"):
        save_plan(draft, version=1, content=joint(task, school), by=officer, at=AT)


def test_going_back_to_an_own_plan_sets_the_other_free(draft, officer, school, task, window):
    plan = save_plan(draft, version=1, content=joint(task, school), by=officer, at=AT)

    save_plan(plan, version=2, content=content_of(task(), joint_with=(school,)), by=officer, at=AT)

    assert not plan.joint_with.exists()
    start_plan(campaign_year=window.campaign_year, by=AppointmentFactory(unit=school), at=AT)


def test_a_reviewer_who_belongs_to_the_other_unit_does_not_judge(draft, officer, school, task, reviewer):
    plan = save_plan(draft, version=1, content=joint(task, school), by=officer, at=AT)
    submit_plan(plan, version=2, by=officer, at=AT)
    assert [p.pk for p in plans_to_judge(reviewer)] == [plan.pk]
    teacher = AppointmentFactory(reviewer=True, unit=reviewer.unit)
    AppointmentFactory(person=teacher.person, unit=school)

    assert plans_to_judge(teacher) == []
    with pytest.raises(PermissionDenied):
        accept_plan(plan, version=2, by=teacher, at=AT)


# What is missing


def test_a_complete_plan_has_no_gaps(written):
    assert gaps_in(written) == []
    assert warnings_in(written) == []


@pytest.mark.parametrize(
    ("changed", "gap"),
    [
        ({"product": "", "target_value": None}, ("product", "Việc 1: chưa ghi sản phẩm hoặc chỉ tiêu.")),
        ({"target_unit": ""}, ("target_unit", "Việc 1: chỉ tiêu chưa có đơn vị tính.")),
        ({"deadline": None}, ("deadline", "Việc 1: chưa ghi thời hạn hoàn thành.")),
        ({"in_charge": " "}, ("in_charge", "Việc 1: chưa ghi người phụ trách.")),
    ],
)
def test_what_a_task_lacks_is_told_with_its_field(draft, officer, task, changed, gap):
    plan = save_plan(draft, version=1, content=content_of(task(**changed)), by=officer, at=AT)

    assert [(g.anchor, g.sentence) for g in gaps_in(plan)] == [(f"id_n1-0-{gap[0]}", gap[1])]
    with pytest.raises(PlanIncomplete, match="còn 1 chỗ chưa đủ"):
        submit_plan(plan, version=2, by=officer, at=AT)


def test_rows_are_counted_within_their_item(draft, officer, task, items):
    rows = [task(), task(), task(item_id=items[1].pk, deadline=None)]
    plan = save_plan(draft, version=1, content=content_of(*rows), by=officer, at=AT)

    assert [g.anchor for g in gaps_in(plan)] == ["id_n4-0-deadline"]


def test_with_the_signed_paper_a_short_table_is_enough(draft, officer, task):
    short = task(product="", target_value=None, target_unit="", deadline=None, in_charge="")
    plan = save_plan(draft, version=1, content=content_of(short, summary=""), by=officer, at=AT)
    assert len(gaps_in(plan)) == 4

    add_copy(plan, officer)

    assert gaps_in(plan) == []
    assert plan.snapshot()["files"]["value"] == "ke-hoach.pdf"


def test_even_with_the_signed_paper_a_task_is_needed(draft, officer):
    add_copy(draft, officer)

    assert [g.sentence for g in gaps_in(draft)] == ["Chưa có việc làm nào."]


@pytest.mark.parametrize(("form", "anchor"), [("embedded", "id_embedded_in"), ("joint", "id_form_0")])
def test_the_form_asks_for_what_it_means(draft, officer, task, form, anchor):
    plan = save_plan(draft, version=1, content=content_of(task(), form=form), by=officer, at=AT)

    assert [g.anchor for g in gaps_in(plan)] == [anchor]


def test_a_deadline_outside_the_year_is_a_warning_only(draft, officer, task):
    plan = save_plan(draft, version=1, content=content_of(task(deadline=date(2027, 1, 5))), by=officer, at=AT)

    assert [(w.anchor, w.sentence) for w in warnings_in(plan)] == [
        ("id_n1-0-deadline", "Việc 1: thời hạn 05/01/2027 không nằm trong năm 2026.")
    ]
    submit_plan(plan, version=2, by=officer, at=AT)


# Sending


def test_the_officer_sends_and_the_trail_says_so(written, officer):
    receipt = submit_plan(written, version=2, by=officer, at=AT)

    written.refresh_from_db()
    assert (written.status, written.status_at, written.sent_at) == (Status.SUBMITTED, AT, AT)
    assert (receipt.target, receipt.at, receipt.is_late) == (written, AT, False)
    assert verbs() == ["start", "save", "submit"]


def test_after_the_due_date_it_is_taken_and_recorded_as_late(written, officer):
    assert submit_plan(written, version=2, by=officer, at=LATE).is_late


def test_after_the_close_it_is_refused_and_the_text_stays(written, officer):
    with pytest.raises(IllegalMove, match="Nội dung đã soạn vẫn được giữ"):
        submit_plan(written, version=2, by=officer, at=CLOSED)

    written.refresh_from_db()
    assert (written.status, written.tasks.count()) == (Status.DRAFT, 1)


def test_in_a_year_that_has_ended_nothing_more_is_sent(written, officer):
    CampaignYear.objects.update(status=CampaignYear.Status.CLOSED)

    with pytest.raises(IllegalMove, match="Năm 2026 chưa mở hoặc đã kết thúc"):
        submit_plan(written, version=2, by=officer, at=AT)


def test_at_the_close_itself_it_is_taken(written, officer, window):
    assert submit_plan(written, version=2, by=officer, at=window.closes_at)
    assert window.closes_at.microsecond == 999999


def test_sent_again_after_the_close_it_is_the_same_receipt(sent, officer):
    assert submit_plan(sent, version=2, by=officer, at=CLOSED) == Receipt.objects.get()


def test_what_was_asked_to_be_completed_is_taken_after_the_close(sent, officer, reviewer):
    pin_note(sent, field="summary", text="Cần rõ hơn", by=reviewer, at=AT)
    return_plan(sent, version=2, by=reviewer, at=AT)
    sent.refresh_from_db()
    answer_note(ReturnNote.objects.get(), answer="Đã sửa", by=officer, at=CLOSED)

    receipt = submit_plan(sent, version=3, by=officer, at=CLOSED)

    assert (receipt.is_late, receipt.version) == (False, 3)


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader", "clerk", "administrator", "peer"])
def test_nobody_else_sends_it(written, post, request):
    with pytest.raises(PermissionDenied):
        submit_plan(written, version=2, by=request.getfixturevalue(post), at=AT)

    written.refresh_from_db()
    assert written.status == Status.DRAFT
    assert verbs() == ["start", "save"]


def test_taken_back_and_sent_again_it_is_a_new_receipt(sent, officer):
    plan = withdraw_plan(sent, by=officer, at=AT)

    receipt = submit_plan(plan, version=3, by=officer, at=AT)

    assert receipt.version == 3
    assert Receipt.objects.count() == 2


def test_after_the_close_nothing_is_taken_back(sent, officer):
    with pytest.raises(IllegalMove, match="sẽ không gửi lại được"):
        withdraw_plan(sent, by=officer, at=CLOSED)

    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader"])
def test_nobody_else_takes_it_back(sent, post, request):
    with pytest.raises(PermissionDenied):
        withdraw_plan(sent, by=request.getfixturevalue(post), at=AT)


# Who waits for whom


def test_the_queue_holds_what_this_post_may_judge_the_longest_waiting_first(reviewer, leader, officer, peer):
    later = UnitPlanFactory(unit=officer.unit, submitted=True, status_at=AT + timedelta(hours=1))
    first = UnitPlanFactory(unit=peer.unit, submitted=True, status_at=AT)
    UnitPlanFactory(accepted=True)
    own = UnitPlanFactory(unit=reviewer.unit, submitted=True)

    assert plans_to_judge(reviewer) == [first, later]
    assert plans_to_judge(leader) == [own]
    assert plans_to_judge(officer) == []


def test_a_leader_who_sits_in_the_reviewing_unit_leaves_its_plan_to_another(reviewer, leader):
    own = UnitPlanFactory(unit=reviewer.unit, submitted=True)
    AppointmentFactory(person=leader.person, unit=reviewer.unit, role=Role.HEAD_REVIEWER)

    assert plans_to_judge(leader) == []
    with pytest.raises(PermissionDenied):
        accept_plan(own, version=1, by=leader, at=AT)


def test_whom_a_plan_is_visible_to(officer, head, outsider, reviewer, leader, administrator):
    steering = AppointmentFactory()
    officer.unit.steered_by = steering.unit
    officer.unit.save()
    plan = UnitPlanFactory(unit=officer.unit)

    def seen(who):
        return UnitPlan.objects.visible_to(who).filter(pk=plan.pk).exists()

    everyone = (officer, head, steering, reviewer, leader, outsider, administrator)
    assert [seen(who) for who in everyone] == [True, True, False, False, False, False, False]
    UnitPlan.objects.update(status="submitted", status_at=AT, sent_at=AT)
    assert [seen(who) for who in everyone] == [True, True, True, True, True, False, False]


def test_the_snapshot_tells_only_what_the_form_means(written):
    plain = written.snapshot()
    assert "embedded_in" not in plain
    assert "joint_with" not in plain
    written.form = UnitPlan.Form.EMBEDDED
    assert "embedded_in" in written.snapshot()


# A joint plan's receipt


def test_the_receipt_of_a_joint_plan_counts_for_its_partner_and_for_nobody_else(
    draft, officer, outsider, peer, named, task
):
    named(outsider.unit)
    officer.unit.linked.add(outsider.unit)
    content = content_of(task(), form=UnitPlan.Form.JOINT, joint_with=(outsider.unit,))
    plan = save_plan(draft, version=1, content=content, by=officer, at=AT)

    receipt = submit_plan(plan, version=plan.version, by=officer, at=AT)

    assert list(receipt.partners.all()) == [outsider.unit]
    assert [list(Receipt.objects.visible_to(post)) for post in (officer, outsider, peer)] == [
        [receipt],
        [receipt],
        [],
    ]


def test_the_receipt_of_a_plan_of_its_own_is_its_unit_s(sent, officer, outsider):
    receipt = Receipt.objects.get()

    assert not receipt.partners.exists()
    assert not Receipt.objects.visible_to(outsider).exists()
