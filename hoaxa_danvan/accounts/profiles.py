"""The looks that units' papers may have: told by the app that prints them, which stands above this one."""

from collections.abc import Callable

Choices = list[tuple[str, str]]
SOURCES: list[Callable[[], Choices]] = []


def heading_choices() -> Choices:
    return [choice for source in SOURCES for choice in source()]


def heading_name(key: str) -> str:
    return dict(heading_choices()).get(key, key)
