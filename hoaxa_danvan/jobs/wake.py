"""Tell a worker that there is something to do, at the price of 0.2 s at the very most.

Celery's own `delay()` waits for seconds when Redis is frozen. A bare client pushes the same
message (Celery's protocol 2 in kombu's envelope for Redis) without retrying, and after a failure
keeps quiet for half a minute: beat finds the row anyway.
"""

import base64
import json
import logging
import time
import uuid
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

QUEUE = "celery"
PATIENCE_S = 0.2
QUIET_S = 30.0

log = logging.getLogger(__name__)


class _Quiet:
    """Until when, on the monotonic clock, no worker is called."""

    until = 0.0


@cache
def client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
    )


def message(task: str) -> str:
    """A Celery message that calls `task` without arguments."""
    task_id = str(uuid.uuid4())
    body = json.dumps([[], {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}])
    return json.dumps(
        {
            "body": base64.b64encode(body.encode()).decode(),
            "content-encoding": "utf-8",
            "content-type": "application/json",
            "headers": {"lang": "py", "task": task, "id": task_id, "root_id": task_id},
            "properties": {
                "correlation_id": task_id,
                "delivery_mode": 2,
                "delivery_info": {"exchange": "", "routing_key": QUEUE},
                "priority": 0,
                "body_encoding": "base64",
                "delivery_tag": str(uuid.uuid4()),
            },
        }
    )


def wake_once() -> None:
    """Call for a worker. Never raises, never takes longer than `PATIENCE_S` twice over."""
    if time.monotonic() < _Quiet.until:
        return
    try:
        _push(message("jobs.run_due"))
    except (redis.RedisError, OSError) as error:
        _Quiet.until = time.monotonic() + QUIET_S
        log.warning("Chưa gọi được worker, beat sẽ tìm thấy việc: %s", error)


def _push(text: str) -> None:
    client().lpush(QUEUE, text)
