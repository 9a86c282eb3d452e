"""Lý lịch mô hình: what the register holds of one model, on one page, in its unit's own heading.

It says what the unit has sent, never what it is still writing.
"""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Any

from campaigns.letterheads import unit_letterhead
from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.documents.paper import Column, Paper, Paragraph, Signature, Table
from hoaxa_danvan.lib.dates import long_date
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.lib.text import squeeze
from hoaxa_danvan.workflow.models import Revision
from models_registry.models import Assessment, ProgressUpdate, RegisteredModel

# The page holds so many lines of so many letters beside heading and signature.
LINES, LETTERS = 19, 50


def sheet_paper(entry: RegisteredModel, *, day: date) -> Paper:
    letterhead = unit_letterhead(entry.unit)
    rows = tuple(rows_of(entry))
    return Paper(
        profile=letterhead.profile,
        **letterhead.head(),
        kind=f"LÝ LỊCH {entry.get_kind_display().upper()}",
        title=f"“Dân vận khéo” đăng ký năm {entry.campaign_year.year}",
        date=day,
        is_numbered=False,
        body=(
            Table(
                columns=(
                    Column("TT", "center", width_mm=10),
                    Column("Nội dung", width_mm=40),
                    Column("Thông tin"),
                ),
                rows=tuple((str(place), *row) for place, row in enumerate(rows, start=1)),
            ),
            Paragraph(f"Trích từ sổ mô hình của cổng {long_date(day)}.", "note"),
        ),
        signature=Signature(authority=letterhead.authority, office=letterhead.office),
    )


def rows_of(entry: RegisteredModel) -> list[tuple[str, str]]:
    """The short answers whole, the long ones as far as the page has room."""
    said = sent_texts(entry)
    short = {
        "Tên": said.get("name", "") or entry.name,
        "Loại, lĩnh vực": f"{entry.get_kind_display()} {entry.get_subject_display().lower()}; {entry.sector}",
        "Đơn vị": entry.unit.name,
        "Thực hiện từ": said.get("start_date", "") or f"Năm {entry.campaign_year.year}",
    }
    ending = {"Minh chứng": evidence_words(entry), "Được công nhận": recognition_words(entry)}
    taken = sum(map(line_count, [*short.values(), *ending.values()]))
    long = fitted(long_answers(entry, said), lines=LINES - taken)
    return [*short.items(), *long.items(), *ending.items()]


def sent_texts(entry: RegisteredModel) -> dict[str, str]:
    """The registration as it was last sent, and the newest dossier that an appraiser has had."""
    dossiers = Assessment.objects.filter(entry=entry, sent_at__isnull=False)
    newest = dossiers.order_by("-campaign_year__year").first()
    return {**texts_of(entry), **(texts_of(newest) if newest else {})}


def texts_of(sent: RegisteredModel | Assessment) -> dict[str, str]:
    revision = Revision.objects.latest_of(sent)
    content: Mapping[str, Any] = revision.fields if revision else sent.snapshot()
    return {path: str(field["value"]) for path, field in content.items()}


def long_answers(entry: RegisteredModel, said: Mapping[str, str]) -> dict[str, str]:
    """A điển hình tells its deeds instead of a purpose and a way of working."""

    def answered(*names: str) -> str:
        return next((text for name in names if (text := squeeze(said.get(name, "")))), "")

    where = "; ".join(filter(None, [answered("place"), answered("people")]))
    work = (
        {"Việc làm tiêu biểu": answered("deeds")}
        if entry.is_exemplar
        else {"Mục đích": answered("goal", "background"), "Cách làm": answered("method", "forces")}
    )
    return {
        "Địa bàn, đối tượng": where,
        **work,
        "Kết quả": answered("result", "expected_result"),
        "Sức lan tỏa": answered("impact", "replication"),
    }


def fitted(texts: Mapping[str, str], *, lines: int) -> dict[str, str]:
    """A line for each, and the others where the most is still to be said; then cut at a word."""
    needed = {name: line_count(text) for name, text in texts.items()}
    given = dict.fromkeys(texts, 1)
    for _ in range(lines - len(texts)):
        longest = max(texts, key=lambda name: needed[name] - given[name])
        given[longest] += 1
    return {name: shortened(text, LETTERS * given[name]) or "–" for name, text in texts.items()}


def line_count(text: str) -> int:
    return sum(ceil(len(line) / LETTERS) for line in text.split("\n"))


def shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(' ,;.')} …"


def evidence_words(entry: RegisteredModel) -> str:
    """“12 ảnh, 3 tệp”: what stands with the model and with its progress."""
    updates = ProgressUpdate.objects.filter(entry=entry)
    kept = [*Evidence.objects.kept().about(entry)]
    for update in updates.prefetch_related("photos"):
        kept += [photo for photo in update.photos.all() if photo.removed_at is None]
    photos = sum(file.is_photo for file in kept)
    counts = [(photos, "ảnh"), (len(kept) - photos, "tệp")]
    return ", ".join(f"{number(count)} {name}" for count, name in counts if count) or "Chưa có"


def recognition_words(entry: RegisteredModel) -> str:
    """One line a year, the newest first."""
    rows = entry.recognitions.select_related("decision", "campaign_year").order_by("-campaign_year__year")
    lines = [
        f"{row.campaign_year.year}: {row.grade}, QĐ số {row.decision.number} ngày {row.decision.issued_on:%d/%m/%Y}"
        for row in rows
    ]
    return "\n".join(lines) or "Chưa được công nhận"
