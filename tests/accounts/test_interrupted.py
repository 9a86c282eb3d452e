"""The session ends in the middle of a long form: what was typed comes back after the sign-in."""

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from hoaxa_danvan.accounts.interrupted import LARGEST
from hoaxa_danvan.accounts.models import Role, Unit
from tests.accounts.conftest import PASSWORD
from tests.accounts.forms_of import form_to, forms_of
from tests.factories import AppointmentFactory, UnitFactory

SIGN_IN = "/tai-khoan/dang-nhap/"
RESUME = "/tai-khoan/noi-dung-con-lai/"
NEW_UNIT = "/tai-khoan/quan-tri/don-vi/them/"
TYPED = {
    "name": "Hội Làm vườn <b>“xã”</b>",
    "parent_line": "ỦY BAN MTTQ VIỆT NAM XÃ HÒA XÁ",
    "since": "01/03/2026",
    "submits": "on",
}


def typed_for(kind):
    return {**TYPED, "kind": str(kind.pk)}


def enter(browser, post, password=PASSWORD):
    token = dict(forms_of(browser.get(SIGN_IN))[-1].fields)["csrfmiddlewaretoken"]
    data = {"username": post.person.username, "password": password, "csrfmiddlewaretoken": token}
    return browser.post(SIGN_IN, data)


def token_on(browser, page):
    return dict(form_to(browser.get(page), "").fields)["csrfmiddlewaretoken"]


@pytest.fixture
def typist(browser, administrator, with_password):
    """An administrator who has signed in and is about to add a unit."""
    enter(browser, with_password(administrator))
    return administrator


def test_text_is_back_after_sign_in_and_is_sent_on(browser, typist):
    token = token_on(browser, NEW_UNIT)
    linked = [str(unit.pk) for unit in UnitFactory.create_batch(2)]
    data = {**typed_for(typist.unit.kind), "linked": linked, "csrfmiddlewaretoken": token}
    Session.objects.all().delete()

    response = browser.post(NEW_UNIT, data)

    assertRedirects(response, f"{SIGN_IN}?next={NEW_UNIT}")
    assert not Unit.objects.filter(name=TYPED["name"]).exists()
    assertRedirects(enter(browser, typist), RESUME)
    page = browser.get(RESUME)
    assertContains(page, "Nội dung vừa gửi còn nguyên")
    assertContains(page, "Hội Làm vườn &lt;b&gt;“xã”&lt;/b&gt;")
    form = form_to(page, NEW_UNIT)
    assert form.data()["csrfmiddlewaretoken"] != [token]
    answer = browser.post(form.action, form.data())
    unit = Unit.objects.get(name=TYPED["name"])
    assertRedirects(answer, f"/tai-khoan/quan-tri/don-vi/{unit.pk}/")
    assert sorted(str(other.pk) for other in unit.linked.all()) == sorted(linked)
    assertRedirects(browser.get(RESUME), "/viec-cua-toi/")


def test_what_the_page_still_refuses_stands_in_its_form_again(browser, typist):
    token = token_on(browser, NEW_UNIT)
    Session.objects.all().delete()
    browser.post(NEW_UNIT, {**TYPED, "csrfmiddlewaretoken": token})
    enter(browser, typist)

    form = form_to(browser.get(RESUME), NEW_UNIT)
    answer = browser.post(form.action, form.data())

    assertContains(answer, "Vui lòng chọn khối.", status_code=422)
    assertContains(answer, 'value="ỦY BAN MTTQ VIỆT NAM XÃ HÒA XÁ"', status_code=422)


def test_it_can_be_dropped(browser, typist):
    token = token_on(browser, NEW_UNIT)
    Session.objects.all().delete()
    browser.post(NEW_UNIT, {**TYPED, "csrfmiddlewaretoken": token})
    enter(browser, typist)

    form = form_to(browser.get(RESUME), f"{RESUME}bo/")
    answer = browser.post(form.action, form.data())

    assertRedirects(answer, "/viec-cua-toi/")
    assertRedirects(browser.get(RESUME), "/viec-cua-toi/")
    assert not Unit.objects.filter(name=TYPED["name"]).exists()


def test_another_person_at_the_same_computer_does_not_see_it(browser, typist, outsider, with_password):
    with_password(outsider)
    token = token_on(browser, NEW_UNIT)
    Session.objects.all().delete()
    browser.post(NEW_UNIT, {**TYPED, "csrfmiddlewaretoken": token})

    response = enter(browser, outsider)

    assertRedirects(response, "/viec-cua-toi/")
    assert "interrupted_post" not in browser.session


