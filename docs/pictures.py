#!/usr/bin/env python3
"""The pictures of docs/huong-dan, from the demonstration commune: `.venv/bin/python docs/pictures.py`.

Tells the year phase by phase in a database of its own, on the days on which each phase is usually seen,
and photographs the pages in headless Chromium. Needs what `make test` installs; touches nothing of the
portal beside it. With names of pictures behind the command, no other page is photographed.
"""

import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "img"
DESK, TALL, PHONE = (1280, 820), (1280, 1080), (390, 780)
COLOURS, LARGEST = 96, 150_000


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, at which address, and how far down.

    `at`: what is brought to the top of the window; `act`: what is done on the page before.
    """

    name: str
    who: str
    address: str
    at: str = ""
    size: tuple[int, int] = DESK
    act: Callable[[Any], None] | None = None


def prepare(folder: Path) -> None:
    """Settings of this run alone, before Django reads any."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "hoaxa_danvan.settings",
        "DATABASE_URL": f"sqlite:///{folder}/danvan.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "SIGNATURE_ROOTS": str(folder / "roots"),
        "EMAIL_URL": "dummymail://",
        "REDIS_URL": f"unix://{folder}/no-redis.sock",
        "PORTAL_URL": "https://danvan.hoaxa.example",
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "SECRET_KEY": "only for pictures",
        "DEMO": "True",
        # Playwright keeps an event loop running in this thread; the database is used all the same.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


# What is shown, phase by phase; a phase may go on between two pictures, as people would


def plans_phase() -> Iterator[Shot]:
    from django.urls import reverse

    from campaigns.models import UnitPlan
    from hoaxa_danvan.accounts.models import UnitKind

    guided = UnitPlan.objects.filter(unit__kind__manner=UnitKind.Manner.GUIDED)
    returned = guided.filter(status=UnitPlan.Status.RETURNED).first()
    officer = officer_of(returned)
    yield Shot("viec-cua-toi", officer, reverse("home:tasks"))
    yield Shot("don-vi-dien-thoai", officer, reverse("home:tasks"), size=PHONE)
    yield Shot("don-vi-ke-hoach", officer, reverse("campaigns:plan-edit", args=[returned.pk]), at="#viec-lam")
    waiting = guided.filter(status=UnitPlan.Status.SUBMITTED).first()
    yield Shot("ban-tiep-nhan", "chuyenvien", waiting.get_absolute_url())


def scoring_phase() -> Iterator[Shot]:
    from django.urls import reverse

    from awards.models import AwardRound
    from hoaxa_danvan.attachments.models import Evidence
    from models_registry.models import Assessment, RegisteredModel
    from reports.models import ReportPeriod

    shown = Evidence.objects.filter(target_type__model="registeredmodel").first()
    entry = RegisteredModel.objects.get(pk=shown.target_id)
    yield Shot("don-vi-mo-hinh", officer_of(entry), entry.get_absolute_url())
    period = ReportPeriod.objects.get(kind=ReportPeriod.Kind.FINAL)
    yield Shot("don-vi-bao-cao", "hoikhuyenhoc", period.get_absolute_url(), act=press("Bắt đầu soạn"))
    waiting = Assessment.objects.filter(status=Assessment.Status.SUBMITTED).first()
    review = reverse("models_registry:assessment-review", args=[waiting.pk])
    yield Shot("ban-tham-dinh", "chuyenvien", review)
    award_round = AwardRound.objects.get()
    yield Shot("hoi-dong-thu-tu", "hdtd.thuky", reverse("awards:ranking", args=[award_round.pk]))
    yield Shot("hoi-dong-bieu-quyet", "hdtd.thuky", reverse("awards:vote-edit", args=[award_round.pk]))


def closed_phase() -> Iterator[Shot]:
    from django.urls import reverse
    from django.utils import timezone

    from campaigns.models import Window
    from hoaxa_danvan.accounts.models import Appointment
    from hoaxa_danvan.documents.models import Document
    from hoaxa_danvan.documents.services.papers import order_paper_draft, start_paper
    from reports.models import AggregateReport

    report = AggregateReport.objects.order_by("pk").last()
    yield Shot("ban-tong-hop", "chuyenvien", report.get_absolute_url())
    window = Window.objects.get(kind=Window.Kind.FINAL_REPORT)
    urging = reverse("campaigns:window-urging", args=[window.campaign_year.year, window.kind])
    yield Shot("van-ban-bat-dau", "chuyenvien", urging, at="h1")

    writer = Appointment.objects.get(person__username="chuyenvien")
    paper = start_paper(Document.Kind.URGING, target=window, by=writer, at=timezone.now())
    writing = reverse("documents:paper-edit", args=[paper.pk])
    yield Shot("van-ban-soan", "chuyenvien", writing, at="h1", size=TALL)
    draft = order_paper_draft(paper, by=writer, at=timezone.now())
    do_all_jobs()
    yield Shot("van-ban-du-thao", "chuyenvien", paper.get_absolute_url(), at="h1", size=TALL)
    draft.refresh_from_db()
    keep("van-ban-trang-in", head_of(draft))
    yield Shot("van-ban-ban-hanh", "vanthu", reverse("documents:paper-issue", args=[paper.pk]), at="h1")

    decision = Document.objects.get(kind=Document.Kind.AWARD, is_issued=True)
    come_back_signed(decision)
    yield Shot(
        "van-ban-da-ky",
        "vanthu",
        reverse("documents:document-detail", args=[decision.pk]),
        at="section:has-text('Bản đã ký')",
        size=TALL,
    )
    yield Shot("van-ban-tra-cuu", "", reverse("documents:lookup", args=[decision.code]))
    yield Shot("van-ban-so", "vanthu", reverse("documents:number-list"))
    yield Shot("van-ban-mau", "quantri", reverse("documents:stationery-list"))
    yield Shot("quan-tri-tai-khoan", "quantri", reverse("accounts:account-list"))


