import pytest
from django.test import Client

from hoaxa_danvan.accounts.models import Appointment

PASSWORD = "con trâu đi trước"


@pytest.fixture
def with_password():
    """The post, and its person can sign in by typing PASSWORD."""

    def give(post: Appointment) -> Appointment:
        post.person.set_password(PASSWORD)
        post.person.save()
        return post

    return give


@pytest.fixture
def browser() -> Client:
    """A browser that must send the token of the form, as every browser must."""
    return Client(enforce_csrf_checks=True)
