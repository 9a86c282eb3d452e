import psutil


def still_running(programs: list[psutil.Process], *, within: float = 2) -> list[psutil.Process]:
    """What is left after so many seconds. The dead that nobody has buried yet do not run."""
    for _ in range(int(within / 0.02)):
        _, programs = psutil.wait_procs(programs, timeout=0.02)
        programs = [p for p in programs if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        if not programs:
            break
    return programs
