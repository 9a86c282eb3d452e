"""Báo cáo thành tích: the unit's own paper, from the dossier and the model's record."""

from typing import Any

from awards.models import Award, Nomination
from awards.papers.words import dashed, short_title, unended
from awards.selectors.dossiers import earlier_awards_of
from hoaxa_danvan.scoring.models import Subject
from models_registry.models import Recognition

# What the first part is called, by who is proposed.
FIRST_PART = {
    Subject.COLLECTIVE: "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
    Subject.PERSON: "I. SƠ YẾU LÝ LỊCH",
    Subject.HOUSEHOLD: "I. SƠ LƯỢC VỀ HỘ GIA ĐÌNH",
}
# What the form asks for there.
HINTS = {
    Subject.COLLECTIVE: "Cần có: tổ chức, số người; thuận lợi, khó khăn khi thực hiện.",
    Subject.PERSON: "Cần có: họ và tên, ngày sinh, đơn vị, chức vụ, là đảng viên hay không.",
    Subject.HOUSEHOLD: "Cần có: chủ hộ, nơi ở, hoàn cảnh.",
}


def achievement_facts(nomination: Nomination) -> dict[str, Any]:
    entry, subject = nomination.entry, Subject(nomination.subject)
    known = [*recognised_words(nomination), *awarded_words(nomination)]
    return {
        "year": nomination.round.year,
        "words": {
            "nam": str(nomination.round.year),
            "hinh_thuc": short_title(nomination.title),
            "muc_mot": FIRST_PART[subject],
            "doi_tuong": subject.label.lower(),
            "ten": nomination.recipient,
            "don_vi": nomination.unit.name,
            "loai": entry.get_kind_display(),
            "mo_hinh": entry.name,
            "linh_vuc": entry.sector.name,
            "noi_lam": unended(entry.place),
            "bat_dau": f"{entry.start_date:%d/%m/%Y}" if entry.start_date else None,
            "tinh_hinh": unended(nomination.situation),
            "thanh_tich": unended(nomination.achievements),
            "nguon_luc": unended(entry.resources) or "",
            "nhan_rong": unended(entry.replication) or "",
            "da_khen": dashed(known),
            "don_vi_khai": unended(nomination.earlier_awards) or "",
            "cam_ket": pledge_words(nomination),
        },
        "labels": {
            "noi_lam": "địa bàn thực hiện",
            "bat_dau": "ngày bắt đầu",
            "tinh_hinh": "sơ lược đặc điểm, tình hình",
            "thanh_tich": "thành tích đạt được",
        },
        "values": {
            "da_khen": len(known),
            "chua_khen": int(not known),
            "khai": int(bool(nomination.earlier_awards.strip())),
            "nguon_luc": int(bool(entry.resources.strip())),
            "nhan_rong": int(bool(entry.replication.strip())),
            "cam_ket": int(nomination.is_pledged),
        },
        "facts": {"tinh-hinh": [HINTS[subject]], "da-khen": known},
        "figures": {"known": known},
    }


def recognised_words(nomination: Nomination) -> list[str]:
    """By which decisions the model has been recognised, the oldest first."""
    rows = Recognition.objects.filter(entry=nomination.entry).select_related("decision", "campaign_year")
    return [
        f"{row.entry.get_kind_display()} “{row.name}” được công nhận ({row.grade.lower()}) năm "
        f"{row.campaign_year.year}, {row.decision}"
        for row in rows.select_related("entry").order_by("campaign_year__year")
    ]


def awarded_words(nomination: Nomination) -> list[str]:
    """Earlier published awards of the same model, or of the same recipient."""
    return [award_words(award) for award in earlier_awards_of(nomination)]


def award_words(award: Award) -> str:
    year = award.decision.round.year
    return f"{award.title}, tặng {award.nomination.recipient} năm {year}, {award.decision}"


def pledge_words(nomination: Nomination) -> str:
    """The pledge in the words that it is given in."""
    said = Nomination._meta.get_field("is_pledged").verbose_name
    return f"{nomination.unit} {said}"
