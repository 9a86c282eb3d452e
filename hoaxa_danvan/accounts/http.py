"""What `request` carries here, told to mypy."""

from django.http import HttpRequest

from hoaxa_danvan.accounts.models import Appointment, User


class MemberRequest(HttpRequest):
    """A request of somebody who has signed in and acts in a post."""

    user: User
    acting: Appointment
    appointments: list[Appointment]
