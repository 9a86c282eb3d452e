from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.models import Appointment, Role, User
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.lib.dates import LOCAL
from tests.factories import AppointmentFactory, UnitFactory, UserFactory

AT = datetime(2026, 3, 20, 8, 0, tzinfo=LOCAL)
SINCE = date(2026, 3, 1)


def verbs():
    return [entry.verb for entry in AuditEntry.objects.all()]


def issue(by, username="canbo.moi", **changed):
    fields = {"username": username, "full_name": "Cán bộ mới", "email": "moi@xa.vn"}
    given = {"unit": UnitFactory(), "role": Role.UNIT_OFFICER, "since": SINCE, **changed}
    return services.issue_account(fields=fields, **given, by=by, at=AT)


def second_administrator(first):
    return AppointmentFactory(role=Role.ADMINISTRATOR, unit=first.unit)


# Accounts


def test_account_is_issued_with_a_post_and_a_password_to_be_changed(administrator):
    issued = issue(administrator)

    person = User.objects.get(username="canbo.moi")
    assert person.check_password(issued.password)
    assert person.must_change_password is True
    post = person.appointments.get()
    assert (post.role, post.since) == (Role.UNIT_OFFICER, SINCE)
    assert [(e.verb, e.target) for e in AuditEntry.objects.all()] == [
        ("issue_account", person),
        ("appoint", post),
    ]
    assert issued.password not in str(list(AuditEntry.objects.values()))


def test_username_is_given_once(administrator):
    issue(administrator)

    with pytest.raises(ValidationError) as refusal:
        issue(administrator)

    assert refusal.value.message_dict == {"username": ["Tên đăng nhập này đã có người dùng."]}
    assert User.objects.filter(username="canbo.moi").count() == 1


def test_refused_post_leaves_no_account_behind(administrator):
    with pytest.raises(ValidationError):
        issue(administrator, role=Role.REVIEWER)

    assert not User.objects.filter(username="canbo.moi").exists()
    assert verbs() == []


def test_correction_is_in_the_trail_without_the_personal_data(officer, administrator):
    services.change_account(
        officer.person,
        version=1,
        fields={"full_name": "Trần Văn Mẫu", "phone": "0900000000"},
        by=administrator,
        at=AT,
    )

    officer.person.refresh_from_db()
    assert (officer.person.full_name, officer.person.version) == ("Trần Văn Mẫu", 2)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.details) == ("change_account", {"fields": ["full_name", "phone"]})
    with pytest.raises(services.Stale):
        services.change_account(officer.person, version=1, fields={"phone": ""}, by=administrator, at=AT)


def test_locked_account_holds_no_current_post_and_gets_it_back(officer, administrator):
    services.deactivate_account(officer.person, by=administrator, at=AT)
    assert not Appointment.objects.current(SINCE).filter(pk=officer.pk).exists()

    services.reactivate_account(officer.person, by=administrator, at=AT)
    assert Appointment.objects.current(SINCE).filter(pk=officer.pk).exists()
    assert verbs() == ["deactivate_account", "reactivate_account"]


def test_locking_twice_is_told(officer, administrator):
    services.deactivate_account(officer.person, by=administrator, at=AT)

    with pytest.raises(ValidationError, match="Tài khoản đã khóa từ trước"):
        services.deactivate_account(officer.person, by=administrator, at=AT)
    with pytest.raises(ValidationError, match="Mở lại tài khoản trước khi cấp lại mật khẩu"):
        services.reset_password(officer.person, by=administrator, at=AT)

    assert verbs() == ["deactivate_account"]


def test_administrator_does_not_lock_himself_out(administrator):
    with pytest.raises(ValidationError, match="Không thể tự khóa tài khoản đang dùng"):
        services.deactivate_account(administrator.person, by=administrator, at=AT)
    with pytest.raises(ValidationError, match="được đổi ở trang “Đổi mật khẩu”"):
        services.reset_password(administrator.person, by=administrator, at=AT)

    administrator.person.refresh_from_db()
    assert administrator.person.is_active is True
    assert verbs() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_lock_each_other_out_one_is_left(administrator):
    posts = [administrator, second_administrator(administrator)]

    def lock(pair):
        mine, other = pair
        try:
            services.deactivate_account(other.person, by=mine, at=timezone.now())
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(lock, [posts, posts[::-1]]))

    assert answers == ["done", "refused"]
    assert User.objects.filter(is_active=True).count() == 1
    assert verbs() == ["deactivate_account"]


