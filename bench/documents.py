"""How long papers take to print and how much memory, cold and warm.

Cold: the first paper of a process, its press being started with it. Warm: the same paper once more;
a press that has grown too large has ended by then, and starts again. Memory is the greatest size of
the press (or of what joins its prints, if that is larger) and of the worker that asked it.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf

from hoaxa_danvan.documents.paper import Appendix, Printable, Table
from hoaxa_danvan.documents.pressroom import room
from tests.documents.conftest import print_out
from tests.documents.samples import LIST_OF_MODELS, REPORT_BODY, cell_plan, commune_report, praise

UNITS = 60
SLOW = {"150", "10000", "sheets"}


def report(times: int) -> Printable:
    """A report with tables and a chart whose body is said over and over."""
    return commune_report(body=REPORT_BODY * times, appendices=())


def annex(rows: int) -> Printable:
    table = Table(
        LIST_OF_MODELS.columns,
        tuple((str(n), *LIST_OF_MODELS.rows[n % 30][1:]) for n in range(1, rows + 1)),
    )
    return commune_report(appendices=(Appendix("Danh mục mô hình", (table,), landscape=True),))


def plan(number: int) -> Printable:
    return cell_plan(issuer_line=f"CHI BỘ THÔN MẪU {number}", draft=None, number=f"{number:02}-KH/CB")


PAPERS: dict[str, tuple[str, Callable[[], Printable]]] = {
    "3": ("báo cáo 3 trang", lambda: report(1)),
    "10": ("báo cáo 10 trang", lambda: report(4)),
    "30": ("báo cáo 30 trang", lambda: report(13)),
    "150": ("báo cáo 150 trang", lambda: report(67)),
    "1000": ("phụ lục 1.000 dòng", lambda: annex(1_000)),
    "10000": ("phụ lục 10.000 dòng", lambda: annex(10_000)),
    "sheets": ("giấy khen 300 tờ", lambda: praise(*(f"Chi bộ thôn Mẫu {n}" for n in range(300)))),
}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return round(time.perf_counter() - begun, 2), found


def measure(name: str) -> dict[str, Any]:
    """In a process of its own: nothing warm, and no larger process before it."""
    label, make = PAPERS[name]
    cold, pdf = timed(lambda: print_out(make()))
    warm, _ = timed(lambda: print_out(make()))
    # A press that has ended, and the joining of parts, are among the children waited for.
    greatest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    if room.press is not None:
        greatest = max(greatest, _greatest(room.press.process.pid))
    return {
        "what": label,
        "pages": _pages(pdf),
        "kB": len(pdf) // 1024,
        "cold_s": cold,
        "warm_s": warm,
        "press_MB": greatest,
        "worker_MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _greatest(pid: int) -> int:
    """The greatest size of a process that still lives, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def print_plan(number: int) -> int:
    return len(print_out(plan(number)))


def all_units(processes: int) -> dict[str, Any]:
    """Every unit's plan at once: each worker process has a press of its own."""
    with ProcessPoolExecutor(processes) as pool:
        seconds, sizes = timed(lambda: list(pool.map(print_plan, range(1, UNITS + 1))))
    return {
        "what": f"{len(sizes)} kế hoạch đơn vị, {processes} tiến trình",
        "cold_s": seconds,
        "per_second": round(len(sizes) / seconds, 1),
    }


def one(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.documents", name]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def rows(*, quick: bool) -> Iterator[dict[str, Any]]:
    """One after the other, so that none slows another down; `quick` leaves out what takes minutes."""
    for name in PAPERS:
        if not (quick and name in SLOW):
            yield one(name)
    for count in sorted({1, os.cpu_count() or 1}):
        yield all_units(count)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
