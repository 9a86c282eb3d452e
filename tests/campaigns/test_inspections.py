"""Kiểm tra, khảo sát: the unit knows from the announcement on, and what was found is followed to the end."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.inspecting import targets_of
from campaigns.models import CampaignYear, Finding, Inspection
from campaigns.services import inspections as services
from campaigns.services.inspections import InspectionContent, InspectionResult
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.todo import todos_for
from tests.factories import (
    AppointmentFactory,
    CampaignYearFactory,
    PlannedTaskFactory,
    RegisteredModelFactory,
    UnitFactory,
    UnitPlanFactory,
    UnitReportFactory,
)

AT = datetime(2026, 6, 1, 9, 0, tzinfo=LOCAL)
LATER = datetime(2026, 7, 1, 9, 0, tzinfo=LOCAL)
Status = Inspection.Status


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def year(db) -> CampaignYear:
    return CampaignYearFactory()


@pytest.fixture
def content(officer):
    def make(**fields):
        row = {
            "unit": officer.unit,
            "manner": "inspection",
            "planned_on": date(2026, 6, 1),
            "subject": "Việc thực hiện kế hoạch năm 2026.",
            "points": ["Có kế hoạch năm", "Có minh chứng"],
        }
        return InspectionContent(**{**row, **fields})

    return make


@pytest.fixture
def planned(year, content, reviewer) -> Inspection:
    return services.plan_inspection(campaign_year=year, content=content(), key=uuid4(), by=reviewer, at=AT)


@pytest.fixture
def announced(planned, reviewer) -> Inspection:
    return services.announce_inspection(planned, by=reviewer, at=AT)


@pytest.fixture
def held(announced, reviewer) -> Inspection:
    first, second = announced.points.all()
    result = InspectionResult(
        held_on=date(2026, 6, 1),
        conclusion="Đơn vị làm tốt.",
        answers={first.pk: ("met", ""), second.pk: ("unmet", "Thiếu ảnh.")},
    )
    return services.hold_inspection(announced, result=result, by=reviewer, at=AT)


@pytest.fixture
def finding(held, reviewer) -> Finding:
    return services.add_finding(
        held, text="Bổ sung minh chứng.", fix_by=date(2026, 6, 15), by=reviewer, at=AT
    )


# The way of a visit


def test_a_visit_goes_its_way_and_each_step_is_in_the_audit(finding, held, officer, reviewer):
    assert [(point.answer, point.note) for point in held.points.all()] == [
        ("met", ""),
        ("unmet", "Thiếu ảnh."),
    ]
    with pytest.raises(IllegalMove, match="Còn 1 nội dung chưa khắc phục xong"):
        services.close_inspection(held, by=reviewer, at=AT)
    services.report_finding(finding, note="Đã bổ sung 3 ảnh.", by=officer, at=AT)
    services.confirm_finding(finding, by=reviewer, at=LATER)

    closed = services.close_inspection(held, by=reviewer, at=LATER)

    assert closed.status == Status.CLOSED
    verbs = [entry.verb for entry in AuditEntry.objects.order_by("number")]
    assert verbs == ["start", "announce", "hold", "find", "report", "confirm", "close"]


def test_planned_twice_with_one_form_is_one_visit(year, content, reviewer):
    key = uuid4()
    first, again = (
        services.plan_inspection(campaign_year=year, content=content(), key=key, by=reviewer, at=AT)
        for _ in range(2)
    )

    assert (first, Inspection.objects.count()) == (again, 1)


def test_who_was_faster_is_not_written_over(planned, content, reviewer):
    services.change_inspection(
        planned, version=1, content=content(subject="Nội dung của đồng nghiệp."), by=reviewer, at=AT
    )

    with pytest.raises(Conflict):
        services.change_inspection(planned, version=1, content=content(subject="Cũ."), by=reviewer, at=AT)
    assert Inspection.objects.get().subject == "Nội dung của đồng nghiệp."


def test_an_announced_visit_stays_with_its_unit(announced, content, reviewer, outsider):
    with pytest.raises(IllegalMove, match="không đổi sang đơn vị khác"):
        services.change_inspection(
            announced, version=1, content=content(unit=outsider.unit), by=reviewer, at=AT
        )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": date(2026, 6, 2)}, "Ngày làm việc không thể ở sau hôm nay."),
        ({"conclusion": " "}, "Vui lòng ghi kết luận."),
    ],
)
def test_a_result_that_cannot_be_is_refused(announced, reviewer, fields, sentence):
    result = {"held_on": date(2026, 6, 1), "conclusion": "Tốt.", "answers": {}, **fields}

    with pytest.raises(IllegalMove) as refusal:
        services.hold_inspection(announced, result=InspectionResult(**result), by=reviewer, at=AT)

    assert refusal.value.message == sentence
    assert Inspection.objects.get().status == Status.ANNOUNCED


def test_what_is_found_has_a_day_after_the_visit_and_belongs_to_the_unit(held, reviewer, outsider):
    foreign = PlannedTaskFactory(plan=UnitPlanFactory(unit=outsider.unit, accepted=True))
    with pytest.raises(IllegalMove, match="Thời hạn khắc phục phải sau"):
        services.add_finding(held, text="A", fix_by=date(2026, 5, 31), by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="không phải của đơn vị này"):
        services.add_finding(held, text="A", fix_by=date(2026, 6, 5), about=foreign, by=reviewer, at=AT)
    assert not Finding.objects.exists()


def test_a_finding_may_be_about_a_task_a_model_or_a_report(held, officer, reviewer):
    plan = UnitPlanFactory(unit=officer.unit, campaign_year=held.campaign_year, accepted=True)
    task = PlannedTaskFactory(plan=plan)
    entry = RegisteredModelFactory(unit=officer.unit, campaign_year=held.campaign_year, accepted=True)
    report = UnitReportFactory(unit=officer.unit, accepted=True)
    RegisteredModelFactory(accepted=True)

    assert targets_of(held) == [task, entry, report]
    for thing in (task, entry, report):
        found = services.add_finding(
            held, text=f"Về {thing}", fix_by=date(2026, 6, 9), about=thing, by=reviewer, at=AT
        )
        assert Finding.objects.get(pk=found.pk).about == thing


def test_a_later_day_has_a_reason_and_is_later(finding, reviewer):
    with pytest.raises(IllegalMove, match="lý do"):
        services.extend_finding(finding, fix_by=date(2026, 7, 1), reason=" ", by=reviewer, at=AT)
    with pytest.raises(IllegalMove, match="phải sau 15/06/2026"):
        services.extend_finding(finding, fix_by=date(2026, 6, 15), reason="Mưa.", by=reviewer, at=AT)

    row = services.extend_finding(finding, fix_by=date(2026, 7, 1), reason="Mưa.", by=reviewer, at=AT)

    assert row.fix_by == date(2026, 7, 1)
    assert AuditEntry.objects.get(verb="extend").details == {"from": "2026-06-15", "to": "2026-07-01"}


# Who may


def test_only_reviewers_inspect_and_never_their_own_unit(planned, year, content, reviewer, officer, leader):
    for post in (officer, leader):
        with pytest.raises(PermissionDenied):
            services.plan_inspection(campaign_year=year, content=content(), key=uuid4(), by=post, at=AT)
        with pytest.raises(PermissionDenied):
            services.announce_inspection(planned, by=post, at=AT)
    AppointmentFactory(person=reviewer.person, unit=planned.unit)
    both = Appointment.objects.get(pk=reviewer.pk)
    with pytest.raises(PermissionDenied):
        services.announce_inspection(planned, by=both, at=AT)


def test_only_the_unit_reports_and_only_the_office_confirms(finding, officer, outsider, reviewer):
    for post in (outsider, reviewer):
        with pytest.raises(PermissionDenied):
            services.report_finding(finding, note="Xong.", by=post, at=AT)
    with pytest.raises(IllegalMove, match="Cần ghi rõ"):
        services.report_finding(finding, note=" ", by=officer, at=AT)
    services.report_finding(finding, note="Xong.", by=officer, at=AT)
    with pytest.raises(PermissionDenied):
        services.confirm_finding(finding, by=officer, at=AT)
    again = services.reopen_finding(finding, note="Ảnh mờ.", by=reviewer, at=AT)
    assert again.status == Finding.Status.OPEN


def test_the_unit_sees_a_visit_from_its_announcement_on(planned, officer, outsider, leader, reviewer):
    def seen_by(post):
        return list(Inspection.objects.visible_to(post))

    assert (seen_by(officer), seen_by(leader)) == ([], [planned])
    services.announce_inspection(planned, by=reviewer, at=AT)
    assert (seen_by(officer), seen_by(outsider)) == ([planned], [])
    planned.unit.steered_by = outsider.unit
    planned.unit.save()
    assert seen_by(outsider) == [planned]


# What waits


def test_each_side_finds_what_waits_for_it(finding, officer, outsider, reviewer):
    def titles(post, at):
        return [todo.title for todo in todos_for(post, at=at) if "hắc phục" in todo.title]

    assert titles(officer, AT) == ["Khắc phục: Bổ sung minh chứng."]
    assert (titles(outsider, AT), titles(reviewer, AT)) == ([], [])
    assert titles(reviewer, LATER) == ["1 nội dung khắc phục cần theo dõi"]
    services.report_finding(finding, note="Xong.", by=officer, at=AT)
    assert (titles(officer, AT), titles(reviewer, AT)) == ([], ["1 nội dung khắc phục cần theo dõi"])
    services.confirm_finding(finding, by=reviewer, at=AT)
    assert (titles(officer, LATER), titles(reviewer, LATER)) == ([], [])


# Pages


def form_of(unit, **fields):
    return {
        "key": str(uuid4()),
        "unit": str(unit.pk),
        "manner": "survey",
        "planned_on": "10/06/2026",
        "subject": "Mô hình phân loại rác.",
        "points": "Hộ tham gia\n\n  Kết quả  ",
        **fields,
    }


def test_a_reviewer_plans_announces_and_writes_up_in_the_browser(year, officer, reviewer, sign_in):
    client = sign_in(reviewer)
    page = reverse("campaigns:inspection-plan", args=[2026])
    assertContains(client.get(page), "Tiến độ thực hiện các việc làm")

    answer = client.post(page, form_of(officer.unit))

    visit = Inspection.objects.get()
    assertRedirects(answer, visit.get_absolute_url())
    assert [point.text for point in visit.points.all()] == ["Hộ tham gia", "Kết quả"]
    client.post(reverse("campaigns:inspection-announce", args=[visit.pk]))
    point = visit.points.first()
    result = {"held_on": "01/06/2026", "conclusion": "Tốt.", f"answer-{point.pk}": "met"}
    client.post(reverse("campaigns:inspection-hold", args=[visit.pk]), result)
    client.post(
        reverse("campaigns:finding-add", args=[visit.pk]), {"text": "Thiếu sổ.", "fix_by": "15/06/2026"}
    )
    page = client.get(visit.get_absolute_url())
    for words in ("Đã làm việc với đơn vị", "Thiếu sổ.", "15/06/2026", "Chung cả đơn vị"):
        assertContains(page, words)


def test_what_is_wrong_is_said_and_what_was_typed_stays(year, officer, reviewer, sign_in):
    client = sign_in(reviewer)
    typed = form_of(officer.unit, planned_on="31/02/2026", subject="")

    answer = client.post(reverse("campaigns:inspection-plan", args=[2026]), typed)

    assertContains(answer, 'value="31/02/2026"', status_code=422)
    assertContains(answer, "Hộ tham gia", status_code=422)
    assert not Inspection.objects.exists()


def test_a_finding_without_a_day_is_shown_again_on_the_page(held, reviewer, sign_in):
    answer = sign_in(reviewer).post(
        reverse("campaigns:finding-add", args=[held.pk]), {"text": "Thiếu sổ theo dõi.", "fix_by": "mai"}
    )

    assertContains(answer, "Thiếu sổ theo dõi.", status_code=422)
    assert not Finding.objects.exists()


def test_both_texts_of_a_conflict_are_shown(planned, content, reviewer, sign_in):
    services.change_inspection(
        planned, version=1, content=content(subject="Nội dung của đồng nghiệp."), by=reviewer, at=AT
    )
    typed = form_of(planned.unit, version="1", subject="Nội dung vừa nhập.")

    answer = sign_in(reviewer).post(reverse("campaigns:inspection-change", args=[planned.pk]), typed)

    assertContains(answer, "Nội dung của đồng nghiệp.", status_code=409)
    assertContains(answer, "Nội dung vừa nhập.", status_code=409)
    assertContains(answer, 'name="version" value="2"', status_code=409)


def test_others_find_nothing(finding, held, outsider, council_member, sign_in):
    for post in (outsider, council_member):
        client = sign_in(post)
        assert client.get(held.get_absolute_url()).status_code == 404
        assert client.get(finding.get_absolute_url()).status_code == 404
        assert client.post(reverse("campaigns:finding-confirm", args=[finding.pk])).status_code == 404


def test_a_unit_reads_its_visit_without_the_office_s_buttons(finding, held, officer, sign_in):
    client = sign_in(officer)
    page = client.get(held.get_absolute_url())
    assertContains(page, "Bổ sung minh chứng.")
    assertNotContains(page, "Thêm nội dung cần khắc phục")
    assert client.get(reverse("campaigns:inspection-change", args=[held.pk])).status_code == 403
    answer = client.post(
        reverse("campaigns:finding-report", args=[finding.pk]), {"note": "Đã bổ sung 3 ảnh."}
    )
    assertRedirects(answer, finding.get_absolute_url())
    assertContains(client.get(finding.get_absolute_url()), "Đã báo khắc phục")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count, year, content, reviewer, sign_in, django_assert_num_queries
):
    for place in range(count):
        unit = UnitFactory(name=f"Chi bộ Thôn {place}")
        services.plan_inspection(
            campaign_year=year, content=content(unit=unit), key=uuid4(), by=reviewer, at=AT
        )
    client = sign_in(reviewer)

    # session, person, posts; the year that runs; count, page; years, kinds
    with django_assert_num_queries(8):
        page = client.get(reverse("campaigns:inspection-list"))

    assertContains(page, "Chi bộ Thôn", count=count)


@pytest.mark.parametrize("count", [1, 3])
def test_a_visit_costs_the_same_however_much_was_found(
    count, held, reviewer, sign_in, django_assert_num_queries
):
    for place in range(count):
        services.add_finding(
            held, text=f"Việc {place}", fix_by=AT.date() + timedelta(days=place), by=reviewer, at=AT
        )
    client = sign_in(reviewer)

    # session, person, posts; the visit, points, findings; the unit's tasks, models, reports; photos,
    # own posts, history
    with django_assert_num_queries(12):
        assertContains(client.get(held.get_absolute_url()), "Cần khắc phục")


def test_a_head_reviewer_may_too(planned, reviewer):
    head = AppointmentFactory(unit=reviewer.unit, role=Role.HEAD_REVIEWER)

    assert services.announce_inspection(planned, by=head, at=AT).status == Status.ANNOUNCED
