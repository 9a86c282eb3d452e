"""The administrator's pages: who may open them, what they do, what they cost."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.models import Appointment, Role, Unit, UnitKind, User
from hoaxa_danvan.audit.models import AuditEntry
from tests.accounts.forms_of import form_to
from tests.factories import AppointmentFactory, UnitFactory, UnitKindFactory

LIST = "/tai-khoan/quan-tri/"
PEOPLE = "/tai-khoan/quan-tri/nguoi/"
# name of the URL, what its address is made of
READ_BY_SOME = (("unit-list", None), ("unit-detail", "unit"))
ADMINISTRATORS_ONLY = (
    ("unit-create", None),
    ("unit-change", "unit"),
    ("unit-merge", "unit"),
    ("unit-close", "unit"),
    ("unit-steer", "unit"),
    ("unit-kind-list", None),
    ("unit-kind-change", "kind"),
    ("account-list", None),
    ("account-issue", None),
    ("account-detail", "person"),
    ("account-change", "person"),
    ("account-reset-password", "person"),
    ("account-deactivate", "person"),
    ("account-reactivate", "person"),
    ("appointment-give", "person"),
    ("appointment-end", "post"),
)


def address(name, kind, post):
    keys = {
        "unit": post.unit_id,
        "kind": post.unit.kind_id,
        "person": post.person_id,
        "post": post.pk,
    }
    return reverse(f"accounts:{name}", args=[keys[kind]] if kind else [])


@pytest.fixture
def admin(sign_in, administrator):
    return sign_in(administrator)


# Who may open them


@pytest.mark.parametrize("role", ["officer", "head", "reviewer", "leader", "clerk", "council_member"])
@pytest.mark.parametrize(("name", "kind"), ADMINISTRATORS_ONLY)
@pytest.mark.parametrize("method", ["get", "post"])
def test_administrators_pages_are_closed_to_others(request, sign_in, outsider, role, name, kind, method):
    client = sign_in(request.getfixturevalue(role))

    response = getattr(client, method)(address(name, kind, outsider))

    assert response.status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("reviewer", 200),
        ("leader", 200),
        ("officer", 403),
        ("head", 403),
        ("clerk", 403),
        ("panel_member", 403),
        ("council_member", 403),
    ],
)
@pytest.mark.parametrize(("name", "kind"), READ_BY_SOME)
def test_units_are_read_by_reviewers_and_leaders(request, sign_in, outsider, role, status, name, kind):
    client = sign_in(request.getfixturevalue(role))

    assert client.get(address(name, kind, outsider)).status_code == status


def test_readers_see_no_button_that_is_not_theirs(sign_in, reviewer, officer):
    client = sign_in(reviewer)

    assertNotContains(client.get(LIST), "Thêm đơn vị")
    page = client.get(officer.unit.get_absolute_url())
    assertContains(page, officer.person.full_name)
    assertNotContains(page, "Sửa, đổi tên")
    assertNotContains(page, officer.person.get_absolute_url())


@pytest.mark.parametrize(("name", "kind"), [row for row in ADMINISTRATORS_ONLY if row[1]])
def test_what_is_not_there_is_not_found(admin, name, kind):
    url = reverse(f"accounts:{name}", args=[987654])

    assert admin.post(url).status_code == 404


@pytest.mark.parametrize("name", ["reset-password", "deactivate", "reactivate"])
def test_buttons_are_pressed_never_followed(admin, officer, name):
    url = reverse(f"accounts:account-{name}", args=[officer.person_id])

    assert admin.get(url).status_code == 405


# Lists and what they cost


@pytest.mark.parametrize("count", [1, 3])
def test_unit_list_costs_the_same_however_long(admin, count, django_assert_num_queries):
    Unit.objects.filter(pk__gt=0).update(submits=False)
    units = UnitFactory.create_batch(count, steered_by=UnitFactory())

    # session, person, appointments; kinds to filter by; count, rows
    with django_assert_num_queries(6):
        response = admin.get(LIST)

    for unit in units:
        assertContains(response, unit.name)


@pytest.mark.parametrize("count", [1, 3])
def test_account_list_costs_the_same_however_long(admin, count, django_assert_num_queries):
    posts = AppointmentFactory.create_batch(count)

    # session, person, appointments; count, people, their posts
    with django_assert_num_queries(6):
        response = admin.get(PEOPLE)

    for post in posts:
        assertContains(response, post.person.full_name)
        assertContains(response, post)


@pytest.mark.parametrize("count", [1, 3])
def test_kind_list_costs_the_same_however_long(admin, count, django_assert_num_queries):
    for n in range(count):
        UnitFactory(kind=UnitKindFactory(code=f"khoi-{n}", name=f"Khối mẫu {n}"))

    with django_assert_num_queries(5):  # session, person, appointments; count, kinds
        response = admin.get(f"{LIST}khoi/")

    for n in range(count):
        assertContains(response, f"Khối mẫu {n}")


@pytest.mark.parametrize("count", [1, 3])
def test_unit_page_costs_the_same_however_many_hold_posts(admin, officer, count, django_assert_num_queries):
    AppointmentFactory.create_batch(count, unit=officer.unit)

    # session, person, appointments; unit; old names, steered, linked, steering, ending, predecessors, looks of papers, posts
    with django_assert_num_queries(12):
        admin.get(officer.unit.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_account_page_costs_the_same_however_many_posts(admin, officer, count, django_assert_num_queries):
    for _ in range(count):
        AppointmentFactory(person=officer.person, unit=UnitFactory())

    with django_assert_num_queries(5):  # session, person, appointments; account; posts
        admin.get(officer.person.get_absolute_url())


@pytest.mark.parametrize("typed", ["nong dan", "Nông dân", "NÔNG"])
def test_units_are_found_with_and_without_accents(admin, officer, typed):
    UnitFactory(name="Hội Khuyến học xã")

    response = admin.get(LIST, {"q": typed})

    assertContains(response, officer.unit.name)
    assertNotContains(response, "Hội Khuyến học xã")


def test_units_are_narrowed_by_kind_and_state(admin, officer):
    ended = UnitFactory(name="Hội đã sáp nhập", until=date(2026, 1, 31))
    guessed = UnitFactory(name="Trạm suy ra", certainty="suy_luan", kind=UnitKindFactory(code="phong_ban"))

    def shown(**narrow):
        return {unit.pk for unit in admin.get(LIST, narrow).context["table"].data.data}

    assert shown(state="ended") == {ended.pk}
    assert shown(state="unconfirmed") == {guessed.pk}
    assert ended.pk not in shown(state="existing")
    assert shown(kind=guessed.kind_id) == {guessed.pk}


def test_people_are_narrowed_by_role_and_state(admin, officer, reviewer, administrator):
    services.deactivate_account(officer.person, by=administrator, at=timezone.now())
    User.objects.filter(pk=reviewer.person_id).update(must_change_password=True)

    def shown(**narrow):
        return {person.pk for person in admin.get(PEOPLE, narrow).context["table"].data.data}

    assert shown(role="reviewer") == {reviewer.person_id}
    assert shown(role="unit_officer") == set()
    assert shown(state="locked") == {officer.person_id}
    assert shown(state="issued") == {reviewer.person_id}
    assert shown(state="active") == {administrator.person_id}
    assert shown(q="chuyen vien") == {reviewer.person_id}


# Units


def unit_data(unit, **changed):
    return {
        "name": unit.name,
        "kind": unit.kind_id,
        "since": "01/07/2025",
        "submits": "on",
        "version": unit.version,
        **changed,
    }


def test_unit_is_added_on_its_page(admin):
    kind = UnitKindFactory()

    response = admin.post(
        f"{LIST}don-vi/them/", {"name": "Chi bộ Thôn Mẫu 9", "kind": kind.pk, "since": "1/7/2025"}
    )

    unit = Unit.objects.get(name="Chi bộ Thôn Mẫu 9")
    assertRedirects(response, unit.get_absolute_url())
    assert (unit.kind, unit.since, unit.submits) == (kind, date(2025, 7, 1), False)


def test_form_keeps_what_was_typed_and_says_what_is_missing(admin):
    response = admin.post(f"{LIST}don-vi/them/", {"short_name": "Chi bộ 9", "since": "32/1/2026"})

    assertContains(response, "Vui lòng nhập tên đơn vị.", status_code=422)
    assertContains(response, "Vui lòng chọn khối.", status_code=422)
    assertContains(response, "Vui lòng nhập ngày theo dạng ngày/tháng/năm", status_code=422)
    assertContains(response, 'value="Chi bộ 9"', status_code=422)
    assertContains(response, 'value="32/1/2026"', status_code=422)


def test_unit_is_renamed_on_its_page(admin, officer):
    unit = officer.unit
    data = unit_data(unit, name="Hội Nông dân mới", renamed="on", renamed_on="01/04/2026")

    response = admin.post(f"{unit.get_absolute_url()}sua/", data)

    assertRedirects(response, unit.get_absolute_url())
    assertContains(admin.get(unit.get_absolute_url()), "Hội Nông dân xã (đến 31/03/2026)")


def test_renaming_asks_for_its_day(admin, officer):
    data = unit_data(officer.unit, name="Hội Nông dân mới", renamed="on")

    response = admin.post(f"{officer.unit.get_absolute_url()}sua/", data)

    assertContains(response, "Vui lòng nhập ngày đơn vị mang tên mới.", status_code=422)


def test_renaming_to_the_same_name_is_told_beside_the_name(admin, officer):
    data = unit_data(officer.unit, renamed="on", renamed_on="01/04/2026")

    response = admin.post(f"{officer.unit.get_absolute_url()}sua/", data)

    assertContains(response, "Tên mới giống tên đang dùng.", status_code=422)


def test_unit_inferred_by_default_is_confirmed_by_the_commune(admin):
    unit = UnitFactory(name="Trạm Y tế xã", certainty="suy_luan")
    assertContains(admin.get(unit.get_absolute_url()), "xã chưa xác nhận")

    admin.post(f"{unit.get_absolute_url()}sua/", unit_data(unit, confirmed="on"))

    assertNotContains(admin.get(unit.get_absolute_url()), "xã chưa xác nhận")
    assertNotContains(admin.get(f"{unit.get_absolute_url()}sua/"), "Xã đã xác nhận đơn vị này")


def test_page_shows_both_texts_when_somebody_saved_meanwhile(admin, officer, administrator):
    unit = officer.unit
    services.change_unit(unit, version=1, fields={"email": "hoi@xa.vn"}, by=administrator, at=timezone.now())
    other = UnitFactory(name="Chi bộ liên kết")
    data = unit_data(unit, version=1, email="khac@xa.vn", linked=[other.pk])

    response = admin.post(f"{unit.get_absolute_url()}sua/", data)

    assertContains(response, "Người khác đã lưu trong lúc đang soạn", status_code=409)
    assertContains(response, "hoi@xa.vn", status_code=409)
    assertContains(response, 'value="khac@xa.vn"', status_code=409)
    assertContains(response, "Chi bộ liên kết", status_code=409)
    unit.refresh_from_db()
    assert unit.email == "hoi@xa.vn"
    again = {**data, "version": dict(form_to(response, "").fields)["version"]}
    assertRedirects(admin.post(f"{unit.get_absolute_url()}sua/", again), unit.get_absolute_url())
    unit.refresh_from_db()
    assert (unit.email, list(unit.linked.all())) == ("khac@xa.vn", [other])


def test_braces_in_a_name_are_only_text(admin):
    unit = UnitFactory(name="Đơn vị {{ request.user.password }}")
    unit.linked.add(UnitFactory(name="Chi bộ {% now 'Y' %}"))

    page = admin.get(f"{unit.get_absolute_url()}sua/")

    assertContains(page, "Đơn vị {{ request.user.password }}")
    assertContains(page, "Đơn vị liên kết: Chi bộ {% now &#x27;Y&#x27; %}")


def test_manner_is_changed_on_the_kinds_page(admin):
    kind = UnitKindFactory()
    data = {"name": kind.name, "block": kind.block, "manner": "consulted", "order": 3, "version": 1}

    response = admin.post(f"{LIST}khoi/{kind.pk}/sua/", data)

    assertRedirects(response, f"{LIST}khoi/")
    assert UnitKind.objects.get(pk=kind.pk).manner == "consulted"
    assert admin.post(f"{LIST}khoi/{kind.pk}/sua/", {**data, "manner": "guided"}).status_code == 409


# Accounts


def account_data(unit, **changed):
    return {
        "full_name": "Cán bộ mới",
        "username": "canbo.moi",
        "unit": unit.pk,
        "role": "unit_officer",
        "since": "01/03/2026",
        **changed,
    }


def test_password_is_shown_once_and_never_stored_by_the_browser(admin, officer):
    response = admin.post(f"{PEOPLE}them/", account_data(officer.unit))

    issued = response.context["issued"]
    assertContains(response, issued.password)
    assert "no-store" in response["Cache-Control"]
    assert User.objects.get(username="canbo.moi").check_password(issued.password)
    assertNotContains(admin.get(issued.person.get_absolute_url()), issued.password)


@pytest.mark.parametrize("username", ["Cán Bộ", "a", "-moi", "can bo", "moi\n"])
def test_usernames_are_plain(admin, officer, username):
    response = admin.post(f"{PEOPLE}them/", account_data(officer.unit, username=username))

    if username.strip() != "moi":
        assertContains(response, "Chỉ dùng chữ thường không dấu", status_code=422)
        assert not User.objects.filter(full_name="Cán bộ mới").exists()
    else:
        assert User.objects.filter(username="moi").exists()


def test_username_that_is_taken_is_told_beside_the_field(admin, officer):
    response = admin.post(f"{PEOPLE}them/", account_data(officer.unit, username=officer.person.username))

    assertContains(response, "Tên đăng nhập này đã có người dùng.", status_code=422)


def test_reset_password_is_shown_once(admin, officer):
    response = admin.post(f"{PEOPLE}{officer.person_id}/cap-lai/")

    assertContains(response, response.context["issued"].password)
    assert "no-store" in response["Cache-Control"]


def test_account_is_corrected_on_its_page(admin, officer):
    data = {"full_name": "  Trần   Văn Mẫu ", "email": "mau@xa.vn", "phone": "", "version": 1}

    response = admin.post(f"{PEOPLE}{officer.person_id}/sua/", data)

    assertRedirects(response, officer.person.get_absolute_url())
    officer.person.refresh_from_db()
    assert (officer.person.full_name, officer.person.email) == ("Trần Văn Mẫu", "mau@xa.vn")
    assert admin.post(f"{PEOPLE}{officer.person_id}/sua/", data).status_code == 409


def test_account_is_locked_and_opened_on_its_page(admin, officer):
    url = officer.person.get_absolute_url()

    assertContains(admin.post(f"{url}khoa/", follow=True), "Đã khóa tài khoản.")
    assertContains(admin.post(f"{url}khoa/", follow=True), "Tài khoản đã khóa từ trước.")
    assertContains(admin.post(f"{url}cap-lai/", follow=True), "Mở lại tài khoản trước khi")
    assertContains(admin.post(f"{url}mo-lai/", follow=True), "Đã mở lại tài khoản.")


def test_own_account_offers_no_lock(admin, administrator):
    page = admin.get(administrator.person.get_absolute_url())

    assertNotContains(page, "Khóa tài khoản")
    answer = admin.post(f"{administrator.person.get_absolute_url()}khoa/", follow=True)
    assertContains(answer, "Không thể tự khóa tài khoản đang dùng.")


def test_post_is_given_and_ended_on_the_pages(admin, officer):
    unit = UnitFactory(name="Hội Khuyến học xã")
    data = {"unit": unit.pk, "role": "unit_head", "title": "Chủ tịch", "since": "01/03/2026"}

    given = admin.post(f"{PEOPLE}{officer.person_id}/phan-cong/", data)

    assertRedirects(given, officer.person.get_absolute_url())
    post = Appointment.objects.get(unit=unit)
    assert (post.role, post.title, post.since) == (Role.UNIT_HEAD, "Chủ tịch", date(2026, 3, 1))
    again = admin.post(f"{PEOPLE}{officer.person_id}/phan-cong/", data)
    assertContains(again, "Người này đang giữ vai trò đó ở đơn vị.", status_code=422)
    ended = admin.post(f"{LIST}phan-cong/{post.pk}/ket-thuc/", {"until": "31/05/2026"})
    assertRedirects(ended, officer.person.get_absolute_url())
    post.refresh_from_db()
    assert post.until == date(2026, 5, 31)


def test_own_last_post_is_refused_on_the_page_in_words(admin, administrator):
    response = admin.post(f"{LIST}phan-cong/{administrator.pk}/ket-thuc/", {"until": "31/12/2026"})

    assertContains(response, "Không thể tự bỏ vai trò quản trị cuối cùng", status_code=422)
