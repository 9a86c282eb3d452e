"""A child's end that the worker has heard of does not end the worker when Redis comes back."""

import os
from types import SimpleNamespace

import pytest
from celery.concurrency import get_implementation
from kombu.asynchronous import Hub

from hoaxa_danvan.celery import app


@pytest.fixture
def pool():
    """The pool of the worker's settings, without its processes."""
    processes = get_implementation(app.conf.worker_pool).Pool
    return processes.__new__(processes)


@pytest.fixture
def hub():
    hub = Hub()
    yield hub
    hub.close()


def test_a_child_whose_end_was_heard_is_passed_over(pool, hub):
    child = SimpleNamespace(_sentinel_poll=None)  # closed: the child is dead and not yet buried

    pool._track_child_process(child, hub)

    assert hub.readers == {}


def test_a_living_child_is_watched_also_after_redis_was_away(pool, hub):
    end, other_end = os.pipe()
    child = SimpleNamespace(_popen=SimpleNamespace(sentinel=end))

    pool._track_child_process(child, hub)
    hub.reset()
    pool._track_child_process(child, hub)

    assert list(hub.readers) == [child._sentinel_poll]
    for descriptor in (end, other_end, child._sentinel_poll):
        os.close(descriptor)
