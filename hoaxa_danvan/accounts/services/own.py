"""What a person does with their own account."""

from datetime import datetime

from django.db import transaction

from hoaxa_danvan.accounts.models import Appointment, User
from hoaxa_danvan.audit.services import record


def note_sign_in(person: User, *, at: datetime) -> None:
    """Nobody has chosen a post yet: the entry names the person."""
    record("sign_in", target=person, person=person, at=at)


def note_sign_out(person: User, *, by: Appointment | None, at: datetime) -> None:
    record("sign_out", target=person, by=by, person=person, at=at)


@transaction.atomic
def change_password(person: User, *, password: str, by: Appointment | None, at: datetime) -> None:
    """The person's own new password. Their other sessions end, for they carry the old one's mark."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    record("change_password", target=person, by=by, person=person, at=at)
