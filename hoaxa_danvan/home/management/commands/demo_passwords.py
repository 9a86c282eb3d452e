from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.home.demo import set_demo_passwords


class Command(BaseCommand):
    help = "Đặt lại mật khẩu cho các tài khoản trình diễn và in ra. Chỉ dùng khi DEMO."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password", help="một mật khẩu chung cho mọi tài khoản, thay vì mỗi tài khoản một"
        )

    def handle(self, *args: Any, password: str | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Lệnh này chỉ dùng cho cổng trình diễn (DEMO=True).")
        rows = set_demo_passwords(password=password, at=timezone.now())
        if not rows:
            raise CommandError("Chưa có tài khoản trình diễn. Gõ trước: manage.py setup_portal")
        posts: dict[int, list[str]] = {}
        for post in Appointment.objects.current(timezone.localdate()).with_unit().order_by("pk"):
            posts.setdefault(post.person_id, []).append(str(post))
        width = max(len(user.username) for user, _ in rows)
        for user, clear in rows:
            held = "; ".join(posts.get(user.pk, []))
            self.stdout.write(f"{user.username:<{width}}  {clear}  {held}")
