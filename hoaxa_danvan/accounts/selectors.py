from datetime import date

from hoaxa_danvan.accounts.models import REVIEW_ROLES, Appointment, User


def current_appointments(person: User, *, day: date) -> list[Appointment]:
    """The posts a person holds that day, in a stable order; one query, units included."""
    posts = Appointment.objects.current(day).filter(person=person).with_unit()
    return list(posts.order_by("since", "pk"))


def reviewing_posts(*, day: date) -> list[Appointment]:
    """Everyone who receives what units send: for mails to the reviewing unit."""
    posts = Appointment.objects.current(day).filter(role__in=REVIEW_ROLES).with_unit()
    return list(posts.order_by("pk"))