# Posts


def test_person_may_hold_several_posts(officer, administrator):
    unit = UnitFactory()

    post = services.appoint(
        officer.person, unit=unit, role=Role.UNIT_HEAD, title="Chủ tịch", since=SINCE, by=administrator, at=AT
    )

    assert str(post) == f"Chủ tịch – {unit}"
    assert set(officer.person.appointments.all()) == {officer, post}
    assert verbs() == ["appoint"]


def test_same_post_is_not_held_twice_at_a_time(officer, administrator):
    with pytest.raises(ValidationError, match="Người này đang giữ vai trò đó ở đơn vị"):
        services.appoint(
            officer.person, unit=officer.unit, role=officer.role, since=SINCE, by=administrator, at=AT
        )

    officer.until = date(2026, 2, 28)
    officer.save()
    services.appoint(
        officer.person, unit=officer.unit, role=officer.role, since=SINCE, by=administrator, at=AT
    )
    assert officer.person.appointments.count() == 2


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.HEAD_REVIEWER])
def test_reviewers_belong_to_a_reviewing_unit(officer, reviewer, administrator, role):
    with pytest.raises(ValidationError, match="chỉ có ở đơn vị tiếp nhận, thẩm định"):
        services.appoint(officer.person, unit=officer.unit, role=role, since=SINCE, by=administrator, at=AT)

    services.appoint(officer.person, unit=reviewer.unit, role=role, since=SINCE, by=administrator, at=AT)


def test_ended_post_keeps_its_last_day(officer, administrator):
    services.end_appointment(officer, until=date(2026, 3, 31), by=administrator, at=AT)

    officer.refresh_from_db()
    assert officer.until == date(2026, 3, 31)
    assert verbs() == ["end_appointment"]
    with pytest.raises(ValidationError, match="đã có ngày kết thúc 31/03/2026"):
        services.end_appointment(officer, until=date(2026, 4, 30), by=administrator, at=AT)


def test_post_does_not_end_before_it_begins(officer, administrator):
    with pytest.raises(ValidationError, match="Ngày kết thúc phải sau ngày bắt đầu"):
        services.end_appointment(officer, until=date(2025, 6, 30), by=administrator, at=AT)


def test_administrator_does_not_end_his_own_last_post(administrator):
    with pytest.raises(ValidationError, match="Không thể tự bỏ vai trò quản trị cuối cùng"):
        services.end_appointment(administrator, until=date(2026, 12, 31), by=administrator, at=AT)

    administrator.refresh_from_db()
    assert administrator.until is None
    assert verbs() == []


def test_another_administrator_may_end_it(administrator):
    other = second_administrator(administrator)

    services.end_appointment(administrator, until=date(2026, 3, 31), by=other, at=AT)

    administrator.refresh_from_db()
    assert administrator.until == date(2026, 3, 31)


def test_machine_itself_may_issue(db):
    assert issue(None).person.appointments.count() == 1
    assert [entry.by for entry in AuditEntry.objects.all()] == [None, None]


@pytest.mark.parametrize("role", ["officer", "head", "reviewer", "leader", "clerk", "secretary"])
def test_nobody_else_writes_accounts(request, role):
    post = request.getfixturevalue(role)
    person = UserFactory(full_name="Người khác")
    other = AppointmentFactory(person=person)

    for attempt in (
        lambda: issue(post),
        lambda: services.change_account(person, version=1, fields={"phone": "1"}, by=post, at=AT),
        lambda: services.reset_password(person, by=post, at=AT),
        lambda: services.deactivate_account(person, by=post, at=AT),
        lambda: services.reactivate_account(person, by=post, at=AT),
        lambda: services.appoint(person, unit=post.unit, role=Role.LEADER, since=SINCE, by=post, at=AT),
        lambda: services.end_appointment(other, until=SINCE, by=post, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            attempt()

    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.phone, person.is_active, other.until) == ("", True, None)
    assert person.appointments.count() == 1
    assert verbs() == []
