"""How gunicorn serves the portal: `gunicorn -c python:hoaxa_danvan.ops.web hoaxa_danvan.wsgi`.

Threads, never sync workers: a thread is held for as long as a phone takes to send its photograph,
and two slow phones would stop a portal that has two places.
"""

import os
from pathlib import Path
from typing import Any

from hoaxa_danvan.ops.bootstrap import die_with_parent

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "32"))
preload_app = True  # read once, shared by the workers
timeout = 60
graceful_timeout = 5
# Workers show that they live by touching a file: on a slow disk that alone could take too long.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Its place is one per person, not one per portal: two checkouts would meet there.
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    die_with_parent()
