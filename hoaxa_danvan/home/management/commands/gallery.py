from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pypdfium2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.paper import Paper
from hoaxa_danvan.documents.render import render_pdf
from hoaxa_danvan.documents.selectors.stationery import profile_of
from hoaxa_danvan.documents.sheet import render_sheet
from hoaxa_danvan.documents.word import render_word
from hoaxa_danvan.home.gallery import papers

DOTS_PER_POINT = 1.5


class Command(BaseCommand):
    help = "Lập mỗi loại văn bản một bản từ xã trình diễn: PDF, Word, Excel và ảnh từng trang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "var" / "documents")
        parser.add_argument(
            "--kinds", nargs="+", choices=Document.Kind.values, default=Document.Kind.values, metavar="LOẠI"
        )

    def handle(self, *args: Any, to: Path, kinds: list[str], **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Lệnh này chỉ dùng cho cổng trình diễn (DEMO=True).")
        to.mkdir(parents=True, exist_ok=True)
        at = timezone.now()
        for kind, paper in papers(kinds, at=at):
            name = Document.Kind(kind).label
            if paper is None:
                self.stdout.write(f"–  {name}: xã trình diễn chưa có gì để lập.")
                continue
            profile = profile_of(paper.profile)
            pdf = render_pdf(paper, profile, identifier=f"gallery-{kind}", created=at)
            (to / f"{kind}.pdf").write_bytes(pdf)
            (to / f"{kind}.docx").write_bytes(render_word(paper, profile, created=at))
            if isinstance(paper, Paper) and kind == Document.Kind.AGGREGATE_REPORT:
                (to / f"{kind}.xlsx").write_bytes(render_sheet(paper))
            self.stdout.write(f"+  {name}: {picture_pages(pdf, to / kind)} trang.")


def picture_pages(pdf: bytes, stem: Path) -> int:
    """A PNG of each page beside the other files; returns how many."""
    book = pypdfium2.PdfDocument(pdf)
    try:
        for place in range(len(book)):
            image = book[place].render(scale=DOTS_PER_POINT).to_pil()
            image.save(stem.with_name(f"{stem.name}-{place + 1}.png"))
        return len(book)
    finally:
        book.close()
