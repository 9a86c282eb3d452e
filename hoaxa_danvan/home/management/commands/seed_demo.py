from argparse import ArgumentParser
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.home.seeding.stages import STAGES, CannotTell, sensible_day, tell


class Command(BaseCommand):
    help = "Nạp một xã trình diễn gồm 60 đơn vị, ở một giai đoạn của năm. Chạy lại không thêm gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--stage",
            required=True,
            choices=STAGES,
            help="plans: kế hoạch năm; models: mô hình; scoring: thẩm định, xét chọn; closed: cuối năm",
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="ngày của câu chuyện, ghi NĂM-THÁNG-NGÀY; mặc định là hôm qua",
        )

    def handle(self, *args: Any, stage: str, today: date | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Lệnh này chỉ dùng cho cổng trình diễn (DEMO=True).")
        began = monotonic()
        call_command("setup_portal", verbosity=0)
        today = today or sensible_day(stage, today=timezone.localdate())
        try:
            is_new = tell(stage, today=today)
        except CannotTell as refusal:
            raise CommandError(str(refusal)) from None
        if not is_new:
            self.stdout.write("Đã có từ trước, không thêm gì.")
            return
        seconds = monotonic() - began
        self.stdout.write(f"Đã nạp giai đoạn {stage} đến ngày {today:%d/%m/%Y} ({seconds:.0f} giây).")
        for document in Document.objects.filter(made_at=None):
            self.stdout.write(f"Đang chờ lập bản PDF: {document.title}")
        self.stdout.write("Mật khẩu của các tài khoản: manage.py demo_passwords")
