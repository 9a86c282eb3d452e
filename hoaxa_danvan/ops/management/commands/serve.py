import errno
import fcntl
import http.client
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import StringIO
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from hoaxa_danvan.ops import redis
from hoaxa_danvan.ops.bootstrap import ROOT, SERVE_LOCK, VAR, Refusal, say, step, take_serve_lock
from hoaxa_danvan.ops.static import collect_changed_static
from hoaxa_danvan.ops.supervisor import Program, Stop, Supervisor

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TO_TRY = 100
PATIENCE = 60
IN_USE = "đã có chương trình khác dùng"
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:hoaxa_danvan.ops.web", "hoaxa_danvan.wsgi"]
CELERY = [sys.executable, "-m", "celery", "-A", "hoaxa_danvan"]


class Command(BaseCommand):
    help = "Prepare the database, then run web, worker, beat and (without REDIS_URL) Redis until told to end."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        try:
            with free_port() as web, sole_start(f"http://{HOST}:{web.getsockname()[1]}") as address:
                prepare()
                run(web, address)
        except Refusal as refusal:
            sys.exit(str(refusal))
        except KeyboardInterrupt:
            sys.exit("\nĐã dừng.")
        except Stop as stop:
            say(f"\n{stop}")
            say("Đã dừng hết.")
            sys.exit(stop.code)


@contextmanager
def free_port() -> Iterator[socket.socket]:
    """A listening socket, taken now and handed to the web server: nobody takes the port meanwhile."""
    wanted = os.environ.get("PORT", "")
    if wanted and not (wanted.isdecimal() and 0 < int(wanted) < 65536):
        raise Refusal(f"PORT={wanted} không phải là số cổng (1-65535).")
    ports = [int(wanted)] if wanted else [*range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY), 0]
    for port in ports:
        try:
            web = socket.create_server((HOST, port), backlog=1024)
        except OSError as error:
            reason = IN_USE if error.errno == errno.EADDRINUSE else str(error)
            continue
        with web:
            yield web
        return
    raise Refusal(f"Không dùng được PORT={wanted}: {reason}. Chọn số khác, hoặc bỏ PORT để cổng tự chọn.")


@contextmanager
def sole_start(address: str) -> Iterator[str]:
    """Hold this checkout's lock, with the address written in it, for the length of the block."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with SERVE_LOCK.open("a+") as lock:
        take_serve_lock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield address


def prepare() -> None:
    """Bring database and files up to the code; done again, it changes nothing."""
    try:
        first_time = not MigrationRecorder(connection).applied_migrations()
        with step("Cơ sở dữ liệu"):
            call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise Refusal(f"Không mở được cơ sở dữ liệu: {error}") from None
    with step("Kế hoạch, đơn vị, tiêu chí, chỉ tiêu"):
        call_command("setup_portal", verbosity=0)
    with step("Tệp giao diện"):
        collect_changed_static()
    if first_time and settings.DEMO:
        show_demo_passwords()
    connections.close_all()


def show_demo_passwords() -> None:
    """Only once: nobody finds a password out later, `demo_passwords` sets new ones."""
    table = StringIO()
    with step("Tài khoản trình diễn"):
        call_command("demo_passwords", stdout=table)
    say(f"\n{table.getvalue()}")


def run(web: socket.socket, address: str) -> None:
    """Until told to end, or until one of the programs ends. Raises Stop."""
    os.environ.setdefault("PORTAL_URL", address)
    os.chdir(ROOT)
    with Supervisor(log_dir=VAR / "log") as supervisor:
        with step("Khởi động"):
            for program in programs(web):
                supervisor.start(program)
                if program.name == "web":  # people first: the others start after it, not beside it
                    await_reply(supervisor, web)
        say(f"Sẵn sàng: {address}")
        if settings.DEMO:
            say("Đặt lại và in lại mật khẩu trình diễn: .venv/bin/python manage.py demo_passwords")
        say("Dừng: Ctrl-C")
        supervisor.watch()


def programs(web: socket.socket) -> Iterator[Program]:
    if "REDIS_URL" not in os.environ:
        yield private_redis()
    yield Program("web", [*GUNICORN, "--bind", f"fd://{web.fileno()}"], pass_fds=(web.fileno(),))
    # Alone at its broker, a worker has nobody to greet, to gossip with or to send a heartbeat to.
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    yield Program("worker", [*CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO", *alone])
    # What is due stands in the database, so beat keeps no file that could be stale.
    yield Program("beat", [*CELERY, "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "INFO"])


def private_redis() -> Program:
    server = redis.find_server()
    if server is None:
        raise Refusal("Chưa có redis-server. Gõ: sudo apt-get install -y redis-server")
    socket_path = redis.socket_path(VAR / "redis")
    os.environ["REDIS_URL"] = redis.url(socket_path)
    return Program("redis", redis.server_command(server, socket_path))


def await_reply(supervisor: Supervisor, web: socket.socket) -> None:
    deadline = monotonic() + PATIENCE
    while (status := reply(web)) is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        supervisor.watch(0.1)
        if monotonic() > deadline:
            answer = f"trả lời mã {status}" if status else "không trả lời"
            raise Stop(f"«web» {answer} sau {PATIENCE} giây. Nhật ký: {VAR / 'log' / 'web.log'}", code=1)


def reply(web: socket.socket) -> int | None:
    """The status that the first page gives; None while nothing answers."""
    host, port = web.getsockname()
    connection = http.client.HTTPConnection(host, port, timeout=0.5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
