"""One mail, once: whatever the server and the worker do."""

import smtplib
from datetime import datetime

import pytest
from django.core import mail as outbox
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import LOOK_AGAIN, NotReady, run
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.notifications import services
from hoaxa_danvan.notifications.models import Mail
from hoaxa_danvan.workflow.models import IllegalMove

AT = datetime(2026, 11, 26, 0, 5, tzinfo=LOCAL)

pytestmark = pytest.mark.django_db


def queue(key: str = "bao-cao", **changes: object) -> Mail:
    fields = {"to": "bxd@hoaxa.test", "subject": "Dự thảo báo cáo", "body": "Kính gửi…", "at": AT}
    return services.queue_mail(key=key, **(fields | changes))


def send(mail: Mail) -> Mail:
    run(job_id=Job.objects.get(mail=mail).pk, at=AT)
    mail.refresh_from_db()
    return mail


@pytest.fixture
def server(monkeypatch):
    """A mail server that behaves as `server["does"]` says: at the door, or with the message."""
    behaviour: dict[str, Exception | None] = {"open": None, "message": None}

    def at_the_door(self) -> bool:
        if behaviour["open"]:
            raise behaviour["open"]
        return True

    take = EmailBackend.send_messages

    def with_the_message(self, messages):
        if behaviour["message"]:
            raise behaviour["message"]
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "open", at_the_door)
    monkeypatch.setattr(EmailBackend, "send_messages", with_the_message)
    return behaviour


def test_a_mail_leaves_once_with_its_own_message_id():
    mail = send(queue())
    send(mail)

    assert (mail.state, [m.extra_headers["Message-ID"] for m in outbox.outbox]) == (
        Mail.State.SENT,
        [mail.message_id],
    )


def test_the_same_key_is_the_same_mail():
    assert queue().pk == queue(subject="khác").pk
    assert Mail.objects.count() == 1


def test_each_address_gets_one_mail_and_nobody_without_one():
    mails = services.queue_mails(
        key="k", to=["a@x.test", "", "b@x.test", "a@x.test"], subject="s", body="b", at=AT
    )

    assert [mail.to for mail in mails] == ["a@x.test", "b@x.test"]


def test_a_file_goes_along_under_its_own_name():
    name = default_storage.save("documents/x.pdf", ContentFile(b"%PDF-1.7"))

    send(queue(attachment=name, attachment_name="Dự thảo báo cáo.pdf"))

    assert outbox.outbox[0].attachments[0][:2] == ("Dự thảo báo cáo.pdf", b"%PDF-1.7")


def test_a_server_that_is_down_is_waited_for_and_costs_no_try(server):
    server["open"] = ConnectionRefusedError("từ chối")
    mail = send(queue())
    assert (mail.state, mail.job.state, mail.job.failures) == ("queued", Job.State.WAITING, 0)

    server["open"] = None
    Job.objects.update(next_try_at=AT)
    assert send(mail).state == Mail.State.SENT
    assert len(outbox.outbox) == 1


def test_a_server_that_says_later_is_asked_later(server):
    server["message"] = smtplib.SMTPDataError(451, b"try again")

    mail = send(queue())

    assert (mail.state, Job.objects.get(mail=mail).state) == ("queued", Job.State.WAITING)


def test_an_address_refused_for_good_is_told_in_words(server):
    server["message"] = smtplib.SMTPRecipientsRefused({"bxd@hoaxa.test": (550, b"no such user")})

    mail = send(queue())

    assert (mail.state, mail.reason) == (Mail.State.REFUSED, "550 no such user")
    assert Job.objects.get(mail=mail).state == Job.State.DONE


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("cut"), TimeoutError("chậm")])
def test_a_line_cut_in_the_middle_is_unknown_and_not_sent_again(server, error):
    server["message"] = error

    mail = send(queue())

    assert mail.state == Mail.State.UNKNOWN
    assert Job.objects.get(mail=mail).state == Job.State.DONE


def test_a_mail_found_half_way_after_a_crash_is_unknown_and_not_sent_again():
    mail = queue()
    Mail.objects.update(state=Mail.State.SENDING)

    assert send(mail).state == Mail.State.UNKNOWN
    assert outbox.outbox == []


def test_a_person_sends_it_again_with_the_same_message_id(server, reviewer):
    server["message"] = TimeoutError("chậm")
    mail = send(queue())
    server["message"] = None

    services.resend_mail(mail, by=reviewer, at=AT)
    mail = send(mail)

    assert mail.state == Mail.State.SENT
    assert outbox.outbox[0].extra_headers["Message-ID"] == mail.message_id
    assert AuditEntry.objects.get().verb == "resend"


def test_what_has_left_is_not_sent_again(reviewer):
    mail = send(queue())

    with pytest.raises(IllegalMove, match="Đã gửi"):
        services.resend_mail(mail, by=reviewer, at=AT)


@pytest.mark.parametrize("name", ["mail-detail", "mail-attachment"])
def test_an_officer_does_not_read_the_mails(officer, sign_in, name):
    mail = queue()

    assert sign_in(officer).get(reverse(f"notifications:{name}", args=[mail.pk])).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_however_long(reviewer, sign_in, count, django_assert_num_queries):
    for number in range(count):
        queue(str(number))
    client = sign_in(reviewer)

    with django_assert_num_queries(5):  # session, person, posts, count, mails
        response = client.get(reverse("notifications:mail-list"))

    assert response.content.decode().count("bxd@hoaxa.test") == count


def test_the_page_shows_text_state_and_button(reviewer, sign_in, server):
    server["message"] = TimeoutError("chậm")
    mail = send(queue())

    page = sign_in(reviewer).get(reverse("notifications:mail-detail", args=[mail.pk])).content.decode()

    assert "Chưa rõ đã gửi" in page
    assert reverse("notifications:mail-resend", args=[mail.pk]) in page


def test_what_one_mail_finds_at_the_door_the_others_need_not_find_again(server):
    server["open"] = TimeoutError("chậm")
    first, second = queue("1"), queue("2")

    with pytest.raises(NotReady):
        services.deliver(first.job, at=AT)

    job = Job.objects.get(mail=second)
    assert (job.state, job.next_try_at) == (Job.State.WAITING, AT + LOOK_AGAIN)
    assert job.reason == "Máy chủ thư chưa nhận kết nối: chậm"


def test_sender_that_stood_still_does_not_send_what_its_successor_put_off():
    mail = queue()
    late = mail.job
    Job.objects.filter(pk=late.pk).update(state=Job.State.RUNNING, tries=2)

    services.deliver(late, at=AT)

    mail.refresh_from_db()
    assert (mail.state, outbox.outbox) == (Mail.State.QUEUED, [])
