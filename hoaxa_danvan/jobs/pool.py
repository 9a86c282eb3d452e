"""The worker's child processes as Celery keeps them, without the flaw that ends the worker with them."""

from typing import Any

from celery.concurrency import prefork
from celery.concurrency.asynpool import AsynPool


class ProcessPool(AsynPool):
    def _track_child_process(self, proc: Any, hub: Any) -> None:
        """Listen for the child's end, unless it has been heard.

        Celery hears it a moment before it can bury the child. When Redis goes away in that moment,
        Celery asks, once it is back, for the descriptor that it has closed itself, and the worker ends.
        """
        if getattr(proc, "_sentinel_poll", proc) is not None:
            super()._track_child_process(proc, hub)


class TaskPool(prefork.TaskPool):
    Pool = ProcessPool
