"""The steps of an appraisal, as the people of the cast make them."""

from datetime import UTC, datetime
from decimal import Decimal

from models_registry.services import appraisal as services

# One morning while registrations are taken.
AT = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)

DOSSIER = {
    "background": "Rác đổ ven đường",
    "method": "Họp từng ngõ, chia đoạn cho hộ",
    "result": "3 km sạch quanh năm",
    "impact": "2 thôn khác làm theo",
    "resources": "420 ngày công",
    "replication": "Mỗi quý một lần đánh giá",
}


def marks(rubric, points, *, met=True, reasons=None, revision=0, comment=""):
    first, second = rubric.criteria.all()
    gate = rubric.gates.get()
    return {
        "points": dict(
            zip((first.pk, second.pk), [None if p is None else Decimal(p) for p in points], strict=True)
        ),
        "reasons": {first.pk: reasons[0], second.pk: reasons[1]} if reasons else {},
        "gates": {} if met is None else {gate.pk: met},
        "bonus": Decimal(0),
        "penalty": Decimal(0),
        "comment": comment,
        "revision": revision,
    }


def fill(assessment, rubric, officer, points=(50, 35), *, dossier=None, version=1, **changes):
    return services.save_assessment(
        assessment,
        version=version,
        dossier=dossier or DOSSIER,
        marks=marks(rubric, points, **changes),
        by=officer,
        at=AT,
    )


def propose(assessment, by, *, grade="Tốt", reason="Kết quả rõ"):
    return services.propose_recognition(assessment, grade=grade, reason=reason, by=by, at=AT)


def decline(assessment, by, *, reason="Chưa đủ minh chứng"):
    return services.decline_recognition(assessment, reason=reason, by=by, at=AT)
