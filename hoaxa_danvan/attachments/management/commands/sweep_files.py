from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hoaxa_danvan.attachments.services import sweep_files

# An upload under way has its file before its row.
GRACE = timedelta(hours=1)


class Command(BaseCommand):
    help = "Delete evidence files that no row knows: what a crash between file and row left behind."

    def handle(self, *args: Any, **options: Any) -> None:
        orphans = sweep_files(before=timezone.now() - GRACE)
        for name in orphans:
            self.stdout.write(f"- {name}")
        self.stdout.write(f"{len(orphans)} tệp thừa đã xóa.")
