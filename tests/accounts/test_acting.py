from datetime import date, timedelta

from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from hoaxa_danvan.accounts.models import Appointment, Role
from tests.factories import AppointmentFactory, UnitFactory

CHOOSE = "/tai-khoan/vai-tro/"
HOME = "/viec-cua-toi/"


def test_person_acts_in_the_post_that_was_chosen(client, sign_in, officer):
    second = AppointmentFactory(person=officer.person, role=Role.UNIT_HEAD, unit=UnitFactory())
    sign_in(officer)

    response = client.post(CHOOSE, {"appointment": second.pk, "next": "/bao-cao/"})

    assertRedirects(response, HOME)
    assert client.get(HOME).wsgi_request.acting == second


def test_post_of_another_person_is_not_there(client, sign_in, officer, outsider):
    response = sign_in(officer).post(CHOOSE, {"appointment": outsider.pk})

    assert response.status_code == 404
    assert client.get(HOME).wsgi_request.acting == officer


def test_post_that_is_over_is_not_there(client, sign_in, officer):
    over = AppointmentFactory(
        person=officer.person, unit=UnitFactory(), until=timezone.localdate() - timedelta(days=1)
    )

    assert sign_in(officer).post(CHOOSE, {"appointment": over.pk}).status_code == 404


def test_choosing_is_pressed_never_followed(client, sign_in, officer):
    assert sign_in(officer).get(CHOOSE).status_code == 405


def test_nonsense_is_not_a_post(client, sign_in, officer):
    assert sign_in(officer).post(CHOOSE, {"appointment": "quantri"}).status_code == 404
    assert sign_in(officer).post(CHOOSE).status_code == 404


def test_post_counts_to_its_last_day_and_while_its_unit_exists(officer):
    last = date(2026, 5, 31)
    Appointment.objects.filter(pk=officer.pk).update(until=last)

    assert list(Appointment.objects.current(last)) == [officer]
    assert list(Appointment.objects.current(date(2026, 6, 1))) == []

    officer.unit.until = date(2026, 4, 30)
    officer.unit.save()
    assert list(Appointment.objects.current(date(2026, 4, 30))) == [officer]
    assert list(Appointment.objects.current(date(2026, 5, 1))) == []


def test_person_without_a_post_is_told_whom_to_ask(client, officer):
    officer.delete()
    client.force_login(officer.person)

    response = client.get(HOME)

    assertContains(response, "Chưa được phân công", status_code=403)
    assertContains(response, "người quản trị", status_code=403)


def test_post_that_ends_in_the_middle_gives_way_to_another(client, sign_in, officer):
    second = AppointmentFactory(person=officer.person, role=Role.UNIT_HEAD, unit=UnitFactory())
    sign_in(second)

    Appointment.objects.filter(pk=second.pk).update(until=timezone.localdate() - timedelta(days=1))

    assert client.get(HOME).wsgi_request.acting == officer
