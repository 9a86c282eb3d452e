"""Which function does which kind of job."""

from collections.abc import Callable

from hoaxa_danvan.jobs.models import Job

Handler = Callable[[Job], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of `kind`.

    A handler writes its result and calls `finish(job, at=…)` in one transaction. It raises
    `NotReady(sentence)` for what cannot run yet, `Hopeless(sentence)` for what never will, anything else
    for what went wrong.
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register
