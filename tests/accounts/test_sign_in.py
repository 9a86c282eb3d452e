import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from hoaxa_danvan.accounts import services
from hoaxa_danvan.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD

SIGN_IN = "/tai-khoan/dang-nhap/"
HOME = "/viec-cua-toi/"


def type_in(client, username, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": username, "password": password, **extra})


def test_person_signs_in_and_the_trail_says_so(client, officer, with_password):
    person = with_password(officer).person

    response = type_in(client, person.username)

    assertRedirects(response, HOME)
    assert [(e.verb, e.person, e.target, e.by) for e in AuditEntry.objects.all()] == [
        ("sign_in", person, person, None)
    ]


def test_a_capital_put_in_by_the_phone_does_not_matter(client, officer, with_password):
    person = with_password(officer).person

    response = type_in(client, person.username.upper())

    assertRedirects(response, HOME)


@pytest.mark.parametrize("username", ["nguoi-la", "the-officer"])
def test_wrong_name_and_wrong_password_read_the_same(client, officer, with_password, username):
    person = with_password(officer).person
    typed = person.username if username == "the-officer" else username

    response = type_in(client, typed, "mật khẩu sai")

    assertContains(response, "Tên đăng nhập hoặc mật khẩu chưa đúng.", status_code=422)
    assert "_auth_user_id" not in client.session
    assert not AuditEntry.objects.exists()


def test_empty_fields_are_asked_for_by_name(client, db):
    response = type_in(client, "", "")

    assertContains(response, "Vui lòng nhập tên đăng nhập.", status_code=422)
    assertContains(response, "Vui lòng nhập mật khẩu.", status_code=422)


def test_page_speaks_vietnamese_only(client, db):
    page = client.get(SIGN_IN).content.decode()

    assert "Tên đăng nhập" in page
    assert not [word for word in ("Username", "Password", "Sign in", "Log in") if word in page]


@pytest.mark.parametrize("target", ["https://xau.example/", "//xau.example/", "javascript:alert(1)"])
def test_next_leads_nowhere_but_into_the_portal(client, officer, with_password, target):
    person = with_password(officer).person

    response = type_in(client, person.username, next=target)

    assertRedirects(response, HOME)


def test_next_leads_back_to_the_page(client, officer, with_password):
    person = with_password(officer).person

    response = type_in(client, person.username, next="/tai-khoan/doi-mat-khau/")

    assertRedirects(response, "/tai-khoan/doi-mat-khau/")


def test_signing_in_changes_the_session_key(client, officer, with_password):
    with_password(officer)
    client.post("/ke-hoach/", {"what": "đang gõ dở"})
    before = client.session.session_key

    type_in(client, officer.person.username)

    assert before
    assert client.session.session_key != before


def test_who_is_signed_in_is_led_home(client, officer):
    client.force_login(officer.person)

    assertRedirects(client.get(SIGN_IN), HOME)


def test_sign_out_ends_the_session_on_the_server(client, sign_in, officer):
    sign_in(officer)
    old = client.cookies["sessionid"].value

    response = client.post(reverse("accounts:sign-out"))

    assertRedirects(response, SIGN_IN)
    assert [(e.verb, e.by, e.person) for e in AuditEntry.objects.all()] == [
        ("sign_out", officer, officer.person)
    ]
    stolen = Client()
    stolen.cookies["sessionid"] = old
    assert stolen.get(HOME).status_code == 302


def test_sign_out_is_pressed_never_followed(client, sign_in, officer):
    assert sign_in(officer).get(reverse("accounts:sign-out")).status_code == 405
    assert client.get(HOME).status_code == 200


def test_sign_out_of_a_session_that_has_ended_is_no_form_to_keep(client, db):
    response = client.post(reverse("accounts:sign-out"))

    assertRedirects(response, SIGN_IN)
    assert "interrupted_post" not in client.session
    assert not AuditEntry.objects.exists()


def test_locked_account_cannot_sign_in(client, officer, administrator, with_password):
    services.deactivate_account(with_password(officer).person, by=administrator, at=timezone.now())

    response = type_in(client, officer.person.username)

    assertContains(response, "Tên đăng nhập hoặc mật khẩu chưa đúng.", status_code=422)


def test_locking_ends_the_open_session(client, sign_in, officer, administrator):
    sign_in(officer)

    services.deactivate_account(officer.person, by=administrator, at=timezone.now())

    assertRedirects(client.get(HOME), f"{SIGN_IN}?next={HOME}")