def press(name: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        with page.expect_navigation(wait_until="load"):
            page.get_by_role("button", name=name).first.click()

    return act


def head_of(document: Any) -> bytes:
    """The upper two thirds of the printed first page."""
    import pypdfium2

    with document.file.open("rb") as file:
        book = pypdfium2.PdfDocument(file.read())
    image, stream = book[0].render(scale=1.2).to_pil(), io.BytesIO()
    image.crop((0, 0, image.width, image.height * 2 // 3)).save(stream, "PNG")
    book.close()
    return stream.getvalue()


def come_back_signed(document: Any) -> None:
    """Signed as a body signs its papers, by a key made on the spot whose root is installed."""
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from hoaxa_danvan.accounts.models import Appointment
    from hoaxa_danvan.documents.services.signed import add_signed_copy
    from tests.documents.signing import Identity, install, sign

    root = Identity.root("Nơi cấp chứng thư số (mẫu)")
    install(Path(settings.SIGNATURE_ROOTS), root)
    signer = root.issue("Phó Bí thư Thường trực")
    # Signing wants an event loop of its own, and Playwright's runs in this thread.
    with document.file.open("rb") as file, ThreadPoolExecutor(1) as beside:
        signed = beside.submit(sign, file.read(), signer, at=timezone.now()).result()
    clerk = Appointment.objects.get(person__username="vanthu")
    upload = SimpleUploadedFile("231-QD-DU-da-ky.pdf", signed, "application/pdf")
    add_signed_copy(document, upload=upload, by=clerk, at=timezone.now())


def officer_of(thing: Any) -> str:
    """The user name of who drafts for the unit."""
    return str(thing.unit.code).replace("-", "")


PHASES: dict[str, tuple[date, Callable[[], Iterator[Shot]]]] = {
    "plans": (date(2026, 2, 6), plans_phase),
    "scoring": (date(2026, 11, 13), scoring_phase),
    "closed": (date(2026, 12, 21), closed_phase),
}


# How it is photographed


@contextmanager
def portal() -> Iterator[str]:
    """The portal in threads of this process, so that it lives on the same day as the story."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def session_of(username: str) -> str:
    """A session of that person, signed in without a password."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from hoaxa_danvan.accounts.models import User

    person = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def photograph(browser: Any, address: str, shot: Shot) -> None:
    width, height = shot.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=1,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    try:
        if shot.who:
            context.add_cookies([{"name": "sessionid", "value": session_of(shot.who), "url": address}])
        page = context.new_page()
        answer = page.goto(shot.address, wait_until="load")
        if not answer.ok:
            raise RuntimeError(f"{shot.name}: {answer.status} {answer.url}")
        if shot.act:
            shot.act(page)
        if shot.at:
            page.locator(shot.at).first.evaluate(
                "place => scrollTo(0, place.getBoundingClientRect().top + scrollY - 16)"
            )
        keep(shot.name, page.screenshot())
    finally:
        context.close()


def keep(name: str, png: bytes) -> None:
    """In few colours: pages have few, and the documents stay light."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = TARGET / f"{name}.png"
    small.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size // 1000} kB", flush=True)
    if size > LARGEST:
        raise RuntimeError(f"{name} is larger than {LARGEST // 1000} kB")


def do_all_jobs() -> None:
    """What the worker would do: above all, print the papers."""
    from django.utils import timezone

    from hoaxa_danvan.jobs.services import run_due

    while run_due(at=timezone.now()):
        pass


def main(wanted: set[str]) -> None:
    import time_machine
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder:
        prepare(Path(folder))
        from django.core.management import call_command

        from hoaxa_danvan.lib.dates import LOCAL
        from hoaxa_danvan.ops.engines import find_chromium

        call_command("migrate", verbosity=0)
        with portal() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            for stage, (day, shots) in PHASES.items():
                morning_after = datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL) + timedelta(days=1)
                with time_machine.travel(morning_after, tick=True):
                    call_command("seed_demo", stage=stage, today=day, stdout=io.StringIO())
                    do_all_jobs()
                    for shot in shots():
                        if not wanted or shot.name in wanted:
                            photograph(browser, address, shot)
            browser.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
