"""A small starter for the tests of the supervisor: runs dummy programs until it is told to end.

Prints the ids of all processes it has, one JSON list on one line. `python -m tests.ops.starter DIR`.
"""

import json
import sys
from pathlib import Path

import psutil

from hoaxa_danvan.ops.supervisor import Program, Stop, Supervisor

SLEEPER = "import time; time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
# As gunicorn and Celery do: a program with a child of its own that does not outlive it.
PARENT = (
    "import os; from hoaxa_danvan.ops.bootstrap import die_with_parent; "
    f"os.fork() or (die_with_parent(), print('ready', flush=True)); {SLEEPER}"
)
PROGRAMS = {"sleeper": SLEEPER, "stubborn": STUBBORN, "parent": PARENT}
PROCESSES = len(PROGRAMS) + 1


def main(log_dir: Path) -> int:
    with Supervisor(log_dir=log_dir, grace=0.5) as supervisor:
        try:
            for name, source in PROGRAMS.items():
                supervisor.start(Program(name, [sys.executable, "-c", source]))
            while "ready" not in (log_dir / "parent.log").read_text():
                supervisor.watch(0.02)
            print(json.dumps([child.pid for child in psutil.Process().children(recursive=True)]), flush=True)
            supervisor.watch()
        except Stop as stop:
            print(stop, flush=True)
            code = stop.code
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