def test_the_person_comes_back_to_the_post_in_which_it_was_typed(client, officer, with_password):
    with_password(officer)
    second = AppointmentFactory(person=officer.person, role=Role.UNIT_HEAD, unit=UnitFactory())
    client.post(SIGN_IN, {"username": officer.person.username, "password": PASSWORD})
    client.post("/tai-khoan/vai-tro/", {"appointment": second.pk})
    Session.objects.all().delete()
    client.post("/ke-hoach/", {"summary": "đang gõ dở"})

    client.post(SIGN_IN, {"username": officer.person.username, "password": PASSWORD})

    assert client.session["acting"] == second.pk
    assertContains(client.get(RESUME), str(second))


def test_issued_password_is_changed_before_it_is_offered(client, officer, with_password):
    with_password(officer)
    officer.person.must_change_password = True
    officer.person.save()
    client.post("/ke-hoach/", {"summary": "đang gõ dở"})

    response = client.post(SIGN_IN, {"username": officer.person.username, "password": PASSWORD}, follow=True)

    assert response.redirect_chain[-1][0].startswith("/tai-khoan/doi-mat-khau/?next=%2Ftai-khoan%2Fnoi-dung")
    data = {"present": PASSWORD, "fresh": "sông Đáy chảy về đâu", "again": "sông Đáy chảy về đâu"}
    assertRedirects(client.post("/tai-khoan/doi-mat-khau/", data), RESUME)


def test_chosen_files_are_named_for_they_must_be_chosen_again(client, officer, with_password):
    with_password(officer)
    photo = SimpleUploadedFile("ra quân.jpg", b"x", content_type="image/jpeg")
    client.post("/ke-hoach/", {"caption": "Ra quân dọn đường", "file": photo})
    client.post(SIGN_IN, {"username": officer.person.username, "password": PASSWORD})

    assertContains(client.get(RESUME), "ra quân.jpg")


def test_what_a_script_saves_is_not_kept(client, db):
    client.post("/ke-hoach/", {"summary": "đang gõ dở"}, headers={"accept": "application/json"})

    assert "interrupted_post" not in client.session


def test_a_whole_book_is_not_kept(client, db):
    client.post("/ke-hoach/", {"summary": "a" * (LARGEST + 1)})

    assert "interrupted_post" not in client.session


def test_address_that_the_portal_does_not_know_is_not_offered(client, officer):
    client.force_login(officer.person)
    session = client.session
    session["interrupted_post"] = {
        "path": "https://xau.example/",
        "at": "2026-01-20T08:00:00+07:00",
        "fields": [],
        "files": [],
        "person": "",
    }
    session.save()

    assertRedirects(client.get(RESUME), "/viec-cua-toi/")


def test_cookie_of_the_browser_cannot_be_made_up(client, officer, with_password):
    with_password(officer)
    client.cookies["last_here"] = f"{officer.person.pk}:999"

    client.post(SIGN_IN, {"username": officer.person.username, "password": PASSWORD})

    assert "acting" not in client.session


def test_text_survives_a_post_that_no_longer_fits(browser, typist):
    """The page answers 404 or 403 to another post: nothing has been taken, nothing is dropped."""
    other = AppointmentFactory(person=typist.person, unit=UnitFactory())
    token = token_on(browser, NEW_UNIT)
    Session.objects.all().delete()
    browser.post(NEW_UNIT, {**typed_for(typist.unit.kind), "csrfmiddlewaretoken": token})
    enter(browser, typist)
    page = browser.get(RESUME)
    choose = form_to(page, "/tai-khoan/vai-tro/").data()["csrfmiddlewaretoken"][0]
    browser.post("/tai-khoan/vai-tro/", {"appointment": other.pk, "csrfmiddlewaretoken": choose})

    form = form_to(browser.get(RESUME), NEW_UNIT)
    refused = browser.post(form.action, form.data())

    assert refused.status_code == 403
    assertContains(browser.get(RESUME), "Nội dung vừa gửi còn nguyên")
    back = {"appointment": typist.pk, "csrfmiddlewaretoken": form.data()["csrfmiddlewaretoken"][0]}
    assertRedirects(browser.post("/tai-khoan/vai-tro/", back), RESUME)


def test_nameless_browser_has_nothing_to_resume(db):
    assertRedirects(Client().get(RESUME), f"{SIGN_IN}?next={RESUME}")
