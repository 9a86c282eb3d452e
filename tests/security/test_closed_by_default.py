"""Every URL asks for a sign-in unless this page names it as public: generated from the URLconf."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# What anyone may open. Whoever adds a name here opens a door on purpose.
PUBLIC = {
    "campaigns:campaign-public",
    "home:front",
    "home:components",
    "accounts:sign-in",
    "accounts:sign-out",
    "documents:lookup",
    "documents:lookup-form",
    "models_registry:showcase",
    "models_registry:showcase-detail",
    "models_registry:showcase-photo",
    "models_registry:showcase-thumbnail",
}
SAMPLES = {"int": "987654", "slug": "khong-co", "str": "khong-co", "uuid": str(UUID(int=7))}


def patterns(resolver: URLResolver, prefix: str = "", spaces: str = "") -> Iterator[tuple[str, str]]:
    """(name with namespaces, address with sample values) of every pattern below the resolver."""
    for pattern in resolver.url_patterns:
        route = prefix + filled(pattern)
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from patterns(pattern, route, space)
        elif isinstance(pattern, URLPattern):
            yield f"{spaces}{pattern.name}", f"/{route}"


def filled(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = next(kind for kind in SAMPLES if type(converter).__name__.lower().startswith(kind))
        route = route.replace(f"<{kind}:{name}>", SAMPLES[kind])
    return route


ALL = sorted(patterns(get_resolver()))
CLOSED = [(name, url) for name, url in ALL if name not in PUBLIC]


def test_every_url_has_a_name_of_its_own():
    names = [name for name, _ in ALL]

    assert not [name for name in names if name.endswith("None")]
    assert len(names) == len(set(names))


def test_no_public_name_is_left_over():
    assert PUBLIC - {name for name, _ in ALL} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "url"), CLOSED, ids=[name for name, _ in CLOSED])
def test_a_visitor_is_asked_to_sign_in(name, url, method):
    response = getattr(Client(), method)(url)

    assert response.status_code == 302
    assert response.url.startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "url"), ALL, ids=[name for name, _ in ALL])
def test_a_form_without_its_token_is_refused(name, url):
    """Nothing is changed from another site: a POST without the token is 403 (405 where none is taken)."""
    assert Client(enforce_csrf_checks=True).post(url).status_code in {403, 405}
