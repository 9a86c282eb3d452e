"""Small helps for tests that open pages."""

from django.urls import reverse


def url(name, thing, *more):
    return reverse(f"awards:{name}", args=[thing.pk, *more])


def text(response) -> str:
    return response.content.decode()
