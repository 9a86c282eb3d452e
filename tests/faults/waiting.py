"""Waiting without sleeping blindly: look again until it is so, or say what was still missing."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

T = TypeVar("T")

LOOK_EVERY_S = 0.02


def await_it(look: Callable[[], T], *, within: float, what: str) -> tuple[T, float]:
    """What `look()` gives once it is true, and the seconds until then. Fails after `within`."""
    began = monotonic()
    while not (seen := look()):
        if monotonic() - began > within:
            raise AssertionError(f"after {within:.0f} s still not so: {what}")
        sleep(LOOK_EVERY_S)
    return seen, monotonic() - began


def pass_time(seconds: float) -> None:
    """Let that much time go by: where the moment itself is what is tested."""
    until = monotonic() + seconds
    await_it(lambda: monotonic() >= until, within=seconds + 5, what=f"{seconds} s have passed")
