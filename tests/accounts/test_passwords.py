import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from hoaxa_danvan.accounts import services
from hoaxa_danvan.accounts.passwords import readable_password
from hoaxa_danvan.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD

PAGE = "/tai-khoan/doi-mat-khau/"
HOME = "/viec-cua-toi/"
NEW = "sông Đáy chảy về đâu"


def send(client, present=PASSWORD, fresh=NEW, again=None, **extra):
    data = {"present": present, "fresh": fresh, "again": fresh if again is None else again}
    return client.post(PAGE, {**data, **extra})


@pytest.fixture
def member(client, sign_in, officer, with_password):
    """An officer who is signed in and has a password of their own."""
    with_password(officer)
    sign_in(officer)
    return officer


def test_new_password_holds_and_this_session_goes_on(client, member):
    response = send(client)

    assertRedirects(response, HOME)
    member.person.refresh_from_db()
    assert member.person.check_password(NEW)
    assert member.person.must_change_password is False
    assert [(e.verb, e.by, e.target) for e in AuditEntry.objects.all()] == [
        ("change_password", member, member.person)
    ]


def test_the_other_sessions_of_the_person_end(client, member):
    elsewhere = Client()
    elsewhere.force_login(member.person)

    send(client)

    assert client.get(HOME).status_code == 200
    assertRedirects(elsewhere.get(HOME), f"/tai-khoan/dang-nhap/?next={HOME}")


@pytest.mark.parametrize(
    ("fresh", "sentence"),
    [
        ("trâu ơi", "Mật khẩu cần ít nhất 12 ký tự."),
        ("1234567890123", "Mật khẩu này hoàn toàn là số."),
        ("qwertyuiop123", "Mật khẩu này quá phổ biến."),
        ("danvankheo-muoi-nam", "Mật khẩu không được chứa tên xã"),
        ("Dân vận khéo 2026!", "Mật khẩu không được chứa tên xã"),
        ("quê tôi Hòa Xá xanh", "Mật khẩu không được chứa tên xã"),
        ("HoiNongDan-so-mot", "Mật khẩu không được chứa tên xã"),
        ("mat khau cua toi", "Mật khẩu không được chứa tên xã"),
        (PASSWORD, "Mật khẩu mới phải khác mật khẩu đang dùng."),
    ],
)
def test_what_anybody_would_guess_is_refused_with_a_sentence(client, member, fresh, sentence):
    response = send(client, fresh=fresh)

    assertContains(response, sentence, status_code=422)
    member.person.refresh_from_db()
    assert member.person.check_password(PASSWORD)
    assert not AuditEntry.objects.exists()


def test_user_name_is_refused(client, member):
    member.person.username = "cobetanuong"
    member.person.save()

    response = send(client, fresh="Cô-bé-Tả-Nương-9")

    assertContains(response, "Mật khẩu không được chứa tên xã", status_code=422)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": "không phải"}, "Mật khẩu đang dùng chưa đúng."),
        ({"again": "gõ lệch"}, "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"present": ""}, "Vui lòng nhập mật khẩu đang dùng."),
        ({"fresh": "ô" * 201}, "tối đa 200 kí tự"),
    ],
)
def test_slips_are_told_beside_the_field(client, member, typed, sentence):
    response = send(client, **typed)

    assertContains(response, sentence, status_code=422)
    member.person.refresh_from_db()
    assert member.person.check_password(PASSWORD)


def test_accents_typed_apart_are_the_same_password(client, member):
    decomposed = "so\u0302ng \u0110a\u0301y cha\u0309y ve\u0302\u0300 \u0111a\u0302u"

    assertRedirects(send(client, fresh=decomposed, again=NEW), HOME)

    member.person.refresh_from_db()
    assert member.person.check_password(NEW)


def test_issued_password_leads_to_this_page_first_and_back_afterwards(client, member):
    member.person.must_change_password = True
    member.person.save()

    wanted = f"{HOME}?a=1&b=2"
    response = client.get(wanted)

    assertRedirects(response, f"{PAGE}?next=%2Fviec-cua-toi%2F%3Fa%3D1%26b%3D2")
    assertContains(client.get(response.url), "Mật khẩu được cấp chỉ dùng cho lần đăng nhập đầu.")
    assertRedirects(send(client, next=wanted), wanted)


def test_nothing_can_be_sent_with_the_issued_password(client, member):
    member.person.must_change_password = True
    member.person.save()

    response = client.post("/tai-khoan/vai-tro/", {"appointment": member.pk})

    assertRedirects(response, f"{PAGE}?")
    assert "acting" not in client.session or client.session["acting"] == member.pk


def test_next_never_leads_out_of_the_portal(client, member):
    assertRedirects(send(client, next="https://xau.example/"), HOME)


def test_page_needs_no_post(client, officer, with_password):
    with_password(officer)
    officer.delete()
    client.force_login(officer.person)

    assertRedirects(send(client), HOME, target_status_code=403)


def test_passwords_are_never_kept_for_after_the_sign_in(client, db):
    response = send(client)

    assertRedirects(response, f"/tai-khoan/dang-nhap/?next={PAGE}")
    assert PASSWORD not in str(dict(client.session.items()))


def test_portal_hands_out_passwords_that_can_be_read_out():
    issued = {readable_password() for _ in range(50)}

    assert len(issued) == 50
    assert all(re.fullmatch(r"([a-z]{6}-){3}[0-9]{4}", password) for password in issued)


def test_first_administrator_is_issued_on_the_command_line(client, db, settings, capsys):
    settings.DEMO = False
    call_command("setup_portal", verbosity=0)

    call_command("issue_administrator", "quantri", name="Quản trị xã")

    username, password = capsys.readouterr().out.split()
    assert re.fullmatch(r"([a-z]{6}-){3}[0-9]{4}", password)
    response = client.post("/tai-khoan/dang-nhap/", {"username": username, "password": password}, follow=True)
    assertContains(response, "Mật khẩu được cấp chỉ dùng cho lần đăng nhập đầu.")


def test_reset_ends_the_sessions_and_asks_for_a_change(client, member, administrator):
    issued = services.reset_password(member.person, by=administrator, at=timezone.now())

    assertRedirects(client.get(HOME), f"/tai-khoan/dang-nhap/?next={HOME}")
    member.person.refresh_from_db()
    assert member.person.check_password(issued.password)
    assert member.person.must_change_password is True
