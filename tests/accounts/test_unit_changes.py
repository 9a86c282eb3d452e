"""Units merged, closed, steered by another: what is open moves, what was done stays, and a page says so first."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.models import Appointment, Role, Steering, Unit, UnitEnding
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from tests.accounts.forms_of import forms_of
from tests.factories import AppointmentFactory, UnitFactory, UnitKindFactory

AT = datetime(2026, 3, 20, 8, 0, tzinfo=LOCAL)
ON = date(2026, 3, 16)
GROUND = services.Ground(on=ON, paper="Quyết định số 31-QĐ/ĐU", reason="Sắp xếp tổ chức")

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(officer) -> Unit:
    """The officer's unit, which is to be merged."""
    return officer.unit


@pytest.fixture
def stays() -> Unit:
    return UnitFactory(name="Hội Nông dân xã Hòa Xá", kind=UnitKindFactory(code="ctxh"))


def merge(gone, stays, by, *, at=AT, ground=GROUND):
    (ending,) = services.merge_units([gone], into=stays, ground=ground, by=by, at=at)
    return ending


def test_a_merged_units_people_go_on_in_its_successor_from_that_day(
    officer, head, gone, stays, administrator
):
    merge(gone, stays, administrator)

    officer.refresh_from_db()
    new = Appointment.objects.get(person=officer.person, unit=stays)
    assert (officer.until, new.since, new.until, new.role) == (date(2026, 3, 15), ON, None, Role.UNIT_OFFICER)
    assert Appointment.objects.get(person=head.person, unit=stays).role == Role.UNIT_HEAD
    gone.refresh_from_db()
    assert (gone.until, gone.successor) == (date(2026, 3, 15), stays)


def test_who_holds_the_role_in_the_successor_already_keeps_one_post_there(
    officer, gone, stays, administrator
):
    AppointmentFactory(person=officer.person, unit=stays)

    merge(gone, stays, administrator)

    assert Appointment.objects.filter(person=officer.person, unit=stays).count() == 1


def test_a_post_that_was_to_begin_later_begins_in_the_successor(gone, stays, administrator):
    later = AppointmentFactory(unit=gone, since=date(2026, 5, 1))

    merge(gone, stays, administrator)

    later.refresh_from_db()
    assert later.until == date(2026, 5, 1)
    assert Appointment.objects.get(person=later.person, unit=stays).since == date(2026, 5, 1)


def test_what_it_steered_and_was_linked_to_goes_along(gone, stays, administrator):
    above, below, linked = UnitFactory(), UnitFactory(name="Chi hội"), UnitFactory(name="Trường mẫu")
    services.steer_unit(gone, steered_by=above, since=date(2026, 1, 1), by=administrator, at=AT)
    services.steer_unit(below, steered_by=gone, since=date(2026, 1, 1), by=administrator, at=AT)
    gone.linked.add(linked)

    ending = merge(gone, stays, administrator)

    below.refresh_from_db()
    assert below.steered_by == stays
    assert list(below.steerings.values_list("steered_by", "since", "until")) == [
        (stays.pk, ON, None),
        (gone.pk, date(2026, 1, 1), date(2026, 3, 15)),
    ]
    assert list(gone.steerings.values_list("steered_by", "until")) == [(above.pk, date(2026, 3, 15))]
    assert (list(stays.linked.all()), list(gone.linked.all())) == ([linked], [])
    assert ["moves", f"Từ ngày này do {stays} chỉ đạo: Chi hội"] in ending.consequences


def test_a_successor_that_was_steered_by_the_merged_unit_goes_to_the_one_above(gone, stays, administrator):
    above = UnitFactory()
    services.steer_unit(gone, steered_by=above, since=date(2026, 1, 1), by=administrator, at=AT)
    services.steer_unit(stays, steered_by=gone, since=date(2026, 1, 1), by=administrator, at=AT)

    merge(gone, stays, administrator)

    stays.refresh_from_db()
    assert stays.steered_by == above


def test_a_second_merger_hands_all_papers_to_the_last_successor(gone, stays, administrator):
    last = UnitFactory(name="Hội sau cùng")

    merge(gone, stays, administrator)
    merge(stays, last, administrator)

    assert set(last.predecessors.all()) == {gone, stays}
    assert UnitEnding.objects.get(unit=gone).successor == stays


