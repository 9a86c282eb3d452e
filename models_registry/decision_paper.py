"""Quyết định công nhận: whom it names was chosen before, and is looked at again when it is issued."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns.models import CampaignYear
from campaigns.wording import plan_words
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.flows import Facts
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.lib.numbers import number
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import DecisionChoice
from models_registry.services.recognition import record_recognition


def collect(campaign_year: CampaignYear) -> dict[str, Any]:
    rows = chosen_rows(campaign_year)
    if not rows:
        raise IllegalMove(
            f"Chưa chọn mô hình, điển hình nào cho quyết định công nhận năm {campaign_year.year}. "
            "Vui lòng chọn ở trang “Soạn quyết định công nhận”."
        )
    outstanding = sum(row["is_outstanding"] for row in rows)
    return {
        "year": campaign_year.year,
        "words": {
            "nam": str(campaign_year.year),
            "ke_hoach": plan_words(campaign_year.campaign),
            "huong_dan": guidance_words(campaign_year),
            "so": number(len(rows)),
            "so_tieu_bieu": number(outstanding),
        },
        "labels": {"huong_dan": "Hướng dẫn tiêu chí năm đã ban hành trên cổng"},
        "values": {"so_tieu_bieu": outstanding},
        "rows": rows,
    }


def chosen_rows(campaign_year: CampaignYear) -> list[dict[str, Any]]:
    choices = DecisionChoice.objects.of_year(campaign_year).still_open().for_paper()
    return [row_of(choice) for choice in choices]


def row_of(choice: DecisionChoice) -> dict[str, Any]:
    entry = choice.assessment.entry
    subject = f" {entry.get_subject_display().lower()}" if entry.is_exemplar else ""
    return {
        "assessment": choice.assessment_id,
        "name": entry.name,
        "kind": f"{entry.get_kind_display()}{subject}",
        "unit": entry.unit.name,
        "sector": entry.sector.name,
        "grade": choice.grade,
        "is_outstanding": choice.is_outstanding,
    }


def guidance_words(campaign_year: CampaignYear) -> str | None:
    """“Hướng dẫn số 01-HD/BXDĐ ngày 05/01/2026 …”, the newest that has been issued."""
    papers = OfficialPaper.objects.about(campaign_year).filter(kind=Document.Kind.GUIDANCE, status="issued")
    paper = papers.order_by("-issued_on", "-pk").first()
    if paper is None:
        return None
    return (
        f"Hướng dẫn số {paper.number} ngày {paper.day_of_issue:%d/%m/%Y} của Ban Xây dựng Đảng Đảng ủy xã "
        f"về {paper.title.removeprefix('về ')}"
    )


def chosen_table(facts: Facts, spec: Mapping[str, Any]) -> Table:
    return Table(
        columns=(
            Column("TT", "center", width_mm=12),
            Column("Tên mô hình, điển hình"),
            Column("Loại", "center", width_mm=30),
            Column("Đơn vị", width_mm=58),
            Column("Lĩnh vực", width_mm=42),
            Column("Xếp loại", "center", width_mm=28),
        ),
        rows=tuple(
            (str(place), row["name"], row["kind"], row["unit"], row["sector"], row["grade"])
            for place, row in enumerate(facts["rows"], start=1)
        ),
    )


BLOCKS = {"chosen": chosen_table}


def recognise(paper: OfficialPaper, document: Document, by: Appointment, at: datetime) -> None:
    """The decision is recorded as it is issued, with whom its list names, or it is not issued at all."""
    campaign_year, rows = paper.target, paper.facts["rows"]
    if rows != chosen_rows(campaign_year):
        raise IllegalMove(
            "Danh sách đã thay đổi từ khi soạn: có mô hình, điển hình đổi kết quả thẩm định, đổi tên hoặc đã được "
            "công nhận. Vui lòng bấm “Lấy lại số liệu”, xem lại rồi ban hành."
        )
    record_recognition(
        campaign_year=campaign_year,
        number=paper.number,
        issued_on=paper.day_of_issue,
        signer=paper.signer,
        signer_office=", ".join(filter(None, [paper.authority, paper.signer_office])),
        recognised=[row["assessment"] for row in rows],
        outstanding=[row["assessment"] for row in rows if row["is_outstanding"]],
        by=by,
        at=at,
    )
    DecisionChoice.objects.of_year(campaign_year).delete()
