"""Mail as an outbox: written with its cause, sent by a job, never sent twice by itself."""

import logging
import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment, Unit
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import LOOK_AGAIN, NotReady, enqueue, finish, put_off_all
from hoaxa_danvan.notifications.models import Mail, Notice, NoticeQuerySet
from hoaxa_danvan.workflow.models import IllegalMove

SEND = "notifications.send"
PERMANENT = 500  # from this answer on, the mail server will not change its mind

log = logging.getLogger(__name__)


@transaction.atomic
def queue_mail(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    attachment: str = "",
    attachment_name: str = "",
    cause: str = "",
    not_before: datetime | None = None,
    at: datetime,
) -> Mail:
    """Write a mail to be sent, in the caller's transaction. The same key is the same mail.

    `attachment` is a name in the private storage, whose file must be there already. Until `not_before` the
    mail can be called back by its `cause` (`cancel_mails`).
    """
    if known := Mail.objects.filter(key=key).first():
        return known
    job = enqueue(SEND, key=f"mail:{key}", payload={}, at=not_before or at)
    return Mail.objects.create(
        key=key,
        cause=cause,
        to=to,
        subject=subject,
        body=body,
        attachment=attachment,
        attachment_name=attachment_name,
        message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")),
        job=job,
        created_at=at,
    )


def queue_mails(*, key: str, to: Iterable[str], **mail: object) -> list[Mail]:
    """The same mail to several addresses, each its own mail and each once."""
    addresses = sorted({address for address in to if address})
    return [queue_mail(key=f"{key}:{address}", to=address, **mail) for address in addresses]  # type: ignore[arg-type]  # the same keywords, passed on


def cancel_mails(cause: str) -> bool:
    """Call back every mail of that cause, or tell that one has left or is leaving: False.

    The change of state is the same that a worker makes to send (`_move`), and only one of the two finds the
    mail still queued. After False the caller undoes its transaction, so that all mails of the cause leave.
    """
    mails = Mail.objects.filter(cause=cause)
    mails.filter(state=Mail.State.QUEUED).update(state=Mail.State.CANCELLED)
    return not mails.exclude(state=Mail.State.CANCELLED).exists()


def notify(unit: Unit, *, key: str, text: str, link: str = "", at: datetime) -> Notice:
    """Tell a unit in the portal, in the caller's transaction. The same key is the same notice."""
    told = {"unit": unit, "text": text, "link": link, "at": at}
    return Notice.objects.get_or_create(key=key, defaults=told)[0]


def mark_read(notices: NoticeQuerySet, *, by: Appointment, at: datetime) -> int:
    """Of those that this post may read and nobody has read yet; returns how many."""
    return notices.visible_to(by).unread().update(read_at=at, read_by=by)


def deliver(job: Job, *, at: datetime) -> None:
    """Send the job's mail. Found half-way after a crash, it is left to a person to decide."""
    mail = Mail.objects.get(job=job)
    if mail.state == Mail.State.SENDING:
        return _settle(mail, job, state=Mail.State.UNKNOWN, reason=HALF_WAY, at=at)
    if mail.state != Mail.State.QUEUED:
        return finish(job, at=at)
    message = _message(mail)
    with _connection(at=at) as server:
        if not _move(mail, job, Mail.State.QUEUED, Mail.State.SENDING):
            # Called back this very moment, or the job's other runner has it.
            is_cancelled = Mail.objects.filter(pk=mail.pk, state=Mail.State.CANCELLED).exists()
            return finish(job, at=at) if is_cancelled else None
        try:
            _hand_over(message, server)
        except NotReady:
            _move(mail, job, Mail.State.SENDING, Mail.State.QUEUED)
            raise
        except Refused as error:
            return _settle(mail, job, state=Mail.State.REFUSED, reason=str(error), at=at)
        except Exception as error:
            log.exception("Thư %s chưa rõ đã gửi", mail.key)
            return _settle(mail, job, state=Mail.State.UNKNOWN, reason=f"{HALF_WAY} ({error})", at=at)
        return _settle(mail, job, state=Mail.State.SENT, reason="", at=at)


HALF_WAY = "Máy dừng hoặc đường truyền đứt giữa lúc gửi."


class Refused(Exception):
    """The mail server has refused this mail for good."""


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage(mail.subject, mail.body, to=[mail.to], headers={"Message-ID": mail.message_id})
    if mail.attachment:
        with default_storage.open(mail.attachment) as file:
            message.attach(mail.attachment_name, file.read(), "application/pdf")
    return message


@contextmanager
def _connection(*, at: datetime) -> Iterator[BaseEmailBackend]:
    """An open line to the mail server. Without one no mail has been touched, and all of them wait:
    a server that does not answer costs the worker one patience, not one for each mail.
    """
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        reason, until = f"Máy chủ thư chưa nhận kết nối: {error}", at + LOOK_AGAIN
        put_off_all(SEND, reason=reason, until=until)
        raise NotReady(reason, until=until) from error
    try:
        yield server
    finally:
        server.close()


def _move(mail: Mail, job: Job, before: str, after: str) -> bool:
    """Change the mail's state if it is still this runner's."""
    mine = Mail.objects.filter(pk=mail.pk, state=before, job=job, job__tries=job.tries)
    return bool(mine.update(state=after))


def _hand_over(message: EmailMessage, server: BaseEmailBackend) -> None:
    """Give the message to the server; `NotReady` when it surely has not taken it yet."""
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        _refuse(code, answer)
    except smtplib.SMTPResponseException as error:
        _refuse(error.smtp_code, error.smtp_error)


def _refuse(code: int, answer: bytes | str) -> None:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    if code >= PERMANENT:
        raise Refused(f"{code} {words}")
    raise NotReady(f"Máy chủ thư hẹn gửi lại: {code} {words}")


@transaction.atomic
def _settle(mail: Mail, job: Job, *, state: str, reason: str, at: datetime) -> None:
    sent_at = at if state == Mail.State.SENT else None
    Mail.objects.filter(pk=mail.pk).update(state=state, reason=reason, sent_at=sent_at)
    finish(job, at=at)


@transaction.atomic
def resend_mail(mail: Mail, *, by: Appointment, at: datetime) -> None:
    """A person decides to send again what may not have left; the Message-ID stays the same."""
    if not by.may("notifications.resend_mail", mail):
        raise PermissionDenied
    row = Mail.objects.select_for_update().get(pk=mail.pk)
    if row.state not in {Mail.State.UNKNOWN, Mail.State.REFUSED}:
        raise IllegalMove(f"Thư đang ở trạng thái “{row.get_state_display()}”, không gửi lại.")
    before = row.state
    row.job = enqueue(SEND, key=f"mail:{row.key}:{at.isoformat()}", payload={}, at=at)
    row.state, row.reason = Mail.State.QUEUED, ""
    row.save(update_fields=["job", "state", "reason"])
    record("resend", target=row, by=by, at=at, from_status=before, to_status=row.state)
