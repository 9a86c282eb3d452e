from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hoaxa_danvan.attachments import services as evidence
from hoaxa_danvan.documents.services import documents

# An upload under way has its file before its row.
GRACE = timedelta(hours=1)


class Command(BaseCommand):
    help = (
        "Delete evidence, papers and signed copies that no row knows: what a crash between file and row left."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - GRACE
        orphans = [*evidence.sweep_files(before=before), *documents.sweep_files(before=before)]
        for name in orphans:
            self.stdout.write(f"- {name}")
        self.stdout.write(f"{len(orphans)} tệp thừa đã xóa.")
