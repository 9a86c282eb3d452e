import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.plan_text import NotAPlan, PlanText, as_json, plain_text
from campaigns.services.imports import fingerprint_of, import_campaign, preview_plan
from hoaxa_danvan.workflow.models import IllegalMove


class Command(BaseCommand):
    help = "Nhập kế hoạch giai đoạn từ tệp Word (.docx) hoặc văn bản .txt. Nhập lại đúng văn bản đó không thay đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc, không lưu")
        parser.add_argument("--json", action="store_true", help="in nội dung đã hiểu dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = plain_text(options["file"].read_bytes())
            plan = preview_plan(data)
            is_new = not Campaign.objects.filter(source_sha256=fingerprint_of(plan)).exists()
            if not options["dry_run"]:
                import_campaign(data, at=timezone.now())
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {options['file']}: {error.strerror}.") from error
        except (NotAPlan, IllegalMove) as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(plan), ensure_ascii=False, indent=2))
        else:
            self.tell(plan, is_new=is_new, dry_run=options["dry_run"])

    def tell(self, plan: PlanText, *, is_new: bool, dry_run: bool) -> None:
        self.stdout.write(
            f"{plan.title}: {len(plan.items)} nội dung, {len(plan.duties)} nhiệm vụ, "
            f"{len(plan.citations)} văn bản được viện dẫn."
        )
        for line in plan.unrecognised:
            self.stdout.write(f"Chưa nhận ra: {line}")
        if dry_run:
            self.stdout.write("Chỉ đọc thử, chưa lưu.")
        else:
            self.stdout.write("Đã nhập." if is_new else "Kế hoạch này đã có, không thay đổi gì.")