def test_two_units_become_a_new_one(gone, stays, administrator):
    fields = {"name": "Hội Nông dân và Làm vườn", "kind": gone.kind}

    endings = services.merge_into_new_unit(
        [gone, stays], fields=fields, ground=GROUND, by=administrator, at=AT
    )

    new = Unit.objects.get(name="Hội Nông dân và Làm vườn")
    assert new.since == ON
    assert {ending.unit for ending in endings} == {gone, stays}
    assert set(new.predecessors.all()) == {gone, stays}


def test_a_closed_unit_ends_its_posts_and_steers_nobody(officer, gone, administrator):
    below = UnitFactory()
    services.steer_unit(below, steered_by=gone, since=date(2026, 1, 1), by=administrator, at=AT)

    ending = services.close_unit(gone, ground=GROUND, by=administrator, at=AT)

    officer.refresh_from_db()
    below.refresh_from_db()
    gone.refresh_from_db()
    assert (officer.until, below.steered_by, gone.until, gone.successor) == (
        date(2026, 3, 15),
        None,
        date(2026, 3, 15),
        None,
    )
    assert [fate for fate, _ in ending.consequences] == ["ends", "ends"]


def test_the_end_of_a_unit_is_on_record(gone, stays, administrator):
    ending = merge(gone, stays, administrator)

    entry = AuditEntry.objects.get(verb="merge_unit")
    assert (entry.target, entry.by, entry.note) == (gone, administrator, "Sắp xếp tổ chức")
    assert (entry.details["into"], entry.details["consequences"]) == (stays.name, ending.consequences)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 3, 21), "Ngày này chưa đến"),
        (date(2025, 7, 1), "Ngày phải sau ngày Hội Nông dân xã bắt đầu"),
    ],
)
def test_a_unit_ends_between_its_beginning_and_today(gone, stays, administrator, on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        merge(gone, stays, administrator, ground=services.Ground(on=on, reason="…"))

    gone.refresh_from_db()
    assert gone.until is None


def test_a_unit_ends_once(gone, stays, administrator):
    merge(gone, stays, administrator)

    with pytest.raises(ValidationError, match="đã kết thúc từ ngày 15/03/2026"):
        services.close_unit(gone, ground=GROUND, by=administrator, at=AT)


def test_nothing_is_merged_into_a_unit_that_has_ended_or_into_itself(gone, stays, administrator):
    services.close_unit(stays, ground=GROUND, by=administrator, at=AT)

    with pytest.raises(ValidationError, match="đã kết thúc"):
        merge(gone, stays, administrator)
    with pytest.raises(ValidationError, match="phải khác nhau"):
        merge(gone, gone, administrator)


def test_the_reviewing_unit_and_one_with_other_roles_end_only_after_these_have_gone(
    reviewer, council_member, stays, administrator
):
    with pytest.raises(ValidationError, match="là đơn vị tiếp nhận, thẩm định"):
        merge(reviewer.unit, stays, administrator)
    with pytest.raises(ValidationError, match="còn người giữ vai trò Ủy viên Hội đồng"):
        services.close_unit(council_member.unit, ground=GROUND, by=administrator, at=AT)


def test_only_an_administrator_ends_units_or_changes_who_steers_them(officer, reviewer, gone, stays):
    for post in (officer, reviewer):
        with pytest.raises(PermissionDenied):
            merge(gone, stays, post)
        with pytest.raises(PermissionDenied):
            services.close_unit(gone, ground=GROUND, by=post, at=AT)
        with pytest.raises(PermissionDenied):
            services.steer_unit(gone, steered_by=stays, since=ON, by=post, at=AT)

    assert not UnitEnding.objects.exists()
    assert not Steering.objects.exists()


# Who steers whom


def test_steering_changes_from_a_day_on_and_its_history_stays(gone, stays, administrator):
    first = UnitFactory()
    services.steer_unit(gone, steered_by=first, since=date(2026, 1, 1), by=administrator, at=AT)

    services.steer_unit(gone, steered_by=stays, since=ON, reason="Phân công lại", by=administrator, at=AT)

    rows = gone.steerings.values_list("steered_by", "since", "until", "reason")
    assert list(rows) == [
        (stays.pk, ON, None, "Phân công lại"),
        (first.pk, date(2026, 1, 1), date(2026, 3, 15), ""),
    ]
    gone.refresh_from_db()
    assert gone.steered_by == stays


def test_a_new_unit_is_steered_from_its_beginning(administrator, stays):
    fields = {"name": "Phòng mới", "kind": UnitKindFactory(), "steered_by": stays, "since": ON}

    unit = services.create_unit(fields=fields, by=administrator, at=AT)

    assert list(unit.steerings.values_list("steered_by", "since")) == [(stays.pk, ON)]


def test_steering_changes_refused(gone, stays, administrator):
    def steer(steered_by, since):
        services.steer_unit(gone, steered_by=steered_by, since=since, by=administrator, at=AT)

    with pytest.raises(ValidationError, match="không thay đổi"):
        steer(None, ON)
    with pytest.raises(ValidationError, match="chưa đến"):
        steer(stays, date(2026, 4, 1))
    steer(stays, ON)
    with pytest.raises(ValidationError, match="phải sau ngày 16/03/2026"):
        steer(None, date(2026, 3, 1))


# The pages


@pytest.fixture
def admin(sign_in, administrator):
    return sign_in(administrator)


def typed(other, **fields):
    today = f"{timezone.localdate():%d/%m/%Y}"
    return {"other": other.pk, "result": "other", "on": today, "reason": "Sắp xếp tổ chức", **fields}


def test_the_page_lists_first_what_moves_and_does_exactly_that(admin, officer, gone, stays):
    url = reverse("accounts:unit-merge", args=[gone.pk])

    preview = admin.post(url, typed(stays))

    assertContains(preview, f"Cương vị của 1 người: {officer.person}")
    gone.refresh_from_db()
    assert gone.until is None
    assert not AuditEntry.objects.exists()

    seal = preview.context["seal"]
    done = admin.post(url, typed(stays, confirm=seal))

    assertRedirects(done, gone.get_absolute_url())
    gone.refresh_from_db()
    assert gone.successor == stays
    page = admin.get(gone.get_absolute_url())
    assertContains(page, "Chuyển sang")
    assertContains(page, "Sắp xếp tổ chức")
    assertNotContains(page, reverse("accounts:unit-merge", args=[gone.pk]))
    assertContains(admin.get(stays.get_absolute_url()), "Đã sáp nhập vào đơn vị này")


def test_a_list_that_has_grown_meanwhile_is_shown_again(admin, gone, stays):
    url = reverse("accounts:unit-merge", args=[gone.pk])
    seal = admin.post(url, typed(stays)).context["seal"]
    AppointmentFactory(unit=gone)

    again = admin.post(url, typed(stays, confirm=seal))

    assertContains(again, "vừa thay đổi so với lần xem trước")
    gone.refresh_from_db()
    assert gone.until is None


def test_what_was_typed_survives_a_refusal(admin, gone, stays):
    response = admin.post(
        reverse("accounts:unit-merge", args=[gone.pk]), typed(stays, on="31/12/2099", result="new")
    )

    assertContains(response, "Vui lòng nhập tên đơn vị mới.", status_code=422)
    assertContains(response, "31/12/2099", status_code=422)
    assertContains(response, "Sắp xếp tổ chức", status_code=422)

    future = admin.post(reverse("accounts:unit-merge", args=[gone.pk]), typed(stays, on="31/12/2099"))

    assertContains(future, "Ngày này chưa đến", status_code=422)


def test_closing_and_steering_have_their_pages(admin, gone, stays):
    today = f"{timezone.localdate():%d/%m/%Y}"
    steer = reverse("accounts:unit-steer", args=[gone.pk])
    sent = {"steered_by": stays.pk, "since": today}

    preview = admin.post(steer, sent)
    assertContains(preview, "theo dõi, đôn đốc và tổng hợp")
    admin.post(steer, {**sent, "confirm": preview.context["seal"]})

    gone.refresh_from_db()
    assert gone.steered_by == stays

    close = reverse("accounts:unit-close", args=[stays.pk])
    refused = admin.post(close, {"on": today, "reason": "Giải thể"})
    # The steering began today: it cannot have ended the day before.
    assertContains(refused, "ngày thay đổi phải sau ngày", status_code=422)


def test_the_form_of_a_unit_changes_neither_its_end_nor_who_steers_it(admin, gone, stays):
    page = admin.get(reverse("accounts:unit-change", args=[gone.pk]))

    assert not {"until", "steered_by"} & set(page.context["form"].fields)
    assert "steered_by" in admin.get(reverse("accounts:unit-create")).context["form"].fields
    assert forms_of(page)
